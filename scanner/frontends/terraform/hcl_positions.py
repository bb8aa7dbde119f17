"""Parse HCL text, and say where things stand in it: lines and columns in code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import tree_sitter_hcl
from tree_sitter import Language, Parser

from scanner.frontends.files import WHOLE, NotFollowed, read_bytes
from scanner.frontends.text.positions import TextError
from scanner.model import GapReason, Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from scanner.frontends.files import Root

DEEPEST_NESTING: Final = 300
_BRACKETS: Final = re.compile(rb"[\[\](){}]")
_BOM: Final = b"\xef\xbb\xbf"


@record(frozen=True, slots=True)
class Problem:
    """Why a file, or a part of it, cannot be read."""

    message: str
    span: Span
    reason: GapReason = GapReason.UNREADABLE


@record(frozen=True, slots=True)
class Source:
    """One file's text; `file` is how the user knows it.

    `inner` has the bytes of each line that is asked for which begin no character, so that long lines are read once.
    """

    file: str
    data: bytes
    lines: tuple[bytes, ...]
    inner: dict[int, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def span(self, node: Node) -> Span:
        """Say where a node stands."""
        (start_row, start_byte), (end_row, end_byte) = node.start_point, node.end_point
        return Span(start_row + 1, self._column(start_row, start_byte), end_row + 1, self._column(end_row, end_byte))

    def first_line(self, span: Span) -> Span:
        """Cut a span at the end of its first line."""
        if span.start_line == span.end_line:
            return span
        line = self.lines[span.start_line - 1].rstrip().decode()
        return Span(span.start_line, span.start_column, span.start_line, max(len(line), span.start_column) + 1)

    def _column(self, row: int, byte: int) -> int:
        if row not in self.inner:
            line = self.lines[row]
            self.inner[row] = [] if line.isascii() else [at for at, octet in enumerate(line) if octet & 0xC0 == 0x80]  # noqa: PLR2004 - 10xxxxxx
        return byte + 1 - bisect_left(self.inner[row], byte)


def read_source(root: Root) -> Source | Problem:
    """Read a file that is small, shallow and text."""
    try:
        data = read_bytes(root)
    except NotFollowed as error:
        return Problem(error.message, error.span, error.reason)
    except TextError as error:
        return Problem(error.message, error.span)
    return source_of(data.removeprefix(_BOM), root.name)


def source_of(data: bytes, file: str) -> Source | Problem:
    """Accept text that is UTF-8 without NULs and not nested beyond what can be followed."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(f"{file}:{line}: the text is not UTF-8", Span(line, 1, line, 1))
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return Problem(f"{file}:{line}: this is a binary file, not HCL", Span(line, 1, line, 1))
    steps = (1 if found[0] in b"[({" else -1 for found in _BRACKETS.finditer(data))
    if max(accumulate(steps, lambda depth, step: max(depth + step, 0)), default=0) > DEEPEST_NESTING:
        return Problem(f"{file}: brackets are nested more than {DEEPEST_NESTING} deep", WHOLE)
    return Source(file, data, tuple(data.split(b"\n")))


def parse_source(source: Source) -> tuple[Node, tuple[Problem, ...]]:
    """Give the syntax tree and the places that cannot be parsed."""
    root = Parser(Language(tree_sitter_hcl.language())).parse(source.data).root_node
    return root, tuple(_problem(source, node) for node in _broken(root))


def comments_of(source: Source, root: Node) -> list[Span]:
    """Give the places of the comments in a syntax tree: `#`, `//` and `/* */`."""
    comments = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            comments.append(source.span(node))
        waiting.extend(node.children)
    return comments


def _broken(root: Node) -> Iterator[Node]:
    """Find the outermost broken nodes, without recursion: what is broken may be deep."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            waiting.extend(reversed(node.children))


def _problem(source: Source, node: Node) -> Problem:
    span = source.span(node)
    return Problem(f"{source.file}:{span.start_line}:{span.start_column}: the HCL cannot be parsed here", span)
