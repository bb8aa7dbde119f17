"""Say how a template writes down what the API has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.type_table import (
    CLOUDFORMATION_TYPES,
    DEFINITION,
    RULE_FIELDS,
    RULE_KEYS,
    UNWRAPPED,
)
from scanner.frontends.dialect import Dialect
from scanner.frontends.nodes import Node, Open, Unknown, Value, made, unsupported
from scanner.model import GapReason, Span

if TYPE_CHECKING:
    from scanner.frontends.cloudformation.scope import Scope
    from scanner.paths import Path

_SENTENCES: Final = {
    GapReason.VARIABLE: "{what} depends on {needs}, which has no value here: give it with --parameter NAME=VALUE",
    GapReason.DEPLOY: "{what} depends on {needs}, which only a deployment decides",
    GapReason.UNSUPPORTED: "{what} cannot be evaluated: {needs}",
    GapReason.NOT_IN_CODE: "{what} depends on {needs}, which the template does not declare",
}

_ELSEWHERE: Final = Unknown("${PipelineDefinitionS3Location}", GapReason.DEPLOY, ("an object in S3",))


def dialect_of(scope: Scope, kind: str) -> Dialect:
    """Give the dialect of one template, for one type of resource."""
    known = CLOUDFORMATION_TYPES.get(kind)
    return Dialect(
        learned="cloudformation",
        resolve=partial(_resolve, scope),
        key=partial(_key, known.exceptions if known else {}),
        rearrange=partial(_rearranged, scope, kind),
        first_line=scope.template.text.first_line,
        sentences=_SENTENCES,
    )


def _resolve(scope: Scope, node: Node) -> Value:
    """Evaluate an expression; a function among properties, such as `Fn::Transform`, may add any others."""
    value = scope.resolve(node)
    if isinstance(value, Mapping) and (function := next((name for name in value if name.startswith("Fn::")), "")):
        return Open(value, unsupported(f"{function} is not followed", function))
    return value


def _key(exceptions: Mapping[str, str], fields: Mapping[str, object], name: str, path: Path) -> str | None:  # noqa: ARG001 - other formats look at it
    key = exceptions.get(name, name)
    return key if key in fields else None


def _rearranged(scope: Scope, kind: str, properties: Mapping[str, Node], path: Path) -> Mapping[str, Node]:
    """Put properties where the API has them: what it does not wrap, and the source of a security group's rule."""
    if not path:
        return _unwrapped(scope, properties, UNWRAPPED[kind]) if UNWRAPPED.get(kind) in properties else properties
    inside = next((part for part in reversed(path) if isinstance(part, str)), "")
    return _with_sources(properties) if inside in RULE_KEYS else properties


def _unwrapped(scope: Scope, properties: Mapping[str, Node], wrapper: str) -> Mapping[str, Node]:
    inside = scope.resolve(properties[wrapper])
    if not isinstance(inside, Mapping):
        return properties
    rest = {name: node for name, node in properties.items() if name != wrapper}
    written, key = DEFINITION
    if wrapper == key and written not in inside:
        return rest | {key: replace(properties[wrapper], value=_ELSEWHERE)}
    return rest | {key if name == written else name: node for name, node in inside.items()}


def _with_sources(properties: Mapping[str, Node]) -> Mapping[str, Node]:
    sources: dict[str, dict[str, Node]] = {}
    rest: dict[str, Node] = {}
    for name, node in properties.items():
        if name in RULE_FIELDS:
            key, inner = RULE_FIELDS[name]
            sources.setdefault(key, {})[inner] = node
        else:
            rest[name] = node
    lists = {key: Node((replace(made(inner), span=_place(inner)),), _place(inner)) for key, inner in sources.items()}
    return rest | lists


def _place(properties: Mapping[str, Node]) -> Span:
    node = next(iter(properties.values()))
    return node.key or node.span
