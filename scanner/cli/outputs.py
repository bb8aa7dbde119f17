"""Where reports go: `-o FORMAT[=PATH]`, files whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reports import FORMATS, render
from scanner.cli.standard_streams import check_stdout, write_line
from scanner.errors import OutputError, suggest
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.model import ScanResult


@record(frozen=True, slots=True)
class Output:
    """One report: its format, and its file or None for stdout."""

    format: str
    path: Path | None


_SCREEN = Output("table", None)


def parse_outputs(texts: Sequence[str], *, quiet: bool) -> tuple[Output, ...]:
    """Read the values of `-o`, and make sure before any work that each can be written. Raises OutputError."""
    outputs = tuple(_parse(text) for text in texts) if texts or quiet else (_SCREEN,)
    for output in outputs:
        if output.path is None:
            check_stdout()
        else:
            check_writable(output.path)
    return outputs


def _parse(text: str) -> Output:
    name, _, path = text.partition("=")
    if name not in FORMATS:
        hint = suggest(name, FORMATS) or f"the formats are: {', '.join(FORMATS)}"
        raise OutputError(f"there is no report format {name!r}", hint)
    return Output(name, Path(path) if path and path != "-" else None)


def check_writable(path: Path) -> None:
    """Raise OutputError when a file cannot be written where it is wanted."""
    directory = path.parent
    if path.is_dir():
        raise OutputError(f"{path} is a directory", "name a file in it")
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the directory {directory} cannot be made: {error.strerror}", "choose another path"
        ) from error
    if not os.access(directory, os.W_OK):
        raise OutputError(f"the directory {directory} is not writable", "choose another path")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that appears under its name only when it was written to the end. Raises OutputError.

    What is there and is no regular file, such as /dev/null or a pipe, is written to: it must not be replaced.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
        else:
            with _replacing(path) as file:
                yield file
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}", "check the disk and the permissions"
        ) from error


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield file
            file.flush()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _show(result: ScanResult) -> None:
    from rich.console import Console  # noqa: PLC0415  # takes long to import, and only a screen needs it

    from reports.to_table import lay_out  # noqa: PLC0415  # likewise

    Console().print(lay_out(result))


def write_reports(result: ScanResult, outputs: Sequence[Output]) -> None:
    """Write every report; a table on a terminal comes out as wide as it is."""
    for output in outputs:
        if output == _SCREEN and sys.stdout.isatty():
            _show(result)
            continue
        text = render(output.format, result)
        if output.path is None:
            write_line(text)
        else:
            with whole_file(output.path) as file:
                file.write(text.encode())
