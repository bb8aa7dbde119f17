"""Derive `scanner/shapes.json`, the fields of every resource type, from botocore's service models.

Run as `python -m scanner.collectors.shapes > scanner/shapes.json` after an update of boto3; a test holds them in step.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import orjson
from botocore.loaders import Loader
from botocore.model import ServiceModel

from scanner.resource_types import TYPES

if TYPE_CHECKING:
    from scanner.paths import Json


def derive_shapes() -> dict[str, Json]:
    """Give, for every type, its fields: an object, `[element]`, `{"*": value}` for a map, or the scalar's kind."""
    loader = Loader()
    models: dict[str, ServiceModel] = {}
    shapes: dict[str, Json] = {}
    for kind in TYPES.values():
        if kind.service not in models:
            models[kind.service] = ServiceModel(loader.load_service_model(kind.service, "service-2"))
        shapes[kind.name] = _fields(models[kind.service].shape_for(kind.shape), ())
    return shapes


def _fields(shape: Any, above: tuple[str, ...]) -> Json:
    if shape.name in above:
        return "recursive"
    match shape.type_name:
        case "structure":
            members = shape.members.items()
            return {
                name: _fields(member, (*above, shape.name)) for name, member in members if name != "ResponseMetadata"
            }
        case "list":
            return [_fields(shape.member, (*above, shape.name))]
        case "map":
            return {"*": _fields(shape.value, (*above, shape.name))}
        case scalar:
            return str(scalar)


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(derive_shapes(), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n")
