"""Give what the selected policies can see of a run, without what is the run's own: equal for the runs of one job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.run_names import cut_moments

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from scanner.model import Resource
    from scanner.paths import Json

_CUT: Final = "\0"
"""In the place of what is a run's own; nothing that AWS stores holds it, so it is never taken for a value."""
_MEMORY: Final = 8192
_LONGEST_KEPT: Final = 1024
# Tuples, because `isinstance` is several times slower with a union.
_LISTS: Final = (list, tuple)
_NEEDS_TYPE: Final = (bool, float)  # 1 == True == 1.0


class _Node:
    """A key that is read, or leads to one: `whole` if its value matters, `bit` set if its presence does."""

    __slots__ = ("bit", "children", "number", "steps", "whole")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.steps: tuple[tuple[str, _Node], ...] = ()
        self.number = self.bit = 0
        self.whole = False


class Projection:
    """Projects runs onto the paths that are read, all in one walk.

    Numbers, truth values and null stand for themselves, type and all; out of strings, those that are keys too, the
    run's own name, unique ids, points in time and what only this run has in its name are cut. So two runs are merged
    only if all that is read differs in nothing but these parts of strings: a number that looks like a time is a
    number, and an empty list is a value.
    """

    def __init__(self, values: Collection[tuple[str, ...]], presence: Collection[tuple[str, ...]]) -> None:
        self._root = _Node()
        numbered = [self._root]
        for path in sorted({*values, *presence}):
            node = self._root
            for key in path:
                if key not in node.children:
                    node.children[key] = _Node()
                    numbered.append(node.children[key])
                node = node.children[key]
            node.whole |= path in values
            node.bit |= path in presence
        for number, node in enumerate(numbered):
            node.number, node.bit, node.steps = number, node.bit << number, tuple(node.children.items())
        self._kept: dict[str, str] = {}
        self._numbers: dict[Hashable, int] = {}

    def of(self, run: Resource, unique: Sequence[str]) -> int:
        """Give the number of the projection of a run: of its type, scope, tags and what is read, but not its name."""
        walk = _Walk(self._kept, run.name, unique)
        if self._root.whole:
            walk.found.append(walk.frozen(run.document))
        else:
            walk.visit(self._root, run.document, ())
        if len(self._kept) > _MEMORY:
            self._kept.clear()
        projection = (run.type, run.scope, walk.present, walk.frozen(dict(run.tags)), *walk.found)
        return self._numbers.setdefault(projection, len(self._numbers))


class _Walk:
    """One walk through a document."""

    __slots__ = ("_kept", "_name", "_unique", "found", "present")

    def __init__(self, kept: dict[str, str], name: str, unique: Sequence[str]) -> None:
        self._kept, self._name, self._unique = kept, name, unique
        self.found: list[Hashable] = []
        self.present = 0

    def visit(self, node: _Node, value: Json, at: tuple[int, ...]) -> None:
        """Find what is read at and below a node; `at` are the lists on the way and the places in them."""
        if isinstance(value, dict):
            for key, child in node.steps:
                if key in value:
                    self.present |= child.bit
                    if child.whole:
                        self.found.append((child.number, *at) if at else child.number)
                        self.found.append(self.frozen(value[key]))
                    elif child.steps:
                        self.visit(child, value[key], at)
        elif isinstance(value, _LISTS):
            for index, item in enumerate(value):
                self.visit(node, item, (*at, node.number, index))

    def frozen(self, value: Json) -> Hashable:
        """Give a value as a key of a dictionary; values of different types are different."""
        if isinstance(value, str):
            return self._cut(value)
        if isinstance(value, dict):
            parts: list[Hashable] = [dict]
            for cut, key in sorted((self._cut(key), key) for key in value):
                parts += (cut, self.frozen(value[key]))
            return tuple(parts)
        if isinstance(value, _LISTS):
            return (list, *map(self.frozen, value))
        if isinstance(value, _NEEDS_TYPE):
            return (type(value), repr(value))
        return value

    def _cut(self, text: str) -> str:
        if self._name and self._name in text:
            text = text.replace(self._name, _CUT)
        cut = self._kept.get(text)
        if cut is None:
            cut = cut_moments(text, _CUT)
            if len(text) <= _LONGEST_KEPT:
                self._kept[text] = cut
        for token in self._unique:
            if token in cut:
                cut = cut.replace(token, _CUT)
        return cut
