"""A real Checkov in an environment of its own, and programs that behave as a Checkov in trouble does."""

import fcntl
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, tipstaff  # noqa: F401  # a fixture

PROGRAM = Path(__file__).parents[2] / ".tools/checkov/bin/checkov"


@pytest.fixture(scope="session")
def checkov():
    """Give the path of Checkov."""
    program = Path(os.environ.get("TIPSTAFF_TEST_CHECKOV", PROGRAM))
    assert program.is_file(), f"there is no Checkov at {program}: run `make tools`"
    return program


@pytest.fixture
def stand_in(tmp_path):
    """Write a program that does as it is told in place of Checkov."""

    def write(body):
        program = tmp_path / "stand-in"
        program.write_text(f"#!{sys.executable}\n{body}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program

    return write


def command_line(directory):
    """Give the command, in a directory, with nothing in its environment but what finds it."""
    home = directory.parent / "home"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return Cli(directory, kept | {"HOME": str(home), "NO_COLOR": "1"})


def made_once(tmp_path_factory, name, make):
    """Give a directory that one of the processes of a test run makes for all of them: Checkov takes long to start."""
    base = tmp_path_factory.getbasetemp()
    directory = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    directory.mkdir(exist_ok=True)
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (directory / "made").exists():
            make(directory)
            (directory / "made").touch()
    return directory
