"""Lay what branches have made side by side: what they agree on is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.values import (
    Box,
    Choice,
    Class,
    Function,
    Item,
    Key,
    Kind,
    Partial,
    Symbol,
    maybe,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scanner.frontends.python_code.values import Abstract

_MOST_OPTIONS: Final = 100
_MOST_BOXES: Final = 50
_DEEPEST: Final = 40


@dataclass(slots=True)
class Agreement:
    """Lays values side by side; `box` makes the boxes of what they agree on, `step` counts work.

    Boxes that were laid side by side before are so again: they may hold each other, or the same one over and over.
    """

    box: Callable[[Kind, Mapping[Key, Item]], Box]
    step: Callable[[int], None]
    doubt: Unknown
    _merged: dict[tuple[int, int], Box] = field(default_factory=dict)
    _depth: int = 0

    def of(self, items: Sequence[Item]) -> Item:
        """Give what all of some values agree on."""
        if len(items) > _MOST_BOXES and any(isinstance(item.value, Box | tuple) for item in items):
            return Item(maybe(self.doubt, present=all(map(is_there, items))), items[0].at, items[0].key)
        return reduce(self.either, items)

    def either(self, one: Item, other: Item) -> Item:
        """Give what two values agree on."""
        self.step(1)
        if one is other or _same(one.value, other.value):
            return one
        if self._depth > _DEEPEST:
            return self._unknown(one, other)
        self._depth += 1
        try:
            return self._different(one, other)
        finally:
            self._depth -= 1

    def _different(self, one: Item, other: Item) -> Item:
        match one.value, other.value:
            case tuple() as left, tuple() as right if len(left) == len(right):
                return Item(tuple(map(self.either, left, right)), one.at, one.key)
            case Box(kind=Kind.DICT | Kind.LIST | Kind.SET) as left, Box() as right if left.kind is right.kind:
                return Item(self._boxes(left, right), one.at, one.key)
            case _ if options := _options(one, other):
                doubt = maybe(self.doubt, present=is_there(one) and is_there(other))
                return Item(Choice(options, doubt), one.at, one.key)
            case _:
                return self._unknown(one, other)

    def _unknown(self, one: Item, other: Item) -> Item:
        return Item(maybe(self.doubt, present=is_there(one) and is_there(other)), one.at, one.key)

    def _boxes(self, left: Box, right: Box) -> Box:
        if (known := self._merged.get((id(left), id(right)))) is not None:
            return known
        made = self._merged[id(left), id(right)] = self.box(left.kind, {})
        made.parts = (left, right)
        left.wholes.append(made)
        right.wholes.append(made)
        for key in dict.fromkeys((*left.entries, *right.entries)):
            if key in left.entries and key in right.entries:
                made.entries[key] = self.either(left.entries[key], right.entries[key])
            else:
                there = left.entries.get(key) or right.entries[key]
                made.entries[key] = Item(maybe(self.doubt, present=False), there.at, there.key)
        return made


def _options(one: Item, other: Item) -> tuple[Item, ...]:
    """Give the things that may be used, if nothing else is there: what is None is not, nor is what nobody knows."""
    found: list[Item] = []
    for item in (one, other):
        match item.value:
            case Choice(options):
                found += options
            case Symbol() | Function() | Class() | Partial() | Box(kind=Kind.OBJECT):
                found.append(item)
            case None | Unknown():
                continue
            case _:
                return ()
    if any(isinstance(item.value, Unknown) for item in (one, other)) and not all(map(_is_callable, found)):
        return ()
    different = [item for at, item in enumerate(found) if not any(_same(item.value, two.value) for two in found[:at])]
    return tuple(different) if len(different) <= _MOST_OPTIONS else ()


def _is_callable(item: Item) -> bool:
    """Tell a class or a function from the object that one gives."""
    return not isinstance(item.value, Box) and not (isinstance(item.value, Symbol) and item.value.path.endswith("()"))


def is_there(item: Item) -> bool:
    """Tell whether there certainly is a value."""
    match item.value:
        case Unknown(present=present) | Choice(doubt=Unknown(present=present)):
            return present
        case value:
            return value is not None


def _same(one: Abstract, other: Abstract) -> bool:
    match one, other:
        case (bool() | int() | float() | str() | None, bool() | int() | float() | str() | None):
            return type(one) is type(other) and one == other
        case Unknown(), Unknown():
            return one == other
        case Symbol(), Symbol():
            return one.path == other.path and one.call is other.call and one.owner is other.owner
        case Function(), Function():
            bound = (one.bound and one.bound.value) is (other.bound and other.bound.value)
            return one.node is other.node and one.scope is other.scope and bound
        case _:
            return one is other
