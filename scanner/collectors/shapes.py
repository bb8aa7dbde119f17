"""Derive `scanner/shapes.json`, the fields of every resource type and of the requests for it, from botocore's models.

Run as `python -m scanner.collectors.shapes > scanner/shapes.json` after an update of boto3; a test holds them in step.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import orjson
from botocore.loaders import Loader
from botocore.model import ServiceModel

from scanner.collectors.contract import NOT_ITS_OWN
from scanner.collectors.listing import SEARCH
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.resource_types import CODE_TYPES, TYPES

if TYPE_CHECKING:
    from scanner.collectors.listing import Listing
    from scanner.paths import Json
    from scanner.resource_types import ResourceType


_OTHER_REQUESTS: Final = (
    ("sagemaker", "CreateAutoMLJobV2"),
    ("application-autoscaling", "RegisterScalableTarget"),
    ("application-autoscaling", "PutScalingPolicy"),
    ("application-autoscaling", "PutScheduledAction"),
)
"""Operations that make a resource and are not named after its type."""


def derive_shapes() -> dict[str, Json]:
    """Give, for every type, its `fields`, and by operation the top ones that its answers leave out.

    A field is an object, `[element]`, `{"*": value}` for a map, or the scalar's kind. Under `requests` are, for every
    operation that makes a resource, the `members` of what it is asked with, and those that are `required`.
    """
    models = _Models()
    types: dict[str, Json] = {
        kind.name: {"fields": _all_fields(models[kind.service], kind), "omitted": {}} for kind in CODE_TYPES.values()
    }
    listed = {listing.kind: _listed(models["sagemaker"], listing) for _, listing in SAGEMAKER_LISTS}
    return types | listed | {"requests": _requests(models)}


def _requests(models: _Models) -> Json:
    named = [(kind.service, f"Create{kind.name.rsplit('::', 1)[-1]}") for kind in CODE_TYPES.values()]
    known = [(service, name) for service, name in named if service == "sagemaker" and _has(models[service], name)]
    shapes = {name: models[service].operation_model(name).input_shape for service, name in (*known, *_OTHER_REQUESTS)}
    return {name: {"members": sorted(s.members), "required": sorted(s.required_members)} for name, s in shapes.items()}


def _has(model: ServiceModel, operation: str) -> bool:
    return operation in model.operation_names


class _Models(dict[str, ServiceModel]):
    """The service models by the name of the service, each loaded once."""

    def __missing__(self, service: str) -> ServiceModel:
        self[service] = ServiceModel(Loader().load_service_model(service, "service-2"))
        return self[service]


def _listed(model: ServiceModel, listing: Listing) -> Json:
    fields = _all_fields(model, TYPES[listing.kind])
    summary = model.operation_model(listing.operation.partition(":")[2]).output_shape.members[listing.key].member
    omitted: dict[str, Json] = {listing.operation: _without(fields, summary, *listing.parent_params)}
    if listing.search:
        shape = model.shape_for("SearchRecord")
        for key in listing.search.record:
            shape = shape.members[key]
        omitted[SEARCH] = _without(fields, shape)
    return {"fields": fields, "omitted": omitted}


def _without(fields: dict[str, Json], shape: Any, *asked: str) -> list[Json]:
    """Give the fields that neither an answer has nor the question says."""
    return sorted(fields.keys() - shape.members.keys() - {*asked})


def _all_fields(model: ServiceModel, kind: ResourceType) -> dict[str, Json]:
    whole = _fields(model.shape_for(kind.shape), ())
    parts = {name: _fields(model.shape_for(shape), ()) for name, shape in kind.parts.items()}
    if not isinstance(whole, dict):
        raise TypeError(kind.name)
    return {key: value for key, value in {**whole, **parts}.items() if key not in NOT_ITS_OWN}


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
