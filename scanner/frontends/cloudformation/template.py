"""Recognise a CloudFormation template in a file, and name its sections."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.loops import LOOP
from scanner.frontends.nodes import Node, entries, items, string
from scanner.model import Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from scanner.frontends.files import Root
    from scanner.frontends.parsing import Document
    from scanner.frontends.text.positions import Text

CDK_PATH: Final = "aws:cdk:path"
_MACRO: Final = "Fn::Transform"


@record(frozen=True, slots=True)
class Declared:
    """One entry of a template's `Resources`; `header` is the place of its logical id, `extent` that of all of it."""

    address: str
    type: str
    properties: Mapping[str, Node]
    header: Span
    condition: str = ""
    extent: Span | None = None
    metadata: Mapping[str, Node] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Template:
    """One template, as it is written.

    `entries` are those of its `Resources`, with loops that are not written out; `looped` tells whether there are any.
    `paths` are what the CDK calls resources, by their logical ids.
    """

    root: Root
    text: Text
    parameters: Mapping[str, Node]
    mappings: Mapping[str, Node]
    conditions: Mapping[str, Node]
    rules: Mapping[str, Node]
    entries: Mapping[str, Node]
    resources: Mapping[str, Declared]
    outputs: Mapping[str, Node]
    macros: Mapping[str, Node]
    paths: Mapping[str, str]
    looped: bool

    @property
    def file(self) -> str:
        """The file as the user knows it."""
        return self.root.name


def template_of(document: Document) -> Template | None:
    """Name the sections of a template; None for a document that is something else."""
    root = document.node
    sections = entries(root)
    resources = entries(sections.get("Resources"))
    if not any("Type" in entries(node) or name.startswith(LOOP) for name, node in resources.items()):
        return None
    declared = declared_in(resources)
    return Template(
        root=document.root,
        text=document.text,
        parameters=entries(sections.get("Parameters")),
        mappings=entries(sections.get("Mappings")),
        conditions=entries(sections.get("Conditions")),
        rules=entries(sections.get("Rules")),
        entries=resources,
        resources=declared,
        outputs=entries(sections.get("Outputs")),
        macros=_macros(sections.get("Transform"), sections.get(_MACRO), resources.get(_MACRO)),
        paths=_paths(declared),
        looped=LOOP in document.text.content,
    )


def declared_in(resources: Mapping[str, Node]) -> dict[str, Declared]:
    """Name the resources among the entries of a template's `Resources`."""
    return {name: _declared(name, node) for name, node in resources.items() if "Type" in entries(node)}


def written_in(resources: Mapping[str, Node], unread: Collection[Span]) -> Iterator[Declared]:
    """Yield the resources among entries as they are written, with those in loops, but for loops at some places."""
    yield from declared_in(resources).values()
    for name, node in resources.items():
        if name.startswith(LOOP) and (node.key or node.span) not in unread:
            for body in items(node)[2:]:
                yield from written_in(entries(body), unread)


def _paths(resources: Mapping[str, Declared]) -> dict[str, str]:
    """Name resources by their paths in an app of the CDK, where each has one of its own."""
    paths = {name: string(declared.metadata.get(CDK_PATH)) for name, declared in resources.items()}
    count = Counter(paths.values())
    return {name: path for name, path in paths.items() if "/" in path and count[path] == 1}


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
