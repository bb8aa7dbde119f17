"""Recognise a CloudFormation template in a file, and name its sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, entries, string
from scanner.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.documents.parsing import Document
    from scanner.frontends.text.positions import Text

_LOOP: Final = "Fn::ForEach::"
_MACRO: Final = "Fn::Transform"


@dataclass(frozen=True, slots=True)
class Declared:
    """One entry of a template's `Resources`; `header` is the place of its logical id, `extent` that of all of it."""

    address: str
    type: str
    properties: Mapping[str, Node]
    header: Span
    condition: str = ""
    extent: Span | None = None
    metadata: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """One template; `file` is how the user knows it."""

    file: str
    text: Text
    parameters: Mapping[str, Node]
    mappings: Mapping[str, Node]
    conditions: Mapping[str, Node]
    resources: Mapping[str, Declared]
    loops: Mapping[str, Node]
    macros: Mapping[str, Node]


def template_of(document: Document) -> Template | None:
    """Name the sections of a template; None for a document that is something else."""
    root = document.node
    sections = entries(root)
    resources = entries(sections.get("Resources"))
    declared = {name: _declared(name, node) for name, node in resources.items() if "Type" in entries(node)}
    loops = {name: node for name, node in resources.items() if name.startswith(_LOOP)}
    if not (declared or loops):
        return None
    return Template(
        file=document.file,
        text=document.text,
        parameters=entries(sections.get("Parameters")),
        mappings=entries(sections.get("Mappings")),
        conditions=entries(sections.get("Conditions")),
        resources=declared,
        loops=loops,
        macros=_macros(sections.get("Transform"), sections.get(_MACRO), resources.get(_MACRO)),
    )


def _declared(name: str, node: Node) -> Declared:
    fields = entries(node)
    header = node.key or node.span
    return Declared(
        address=name,
        type=string(fields["Type"]),
        properties=entries(fields.get("Properties")),
        header=header,
        condition=string(fields.get("Condition")),
        extent=Span(header.start_line, header.start_column, node.span.end_line, node.span.end_column),
        metadata=entries(fields.get("Metadata")),
    )


def _macros(*sections: Node | None) -> dict[str, Node]:
    nodes = [node for section in sections if section for node in _items(section)]
    return {string(node) or string(entries(node).get("Name")): node for node in nodes}


def _items(node: Node) -> tuple[Node, ...]:
    return node.value if isinstance(node.value, tuple) else (node,)
