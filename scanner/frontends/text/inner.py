"""Read a text that stands inside of another, such as JSON in a YAML block, and keep its places in the outer one."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import yaml

from scanner.frontends.text.positions import Text
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scanner.model import Span

LONGEST_EXACT: Final = 1024 * 1024
"""Of a longer inner text only the whole has a place: AWS takes no definition that is longer."""


@record(frozen=True, slots=True)
class Piece:
    """A stretch of an inner text, and the offsets in the outer one that it comes from."""

    text: str
    start: int
    end: int


class InnerText(Text):
    """A text that is put together from pieces of another; its places are places there.

    Within a piece that stands in the outer text as it is, every character has its place; elsewhere, as for an escape
    or what a placeholder stands for, the place is that of the whole piece.
    """

    def __init__(self, outer: Text, pieces: Iterable[Piece]) -> None:
        self._outer = outer
        self._pieces: list[tuple[int, int, bool]] = []
        self._starts: list[int] = []
        content: list[str] = []
        at = 0
        for piece in pieces:
            exact = outer.content[piece.start : piece.end] == piece.text
            if not self._pieces or (piece.text and not (exact and self._goes_on(piece))):
                self._starts.append(at)
                self._pieces.append((piece.start, piece.end, exact))
            at += len(piece.text)
            content.append(piece.text)
        self.content = "".join(content)

    def span(self, start: int, end: int) -> Span:
        """Give the place in the outer text of a stretch of this one."""
        first = self._outside(start)[0]
        return self._outer.span(first, self._outside(end - 1)[1] if end > start else first)

    def place(self, offset: int) -> tuple[int, int]:
        """Give the line and column in the outer text of an offset in this one."""
        return self._outer.place(self._outside(offset)[0])

    def first_line(self, span: Span) -> Span:
        """Cut a place at the end of its first line in the outer text."""
        return self._outer.first_line(span)

    def _goes_on(self, piece: Piece) -> bool:
        """Make a piece that follows on the last one a part of that."""
        start, end, exact = self._pieces[-1]
        if exact and end == piece.start:
            self._pieces[-1] = (start, piece.end, True)
            return True
        return False

    def _outside(self, offset: int) -> tuple[int, int]:
        """Say where a character begins and ends in the outer text; past the last one, where that ends."""
        at = bisect_right(self._starts, offset) - 1
        start, end, exact = self._pieces[at]
        if offset >= len(self.content):
            return end, end
        begin = start + offset - self._starts[at]
        return (begin, begin + 1) if exact else (start, end)


@record(frozen=True, slots=True)
class Grammar:
    """How a format writes a text.

    `opening` and `closing` stand around it; `tokens` finds what it is made of in three groups: an `escape`, which
    `unescape` reads, a `fold`, of which only white space is left, and anything else, which stands for itself.
    """

    opening: re.Pattern[str]
    closing: str
    tokens: re.Pattern[str]
    unescape: Callable[[str], str] = str

    def pieces(self, raw: str, value: str, base: int) -> list[Piece] | None:
        """Say where each part of a value stands in the `raw` text at `base`; None if it is not written so."""
        opened = self.opening.match(raw)
        if opened is None or not raw.endswith(self.closing):
            return None
        pieces: list[Piece] = []
        at = 0
        for token in self.tokens.finditer(raw, opened.end(), len(raw) - len(self.closing)):
            text = self._read(token, value, at)
            if not value.startswith(text, at):
                return None
            pieces.append(Piece(text, base + token.start(), base + token.end()))
            at += len(text)
        end = base + len(raw)
        return [*pieces, Piece(value[at:], end, end)] if not value[at:].strip() else None

    def _read(self, token: re.Match[str], value: str, at: int) -> str:
        match token.lastgroup:
            case "escape":
                return self.unescape(token[0])
            case "fold":
                space = _SPACE.match(value, at)
                return space[0] if space else ""
            case _:
                return token[0]


@lru_cache(maxsize=1024)
def _json_escape(escape: str) -> str:
    return str(json.loads(f'"{escape}"', strict=False))


@lru_cache(maxsize=1024)
def _yaml_escape(escape: str) -> str:
    try:
        return str(yaml.load(f'"{escape}"', Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return ""


_SPACE: Final = re.compile(r"\s*")
_PROPERTIES: Final = r"(?:[!&]\S*\s+)*+"
_FOLD: Final = r"(?P<fold>[ \t]*+[\r\n]\s*+)|[ \t]++"
_JSON: Final = Grammar(
    re.compile('"'),
    '"',
    re.compile(
        r"(?P<escape>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[\"\\/bfnrt])|[^\\]++"
    ),
    _json_escape,
)
_DOUBLE: Final = Grammar(
    re.compile(_PROPERTIES + '"'),
    '"',
    re.compile(
        r"(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*+|[^xuU\r\n]))"
        rf"|{_FOLD}|[^\\\s]++"
    ),
    _yaml_escape,
)
_SINGLE: Final = Grammar(
    re.compile(_PROPERTIES + "'"), "'", re.compile(rf"(?P<escape>'')|{_FOLD}|[^'\s]++"), lambda _: "'"
)
_BLOCK: Final = Grammar(
    re.compile(_PROPERTIES + r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?(?=\n|\r\n)"), "", re.compile(r"(?P<fold>\s++)|\S++")
)
_PLAIN: Final = Grammar(re.compile(_PROPERTIES), "", re.compile(rf"{_FOLD}|\S++"))

JSON_AND_YAML: Final = (_JSON, _DOUBLE, _SINGLE, _BLOCK, _PLAIN)
"""The ways to write a text in JSON and YAML."""


def inner_text(outer: Text, value: str, span: Span, grammars: Sequence[Grammar] = JSON_AND_YAML) -> Text:
    """Give a value that is a text as a text of its own, with places in the outer one, where it stands at `span`.

    Where the outer text does not write the value as any of the grammars would, every place is that of the whole.
    """
    return InnerText(outer, value_pieces(outer, value, span, grammars))


def value_pieces(outer: Text, value: str, span: Span, grammars: Sequence[Grammar] = JSON_AND_YAML) -> Sequence[Piece]:
    """Give the pieces of the outer text that a value is put together from."""
    start, end = outer.offset(span.start_line, span.start_column), outer.offset(span.end_line, span.end_column)
    raw = outer.content[start:end] if len(value) <= LONGEST_EXACT else ""
    for grammar in grammars if raw else ():
        if (pieces := grammar.pieces(raw, value, start)) is not None:
            return pieces
    return [Piece(value, start, end)]
