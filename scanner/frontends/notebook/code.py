"""Put the cells of a notebook together as one source, whose places are those of the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from scanner.frontends.notebook.document import pieces_of
from scanner.frontends.python_code.front_end import TELLING
from scanner.frontends.python_code.ipython import plain_python
from scanner.frontends.python_code.source import parse_python, parse_source, split_lines
from scanner.frontends.text.positions import TextError
from scanner.model import Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.frontends.notebook.document import Cell, Notebook
    from scanner.frontends.python_code.source import Source
    from scanner.frontends.text.positions import Text

_ESCAPE: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
"""One character that JSON does not write as it is."""

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""Lines as Python has them, with their ends."""


@record(frozen=True, slots=False)
class Layout:
    """Where the lines of all code cells, one after the other, are in the file; what was asked for is kept."""

    text: Text
    cells: Sequence[Cell]
    placed: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    lines: dict[int, list[list[tuple[int, int]]]] = field(default_factory=dict)

    @cached_property
    def starts(self) -> list[int]:
        """The first line of each cell, from 1."""
        counts = (len(split_lines(cell.text)) for cell in self.cells)
        return [1, *(1 + count for count in accumulate(counts))]

    def part(self, line: int) -> tuple[str, int]:
        """Name the cell that a line is in, and give the line there."""
        at = self._cell_at(line)
        return f"cell[{self.cells[at].number}]", line - self.starts[at] + 1

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Give the line and column in the file."""
        if (line, column) not in self.placed:
            self.placed[line, column] = self._place(line, column)
        return self.placed[line, column]

    def _place(self, line: int, column: int) -> tuple[int, int]:
        at = self._cell_at(line)
        if at not in self.lines:
            self.lines[at] = self._lines_of(self.cells[at])
        wanted = column - 1
        offset = 0
        for start, count in self.lines[at][min(line - self.starts[at], len(self.lines[at]) - 1)]:
            offset = self._past(start, min(wanted, count))
            wanted -= count
            if wanted < 0:
                break
        return self.text.place(offset)

    def _lines_of(self, cell: Cell) -> list[list[tuple[int, int]]]:
        """Give the stretches of each line: where one begins in the file, and how many characters of the code it has."""
        found: list[list[tuple[int, int]]] = [[]]
        for start, piece in pieces_of(self.text, cell):
            at = start
            for part in _LINES.findall(piece):
                found[-1].append((at, len(part)))
                at = self._past(at, len(part))
                if part.endswith(("\n", "\r")):
                    found.append([])
            found[-1].append((at, 0))
        return found

    def _cell_at(self, line: int) -> int:
        return min(bisect_right(self.starts, line) - 1, len(self.cells) - 1)

    def _past(self, start: int, count: int) -> int:
        """Go past some characters, as JSON writes them."""
        content = self.text.content
        while (mark := content.find("\\", start, start + count)) >= 0:
            count -= mark - start + 1
            escape = _ESCAPE.match(content, mark)
            start = escape.end() if escape else mark + 1
        return start + count


def code_of(notebook: Notebook) -> tuple[Source, list[tuple[Cell, TextError]]]:
    """Give the notebook's Python, and the cells that could not be parsed, which are left out."""
    cells = [cell for cell in notebook.cells if cell.kind == "code"]
    layout = Layout(notebook.text, cells)
    plain = [plain_python(cell.text) for cell in cells]
    try:
        return _source(layout, plain), []
    except TextError:
        failed = list(_failing(cells, plain, layout))
        bad = {id(cell) for cell, _ in failed}
        kept = [
            "\n" * (len(split_lines(text)) - 1) if id(cell) in bad else text
            for cell, text in zip(cells, plain, strict=True)
        ]
        try:
            return _source(layout, kept), failed
        except TextError as error:  # too large as a whole
            return parse_source("", TELLING), [(cells[0], error)]


def _source(layout: Layout, plain: Sequence[str]) -> Source:
    return parse_source("\n".join(plain), TELLING, layout.place, layout.part)


def _failing(cells: Sequence[Cell], plain: Sequence[str], layout: Layout) -> Iterator[tuple[Cell, TextError]]:
    for at, (cell, text) in enumerate(zip(cells, plain, strict=True)):
        try:
            parse_python(text)
        except TextError as error:
            line, column = layout.place(layout.starts[at] + error.span.start_line - 1, error.span.start_column)
            yield cell, TextError(f"cell {cell.number}: {error.message}", Span(line, column, line, column))
