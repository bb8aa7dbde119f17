"""Find where an app of the CDK declares what is in its templates: by the traces that the assembly keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.template import CDK_PATH
from scanner.frontends.files import SKIPPED, Root, absolute_path, read_bytes, show
from scanner.frontends.nodes import entries, items, string
from scanner.frontends.parsing import parse_documents
from scanner.frontends.text.positions import TextError
from scanner.model import Location, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scanner.frontends.cloudformation.template import Declared
    from scanner.frontends.nodes import Node

_MANIFEST: Final = "manifest.json"
_MORE: Final = "additionalMetadataFile"
_LOGICAL_ID: Final = "aws:cdk:logicalId"
_FRAME: Final = re.compile(r"(?:^|\()(?:file://)?([^()]+?):([0-9]{1,9})(?::([0-9]{1,9}))?\)?$")
_MOST_FRAMES: Final = 100


@dataclass(slots=True)
class Assemblies:
    """What the assemblies around templates say of constructs; each is read once."""

    known: dict[Path, Mapping[str, Location]] = field(default_factory=dict)

    def declared(self, template: Root, resource: Declared) -> Location | None:
        """Say where an app declares a resource, in a file of the tree."""
        directory = template.path.parent
        if directory not in self.known:
            self.known[directory] = _constructs(template, directory)
        found = self.known[directory]
        path = string(resource.metadata.get(CDK_PATH))
        return found.get(f"/{path}") or found.get(resource.address)


def _constructs(template: Root, directory: Path) -> dict[str, Location]:
    """Map the paths and logical ids of constructs to where they are declared."""
    found: dict[str, Location] = {}
    for artifact in entries(entries(_json(template, directory / _MANIFEST)).get("artifacts")).values():
        fields = entries(artifact)
        more = string(fields.get(_MORE))
        beside = directory / more if more and "/" not in more and "\0" not in more else None
        for section in (fields.get("metadata"), _json(template, beside) if beside else None):
            for path, node in entries(section).items():
                for entry in items(node):
                    about = entries(entry)
                    place = next(_places(template, about), None) if string(about.get("type")) == _LOGICAL_ID else None
                    if place:
                        found[path] = place
                        found.setdefault(string(about.get("data")), place)
    return found


def _places(template: Root, about: Mapping[str, Node]) -> Iterator[Location]:
    """Yield the frames of a trace that are in files of the tree, but of no package, the innermost first."""
    for frame in items(about.get("trace"))[:_MOST_FRAMES]:
        written = _FRAME.search(string(frame)[:1000])
        if written is None or "\0" in written[1]:
            continue
        path = absolute_path(template.path.parent.parent / written[1])
        inside = path.is_relative_to(template.tree) and SKIPPED.isdisjoint(path.parts)
        if inside and path.resolve().is_relative_to(template.tree) and path.is_file():
            line, column = max(1, int(written[2])), max(1, int(written[3] or 1))
            yield Location(show(path), Span(line, column, line, column))


def _json(template: Root, path: Path) -> Node | None:
    """Read a file of the assembly; one that cannot be read says nothing."""
    root = Root(path, show(path), template.tree)
    try:
        documents = list(parse_documents(root, read_bytes(root))) if path.is_file() else []
    except TextError:
        return None
    return documents[0].node if documents else None
