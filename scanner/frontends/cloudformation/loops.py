"""Write out what `Fn::ForEach` repeats, each copy in the place of the loop's body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import (
    ELSEWHERE,
    LONGEST_TEXT,
    Node,
    NoValue,
    Unknown,
    Value,
    string,
    text_of,
    unsupported,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.model import Span

LOOP: Final = "Fn::ForEach::"
_NAME: Final = re.compile(r"([$&])\{\s*([A-Za-z0-9]+)\s*\}")
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9]")
_LONGEST_ITEM: Final = 256
_COPY: Final = 4  # steps for each value that is copied: it is also kept
_CHARACTERS: Final = 64  # that are copied in a step


@dataclass(slots=True)
class Loops:
    """The loops of a template; `resolve` evaluates a collection, `tick` counts the copies, `left` were not followed.

    `through` are the texts of the elements that each copy is made for.
    """

    resolve: Callable[[Node], Value]
    tick: Callable[[int], None]
    left: dict[str, Unknown] = field(default_factory=dict)
    through: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def written_out(self, section: Mapping[str, Node]) -> dict[str, Node]:
        """Write out the loops of a section and of all in it; those that cannot be followed stay as they are."""
        return self._fields(section, {})

    def _fields(self, fields: Mapping[str, Node], names: Mapping[str, str]) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, node in fields.items():
            copies = self._copies(key, node, names) if key.startswith(LOOP) else None
            if copies is None:
                found[_filled(key, names)] = node if key.startswith(LOOP) else self._node(node, names)
            else:
                found.update(copies)
        return found

    def _node(self, node: Node, names: Mapping[str, str]) -> Node:
        self.tick(_COPY)
        match node.value:
            case str() as text if names and len(text) <= LONGEST_TEXT:
                filled = _filled(text, names)
                self.tick(len(filled) // _CHARACTERS)
                return replace(node, value=filled)
            case tuple() as items:
                return replace(node, value=tuple(self._node(item, names) for item in items))
            case Mapping() as fields if len(fields) == 1 and (name := string(fields.get("Ref"))) in names:
                return replace(node, value=names[name])
            case Mapping() as fields:
                return replace(node, value=self._fields(fields, names))
            case _:
                return node

    def _copies(self, key: str, node: Node, names: Mapping[str, str]) -> dict[str, Node] | None:
        match node.value:
            case (Node(str() as name), collection, Node(Mapping() as body)):
                items = list(self._items(self._node(collection, names), collection.span))
            case _:
                self.left[key] = unsupported("Fn::ForEach takes a name, a collection and a body", key)
                return None
        missing = next((item for item, _ in items if isinstance(item, Unknown)), None)
        if missing:
            self.left[key] = missing
            return None
        copies: dict[str, Node] = {}
        for item, span in items:
            copy = self._fields(body, {**names, name: text_of(item)})
            self.through |= {key: (span, *self.through.get(key, ())) for key in copy}
            copies.update(copy)
        return copies

    def _items(self, collection: Node, whole: Span) -> Iterator[tuple[Value, Span]]:
        """Yield the elements of a collection with their texts, or its own where they have none."""
        span = whole if collection.span == ELSEWHERE else collection.span
        match self.resolve(collection):
            case tuple() as items:
                for item in items:
                    yield from self._items(item, span)
            case Mapping() | NoValue() | None:
                yield unsupported("Fn::ForEach takes a list of texts", "ForEach"), span
            case str() as text if len(text) > _LONGEST_ITEM:
                message = f"Fn::ForEach repeats a text of more than {_LONGEST_ITEM} characters"
                yield unsupported(message, "ForEach"), span
            case value:
                yield value, span


def _filled(text: str, names: Mapping[str, str]) -> str:
    """Put values in the place of `${Name}`, and of `&{Name}` without what is no letter or number."""

    def value(found: re.Match[str]) -> str:
        known = names.get(found[2])
        if known is None:
            return found[0]
        return _NOT_PLAIN.sub("", known) if found[1] == "&" else known

    return _NAME.sub(value, text) if names else text
