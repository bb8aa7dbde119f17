"""Read the waivers in comments: `tipstaff: ignore[TRN001] reason until 2027-01-31`, and what each covers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model import InlineWaiver, Location, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARK: Final = b"tipstaff:"
"""What a file has to have in it for its comments to be looked at."""

_DIRECTIVE: Final = re.compile(r"(?:^[\s#/*]*|\s(?:#+|//+)\s*)(?=tipstaff:)")
_IGNORE: Final = re.compile(r"tipstaff:\s*ignore\s*\[([^\[\]]*)\](.*)")
_MEANT: Final = re.compile(r"tipstaff:\s*(?:ignore\b|\w+\s*\[)")
_UNTIL: Final = re.compile(r"\s*\(?\buntil:?\s+(\d[^\s,;)]*)\)?[.,;]?")
_AROUND: Final = " \t\r:-\u2013\u2014"
_HOW: Final = "write `tipstaff: ignore[POLICY] reason`"


def waivers_in(
    file: str, lines: Sequence[str], comments: Iterable[Span], places: Sequence[Span] | None = None
) -> tuple[InlineWaiver, ...]:
    """Read the waivers in a text of which the comments are known.

    One covers the line that it shares with code, or else the next line that has any. `places` are where the lines
    stand in the file, if they are not the file's own lines.
    """
    pieces = list(_pieces(lines, comments))
    code = list(lines)
    for piece in reversed(pieces):  # from the end of a line on, so that the columns before stay right
        line = code[piece.start_line - 1]
        code[piece.start_line - 1] = line[: piece.start_column - 1] + line[piece.end_column - 1 :]
    covered = _following(code)
    waivers = []
    for piece in pieces:
        row = piece.start_line - 1
        text = lines[row][piece.start_column - 1 : piece.end_column - 1]
        for at, directive in _directives(text):
            start = piece.start_column + at
            place = places[row] if places else Span(row + 1, start, row + 1, start + len(directive))
            waivers.append(_read(directive, Location(file, place), _place(covered[row], places)))
    return tuple(waivers)


def _pieces(lines: Sequence[str], comments: Iterable[Span]) -> Iterator[Span]:
    """Cut comments at the ends of lines."""
    for span in sorted(comments, key=lambda span: (span.start_line, span.start_column)):
        for line in range(span.start_line, span.last_line + 1):
            start = span.start_column if line == span.start_line else 1
            end = span.end_column if line == span.end_line else len(lines[line - 1]) + 1
            yield Span(line, start, line, end)


def _following(code: Sequence[str]) -> list[int | None]:
    """Say for every line which is the first from it on that has any code."""
    following: list[int | None] = []
    first = None
    for row in range(len(code) - 1, -1, -1):
        first = row if code[row].strip() else first
        following.append(first)
    return following[::-1]


def _place(row: int | None, places: Sequence[Span] | None) -> Span | None:
    if row is None:
        return None
    return places[row] if places else Span(row + 1, 1, row + 2, 1)


def _directives(text: str) -> Iterator[tuple[int, str]]:
    """Find what is addressed to tipstaff in a line of a comment: at its beginning, or behind a mark of its own."""
    marks = list(_DIRECTIVE.finditer(text))
    for mark, after in zip(marks, [*(mark.start() for mark in marks[1:]), len(text)], strict=False):
        directive = text[mark.end() : after].strip().removesuffix("*/").rstrip()
        if _MEANT.match(directive):
            yield mark.end(), directive


def _read(directive: str, location: Location, span: Span | None) -> InlineWaiver:
    known = _IGNORE.match(directive)
    if known is None:
        bare = re.match(r"tipstaff:\s*ignore\b(?!\s*\[)", directive)
        fault = "it names no policy in brackets" if bare else "it cannot be read"
        return InlineWaiver(location, fault=f"{fault}; {_HOW}")
    policies = tuple(dict.fromkeys(name for part in known[1].split(",") if (name := part.strip())))
    fault = "" if policies else f"it names no policy in the brackets; {_HOW}"
    until = _UNTIL.search(known[2])
    text = known[2].replace(until[0], " ", 1) if until else known[2]
    reason = " ".join(text.split()).strip(_AROUND)
    return InlineWaiver(location, policies, reason, until[1].rstrip(".") if until else "", span, fault=fault)
