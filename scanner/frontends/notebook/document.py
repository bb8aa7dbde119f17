"""Find the code cells of a notebook, and where their text is in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from json import JSONDecodeError
from typing import TYPE_CHECKING, Final

from scanner.frontends.notebook.walk import Walk
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.frontends.text.positions import Text

_MAJORS: Final = (3, 4)
_MOST_CELLS: Final = 20_000
_SOURCES: Final = ("source", "input")
"""What the text of a cell is called in formats 4 and 3."""


@record(frozen=True, slots=True)
class Cell:
    """One cell: its number in the notebook, from 1, its text, and where it begins in the file."""

    number: int
    kind: str
    text: str
    start: int


@dataclass(slots=True)
class Notebook:
    """The cells of a notebook, and the language that they are written in."""

    text: Text
    cells: list[Cell] = field(default_factory=list)
    language: str = "python"
    major: int = 0


def pieces_of(text: Text, cell: Cell) -> list[tuple[int, str]]:
    """Give a cell's text in the pieces that the file has, each with where it begins there."""
    walk = Walk(text.content)
    found: dict[str, list[tuple[int, str]]] = {}

    def source(key: str) -> Callable[[int], int]:
        def pieces(at: int) -> int:
            found[key] = []  # of a key that is written twice the last counts
            return walk.texts(at, lambda start, piece: found[key].append((start, piece)))

        return pieces

    walk.members(cell.start, {key: source(key) for key in _SOURCES})
    return next((found[key] for key in _SOURCES if key in found), [])


def find_cells(text: Text) -> Notebook:
    """Find the cells. Raises TextError for what is not JSON or not a notebook that is known."""
    reader = _Reader(Walk(text.content), Notebook(text))
    try:
        reader.read()
    except (JSONDecodeError, RecursionError, ValueError, IndexError) as error:
        at = error.pos if isinstance(error, JSONDecodeError) else 0
        raise text.error("it is not JSON that can be parsed", min(at, len(text.content))) from error
    notebook = reader.notebook
    if notebook.major and notebook.major not in _MAJORS:
        raise text.error(f"it is of notebook format {notebook.major}, and formats 3 and 4 are read", 0)
    return notebook


@record(frozen=True, slots=True)
class _Reader:
    """Takes what is wanted of a notebook as a walk comes by."""

    walk: Walk
    notebook: Notebook

    def read(self) -> None:
        wanted = {
            "cells": self._cells,
            "worksheets": self._worksheets,
            "metadata": self._metadata,
            "nbformat": self._major,
        }
        self.walk.members(self.walk.skip_space(0), wanted)

    def _cells(self, at: int) -> int:
        return self.walk.items(at, self._cell)

    def _cell(self, at: int) -> int:
        cells = self.notebook.cells
        if len(cells) >= _MOST_CELLS:
            raise self.notebook.text.error(f"there are more than {_MOST_CELLS:,} cells", at)
        value, end = self.walk.value(at)
        if not isinstance(value, dict):
            raise JSONDecodeError("", self.notebook.text.content, at)
        written = next((value[key] for key in _SOURCES if key in value), "")
        pieces = written if isinstance(written, list) else [written]
        source = "".join(piece for piece in pieces if isinstance(piece, str))
        cells.append(Cell(len(cells) + 1, str(value.get("cell_type", "")), source, at))
        return end

    def _worksheets(self, at: int) -> int:
        return self.walk.items(at, lambda inner: self.walk.members(inner, {"cells": self._cells}))

    def _metadata(self, at: int) -> int:
        value, end = self.walk.value(at)
        match value:
            case {"kernelspec": {"language": str() as language}} | {"language_info": {"name": str() as language}}:
                self.notebook.language = language.lower()
        return end

    def _major(self, at: int) -> int:
        value, end = self.walk.value(at)
        self.notebook.major = value if isinstance(value, int) else -1
        return end
