"""Say how Terraform writes down what the API has."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.dialect import Dialect
from scanner.frontends.naming import api_key
from scanner.frontends.nodes import Node, Unknown
from scanner.frontends.terraform.type_table import (
    NESTED_EXCEPTIONS,
    PROVIDER_ARGUMENTS,
    RULE_NAMES,
    SCRIPTS,
    SINGLE,
    WRAPPED,
    TerraformType,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.model import Span
    from scanner.paths import Path

SENTENCES: Final = {
    GapReason.VARIABLE: "{what} depends on {needs}, which has no value here: give it in a .tfvars file",
    GapReason.DEPLOY: "{what} depends on {needs}, which only a deployment decides",
    GapReason.UNSUPPORTED: "{what} cannot be evaluated: {needs}",
    GapReason.NOT_IN_CODE: "{what} depends on {needs}, which the code does not declare",
}


def dialect_of(kind: TerraformType, first_line: Callable[[Span], Span], own_id: Callable[[], Node]) -> Dialect:
    """Give the dialect of one file, for one type of resource; a rule's `self = true` means `own_id`."""
    return Dialect(
        learned="terraform",
        key=partial(_key, kind.exceptions),
        rearrange=partial(_rearranged, own_id),
        first_line=first_line,
        sentences=SENTENCES,
    )


def _key(exceptions: Mapping[str, str], fields: Mapping[str, object], name: str, path: Path) -> str | None:
    if path:
        return api_key(fields, name, NESTED_EXCEPTIONS.get(_above(path)))
    return None if name in PROVIDER_ARGUMENTS else api_key(fields, name, exceptions)


def _rearranged(own_id: Callable[[], Node], properties: Mapping[str, Node], path: Path) -> Mapping[str, Node]:
    """Write lists of objects where Terraform has texts."""
    if not path and not SCRIPTS.keys().isdisjoint(properties):
        return {name: _listed(node, SCRIPTS.get(name)) for name, node in properties.items()}
    names = RULE_NAMES.get(_above(path))
    return properties if names is None else _as_rule(own_id, properties, names)


def _listed(node: Node, key: str | None) -> Node:
    return node if key is None or node.value is None else _wrapped(Node((node,), node.span), key)


def _as_rule(
    own_id: Callable[[], Node], properties: Mapping[str, Node], names: Mapping[str, str]
) -> Mapping[str, Node]:
    """Write a security group's rule as the API does: texts in lists of objects, and the group's own id for `self`."""
    found = {
        name: Node((node,), node.span) if name in SINGLE and node.value is not None else node
        for name, node in properties.items()
    }
    itself = found.pop("self", None)
    others = found.get("security_groups")
    if itself is not None and isinstance(itself.value, Unknown):
        found["security_groups"] = itself
    elif itself is not None and itself.value in (True, "true") and not (others and isinstance(others.value, Unknown)):
        given = others.value if others is not None and isinstance(others.value, tuple) else ()
        found["security_groups"] = Node((*given, replace(own_id(), span=itself.span)), (others or itself).span)
    return {name: _wrapped(node, WRAPPED.get(names.get(name, ""))) for name, node in found.items()}


def _wrapped(node: Node, key: str | None) -> Node:
    """Write a list of texts as a list of objects with one key."""
    if key is None or not isinstance(node.value, tuple):
        return node
    return replace(node, value=tuple(Node({key: replace(item, key=None)}, item.span) for item in node.value))


def _above(path: Path) -> str:
    """Give the nearest key that is not an index."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
