"""Keep the place of every value of a text: what the readers of YAML and JSON share."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

from scanner.model import Span

LARGEST_FILE: Final = 20 * 1024 * 1024
DEEPEST_NESTING: Final = 100
MOST_VALUES: Final = 1_000_000
LONGEST_NUMBER: Final = 100
_LINE_END: Final = re.compile("\n")


class TextError(Exception):
    """A text is not what it should be; the message quotes nothing of it but a key."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


class Text:
    """A text and where its lines begin, to turn offsets into lines and columns."""

    def __init__(self, content: str) -> None:
        self.content = content

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.content)), len(self.content) + 1]

    def span(self, start: int, end: int) -> Span:
        """Give the place of a stretch; the end is exclusive."""
        return Span(*self.place(start), *self.place(end))

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a line and column."""
        return self._starts[line - 1] + column - 1

    def first_line(self, span: Span) -> Span:
        """Cut a place at the end of its first line."""
        if span.start_line == span.end_line:
            return span
        start, end = self._starts[span.start_line - 1 : span.start_line + 1]
        column = len(self.content[start : end - 1].rstrip()) + 1
        return Span(span.start_line, span.start_column, span.start_line, max(column, span.start_column + 1))

    def error(self, message: str, at: int) -> TextError:
        """Make an error about one place."""
        return TextError(message, self.span(at, at))

    def place(self, offset: int) -> tuple[int, int]:
        """Give the line and column of an offset."""
        line = bisect_right(self._starts, offset, hi=len(self._starts) - 1)
        return line, offset - self._starts[line - 1] + 1


def decode_text(data: bytes) -> Text:
    """Accept text that is small, UTF-8 and without NULs. Raises TextError."""
    if len(data) > LARGEST_FILE:
        raise TextError(f"it is larger than {LARGEST_FILE // 1024 // 1024} MiB and is not read", Span(1, 1, 1, 1))
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextError("the text is not UTF-8", Span(line, 1, line, 1)) from error
    if "\0" in content:
        line = content.count("\n", 0, content.index("\0")) + 1
        raise TextError("this is a binary file", Span(line, 1, line, 1))
    return Text(content)


def named(key: str) -> str:
    """Quote a key in a message, cut short."""
    longest = 60
    return repr(key if len(key) <= longest else key[:longest] + "…")
