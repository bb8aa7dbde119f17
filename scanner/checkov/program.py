"""Find Checkov, and run it: offline, without a shell, in an environment of its own, for a limited time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.errors import ToolError
from scanner.frontends.files import absolute_path
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME: Final = "checkov"
_HOW: Final = "`pipx install checkov==3.3.30` or `pip install 'tipstaff[checkov]'`, or say --checkov-command FILE"
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "PYENV_ROOT", "PYENV_VERSION")
"""All that Checkov sees of our environment: no credentials, proxies, keys or settings of its own."""

_OWN: Final = {
    "CHECKOV_PARALLELIZATION_TYPE": "none",
    "CKV_SKIP_PACKAGE_UPDATE_CHECK": "true",  # or it asks PyPI for a newer version whenever it starts
    "LOG_LEVEL": "ERROR",
    "PYTHONUTF8": "1",
}
_KINDS: Final = {
    "": ("terraform", "terraform_json"),
    ".json": ("cloudformation", "terraform_plan"),
    ".yaml": ("cloudformation",),
    ".yml": ("cloudformation",),
    ".template": ("cloudformation",),
}
"""Checkov's frameworks for the roots of code whose names end so; a root of Terraform is a directory."""

_OFFLINE: Final = ("--skip-download", "--download-external-modules", "false")
_ANSWER: Final = ("--output", "json", "--compact", "--soft-fail")


@record(frozen=True, slots=True)
class Question:
    """What Checkov is to look at, as absolute paths, and with which of its checks."""

    paths: Sequence[Path]
    frameworks: Sequence[str]
    checks: Sequence[str]
    var_files: Sequence[Path] = ()

    @classmethod
    def about(
        cls, paths: Sequence[Path], roots: Sequence[str], checks: Sequence[str], var_files: Sequence[str]
    ) -> Question | None:
        """Ask about the kinds of code that were found, by the roots of it; None where Checkov has nothing to say."""
        kinds = {kind for root in roots for end, kind in _KINDS.items() if _ends(root, end)}
        frameworks = sorted({framework for kind in kinds for framework in kind})
        if not frameworks or not checks:
            return None
        places = tuple(path.resolve() if path.is_dir() else absolute_path(path) for path in paths)
        return cls(places, frameworks, checks, tuple(absolute_path(Path(file)) for file in var_files))


def _ends(root: str, end: str) -> bool:
    return root.endswith(end) if end else Path(root).is_dir()


@record(frozen=True, slots=True)
class Ended:
    """How a run ended: its code, None where the time was over, and what it wrote."""

    code: int | None
    out: bytes = b""
    err: bytes = b""


def find_program(command: str = "") -> str:
    """Find the program by its name or path; without one on PATH or beside our own Python. Raises ToolError."""
    beside = Path(sys.executable).with_name(_NAME)
    found = shutil.which(command or _NAME) or (None if command else shutil.which(beside))
    if found is None:
        wanted = f"no program {command}" if command else "no checkov on PATH or in this environment"
        raise ToolError(f"there is {wanted}", f"get it with {_HOW}")
    return str(absolute_path(Path(found)))


def run(program: str, question: Question, seconds: float) -> Iterator[Ended]:
    """Ask about each directory, and about all files at once.

    Of several directories in one run Checkov may leave all but the first out.
    """
    common = (
        "--framework",
        *question.frameworks,
        f"--check={','.join(question.checks)}",
        *(f"--var-file={path}" for path in question.var_files),
        *_OFFLINE,
        *_ANSWER,
    )
    files = [f"--file={path}" for path in question.paths if not path.is_dir()]
    wanted = [[f"--directory={path}"] for path in question.paths if path.is_dir()] + ([files] if files else [])
    for places in wanted:
        yield _run([program, *places, *common], seconds)


def _run(command: Sequence[str], seconds: float) -> Ended:
    """Run a command in an empty directory that is its home as well, and end all of it when its time is over.

    Checkov takes settings, even Python files to run, from a `.checkov.yaml` in its working directory, its home, and the
    directory that follows the argument `-d` or `--directory`; it looks in none that is part of that argument.
    """
    with tempfile.TemporaryDirectory(prefix="tipstaff-checkov-") as home:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _OWN | {"HOME": home}
        try:
            process = subprocess.Popen(  # noqa: S603 - a list, and never a shell
                command,
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise ToolError(f"{command[0]} cannot be started: {error.strerror}", f"get Checkov with {_HOW}") from error
        try:
            out, err = process.communicate(timeout=seconds or None)
        except subprocess.TimeoutExpired:
            return Ended(None)
        finally:
            _end(process)
        return Ended(process.returncode, out, err)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
