"""Keep what is in boxes as it is at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.values import REST, Box, Item, Kind, Table, doubt_of, unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.python_code.machine import Machine

_DEEPEST: Final = 40


def frozen(machine: Machine, item: Item, depth: int = 0) -> Item:
    """Give a value with lists and dictionaries as they are now."""
    machine.step()
    match item.value:
        case Box() | tuple() if depth > _DEEPEST:
            return Item(unknown("a value that is nested deeply", GapReason.UNSUPPORTED), item.at, item.key)
        case tuple():
            return Item(tuple(frozen(machine, part, depth + 1) for part in item.value), item.at, item.key)
        case Box(kind=Kind.DICT, entries=entries):
            known = {key: frozen(machine, part, depth + 1) for key, part in entries.items() if isinstance(key, str)}
            rest = doubt_of(entries[REST]) if REST in entries else None
            return Item(Table(known, rest), item.at, item.key)
        case Box(kind=Kind.LIST, entries=entries):
            parts = tuple(frozen(machine, part, depth + 1) for part in entries.values())
            return Item(parts, item.at, item.key)
        case Box(of=known) if known:
            return Item(unknown(known.name, GapReason.UNSUPPORTED), item.at, item.key)
        case _:
            return item
