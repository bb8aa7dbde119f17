"""Recognise a CloudFormation template in a file, and name its sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, entries, string
from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.positions import Text, TextError
from scanner.frontends.text.yaml_positions import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model import Span

_MARK: Final = b"AWS::"
_LOOP: Final = "Fn::ForEach::"
_MACRO: Final = "Fn::Transform"
_SECTIONS: Final = (b"Resources", b"AWSTemplateFormatVersion")


@dataclass(frozen=True, slots=True)
class Declared:
    """One entry of a template's `Resources`; `header` is the place of its logical id."""

    address: str
    type: str
    properties: Mapping[str, Node]
    header: Span
    condition: str = ""


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


def may_be_template(data: bytes) -> bool:
    """Tell from the bytes whether parsing a file can be worth while."""
    return _MARK in data and any(section in data for section in _SECTIONS)


def parse_template(text: Text, file: str) -> Template | None:
    """Read a template, or None when the text is something else. Raises TextError."""
    root = _parse(text, file)
    sections = entries(root)
    resources = entries(sections.get("Resources"))
    declared = {name: _declared(name, node) for name, node in resources.items() if "Type" in entries(node)}
    loops = {name: node for name, node in resources.items() if name.startswith(_LOOP)}
    if root is None or not (declared or loops):
        return None
    return Template(
        file=file,
        text=text,
        parameters=entries(sections.get("Parameters")),
        mappings=entries(sections.get("Mappings")),
        conditions=entries(sections.get("Conditions")),
        resources=declared,
        loops=loops,
        macros=_macros(sections.get("Transform"), sections.get(_MACRO), resources.get(_MACRO)),
    )


def _parse(text: Text, file: str) -> Node | None:
    if text.content.lstrip().startswith("{"):
        try:
            return parse_json(text)
        except TextError:
            if not file.endswith((".yaml", ".yml")):
                raise
    documents = parse_yaml(text)
    if len(documents) > 1:
        templates = [node for node in documents if "Resources" in entries(node)]
        if templates:
            raise TextError("there is more than one YAML document", documents[1].span)
    return documents[0] if len(documents) == 1 else None


def _declared(name: str, node: Node) -> Declared:
    fields = entries(node)
    return Declared(
        address=name,
        type=string(fields["Type"]),
        properties=entries(fields.get("Properties")),
        header=node.key or node.span,
        condition=string(fields.get("Condition")),
    )


def _macros(*sections: Node | None) -> dict[str, Node]:
    nodes = [node for section in sections if section for node in _items(section)]
    return {string(node) or string(entries(node).get("Name")): node for node in nodes}


def _items(node: Node) -> tuple[Node, ...]:
    return node.value if isinstance(node.value, tuple) else (node,)
