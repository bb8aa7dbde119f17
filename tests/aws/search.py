"""Answer Search of SageMaker: records with exactly the fields that Search gives."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.aws.documents import cut
from tests.aws.expressions import tester
from tests.aws.kinds import operation_model
from tests.aws.paging import question_of, take_page
from tests.aws.trial_components import source_of, trial_components

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from botocore.model import Shape

    from tests.aws.request import Request
    from tests.aws.store import AccountRegion, Entry

_RECORDS = {"ExperimentTrial": "Trial", "ExperimentTrialComponent": "TrialComponent"}
_KINDS = {"ExperimentTrial": "Trial"}


def search(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Give one page of records."""
    resource = str(request.params["Resource"])
    found = place.view(question_of(request), lambda: _find(place, resource, request.params))
    page, token = take_page(request, found, empty=empty)
    key = _RECORDS.get(resource, resource)
    models = _dashboards(place) if resource == "Model" else {}
    return {
        "Results": [{key: _record(place, resource, entry, models)} for entry in page],
        "TotalHits": {"Value": len(found), "Relation": "EqualTo"},
    } | token


def _find(place: AccountRegion, resource: str, params: Mapping) -> Sequence[Entry]:
    """Give all entries that pass, in order."""

    def getter(name: str) -> Callable[[Entry], object]:
        return _getter(place, resource, name)

    by, descending = str(params.get("SortBy", "LastModifiedTime")), params.get("SortOrder", "Descending")
    ordered = place.view(
        ("Search", resource, by, descending), lambda: _in_order(place, resource, getter(by), descending)
    )
    test = tester(params.get("SearchExpression") or {}, getter)
    return ordered if test is None else [entry for entry in ordered if test(entry)]


def _in_order(place: AccountRegion, resource: str, read: Callable[[Entry], object], order: str) -> list[Entry]:
    everything = (
        trial_components(place) if resource == "ExperimentTrialComponent" else place.all(_KINDS.get(resource, resource))
    )
    found = sorted((entry for entry in everything if not entry.hidden), key=lambda entry: _sortable(read(entry)))
    if order == "Descending":
        found.reverse()
    return found


def _record(place: AccountRegion, resource: str, entry: Entry, dashboards: Mapping[str, list[dict]]) -> dict:
    shape = _shape(resource)
    document = entry.document | _tags(place, entry)
    match resource:
        case "Model":
            record = {"Model": cut(shape.members["Model"], document)}
            endpoints = dashboards.get(entry.document["ModelName"])
            return record | ({"Endpoints": endpoints} if endpoints else {})
        case "ExperimentTrialComponent" if (source := source_of(place, entry)) is not None:
            kind, job = source
            detail = cut(shape.members["SourceDetail"].members[kind], job.document | _tags(place, job))
            return cut(shape, document) | {"SourceDetail": {"SourceArn": job.arn, kind: detail}}
        case _:
            return cut(shape, document)


@cache
def _shape(resource: str) -> Shape:
    """Give the shape of a record."""
    records = operation_model("sagemaker", "Search").output_shape.members["Results"].member.members
    return records[_RECORDS.get(resource, resource)]


def _tags(place: AccountRegion, entry: Entry) -> dict:
    tags = [{"Key": key, "Value": value} for key, value in place.tags.get(entry.arn, {}).items()]
    return {"Tags": tags} if tags else {}


def _dashboards(place: AccountRegion) -> Mapping[str, list[dict]]:
    """Give the endpoints of each model, as its record has them."""
    return place.view("dashboards", lambda: [_make_dashboards(place)])[0]


def _make_dashboards(place: AccountRegion) -> dict[str, list[dict]]:
    models: dict[str, set[str]] = {}
    for config in place.all("EndpointConfig"):
        document = config.document
        models[document["EndpointConfigName"]] = {
            variant["ModelName"] for variant in document["ProductionVariants"] if "ModelName" in variant
        }
    found: dict[str, list[dict]] = {}
    for endpoint in place.all("Endpoint"):
        for model in models.get(endpoint.document.get("EndpointConfigName"), ()):
            found.setdefault(model, []).append(_dashboard(endpoint))
    return found


def _dashboard(endpoint: Entry) -> dict:
    keys = ("EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus")
    return {key: endpoint.document[key] for key in keys}


def _getter(place: AccountRegion, resource: str, name: str) -> Callable[[Entry], object]:
    """Make what reads `ResourceConfig.InstanceType`, `Tags.team`, or a field of the model inside its dashboard.

    What Search does not give, it cannot be asked for either.
    """
    if name.startswith("Tags."):
        key = name.removeprefix("Tags.")
        return lambda entry: place.tags.get(entry.arn, {}).get(key)
    shape = _shape(resource)
    parts = name.split(".")
    if resource == "Model":
        shape = shape.members["Model"]
        parts = parts[1:] if parts[0] == "Model" else parts
    if parts[:1] == ["SourceDetail"]:
        return lambda entry: _dig(_record(place, resource, entry, {}), parts)
    if not parts or parts[0] not in shape.members:
        return lambda _: None
    return lambda entry: _dig(entry.document, parts)


def _dig(document: Mapping, parts: Sequence[str]) -> object:
    value: object = document
    for part in parts:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _sortable(value: object) -> tuple:
    return (value is not None, isinstance(value, str), value if isinstance(value, int | float | str) else 0)
