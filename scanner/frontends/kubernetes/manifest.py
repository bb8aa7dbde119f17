"""Name the parts of a Kubernetes object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.nodes import entries, items, string
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.frontends.nodes import Node
    from scanner.model import Span


@record(frozen=True, slots=True)
class Manifest:
    """One object; `header` is the place of what holds its fields."""

    group: str
    kind: str
    name: str
    namespace: str
    annotations: Mapping[str, Node]
    node: Node
    spec: Node | None
    header: Span

    @property
    def address(self) -> str:
        """What tells it from others: `Kind/name`, after its namespace where it has one."""
        return address_of(self.namespace, self.kind, self.name)


def address_of(namespace: str, kind: str, name: str) -> str:
    """Write the address of an object."""
    return "/".join(part for part in (namespace, kind, name) if part)


def manifests_in(node: Node) -> Iterator[Manifest]:
    """Yield the object that a document has, or those of a list."""
    waiting = [node]
    while waiting:
        fields = entries(found := waiting.pop())
        kind = string(fields.get("kind"))
        if kind.endswith("List") and "items" in fields:
            waiting += reversed(items(fields["items"]))
        elif kind and "apiVersion" in fields:
            yield _manifest(found)


def _manifest(node: Node) -> Manifest:
    fields = entries(node)
    metadata = entries(fields.get("metadata"))
    spec = fields.get("spec")
    header = (spec and spec.key) or fields["kind"].key or node.span
    made_up = f"{string(metadata.get('generateName'))}(line {node.span.start_line})"
    return Manifest(
        group=string(fields["apiVersion"]).rpartition("/")[0],
        kind=string(fields["kind"]),
        name=string(metadata.get("name")) or made_up,
        namespace=string(metadata.get("namespace")),
        annotations=entries(metadata.get("annotations")),
        node=node,
        spec=spec,
        header=header,
    )
