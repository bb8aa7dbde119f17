"""Lay what branches have made side by side: what they agree on is known."""

from __future__ import annotations

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
    from collections.abc import Iterable, Mapping

    from scanner.frontends.python_code.values import Abstract

_MOST_OPTIONS: Final = 8


def either(one: Item, other: Item, doubt: Unknown) -> Item:
    """Give what two branches agree on."""
    if one is other or _same(one.value, other.value):
        return one
    match one.value, other.value:
        case tuple() as left, tuple() as right if len(left) == len(right):
            return Item(tuple(either(a, b, doubt) for a, b in zip(left, right, strict=True)), one.at, one.key)
        case Box(kind=Kind.DICT) as left, Box(kind=Kind.DICT) as right:
            return Item(Box(Kind.DICT, _merged(left.entries, right.entries, doubt)), one.at, one.key)
        case Box(kind=Kind.LIST) as left, Box(kind=Kind.LIST) as right if left.entries.keys() == right.entries.keys():
            return Item(Box(Kind.LIST, _merged(left.entries, right.entries, doubt)), one.at, one.key)
        case _ if options := _options(one, other):
            return Item(Choice(options, maybe(doubt, present=_is_there(one) and _is_there(other))), one.at, one.key)
        case _:
            return Item(maybe(doubt, present=_is_there(one) and _is_there(other)), one.at, one.key)


def one_of(items: Iterable[Item], doubt: Unknown) -> Item:
    """Give what all of some values agree on."""
    return reduce(lambda one, other: either(one, other, doubt), items)


def _options(one: Item, other: Item) -> tuple[Item, ...]:
    """Give the things that may be used, if nothing else is there: what is None is not."""
    found: list[Item] = []
    for item in (one, other):
        match item.value:
            case Choice(options):
                found += options
            case Symbol() | Function() | Class() | Partial() | Box(kind=Kind.OBJECT):
                found.append(item)
            case None:
                continue
            case _:
                return ()
    different = [item for at, item in enumerate(found) if not any(_same(item.value, two.value) for two in found[:at])]
    return tuple(different) if len(different) <= _MOST_OPTIONS else ()


def _is_there(item: Item) -> bool:
    """Tell whether there certainly is a value."""
    match item.value:
        case Unknown(present=present) | Choice(doubt=Unknown(present=present)):
            return present
        case value:
            return value is not None


def _merged(left: Mapping[Key, Item], right: Mapping[Key, Item], doubt: Unknown) -> dict[Key, Item]:
    merged: dict[Key, Item] = {}
    for key in dict.fromkeys((*left, *right)):
        if key in left and key in right:
            merged[key] = either(left[key], right[key], doubt)
        else:
            there = left.get(key) or right[key]
            merged[key] = Item(maybe(doubt, present=False), there.at, there.key)
    return merged


def _same(one: Abstract, other: Abstract) -> bool:
    match one, other:
        case (bool() | int() | float() | str() | None, bool() | int() | float() | str() | None):
            return type(one) is type(other) and one == other
        case Unknown(), Unknown():
            return one == other
        case Symbol(), Symbol():
            return one.path == other.path and one.call is other.call and one.owner is other.owner
        case Function(), Function():
            return one.node is other.node
        case _:
            return one is other
