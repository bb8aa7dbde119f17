"""Compose a launch of a recipe as Hydra does: the configuration, and the files that its `defaults` name."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import Root, absolute_path, read_bytes, show
from scanner.frontends.nodes import Node, entries, items, placed, string
from scanner.frontends.parsing import parse_documents
from scanner.frontends.text.blanks import value_of
from scanner.frontends.text.positions import TextError
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scanner.frontends.nodes import Value
    from scanner.frontends.parsing import Document

GROUPS: Final = ("cluster", "recipes")
"""Groups of configuration, each a directory of files of which `defaults` names one."""

_REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][\w.]*)\}")
_LONGEST_CHAIN: Final = 10


@record(frozen=True, slots=True)
class Launch:
    """A launch: what is configured, by key, and the files that were read for it.

    What another file configures stands where `defaults` names that file.
    """

    fields: Mapping[str, Node]
    files: frozenset[Path] = field(default_factory=frozenset)

    def at(self, *keys: str) -> Node | None:
        """Give what is configured under nested keys."""
        node: Node | None = Node(self.fields, next(iter(self.fields.values())).span) if self.fields else None
        for key in keys:
            node = entries(node).get(key)
        return node

    def resolve(self, node: Node) -> Value:
        """Follow `${a.b}` to what is configured there; what is not stays not known."""
        for _ in range(_LONGEST_CHAIN):
            found = _REFERENCE.fullmatch(string(node))
            other = self.at(*found[1].split(".")) if found else None
            if other is None:
                break
            node = other
        return value_of(node)


def compose(document: Document) -> Launch:
    """Read what a configuration names beside itself, as far as it is there."""
    fields = dict(entries(document.node))
    files = {document.root.path}
    for group, name in _chosen(fields.get("defaults")):
        path = absolute_path(document.root.path.parent / group / f"{string(name)}.yaml")
        found = _read(path, document.root.tree)
        if found and group not in fields:
            files.add(path)
            fields[group] = placed(found, name.span)
    return Launch(fields, frozenset(files))


def _chosen(defaults: Node | None) -> Iterator[tuple[str, Node]]:
    for item in items(defaults):
        yield from ((group, node) for group, node in entries(item).items() if group in GROUPS and string(node))


def _read(path: Path, tree: Path) -> Node | None:
    root = Root(path, show(path), tree)
    try:
        inside = path.is_relative_to(tree) and path.is_file()
        documents = list(parse_documents(root, read_bytes(root))) if inside else []
    except TextError:
        return None
    return documents[0].node if len(documents) == 1 else None
