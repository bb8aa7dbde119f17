"""Say which texts each element of a collection rests on."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.frontends.terraform.syntax import Expression
    from scanner.frontends.terraform.values import Value
    from scanner.model import Location


@record(frozen=True, slots=True)
class Named:
    """The text of a value that has a name, and what that names in turn, each with a mark of its own."""

    place: Location
    names: tuple[tuple[str, Expression], ...]


@record(frozen=True, slots=True)
class Elements:
    """The texts of a collection's elements, by key, by index, and by what is said there where that is a text.

    `shared` are those that all of them rest on.
    """

    own: Mapping[Value, tuple[Location, ...]] = field(default_factory=dict)
    shared: tuple[Location, ...] = ()

    def of(self, key: Value, item: Value = None) -> tuple[Location, ...]:
        """Give the texts of one element; those of all where it cannot be told apart."""
        name = item if isinstance(key, int) and isinstance(item, str) and item in self.own else key
        own = self.own[name] if name in self.own else distinct(self.own.values())
        return distinct((self.shared, own)) if self.shared else own


def distinct(texts: Iterable[tuple[Location, ...]]) -> tuple[Location, ...]:
    """Put texts together, each once."""
    return tuple(dict.fromkeys(text for some in texts for text in some))
