"""Parse a file of YAML or JSON into its documents, each with a place for every value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.positions import Text, TextError, decode_text
from scanner.frontends.text.yaml_positions import parse_yaml

if TYPE_CHECKING:
    from scanner.frontends.files import Root
    from scanner.frontends.nodes import Node

_YAML: Final = (".yaml", ".yml", ".template")


@dataclass(frozen=True, slots=True)
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


def parse_documents(root: Root, data: bytes) -> tuple[Document, ...]:
    """Read the documents of a file, JSON or YAML whatever it is called. Raises TextError."""
    text = decode_text(data)
    nodes = _parse(text, root.name)
    return tuple(Document(root, text, node, alone=len(nodes) == 1) for node in nodes)


def _parse(text: Text, file: str) -> tuple[Node, ...]:
    if text.content.lstrip().startswith(("{", "[")):
        try:
            return (parse_json(text),)
        except TextError:
            if not file.endswith(_YAML):
                raise
    return parse_yaml(text)
