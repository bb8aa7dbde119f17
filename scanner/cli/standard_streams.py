"""Standard output and input as they may be: closed, full, read by nobody, or of an encoding that lacks signs."""

from __future__ import annotations

import io
import os
import sys

from scanner.errors import ConfigError, OutputError

_ELSEWHERE = "name a file: -o FORMAT=PATH"


def escape_what_cannot_be_written() -> None:
    """Let signs that the encoding of standard output lacks come out as escapes from here on."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def check_stdout() -> None:
    """Raise OutputError when standard output is closed; Python has no stream then, whatever its types say."""
    if not sys.stdout:
        raise OutputError("standard output is closed", _ELSEWHERE)


def write_line(text: str) -> None:
    """Write to standard output, with a newline at the end. Raises OutputError.

    A reader that has gone away wants no more: that is no error, and says nothing about what was to be read.
    """
    check_stdout()
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python fails again when it ends
        if not isinstance(error, BrokenPipeError):
            raise OutputError(f"standard output cannot be written: {error.strerror}", _ELSEWHERE) from error


def read_stdin(size: int) -> bytes:
    """Read bytes from standard input, at most so many. Raises ConfigError."""
    if not sys.stdin:
        raise ConfigError("standard input is closed", "pipe the text in, or name the file itself")
    return sys.stdin.buffer.read(size)
