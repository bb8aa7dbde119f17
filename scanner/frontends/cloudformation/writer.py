"""Write a resource's properties in the API's shape, with a position for every value and a gap for every unknown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.type_table import NAME_KEYS, RULE_FIELDS, RULE_KEYS, CloudFormationType
from scanner.frontends.cloudformation.values import (
    ELSEWHERE,
    NO_VALUE,
    NoValue,
    Unknown,
    Value,
    explain,
    made,
    needs_of,
    number,
    text_of,
    truth,
    unsupported,
    whole,
)
from scanner.frontends.text.positions import Node
from scanner.model import Gap, Location, Span
from scanner.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.frontends.cloudformation.scope import Scope
    from scanner.paths import Json, Path


@dataclass(frozen=True, slots=True)
class Writer:
    """Write one document, and note where its values stand and what is not known."""

    scope: Scope
    kind: CloudFormationType
    address: str
    spans: dict[Path, Span] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The resource's id in the snapshot."""
        return f"{self.scope.template.file}:{self.address}"

    def fields(self, properties: Mapping[str, Node], shape: Mapping[str, Json], path: Path) -> dict[str, Json]:
        """Write properties under the API's keys; what the API does not have is left out."""
        document: dict[str, Json] = {}
        for name, node in properties.items():
            key = name if path else self.kind.exceptions.get(name, name)
            inner = shape.get("*", shape.get(key))
            if name.startswith("Fn::"):
                self.gap(unsupported(f"{name} is not followed", name), path, node.key or node.span)
            elif inner is not None:
                written = self.value(node, inner, (*path, key))
                if not isinstance(written, NoValue):
                    document[key] = written
        return document

    def value(self, node: Node, shape: Json, path: Path) -> Json | NoValue:  # noqa: PLR0911 - one case for each pair
        """Write an expression's value in the API's shape, or say that there is none."""
        value = self.scope.resolve(node)
        match value, shape:
            case None | NoValue(), _:
                return NO_VALUE
            case Unknown(), _:
                return self.unknown(value, node, shape, path)
            case tuple(), [inner]:
                return self.items(value, node, inner, path)
            case Mapping(), dict():
                self.spans[path] = node.key or self.scope.template.text.first_line(node.span)
                return self.fields(_as_api(value, path), shape, path)
            case Mapping() | str() | bool() | int() | float(), [inner]:
                return self.items((node,), node, inner, path)
            case _, str():
                return self.scalar(value, node, shape, path)
            case _:
                return self.unknown(_UNFIT, node, shape, path)

    def items(self, items: Sequence[Node], node: Node, shape: Json, path: Path) -> Json:
        """Write a list; elements that may not be there leave gaps after those that are."""
        self.spans[path] = self.scope.template.text.first_line(node.span)
        written: list[Json] = []
        doubtful: list[tuple[Unknown, Span]] = []
        for item in items:
            placed = Node(item.value, node.span) if item.span == ELSEWHERE else replace(item, key=None)
            value = self.scope.resolve(placed)
            if isinstance(value, Unknown) and not value.present:
                doubtful.append((value, placed.span))
                continue
            element = self.value(placed, shape, (*path, len(written)))
            if not isinstance(element, NoValue):
                written.append(element)
        for at, (missing, span) in enumerate(doubtful, len(written)):
            self.gap(missing, (*path, at), span)
        return written

    def scalar(self, value: Value, node: Node, shape: str, path: Path) -> Json | NoValue:
        """Write a text, number or boolean as the API has it."""
        try:
            written = _SCALARS[shape](value)
        except ValueError:
            return self.unknown(_UNFIT, node, shape, path)
        self.spans[path] = node.span
        return written

    def unknown(self, missing: Unknown, node: Node, shape: Json, path: Path) -> Json | NoValue:
        """Note what is not known; where there certainly is a text, write what stands for it."""
        if missing.name and path[-1] in NAME_KEYS:
            return self.value(replace(missing.name, span=node.span), shape, path)
        self.gap(missing, path, node.span)
        if shape != "string" or not missing.present:
            return NO_VALUE
        self.spans[path] = node.span
        return missing.text

    def gap(self, missing: Unknown, path: Path, span: Span) -> None:
        """Note that something is not known."""
        self.gaps.append(
            Gap(
                reason=missing.reason,
                message=explain(missing, format_path(path) or self.address),
                needs=needs_of(missing),
                scope=self.scope.template.file,
                type=self.kind.type,
                resource=self.id,
                path=path,
                present=missing.present,
                location=Location(self.scope.template.file, span),
            )
        )


def _as_api(properties: Mapping[str, Node], path: Path) -> Mapping[str, Node]:
    """Put the source of a security group's rule where the API has it; leave all else."""
    if next((part for part in reversed(path) if isinstance(part, str)), "") not in RULE_KEYS:
        return properties
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


def _time(value: Value) -> str:
    """Write a time in UTC; a text that is no time stays as it is."""
    text = text_of(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    precision = "milliseconds" if aware.microsecond else "seconds"
    return aware.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")


def _text(value: Value) -> str:
    if isinstance(value, Mapping | tuple) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError
    return text_of(value)


_UNFIT: Final = replace(unsupported("the value is not of the property's type", "value"), present=True)

_SCALARS: Final[Mapping[str, Callable[[Value], Json]]] = {
    "string": _text,
    "timestamp": _time,
    "boolean": truth,
    "integer": whole,
    "long": whole,
    "float": number,
    "double": number,
}
