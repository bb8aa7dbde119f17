"""Turn what was followed into trees of nodes: values with the places of their text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import ELSEWHERE, Node, NoValue, Open, Unknown
from scanner.frontends.python_code.values import Item, Symbol, Table, doubt_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.nodes import Value
    from scanner.frontends.python_code.source import Source
    from scanner.frontends.python_code.values import Made
    from scanner.model import Span


def no_meaning(trees: Trees, made: Made, item: Item) -> Node | None:  # noqa: ARG001 - others look at them
    """Know the meaning of no call."""
    return None


@dataclass(frozen=True, slots=True)
class Trees:
    """Makes trees of one file's values; `meaning` gives what calls of other packages stand for."""

    source: Source
    meaning: Callable[[Trees, Made, Item], Node | None] = field(default=no_meaning)

    def node(self, item: Item) -> Node:
        """Make a node of a value."""
        span = self.source.span(item.at) or ELSEWHERE
        key = self.source.span(item.key) if item.key else None
        if isinstance(item.value, Symbol) and (made := item.value.call) and item.value.path == made.path:
            found = self.meaning(self, made, item)
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


NONE: Final = (None, NoValue.NO_VALUE)
