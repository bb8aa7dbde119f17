"""Give what a block says as nodes: its arguments evaluated, its nested blocks expanded, each with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.frontends import nodes
from scanner.frontends.nodes import Node
from scanner.frontends.terraform.blocks import nested_blocks
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.syntax import Entries, Items
from scanner.frontends.terraform.values import Lazy, OpenMap, Unknown, certain, number, unknown
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.frontends.terraform.blocks import Nested
    from scanner.frontends.terraform.evaluation import Frame
    from scanner.frontends.terraform.syntax import Body, Expression
    from scanner.frontends.terraform.values import Value


def body_nodes(body: Body, frame: Frame) -> dict[str, Node]:
    """Give the arguments of a body by name, and its blocks as lists. Raises TooMuchWork."""
    found = {name: node_of(evaluate(item, frame), item, frame) for name, item in body.attributes.items()}
    blocks: dict[str, list[Node]] = {}
    for nested in nested_blocks(body, frame):
        blocks.setdefault(nested.label, []).append(_nested_node(nested))
    return found | {label: Node(tuple(items), items[0].span) for label, items in blocks.items()}


def node_of(value: Value, expression: Expression, frame: Frame) -> Node:
    """Give a value with its place: parts have their own where the code writes them out. Raises TooMuchWork."""
    return _Reader(frame, {}).node(value, expression)


@record(frozen=True, slots=True)
class _Reader:
    """Reads one value; a collection that it holds over and over becomes one node that is there over and over."""

    frame: Frame
    seen: dict[tuple[int, int], Node]

    def node(self, value: Value, expression: Expression) -> Node:
        self.frame.meter.tick()
        match value:
            case dict() | list():
                mark = (id(value), id(expression))
                if mark not in self.seen:
                    self.seen[mark] = Node(self.collection(value, expression), expression.span)
                return self.seen[mark]
            case OpenMap(known, rest):
                return Node(
                    nodes.Open(self.entries(known, expression), self.unknown(rest, expression)), expression.span
                )
            case Unknown():
                return Node(self.unknown(value, expression), expression.span)
            case Lazy(label):
                return Node(self.unknown(unknown(label), expression), expression.span)
            case float():
                return Node(number(value), expression.span)
            case _:
                return Node(value, expression.span)

    def collection(self, value: dict[str, Value] | list[Value], expression: Expression) -> nodes.Value:
        if isinstance(value, dict):
            return self.entries(value, expression)
        written = expression.items if isinstance(expression, Items) else ()
        places = (written[at] if at < len(written) else expression for at in range(len(value)))
        return tuple(self.node(certain(item), place) for item, place in zip(value, places, strict=True))

    def entries(self, values: Mapping[str, Value], expression: Expression) -> dict[str, Node]:
        written = dict(_written(expression, self.frame))
        found = {
            name: self.node(value, written[name][1] if name in written else expression)
            for name, value in values.items()
        }
        return {
            name: replace(node, key=written[name][0].span) if name in written else node for name, node in found.items()
        }

    def unknown(self, missing: Unknown, expression: Expression) -> nodes.Unknown:
        name = None if missing.identity is None else self.node(missing.identity, expression)
        return nodes.Unknown(missing.text, missing.reason, missing.needs, missing.present, name)


def _nested_node(nested: Nested) -> Node:
    """Give one block; its place is its header."""
    place = nested.header.span
    if nested.missing:
        missing = nested.missing
        return Node(nodes.Unknown(missing.text, missing.reason, missing.needs, present=False), place)
    return Node(body_nodes(nested.body, nested.frame), place)


def _written(expression: Expression, frame: Frame) -> Iterator[tuple[str, tuple[Expression, Expression]]]:
    """Yield the entries that an object writes out: the key's text, its expression and that of the value."""
    if isinstance(expression, Entries):
        for key, item in expression.entries:
            name = evaluate(key, frame)
            if isinstance(name, str):
                yield name, (key, item)
