"""Look into what holds other values: lists, dictionaries, tuples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.values import REST, Box, Item, Key, Kind, Rest, Table, doubt_of, maybe

if TYPE_CHECKING:
    from collections.abc import Mapping


def truth(item: Item) -> bool | None:
    """Tell whether a value counts as true; None when it cannot be told."""
    match item.value:
        case None | bool() | int() | float() | str():
            return bool(item.value)
        case tuple():
            return bool(item.value)
        case Box(kind=Kind.DICT | Kind.LIST | Kind.SET, entries=entries):
            certain = any(key is not REST and not isinstance(part.value, Unknown) for key, part in entries.items())
            return True if certain else None if entries else False
        case _:
            return None


def elements_of(item: Item) -> list[Item] | None:
    """Give the elements of a list or tuple; None when they are not known."""
    match item.value:
        case tuple():
            return list(item.value)
        case Box(kind=Kind.LIST, entries=entries):
            return list(entries.values())
        case _:
            return None


def in_order(item: Item) -> list[Item] | None:
    """Give what a loop goes through, in the order of its turns; None where that is not known."""
    found = sequence(item)
    return None if has_no_order(item) and len(found or ()) > 1 else found


def has_no_order(item: Item) -> bool:
    """Tell sets from what else a loop goes through."""
    return isinstance(item.value, Box) and item.value.kind is Kind.SET


def sequence(item: Item) -> list[Item] | None:
    """Give what a loop goes through; None when that is not known."""
    match item.value:
        case tuple():
            return list(item.value)
        case Box(kind=Kind.LIST | Kind.SET, entries=entries):
            return list(entries.values())
        case Box(kind=Kind.DICT, entries=entries) if REST not in entries:
            return [_key(key, part) for key, part in entries.items() if not isinstance(key, Rest)]
        case Table(known, None):
            return [_key(key, part) for key, part in known.items()]
        case _:
            return None


def may_be_missing(item: Item) -> bool:
    """Tell whether there may be nothing in the place of an item."""
    return isinstance(item.value, Unknown) and not item.value.present


def _key(key: str | int, part: Item) -> Item:
    """Give what a loop finds for an entry of a dictionary, which may not be there if what it has may be nothing."""
    return Item(part.value if may_be_missing(part) else key, part.key)


def known_and_rest(item: Item) -> tuple[Mapping[Key, Item], Unknown | None]:
    """Give the entries of a dictionary, and what any others depend on; of what is not known, any may be there."""
    match item.value:
        case Box(kind=Kind.DICT, entries=entries):
            named: dict[Key, Item] = {key: part for key, part in entries.items() if key is not REST}
            return named, doubt_of(entries[REST]) if REST in entries else None
        case Table(known, rest):
            return {key: part for key, part in known.items()}, rest  # noqa: C416 - the keys are of a wider type
        case None:
            return {}, None
        case _:
            return {}, maybe(doubt_of(item), present=False)


def spread_into(entries: dict[Key, Item], item: Item) -> None:
    """Add the entries of a dictionary, as `**` does: what is not known may stand in place of any before it."""
    known, rest = known_and_rest(item)
    if rest:
        for key, part in entries.items():
            entries[key] = Item(rest, part.at, part.key)
        entries[REST] = Item(rest, item.at)
    entries.update(known)
