"""Parse a file of YAML or JSON into its documents, each with a place for every value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.placeholders import holes_in, parse_filled, placeholder
from scanner.frontends.text.positions import Text, TextError, decode_text
from scanner.frontends.text.yaml_positions import yaml_documents
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.files import Root
    from scanner.frontends.nodes import Node

_YAML: Final = (".yaml", ".yml", ".template")


@record(frozen=True, slots=True)
class Document:
    """One document of a file: what it says, and the `text` that it stands in."""

    root: Root
    text: Text
    node: Node
    alone: bool

    @property
    def file(self) -> str:
        """The file as the user knows it."""
        return self.root.name


def parse_documents(root: Root, data: bytes) -> Iterator[Document]:
    """Read the documents of a file, JSON or YAML whatever it is called.

    Raises TextError after the documents that end before the fault.
    """
    text = decode_text(data)
    nodes, fault = _parse(text, root.name)
    alone = len(nodes) == 1 and fault is None
    yield from (Document(root, text, node, alone) for node in nodes)
    if fault:
        raise fault


def _parse(text: Text, file: str) -> tuple[list[Node], TextError | None]:
    if text.content.lstrip().startswith(("{", "[")):
        try:
            return [_parse_json(text)], None
        except TextError as fault:
            if not file.endswith(_YAML):
                return [], fault
    nodes: list[Node] = []
    try:
        nodes.extend(yaml_documents(text))
    except TextError as fault:
        return nodes, fault
    return nodes, None


def _parse_json(text: Text) -> Node:
    """Read JSON, also where placeholders such as `${Count}` stand for values that are no texts."""
    try:
        return parse_json(text)
    except TextError:
        holes = holes_in(text, placeholder)
        if not holes:
            raise
        return parse_filled(text, holes)
