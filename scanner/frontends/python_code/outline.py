"""Find the functions and classes at the top of a text without parsing it, and the words that each is written with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOP: Final = re.compile(
    r"\n(?![\s#)\]}])(?:(?P<definition>@|(?:async[ \t]+def|def|class)[ \t]+(?P<name>\w+)))?",
)
"""Where a statement begins at the top. Of one in brackets, that cuts a definition in two that cannot be parsed."""

_ACROSS_LINES: Final = ('"' * 3, "'" * 3, "\\\n", "\\\r\n")
_UNBROKEN: Final = re.compile(
    r'''
      """[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"""|\Z)
    | \'\'\'[^'\\]*(?:(?:\\.|'(?!\'\'))[^'\\]*)*(?:\'\'\'|\Z)
    | "[^"\\\n]*(?:\\.[^"\\\n]*)*"?
    | '[^'\\\n]*(?:\\.[^'\\\n]*)*'?
    | \#[^\n]*
    | \\\r?\n
    ''',
    re.DOTALL | re.VERBOSE,
)
"""What no statement begins in: strings and comments, and the end of a line that goes on."""

_BETWEEN_WORDS: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A function or a class at the top of a text: its name, where its text is, and the words in it."""

    name: str
    start: int
    end: int
    words: frozenset[str]


@record(frozen=True, slots=True)
class Outline:
    """A text as the definitions at its top, in order, and the words between them."""

    text: str
    blocks: tuple[Block, ...] = ()
    between: frozenset[str] = frozenset()

    def without(self, blocks: Iterable[Block]) -> str:
        """Leave blocks out; every line stays where it is."""
        parts = []
        at = 0
        for block in blocks:
            parts += [self.text[at : block.start], "\n" * self.text.count("\n", block.start, block.end)]
            at = block.end
        return "".join((*parts, self.text[at:]))


def words(text: str) -> list[str]:
    """Give the words of a text, in order, with those in its strings and comments."""
    return text.translate(_BETWEEN_WORDS).split()


def outline(text: str) -> Outline:
    """Find the blocks of a text; none where something else than a line feed ends a line."""
    odd = "\f" in text or text.count("\r") != text.count("\r\n")
    blocks = () if odd else tuple(_blocks(text))
    ends = [0, *(block.end for block in blocks)]
    starts = [*(block.start for block in blocks), len(text)]
    between = "\n".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    return Outline(text, blocks, frozenset(words(between)))


def _blocks(text: str) -> Iterator[Block]:
    """Give each definition with its decorators, up to where the next statement begins."""
    plain = text.translate(_BETWEEN_WORDS)
    start, name, decorated = 0, "", False
    for top in _tops(f"\n{text}\n@"):  # the last is none of the text
        at = min(top.start(), len(text))  # of the text without the line end before it
        if name:
            yield Block(name, start, at, frozenset(plain[start:at].split()))
        start = start if decorated else at
        name, decorated = top["name"] or "", top["definition"] == "@"


def _tops(text: str) -> Iterator[re.Match[str]]:
    """Find where statements begin at the top; few texts have anything that goes on over a line that looks like it."""
    if not any(mark in text for mark in _ACROSS_LINES):
        yield from _TOP.finditer(text)
        return
    unbroken = (found.span() for found in _UNBROKEN.finditer(text))
    first, last = next(unbroken, (len(text), 0))
    for top in _TOP.finditer(text):
        while last <= top.start() and first < len(text):
            first, last = next(unbroken, (len(text), 0))
        if not first <= top.start():
            yield top
