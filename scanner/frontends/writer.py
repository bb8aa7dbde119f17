"""Write a resource's properties in the API's shape, with a position for every value and a gap for every unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scanner.frontends.naming import REQUEST_NAMES
from scanner.frontends.nodes import (
    ELSEWHERE,
    NO_VALUE,
    Node,
    NoValue,
    Open,
    Unknown,
    Value,
    needs_of,
    number,
    text_of,
    truth,
    unsupported,
    whole,
)
from scanner.model import Gap, Location, Span
from scanner.paths import format_path
from scanner.records import record
from scanner.resource_types import CODE_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.frontends.dialect import Dialect
    from scanner.paths import Json, Path

IDENTITY_KEYS: Final = frozenset(
    {"Subnets", "SecurityGroupIds", *(kind.name_key for kind in CODE_TYPES.values() if kind.in_code)}
)
"""Keys that hold another resource's name, where code may just as well give its ARN."""

IMAGE_KEYS: Final = frozenset({"Image", "ImageUri", "TrainingImage"})
AWS_REGISTRY: Final = "${account}.dkr.ecr.${region}.amazonaws.com"
"""Stands for the registry that has AWS's own images where code is deployed: each region's is in another account."""

_OF_ITS_REGION: Final = re.compile(r"\d{12}\.dkr\.ecr\.\$\{[^{}]*\}\.[^/]*/[^${}]+")
"""An image of which only the region is not known: SageMaker takes images of its own region, so it is no other one."""


@record(frozen=True, slots=True)
class Place:
    """Where a resource is written: the root that it is deployed with, its file, its address there, its header.

    `extent` is all of its text, where the format says where it ends. `declared` is where a program declares it that
    wrote the file, `holder` the text of what names the file, where that is in another. `through` are the texts
    elsewhere that make it be there.
    """

    root: str
    file: str
    address: str
    header: Span
    extent: Span | None = None
    declared: Location | None = None
    holder: Location | None = None
    through: tuple[Location, ...] = ()

    @property
    def id(self) -> str:
        """The resource's id in a snapshot."""
        return f"{self.file}:{self.address}"


@record(frozen=True, slots=True)
class Writer:
    """Write one document, and note where its values stand, what gives those that do not, and what is not known."""

    dialect: Dialect
    place: Place
    kind: str
    spans: dict[Path, Span] = field(default_factory=dict)
    defaults: dict[Path, str] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def fields(self, properties: Mapping[str, Node], shape: Mapping[str, Json], path: Path) -> dict[str, Json]:
        """Write properties under the API's keys; what the API does not have is left out."""
        document: dict[str, Json] = {}
        for name, node in self.dialect.rearrange(properties, path).items():
            key, *inside = self.keys(shape, name, path)
            inner = shape.get("*", shape.get(key))
            if inner is None:
                continue
            written = self.value(_deeper(node, inside), inner, (*path, key))
            if not isinstance(written, NoValue):
                document[key] = written
        return document

    def keys(self, shape: Mapping[str, Json], name: str, path: Path) -> tuple[str, ...]:
        """Find the API's key for a name, and the keys under it where the answer has it deeper than the request."""
        if "*" in shape:
            return (name,)
        if key := self.dialect.key(shape, name, path):
            return (key,)
        requested = REQUEST_NAMES.get(self.kind, {})
        return requested[old] if (old := self.dialect.key(requested, name, path)) else ("",)

    def value(  # noqa: PLR0911 - one case for each pair of value and shape
        self, node: Node, shape: Json, path: Path
    ) -> Json | NoValue:
        """Write an expression's value in the API's shape, or say that there is none."""
        value = self.dialect.resolve(node)
        match value, shape:
            case None | NoValue(), _:
                return NO_VALUE
            case Unknown(), _:
                return self.unknown(value, node, shape, path)
            case (), dict():
                return NO_VALUE
            case tuple(), [inner]:
                return self.items(value, node, inner, path)
            case (single,), dict() if "*" not in shape:
                return self.value(replace(single, key=node.key), shape, path)
            case Open(known, rest), dict():
                self.gap(rest, path, node.span)
                return self.object(known, node, shape, path)
            case Mapping(), dict():
                return self.object(value, node, shape, path)
            case Mapping() | str() | bool() | int() | float(), [inner]:
                return self.items((node,), node, inner, path)
            case _, str():
                return self.scalar(value, node, shape, path)
            case _:
                return self.unknown(_UNFIT, node, shape, path)

    def object(self, value: Mapping[str, Node], node: Node, shape: Mapping[str, Json], path: Path) -> Json:
        """Write an object; its place is its key's, or its own first line."""
        self.note(path, node.key or self.dialect.first_line(node.span))
        return self.fields(value, shape, path)

    def items(self, items: Sequence[Node], node: Node, shape: Json, path: Path) -> Json:
        """Write a list; elements that may not be there leave gaps after those that are."""
        self.note(path, self.dialect.first_line(node.span))
        written: list[Json] = []
        doubtful: list[tuple[Unknown, Span]] = []
        for item in items:
            placed = Node(item.value, node.span) if item.span == ELSEWHERE else replace(item, key=None)
            value = self.dialect.resolve(placed)
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
        if node.default:
            self.defaults[path] = node.default
        else:
            self.note(path, node.span)
        return written

    def unknown(self, missing: Unknown, node: Node, shape: Json, path: Path) -> Json | NoValue:
        """Note what is not known; where there certainly is a text, write what stands for it."""
        if missing.name and _key(path) in IDENTITY_KEYS:
            return self.value(replace(missing.name, span=node.span), shape, path)
        if missing.present and _key(path) in IMAGE_KEYS and _OF_ITS_REGION.fullmatch(missing.text):
            self.note(path, node.span)
            return missing.text
        self.gap(missing, path, node.span)
        if shape != "string" or not missing.present:
            return NO_VALUE
        self.note(path, node.span)
        return missing.text

    def note(self, path: Path, span: Span) -> None:
        """Note where a value stands, if it does."""
        if span != ELSEWHERE:
            self.spans[path] = span

    def gap(self, missing: Unknown, path: Path, span: Span) -> None:
        """Note that something is not known."""
        self.gaps.append(
            Gap(
                reason=missing.reason,
                message=self.dialect.explain(missing, format_path(path) or self.place.address),
                needs=needs_of(missing),
                scope=self.place.root,
                type=self.kind,
                resource=self.place.id,
                path=path,
                present=missing.present,
                location=Location(self.place.file, self.place.header if span == ELSEWHERE else span),
            )
        )


def _deeper(node: Node, keys: Sequence[str]) -> Node:
    """Put a value under further keys."""
    return _deeper(Node({keys[-1]: node}, node.span, node.key), keys[:-1]) if keys else node


def _key(path: Path) -> str:
    """Give the nearest key that is not an index."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


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
    if isinstance(value, Mapping | tuple | Open) or (isinstance(value, float) and not math.isfinite(value)):
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
