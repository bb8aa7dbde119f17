"""Read a request: a document that is what exactly one operation is asked with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.frontends.calls import Call, read_call
from scanner.frontends.dialect import Dialect
from scanner.frontends.files import directory_of
from scanner.frontends.nodes import Node, Unknown, entries, items
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.text.blanks import value_of
from scanner.frontends.writer import Place
from scanner.model import GapReason
from scanner.shapes import requests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from scanner.frontends.nodes import Scalar
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions


def read(document: Document, options: CodeOptions) -> Reading:  # noqa: ARG001 - others look at it
    """Read one request; the files of one directory are taken to be deployed together.

    What `--generate-cli-skeleton` prints is no request yet, and passed over.
    """
    members = entries(document.node)
    operation = operation_of(members)
    if not (operation and document.alone) or _is_skeleton(operation, members):
        return Reading()
    root = directory_of(document.root)
    place = Place(root, document.file, operation, document.text.first_line(document.node.span))
    dialect = Dialect(learned="request", resolve=value_of, first_line=document.text.first_line)
    call = Call(operation, Node(_written(operation, members), document.node.span), place)
    return reading_of(root, read_call(call, dialect), [document.root.path])


def operation_of(members: Collection[str]) -> str:
    """Name the operation that is asked with these members, all it requires among them; empty if there is not one."""
    found = [
        name
        for name, request in requests().items()
        if request.required and request.required <= set(members) <= request.members
    ]
    return found[0] if len(found) == 1 and len(members) > 1 else ""


def _written(operation: str, members: Mapping[str, Node]) -> dict[str, Node]:
    """Take what is required and empty for something that the command line gives."""
    required = requests()[operation].required
    return {name: _given(name, node) if name in required else node for name, node in members.items()}


def _given(name: str, node: Node) -> Node:
    missing = Unknown(f"${{{name}}}", GapReason.VARIABLE, (f"{name} on the command line",))
    return replace(node, value=missing) if node.value == "" else node


def _is_skeleton(operation: str, members: Mapping[str, Node]) -> bool:
    """Tell a request whose texts are all still empty, apart from examples of enumerated ones, and its numbers 0."""
    required = requests()[operation].required
    texts = [members[name].value for name in required if isinstance(members[name].value, str)]
    return "" in texts and all(value == 0 for value in _numbers(members))


def _numbers(members: Mapping[str, Node]) -> Iterator[Scalar]:
    waiting = list(members.values())
    while waiting:
        node = waiting.pop()
        waiting += [*entries(node).values(), *items(node)]
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node.value
