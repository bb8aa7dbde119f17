"""Where something is written."""

from __future__ import annotations

from dataclasses import field

from scanner.records import record


@record(frozen=True, slots=True)
class Span:
    """A stretch of text: lines and columns count from 1 in code points, the end is exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """The last line that has some of it: one that it only reaches the beginning of is not its own."""
        return max(self.start_line, self.end_line - (self.end_column == 1))

    def holds_start_of(self, other: Span) -> bool:
        """Tell whether another stretch of the same text begins in this one."""
        start = (other.start_line, other.start_column)
        return (self.start_line, self.start_column) <= start < (self.end_line, self.end_column)


@record(frozen=True, slots=True)
class Location:
    """A stretch of one file; `file` is relative to the working directory, with `/`.

    `address` names the resource whose text it is part of, where that is known; it tells no two places apart.
    """

    file: str
    span: Span
    address: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.span.start_line}:{self.span.start_column}"
