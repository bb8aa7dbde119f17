"""Answer Describe and List of SageMaker from seeded documents, with the service's habits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.aws.answers import AwsError
from tests.aws.documents import cut, seconds
from tests.aws.kinds import kinds
from tests.aws.paging import take_page
from tests.aws.summaries import summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.aws.kinds import Kind
    from tests.aws.request import Request
    from tests.aws.store import AccountRegion, Entry

_PAGING = frozenset({"MaxResults", "NextToken", "SortBy", "SortOrder", "CrossAccountFilterOption"})
_SCOPES = frozenset(
    {"ClusterName", "PipelineName", "ModelPackageGroupName", "ModelPackageType", "IncludeNodeLogicalIds"}
)
"""What says whose things are listed: decides before pages are cut. All other filters decide afterwards."""

_TIMES = {"Created": "CreationTime", "ModifiedTime": "LastModifiedTime"}
_SORTS = {None: "CreationTime", "CREATION_TIME": "CreationTime", "NAME": "Name"}
_COULD_NOT_FIND = ("Model", "Endpoint", "EndpointConfig", "InferenceComponent")


def describe(place: AccountRegion, kind: Kind, request: Request) -> dict:
    """Give one document. Raises AwsError when there is none."""
    entry = _find(place, kind, request.params)
    if entry is not None:
        return {kind.envelope: entry.document} if kind.envelope else entry.document
    name = str(request.params.get(kind.asked[-1] if kind.envelope else kind.asked[0]))
    if kind.name in _COULD_NOT_FIND:
        arn = name if name.startswith("arn:") else place.arn(kind.name, name)
        noun = kind.arn_type.replace("-", " ").replace("config", "configuration")
        raise AwsError("ValidationException", f'Could not find {noun} "{arn}".')
    if kind.name == "TrainingJob":
        raise AwsError("ValidationException", "Requested resource not found.")
    if kind.name.endswith(("Job", "JobV2")):
        raise AwsError("ValidationException", f"Could not find requested job with name: {name}")
    raise AwsError("ResourceNotFound", f"{kind.name} {name} does not exist.")


def list_page(place: AccountRegion, listed: Sequence[Kind], request: Request, *, empty: bool) -> dict:
    """Give one page of summaries: cut to size first, filtered afterwards, as AWS does."""
    params = request.params
    scopes = {key: value for key, value in params.items() if key in _SCOPES}
    by, descending = params.get("SortBy"), params.get("SortOrder", "Descending") == "Descending"
    ordered = place.view(
        (request.operation, by, descending, str(scopes)),
        lambda: sorted(_in_scope(place, listed, scopes), key=lambda pair: _sort_value(*pair, by), reverse=descending),
    )
    page, token = take_page(request, ordered, empty=empty)
    filters = {key: value for key, value in params.items() if key not in _PAGING | _SCOPES}
    summaries = [(kind, entry, summary(kind, entry.document)) for kind, entry in page]
    kept = [brief for kind, entry, brief in summaries if _passes(kind, entry.document | brief, filters)]
    return {listed[0].listing.key: kept} | token


def _find(place: AccountRegion, kind: Kind, params: Mapping) -> Entry | None:
    match kind.name:
        case "ClusterNode":
            cluster = _cluster_name(place, params["ClusterName"])
            if node := params.get("NodeLogicalId"):
                nodes = (entry for entry in place.all(kind.name) if entry.identity[0] == cluster)
                return next((entry for entry in nodes if entry.document.get("NodeLogicalId") == node), None)
            return place.find(kind, {"ClusterName": cluster, "NodeId": params.get("NodeId")})
        case "AutoMLJobV2" if (found := place.find(kinds()["AutoMLJob"], params)) is not None:
            return replace(found, document=cut(kind.shape, found.document))
        case _:
            return place.find(kind, params)


def _cluster_name(place: AccountRegion, name: str) -> str:
    cluster = place.find(kinds()["Cluster"], {"ClusterName": name})
    return cluster.document["ClusterName"] if cluster else name


def _in_scope(place: AccountRegion, listed: Sequence[Kind], scopes: Mapping) -> list[tuple[Kind, Entry]]:
    pairs = [(kind, entry) for kind in listed for entry in place.all(kind.name)]
    match listed[0].name:
        case "ClusterNode":
            cluster = _cluster_name(place, scopes["ClusterName"])
            return [pair for pair in pairs if pair[1].identity[0] == cluster]
        case "PipelineExecution":
            name = str(scopes["PipelineName"]).rpartition("/")[2].lower()
            return [pair for pair in pairs if f":pipeline/{name}/" in pair[1].arn]
        case "ModelPackage":
            group = str(scopes.get("ModelPackageGroupName", "")).rpartition("/")[2]
            wanted = scopes.get("ModelPackageType", "Versioned" if group else "Unversioned")
            return [pair for pair in pairs if _is_package(pair[1].document, group, str(wanted))]
        case _:
            return pairs


def _is_package(document: Mapping, group: str, wanted: str) -> bool:
    own = document.get("ModelPackageGroupName", "")
    return group in {"", own} and (wanted == "Both" or (wanted == "Versioned") == bool(own))


def _sort_value(kind: Kind, entry: Entry, by: object) -> tuple:
    key = _SORTS.get(by, by)
    key = {"Name": kind.name_key, "Status": kind.status_key}.get(key, key)
    document = entry.document
    value = document.get(str(key), document.get("LaunchTime", 0))
    return (not isinstance(value, int | float), value if isinstance(value, int | float) else str(value), entry.identity)


def _passes(kind: Kind, document: Mapping, filters: Mapping) -> bool:
    return all(_meets(kind, document, key, wanted) for key, wanted in filters.items())


def _meets(kind: Kind, document: Mapping, key: str, wanted: object) -> bool:
    if key == "Filters":
        return all(document.get(item["Name"]) == item["Value"] for item in wanted)
    if key == "StatusEquals":
        return document.get(kind.status_key) == wanted
    for suffix, sign in (("After", 1), ("Before", -1)):
        if key.endswith(suffix):
            stem = key.removesuffix(suffix)
            moment = document.get(_TIMES.get(stem, stem), document.get("LaunchTime"))
            return moment is not None and sign * moment > sign * seconds(wanted)
    return _has(kind, document, key, wanted)


def _has(kind: Kind, document: Mapping, key: str, wanted: object) -> bool:
    if key == "NameContains":
        name_key = kind.name_key if kind.name_key in document and kind.name != "ComputeQuota" else "Name"
        return str(wanted).lower() in str(document[name_key]).lower()
    if key.endswith("Contains"):
        return str(wanted) in str(_value(document, key.removesuffix("Contains")))
    if key.endswith("Prefix"):
        return str(_value(document, key.removesuffix("Prefix"))).startswith(str(wanted))
    value = _value(document, key.removesuffix("Equals"))
    return wanted in (value.values() if isinstance(value, dict) else (value,))


def _value(document: Mapping, key: str) -> object:
    """Find a field in the document or one level below it."""
    if key in document:
        return document[key]
    return next((part[key] for part in document.values() if isinstance(part, dict) and key in part), None)
