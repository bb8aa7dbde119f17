"""Find the code cells of a notebook, and where their text is in the file, without reading anything else of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # the stubs leave it out
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.text.positions import Text

_MAJORS: Final = (3, 4)
_MOST_CELLS: Final = 20_000


@dataclass(slots=True)
class Cell:
    """One cell: its number in the notebook, from 1, and its text in pieces, each with where it begins in the file."""

    number: int
    kind: str = ""
    pieces: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece for _, piece in self.pieces)


@dataclass(slots=True)
class Notebook:
    """The cells of a notebook, and the language that they are written in."""

    text: Text
    cells: list[Cell] = field(default_factory=list)
    language: str = "python"
    major: int = 0


def find_cells(text: Text) -> Notebook:
    """Find the cells. Raises TextError for what is not JSON or not a notebook that is known."""
    notebook = Notebook(text)
    walk = _Walk(text.content, notebook)
    try:
        walk.members(
            walk.skip_space(0),
            {"cells": walk.cells, "worksheets": walk.worksheets, "metadata": walk.metadata, "nbformat": walk.major},
        )
    except (JSONDecodeError, RecursionError, ValueError, IndexError) as error:
        at = error.pos if isinstance(error, JSONDecodeError) else 0
        raise text.error("it is not JSON that can be parsed", min(at, len(text.content))) from error
    if notebook.major and notebook.major not in _MAJORS:
        raise text.error(f"it is of notebook format {notebook.major}, and formats 3 and 4 are read", 0)
    return notebook


class _Walk:
    """Goes through the JSON text; all that is not of a cell's code is passed over by the parser that Python has."""

    def __init__(self, content: str, notebook: Notebook) -> None:
        self._content = content
        self._notebook = notebook
        self._scan = JSONDecoder().raw_decode

    def skip_space(self, at: int) -> int:
        while self._content[at] in " \t\n\r":
            at += 1
        return at

    def members(self, at: int, handlers: Mapping[str, Callable[[int], int]]) -> int:
        """Go through an object, and hand the values of some keys on. Gives where it ends."""
        at = self.skip_space(self._expect(at, "{"))
        while self._content[at] != "}":
            self._expect(at, '"')
            key, at = scanstring(self._content, at + 1, True)  # noqa: FBT003 - it takes no keywords
            at = self.skip_space(self._expect(self.skip_space(at), ":"))
            at = self.skip_space(handlers.get(key, self._pass)(at))
            if self._content[at] != "}":
                at = self.skip_space(self._expect(at, ","))
        return at + 1

    def items(self, at: int, handler: Callable[[int], int]) -> int:
        """Go through a list. Gives where it ends."""
        at = self.skip_space(self._expect(at, "["))
        while self._content[at] != "]":
            at = self.skip_space(handler(at))
            if self._content[at] != "]":
                at = self.skip_space(self._expect(at, ","))
        return at + 1

    def worksheets(self, at: int) -> int:
        return self.items(at, lambda inner: self.members(inner, {"cells": self.cells}))

    def cells(self, at: int) -> int:
        return self.items(at, self._cell)

    def metadata(self, at: int) -> int:
        value, end = self._scan(self._content, at)
        match value:
            case {"kernelspec": {"language": str() as language}} | {"language_info": {"name": str() as language}}:
                self._notebook.language = language.lower()
        return end

    def major(self, at: int) -> int:
        value, end = self._scan(self._content, at)
        self._notebook.major = value if isinstance(value, int) else -1
        return end

    def _cell(self, at: int) -> int:
        cells = self._notebook.cells
        if len(cells) >= _MOST_CELLS:
            raise self._notebook.text.error(f"there are more than {_MOST_CELLS:,} cells", at)
        cell = Cell(len(cells) + 1)
        cells.append(cell)

        def kind(at: int) -> int:
            value, end = self._scan(self._content, at)
            cell.kind = str(value)
            return end

        def source(at: int) -> int:
            return self.items(at, piece) if self._content[at] == "[" else piece(at)

        def piece(at: int) -> int:
            if self._content[at] != '"':
                return self._pass(at)
            end: int
            text, end = scanstring(self._content, at + 1, True)  # noqa: FBT003 - it takes no keywords
            cell.pieces.append((at + 1, text))
            return end

        return self.members(at, {"cell_type": kind, "source": source, "input": source})

    def _pass(self, at: int) -> int:
        _, end = self._scan(self._content, at)
        return end

    def _expect(self, at: int, mark: str) -> int:
        if self._content[at] != mark:
            raise JSONDecodeError("", self._content, at)
        return at + 1
