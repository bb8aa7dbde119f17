"""Turn what was followed into trees of nodes: values with the places of their text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.frontends.nodes import ELSEWHERE, Node, Open, Unknown
from scanner.frontends.python_code.values import Item, Symbol, Table, doubt_of
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scanner.frontends.nodes import Value
    from scanner.frontends.python_code.source import Source
    from scanner.model import Span


@record(frozen=True, slots=True)
class Trees:
    """Makes trees of one file's values; `meanings` give what comes from other packages stands for."""

    source: Source
    meanings: Sequence[Callable[[Trees, Item], Node | None]] = ()

    def node(self, item: Item) -> Node:
        """Make a node of a value."""
        span = self.source.span(item.at) or ELSEWHERE
        key = self.source.span(item.key) if item.key else None
        if isinstance(item.value, Symbol):
            found = next((node for meaning in self.meanings if (node := meaning(self, item))), None)
            if found:
                return replace(found, key=key or found.key)
        return Node(self._value(item), span, key)

    def _value(self, item: Item) -> Value:
        match item.value:
            case None | bool() | int() | float() | str() | Unknown():
                return item.value
            case tuple() as parts:
                return tuple(self.node(part) for part in parts)
            case Table(known, rest):
                entries = {name: self.node(part) for name, part in known.items()}
                return Open(entries, rest) if rest else entries
            case _:
                return doubt_of(item)

    def object(self, entries: Mapping[str, Node], span: Span, rest: Unknown | None = None) -> Node:
        """Make an object of a call's arguments."""
        return Node(Open(entries, rest) if rest else entries, span)
