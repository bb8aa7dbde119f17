"""Say how the manifests of AWS Controllers for Kubernetes write down what the API has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.dialect import Dialect
from scanner.frontends.kubernetes.manifest import Manifest, address_of
from scanner.frontends.naming import api_key
from scanner.frontends.nodes import Node, Open, Unknown, entries, items, string
from scanner.frontends.text.blanks import value_of
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.text.positions import Text
    from scanner.paths import Path

_EXCEPTIONS: Final = {
    "deploymentConfig": "LastDeploymentConfig",
    "name": "GroupName",
    "ingressRules": "IpPermissions",
    "egressRules": "IpPermissionsEgress",
}
"""Properties at the top whose name is not that of the API's field."""

_ADOPTION: Final = "services.k8s.aws/adoption-policy"
_ADOPTED: Final = Unknown("${adopted}", GapReason.NOT_IN_CODE, ("what is adopted",))

_REFERENCES: Final = ("Ref", "Refs")
_REFERRED: Final = ("", "Id", "Arn", "Name")
"""How a field is called that another object of the cluster can give, after what the reference is called."""


def dialect_of(manifest: Manifest, text: Text) -> Dialect:
    """Give the dialect of one manifest."""
    return Dialect(
        learned="kubernetes",
        resolve=value_of,
        key=_key,
        rearrange=partial(_with_references, manifest),
        first_line=text.first_line,
    )


def request_of(manifest: Manifest) -> Node:
    """Give what the API is asked for: the fields as they are, and the tags under the API's keys.

    What a controller adopts is already there, and only it knows the rest.
    """
    fields = entries(manifest.spec)
    known = {**fields, **_tags(fields.get("tags"))}
    adopted = string(manifest.annotations.get(_ADOPTION)) == "adopt"
    return Node(Open(known, _ADOPTED) if adopted else known, manifest.header)


def _tags(tags: Node | None) -> dict[str, Node]:
    pairs = tuple(
        replace(item, value={key.capitalize(): node for key, node in entries(item).items()})
        if isinstance(item.value, Mapping)
        else item
        for item in items(tags)
    )
    return {"Tags": replace(tags, value=pairs)} if tags and isinstance(tags.value, tuple) else {}


def _key(fields: Mapping[str, object], name: str, path: Path) -> str | None:
    found = api_key(fields, name) or (None if path else _EXCEPTIONS.get(name))
    if found is None and name.endswith(_REFERENCES):
        stem = name.rpartition("Ref")[0]
        found = next((key for end in _REFERRED if (key := api_key(fields, stem + end))), None)
    return found if found in fields else None


def _with_references(manifest: Manifest, properties: Mapping[str, Node], path: Path) -> Mapping[str, Node]:  # noqa: ARG001 - others look at it
    """Put what stands for another object's name or id in the place of references to it."""
    return {
        name: _referred(manifest, name, node) if name.endswith(_REFERENCES) else node
        for name, node in properties.items()
    }


def _referred(manifest: Manifest, name: str, node: Node) -> Node:
    if isinstance(node.value, tuple):
        return replace(node, value=tuple(_referred(manifest, name, item) for item in node.value))
    origin = entries(entries(node).get("from"))
    if "name" not in origin:
        return node
    stem = name.rpartition("Ref")[0]
    namespace = string(origin.get("namespace")) or manifest.namespace
    other = address_of(namespace, stem[:1].upper() + stem[1:], string(origin["name"]))
    return replace(node, value=Unknown(f"${{{other}}}", GapReason.DEPLOY, (other,)))
