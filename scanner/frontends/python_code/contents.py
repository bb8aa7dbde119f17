"""Look into what holds other values: lists, dictionaries, tuples."""

from __future__ import annotations

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.values import REST, Box, Item, Key, Kind, Table, doubt_of, maybe


def truth(item: Item) -> bool | None:
    """Tell whether a value counts as true; None when it cannot be told."""
    match item.value:
        case None | bool() | int() | float() | str():
            return bool(item.value)
        case tuple():
            return bool(item.value)
        case Box(kind=Kind.DICT | Kind.LIST, entries=entries):
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


def sequence(item: Item) -> list[Item] | None:
    """Give what a loop goes through; None when that is not known."""
    match item.value:
        case tuple():
            return list(item.value)
        case Box(kind=Kind.LIST, entries=entries):
            return list(entries.values())
        case Box(kind=Kind.DICT, entries=entries) if all(isinstance(key, str) for key in entries):
            return [Item(key, part.key) for key, part in entries.items() if isinstance(key, str)]
        case Table(known, None):
            return [Item(key, part.key) for key, part in known.items()]
        case _:
            return None


def spread_into(entries: dict[Key, Item], item: Item) -> None:
    """Add the entries of a dictionary, as `**` and `update` do; of what is not known, any may be there."""
    match item.value:
        case Box(kind=Kind.DICT, entries=more):
            entries.update(more)
        case Table(known, rest):
            entries.update(known)
            if rest:
                entries[REST] = Item(rest, item.at)
        case None:
            return
        case _:
            entries[REST] = Item(maybe(doubt_of(item), present=False), item.at)
