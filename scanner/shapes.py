"""Know the fields of every resource type and request: `shapes.json`, derived from botocore's service models."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import orjson

from scanner.records import record
from scanner.relations import RELATIONS
from scanner.resource_types import CODE_TYPES, ENDPOINT, ENDPOINT_CONFIG, ENDPOINT_VARIANT, TYPES
from scanner.run_groups import RUNS_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Json


@cache
def fields_by_type() -> Mapping[str, Json]:
    """Give, for every resource type, its fields.

    An object is `{name: fields}`, a list `[fields of an element]`, a map `{"*": fields of a value}`, and a scalar the
    kind that botocore gives it: `string`, `integer`, `long`, `float`, `double`, `boolean`, `timestamp`.
    """
    return {kind: _shapes()[kind]["fields"] for kind in CODE_TYPES}


@cache
def omitted_by(kind: str, operation: str) -> tuple[str, ...]:
    """Give the fields of a type that the answers of an operation leave out; none for one that gives it whole."""
    return tuple(_shapes()[kind]["omitted"].get(operation, ()))


@record(frozen=True, slots=True)
class Request:
    """What an operation is asked with: the names of all members, and of those that have to be there."""

    members: frozenset[str]
    required: frozenset[str]


@cache
def requests() -> Mapping[str, Request]:
    """Give the requests of the operations that make a resource, by operation."""
    found = _shapes()["requests"].items()
    return {name: Request(frozenset(about["members"]), frozenset(about["required"])) for name, about in found}


@cache
def _shapes() -> Mapping[str, Any]:
    shapes: Mapping[str, Any] = orjson.loads(resources.files("scanner").joinpath("shapes.json").read_bytes())
    return shapes


@cache
def subject_types() -> tuple[str, ...]:
    """Name what a policy can judge: every type, and the variants that are derived from endpoints."""
    return (*TYPES, ENDPOINT_VARIANT)


@cache
def input_fields(subject_type: str) -> Mapping[str, Json]:
    """Give the fields of the input that policies see for a subject type."""
    shapes = fields_by_type()
    related: dict[str, Json] = {relation.role: [shapes[relation.type]] for relation in RELATIONS.get(subject_type, ())}
    if subject_type == ENDPOINT_VARIANT:
        resource: Json = variant_fields()
        related |= {"endpoint": [shapes[ENDPOINT]], "endpoint_config": [shapes[ENDPOINT_CONFIG]]}
    else:
        resource = shapes[subject_type]
    return {
        "resource": resource,
        "related": related,
        "runs": RUNS_FIELDS,
        "tags": {"*": "string"},
        "environment": "string",
        "source": "string",
        "now": "timestamp",
    }


@cache
def variant_fields() -> Mapping[str, Json]:
    """Give the fields of a variant: what its configuration says, and what the live endpoint says of it."""
    shapes = fields_by_type()
    declared = fields_at(shapes[ENDPOINT_CONFIG], ("ProductionVariants",))
    running = fields_at(shapes[ENDPOINT], ("ProductionVariants",))
    merged = _merged(running, declared)
    match merged:
        case [dict() as fields]:
            return fields
        case _:
            raise TypeError(ENDPOINT_VARIANT)


def _merged(one: Json, other: Json) -> Json:
    match one, other:
        case dict(), dict():
            common = {key: _merged(one[key], other[key]) for key in one if key in other}
            return {**one, **other, **common}
        case [left], [right]:
            return [_merged(left, right)]
        case _:
            return other


def fields_at(shape: Json, keys: tuple[str, ...]) -> Json:
    """Give the fields under index-free keys, or None when there is no such field."""
    for key in keys:
        match shape:
            case [element]:
                return fields_at(element, keys)
            case {"*": value}:
                shape = value
            case dict() if key in shape:
                shape = shape[key]
            case _:
                return None
        keys = keys[1:]
    return shape
