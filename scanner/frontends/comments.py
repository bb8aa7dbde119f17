"""Read the waivers in comments: `tipstaff: ignore[TRN001] reason until 2027-01-31`, and what each covers."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from scanner.frontends.waiver_ends import Ending
from scanner.model import InlineWaiver, Location, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

MARK: Final = b"tipstaff:"
"""What a file has to have in it for its comments to be looked at."""

_DIRECTIVE: Final = re.compile(r"(?:^[\s#/*]*|\s(?:#+|//+)\s*)(?=tipstaff:)")
_IGNORE: Final = re.compile(r"tipstaff:\s*ignore\s*\[([^\[\]]*)\](.*)")
_MEANT: Final = re.compile(r"tipstaff:\s*(?:ignore\b|\w+\s*\[)")
_GOES_ON: Final = re.compile(r"[\s#/*(]*until\b", re.IGNORECASE)
_AROUND_LINE: Final = re.compile(r"^\s*[#/*]*|\*/$")
_AROUND: Final = " \t\r:-\u2013\u2014"
_HOW: Final = "write `tipstaff: ignore[POLICY] reason`"


def _itself(line: int, column: int) -> tuple[int, int]:
    return line, column


def waivers_in(
    file: str, lines: Sequence[str], comments: Iterable[Span], place: Callable[[int, int], tuple[int, int]] = _itself
) -> tuple[InlineWaiver, ...]:
    """Read the waivers in a text of which the comments are known.

    One covers the line that it shares with code, or else the next line that has any. `place` gives where a line and
    column of the text are in the file: a notebook has its code within JSON.
    """
    spans = sorted(comments, key=lambda span: (span.start_line, span.start_column))
    pieces = list(_pieces(lines, spans))
    covered = _following(_have_code(lines, pieces))

    def stretch(line: int, start: int, end: int) -> Span:
        return Span(*place(line, start), *place(line, end))

    waivers = []
    for line, column, directive, more in _whole(lines, spans, pieces):
        location = Location(file, stretch(line, column, column + len(directive)))
        target = covered[line - 1]
        span = None if target is None else stretch(target, 1, len(lines[target - 1].rstrip()) + 1)
        waivers.append(_read(f"{directive} {more}", location, span))
    return tuple(reversed(waivers))


def _whole(
    lines: Sequence[str], comments: Sequence[Span], pieces: Sequence[Span]
) -> Iterator[tuple[int, int, str, str]]:
    """Give every directive with its line and column, and what it goes on with.

    That is the rest of its comment, up to the next directive, and comments right below that begin with `until`. The
    last comes first.
    """
    inner = {line for span in comments for line in range(span.start_line + 1, span.last_line + 1)}
    more: list[str] = []
    below = 0
    for piece in reversed(pieces):
        line, column = piece.start_line, piece.start_column
        text = lines[line - 1][column - 1 : piece.end_column - 1]
        if line + 1 != below:
            more = []
        directives = list(_directives(text))
        for at, directive in reversed(directives):
            yield line, column + at, directive, " ".join(reversed(more))
            more = []
        if not directives and not lines[line - 1][: column - 1].strip() and (line in inner or _GOES_ON.match(text)):
            more.append(_AROUND_LINE.sub("", text))
        else:
            more = []
        below = line


def _pieces(lines: Sequence[str], comments: Iterable[Span]) -> Iterator[Span]:
    """Cut comments at the ends of lines."""
    for span in comments:
        for line in range(span.start_line, span.last_line + 1):
            start = span.start_column if line == span.start_line else 1
            end = span.end_column if line == span.end_line else len(lines[line - 1]) + 1
            yield Span(line, start, line, end)


def _have_code(lines: Sequence[str], pieces: Iterable[Span]) -> list[bool]:
    """Say of every line whether there is anything but comments."""
    have = [bool(line.strip()) for line in lines]
    for number, group in groupby(pieces, key=lambda piece: piece.start_line):
        line, at, found = lines[number - 1], 0, False
        for piece in group:
            found = found or bool(line[at : piece.start_column - 1].strip())
            at = piece.end_column - 1
        have[number - 1] = found or bool(line[at:].strip())
    return have


def _following(have_code: Sequence[bool]) -> list[int | None]:
    """Give for every line the number of the first from it on that has any code."""
    following: list[int | None] = []
    first = None
    for number in range(len(have_code), 0, -1):
        first = number if have_code[number - 1] else first
        following.append(first)
    return following[::-1]


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
    ending = Ending.of(known[2])
    return InlineWaiver(
        location, policies, ending.reason.strip(_AROUND), ending.until, span, fault=fault or ending.fault
    )
