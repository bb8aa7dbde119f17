"""Answer for the tags of all that is seeded: of one thing, and of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.paging import Paging, question_of, take_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws.request import Request
    from tests.aws.store import AccountRegion

_LIST_TAGS = Paging(default=50, largest=100_000)
_GET_RESOURCES = Paging(default=50, size="ResourcesPerPage", token="PaginationToken")


def list_tags(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Give the tags of one SageMaker resource."""
    tags = _tag_list(place.tags.get(str(request.params["ResourceArn"]), {}))
    page, token = take_page(request, tags, _LIST_TAGS, empty=empty)
    return {"Tags": page} | token


def find_tagged(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Answer GetResources of the tagging API: everything that has tags, by the types in its ARNs."""
    found = place.view(question_of(request, _GET_RESOURCES), lambda: _tagged(place, request.params))
    page, token = take_page(request, found, _GET_RESOURCES, empty=empty)
    mappings = [{"ResourceARN": arn, "Tags": _tag_list(tags)} for arn, tags in page]
    return {"ResourceTagMappingList": mappings, "PaginationToken": ""} | token


def _tagged(place: AccountRegion, params: Mapping) -> list[tuple[str, Mapping[str, str]]]:
    types = params.get("ResourceTypeFilters") or []
    wanted = set(params.get("ResourceARNList") or ())
    return [
        (arn, tags)
        for arn, tags in list(place.tags.items())
        if (not types or any(_is_of(arn, kind) for kind in types))
        and (not wanted or arn in wanted)
        and all(_has(tags, item) for item in params.get("TagFilters") or [])
    ]


def _tag_list(tags: Mapping[str, str]) -> list[dict]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _is_of(arn: str, kind: str) -> bool:
    service, _, noun = kind.partition(":")
    _, _, arn_service, _, _, rest = arn.split(":", 5)
    return service == arn_service and (not noun or rest.partition("/")[0] == noun)


def _has(tags: Mapping[str, str], item: Mapping) -> bool:
    return item["Key"] in tags and (not item.get("Values") or tags[item["Key"]] in item["Values"])
