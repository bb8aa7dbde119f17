"""Answer Search of SageMaker: records with exactly the fields that Search gives."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.aws.answers import AwsError
from tests.aws.documents import cut, seconds
from tests.aws.kinds import operation_model
from tests.aws.listing import DEFAULT_PAGE, take_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.aws.request import Request
    from tests.aws.store import AccountRegion, Entry

_RECORDS = {"ExperimentTrial": "Trial", "ExperimentTrialComponent": "TrialComponent"}
_LONGEST_FILTER_LIST = 20


def search(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Give one page of records."""
    params = request.params
    resource = str(params["Resource"])
    records = [_record(place, resource, entry) for entry in place.all(resource) if not entry.hidden]
    records = [record for record in records if _matches(record, params.get("SearchExpression") or {})]
    by = str(params.get("SortBy", "LastModifiedTime"))
    records.sort(key=lambda record: _sortable(_property(record, by)))
    if params.get("SortOrder", "Descending") == "Descending":
        records.reverse()
    page, token = take_page(request, records, default=DEFAULT_PAGE, empty=empty)
    key = _RECORDS.get(resource, resource)
    result = {
        "Results": [{key: record} for record in page],
        "TotalHits": {"Value": len(records), "Relation": "EqualTo"},
    }
    return result | ({"NextToken": token} if token else {})


def _record(place: AccountRegion, resource: str, entry: Entry) -> dict:
    shapes = operation_model("sagemaker", "Search").output_shape.members["Results"].member.members
    shape = shapes[_RECORDS.get(resource, resource)]
    tags = [{"Key": key, "Value": value} for key, value in place.tags.get(entry.arn, {}).items()]
    document = entry.document | ({"Tags": tags} if tags else {})
    if resource == "Model":
        dashboard = {"Model": document}
        if endpoints := [_dashboard(found) for found in _endpoints_of(place, entry.document["ModelName"])]:
            dashboard["Endpoints"] = endpoints
        return cut(shape, dashboard)
    return cut(shape, document)


def _endpoints_of(place: AccountRegion, model: str) -> list[Entry]:
    configs = {
        entry.document["EndpointConfigName"]
        for entry in place.all("EndpointConfig")
        if any(variant.get("ModelName") == model for variant in entry.document["ProductionVariants"])
    }
    return [entry for entry in place.all("Endpoint") if entry.document.get("EndpointConfigName") in configs]


def _dashboard(endpoint: Entry) -> dict:
    keys = ("EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus")
    return {key: endpoint.document[key] for key in keys}


def _matches(record: Mapping, expression: Mapping) -> bool:
    if expression.get("NestedFilters"):
        raise AwsError("ValidationException", "the fake does not know NestedFilters")
    filters = expression.get("Filters") or []
    if len(filters) > _LONGEST_FILTER_LIST:
        raise AwsError("ValidationException", f"Filters must have length less than or equal to {_LONGEST_FILTER_LIST}")
    verdicts = [_passes(record, item) for item in filters]
    verdicts += [_matches(record, item) for item in expression.get("SubExpressions") or []]
    return any(verdicts) if expression.get("Operator") == "Or" and verdicts else all(verdicts)


def _passes(record: Mapping, item: Mapping) -> bool:
    actual, wanted = _property(record, item["Name"]), item.get("Value")
    operator = item.get("Operator", "Equals")
    if operator not in _OPERATORS:
        raise AwsError("ValidationException", f"Value '{operator}' at 'operator' is not an operator")
    return _OPERATORS[operator](actual, wanted)


def _property(record: Mapping, name: str) -> object:
    """Find `ResourceConfig.InstanceType`, `Tags.team`, or a field of the model inside its dashboard."""
    for root in (record, record.get("Model")):
        value: object = root
        if name.startswith("Tags.") and isinstance(root, dict):
            tags = {tag["Key"]: tag["Value"] for tag in root.get("Tags", [])}
            value = tags.get(name.removeprefix("Tags."))
        else:
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return value
    return None


def _compare(decide: Callable[[object, object], bool]) -> Callable[[object, object], bool]:
    def compare(actual: object, wanted: object) -> bool:
        match actual:
            case None:
                return False
            case bool():
                return decide(str(actual).lower(), str(wanted).lower())
            case int() | float():
                return decide(actual, _number(str(wanted)))
            case _:
                return decide(str(actual), str(wanted))

    return compare


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return seconds(datetime.fromisoformat(text))


def _sortable(value: object) -> tuple:
    return (value is not None, isinstance(value, str), value if isinstance(value, int | float | str) else 0)


_OPERATORS: dict[str, Callable[[object, object], bool]] = {
    "Equals": _compare(lambda actual, wanted: actual == wanted),
    "NotEquals": lambda actual, wanted: not _OPERATORS["Equals"](actual, wanted),
    "GreaterThan": _compare(lambda actual, wanted: actual > wanted),
    "GreaterThanOrEqualTo": _compare(lambda actual, wanted: actual >= wanted),
    "LessThan": _compare(lambda actual, wanted: actual < wanted),
    "LessThanOrEqualTo": _compare(lambda actual, wanted: actual <= wanted),
    "Contains": _compare(lambda actual, wanted: str(wanted) in str(actual)),
    "Exists": lambda actual, _: actual is not None,
    "NotExists": lambda actual, _: actual is None,
    "In": lambda actual, wanted: str(actual) in [part.strip() for part in str(wanted).split(",")],
}
