"""Run the installed `tipstaff` command as a user does: a process of its own, a directory of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from tests.test_live import account  # noqa: F401  # a fixture

TIPSTAFF = str(Path(sys.executable).with_name("tipstaff"))


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def result(self):
        """The JSON report on stdout."""
        return orjson.loads(self.out)

    def statuses(self, policy):
        """Subject names by status, for one policy's code."""
        found = {}
        for finding in self.result["findings"]:
            if policy in (finding["code"], finding["policy"]):
                found.setdefault(finding["status"], set()).add(finding["subject"]["name"])
        return found


class Cli:
    def __init__(self, directory, environment):
        self.directory = directory
        self.environment = environment

    def write(self, name, content):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def __call__(self, *arguments, timeout=60, stdin="", **environment):
        done = subprocess.run(
            [TIPSTAFF, *map(str, arguments)],
            cwd=self.directory,
            env=self.environment | environment,
            input=stdin.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def tipstaff(tmp_path):
    """The command in an empty directory, with nothing of AWS in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    home = tmp_path / "home"
    home.mkdir()
    here = tmp_path / "work"
    here.mkdir()
    return Cli(here, kept | {"HOME": str(home), "NO_COLOR": "1", "AWS_EC2_METADATA_DISABLED": "true"})


@pytest.fixture
def live(tipstaff, aws):
    """The command, whose environment leads to the fake; it keeps nothing from one run to the next."""
    tipstaff.environment |= aws.environment() | {"TIPSTAFF_CACHE": str(tipstaff.directory / "cache")}
    return tipstaff
