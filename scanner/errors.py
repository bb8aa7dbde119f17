"""The errors that a user can meet: what happened, what to do next, and the exit code."""

from __future__ import annotations

import difflib
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INTERNAL = 3
    INCOMPLETE = 4
    CREDENTIALS = 5
    INTERRUPTED = 130


class ScannerError(Exception):
    """Anything the user can put right; subclass it for context.

    `message` is one sentence on what happened, `hint` one on what to do next.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(ScannerError):
    """A setting, flag or file of settings is wrong."""


class PathError(ScannerError):
    """A path such as `resource.ProductionVariants[0]` cannot be read."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(
            f"the path {text!r} cannot be read at character {at + 1}",
            "write it like resource.ProductionVariants[0].InstanceType",
        )


class SnapshotError(ScannerError):
    """A snapshot file cannot be read, is damaged, or is of another schema."""


class PolicyError(ScannerError):
    """A policy file is wrong: its metadata, its syntax, or its identity."""


class EngineError(ScannerError):
    """A policy engine cannot be used at all."""


class CodeError(ScannerError):
    """The code to judge cannot be found or no front end reads it."""


class BaselineError(ScannerError):
    """A baseline cannot be read, is damaged, or is of another schema."""


class ChangesError(ScannerError):
    """Git cannot tell what has changed."""


class ToolError(ScannerError):
    """A tool that is to be run beside tipstaff is not there."""


class OutputError(ScannerError):
    """A report cannot be written."""


class CredentialsError(ScannerError):
    """AWS does not accept the credentials, or there are none."""

    exit_code = ExitCode.CREDENTIALS


class AccountError(ScannerError):
    """The account cannot be reached at all."""

    exit_code = ExitCode.INCOMPLETE


def suggest(name: str, known: Iterable[str]) -> str:
    """Give `did you mean …?` for a name that is not among the known ones, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]}?" if close else ""
