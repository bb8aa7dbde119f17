"""Keep what is in boxes as it is at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.frontends.python_code.values import REST, Box, Item, Kind, Table, doubt_of, unknown
from scanner.model import GapReason

_DEEPEST: Final = 40
_MOST: Final = 20_000


@dataclass(slots=True)
class Freezer:
    """Copies the values of one call, as many parts as a request may have."""

    left: int = _MOST

    def frozen(self, item: Item, depth: int = 0) -> Item:
        """Give a value with lists and dictionaries as they are now."""
        self.left -= 1
        match item.value:
            case Box() | tuple() if depth > _DEEPEST or self.left < 0:
                return Item(unknown("a value of too many parts", GapReason.UNSUPPORTED), item.at, item.key)
            case tuple():
                return Item(tuple(self.frozen(part, depth + 1) for part in item.value), item.at, item.key)
            case Box(kind=Kind.DICT, entries=entries):
                known = {key: self.frozen(part, depth + 1) for key, part in entries.items() if isinstance(key, str)}
                rest = doubt_of(entries[REST]) if REST in entries else None
                if len(known) + (REST in entries) < len(entries):
                    rest = rest or unknown("a key that is no text", GapReason.UNSUPPORTED, present=False)
                return Item(Table(known, rest), item.at, item.key)
            case Box(kind=Kind.LIST | Kind.SET, entries=entries):
                parts = tuple(self.frozen(part, depth + 1) for part in entries.values())
                return Item(parts, item.at, item.key)
            case Box(of=known) if known:
                return Item(unknown(known.name, GapReason.UNSUPPORTED), item.at, item.key)
            case _:
                return item
