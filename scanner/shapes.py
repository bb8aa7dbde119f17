"""Know the fields of every resource type: `shapes.json`, derived from botocore's service models."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Json


@cache
def fields_by_type() -> Mapping[str, Json]:
    """Give, for every resource type, its fields.

    An object is `{name: fields}`, a list `[fields of an element]`, a map `{"*": fields of a value}`, and a scalar the
    kind that botocore gives it: `string`, `integer`, `long`, `float`, `double`, `boolean`, `timestamp`.
    """
    shapes: Mapping[str, Json] = orjson.loads(resources.files("scanner").joinpath("shapes.json").read_bytes())
    return shapes


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
