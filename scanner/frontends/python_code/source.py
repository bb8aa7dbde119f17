"""Parse Python, never run it, and say where in the file its expressions stand."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE
from scanner.frontends.python_code.outline import Outline, outline, words
from scanner.frontends.python_code.relevance import irrelevant
from scanner.frontends.text.positions import TextError
from scanner.model import Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.frontends.python_code.outline import Block

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LARGE: Final = 1024 * 1024
MOST_MARKS: Final = 1_000_000
"""Signs and spaces in a large file: each may become an object of the parser's."""
_MARKS: Final = re.compile(r"[^\w\"'#]")


@record(frozen=True, slots=True)
class Source:
    """Code that was parsed, and its lines.

    Of its `outline`, what is `left_out` was not parsed: by the words that are `telling` it can make nothing. `place`
    gives where a line and column, from 1, are in the file: a notebook has its code within JSON. `part` names the part
    of the file that a line is in, and gives the line there.
    """

    tree: ast.Module
    lines: tuple[str, ...]
    outline: Outline
    left_out: tuple[Block, ...]
    telling: frozenset[str]
    place: Callable[[int, int], tuple[int, int]]
    part: Callable[[int], tuple[str, int]]
    _spans: dict[ast.AST | None, Span | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def words(self) -> Counter[str]:
        """Count the words of what was parsed."""
        return Counter(words(self.outline.without(self.left_out)))

    def wider(self, telling: frozenset[str]) -> Source | None:
        """Parse what other words tell of besides; None if nothing that is left out has any."""
        if all(telling.isdisjoint(block.words) for block in self.left_out):
            return None
        return parse_source(self.outline.text, self.telling | telling, self.place, self.part)

    def span(self, node: ast.AST | None) -> Span | None:
        """Give the place of an expression; of a keyword argument or a definition, that of its name."""
        if node not in self._spans:
            self._spans[node] = self._span(node)
        return self._spans[node]

    def _span(self, node: ast.AST | None) -> Span | None:
        match node:
            case ast.keyword(arg=str() as name):
                return self._on_line(node.lineno, node.col_offset, name)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                words = {ast.FunctionDef: "def ", ast.AsyncFunctionDef: "async def ", ast.ClassDef: "class "}
                return self._on_line(node.lineno, node.col_offset, words[type(node)] + node.name)
            case ast.expr(end_lineno=int() as line, end_col_offset=int() as column):
                start = self.place(*self._column(node.lineno, node.col_offset))
                return Span(*start, *self._end(line, column))
            case _:
                return None

    def callee(self, node: ast.Call) -> Span:
        """Give the place of the name that is called, without what it is an attribute of."""
        function = node.func
        if isinstance(function, ast.Attribute) and function.end_lineno and function.end_col_offset:
            start = function.end_col_offset - len(function.attr.encode())
            return self._on_line(function.end_lineno, start, function.attr)
        return self.span(function) or WHOLE

    def _on_line(self, line: int, offset: int, name: str) -> Span:
        at, column = self._column(line, offset)
        return Span(*self.place(at, column), *self.place(at, column + len(name)))

    def _end(self, line: int, offset: int) -> tuple[int, int]:
        """Give the place after the last character; in a notebook the line may end before it does."""
        at, column = self._column(line, offset)
        before = self.place(at, column - 1)
        after = self.place(at, column)
        return after if after[0] == before[0] else (before[0], before[1] + 1)

    def _column(self, line: int, offset: int) -> tuple[int, int]:
        """Turn an offset in UTF-8 bytes into a column in code points."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return line, offset + 1
        return line, len(text.encode()[:offset].decode(errors="replace")) + 1


def parse_source(
    text: str,
    telling: frozenset[str],
    place: Callable[[int, int], tuple[int, int]] = lambda line, column: (line, column),
    part: Callable[[int], tuple[str, int]] = lambda line: ("", line),
) -> Source:
    """Parse what of a text may make something. Raises TextError, whose message quotes nothing of the text."""
    whole = outline(text) if len(text) <= _LARGE else Outline(text)
    left_out = irrelevant(whole, telling)
    try:
        tree = parse_python(whole.without(left_out))
    except TextError:
        if not left_out:
            raise
        tree, left_out = parse_python(text), ()
    return Source(tree, split_lines(text), whole, left_out, telling, place, part)


def split_lines(text: str) -> tuple[str, ...]:
    """Split a text into lines as Python does."""
    return tuple(_LINE_END.split(text) if "\r" in text else text.split("\n"))


def parse_python(text: str) -> ast.Module:
    """Parse Python 3. Raises TextError, whose message quotes nothing of the text."""
    if len(text) > _LARGE and next(islice(_MARKS.finditer(text), MOST_MARKS, None), None):
        raise TextError(f"it has more than {MOST_MARKS:,} signs and is not read", WHOLE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the code's own business
            return ast.parse(text)
    except SyntaxError as error:
        line, column = error.lineno or 1, max(error.offset or 1, 1)
        raise TextError("it is not Python 3 that can be parsed", Span(line, column, line, column)) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise TextError("it is nested too deeply to be parsed", WHOLE) from error
