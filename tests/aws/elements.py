"""Answer the lists of other services, and the tags of all that is seeded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.answers import AwsError
from tests.aws.listing import take_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws.kinds import ElementKind
    from tests.aws.request import Request
    from tests.aws.store import AccountRegion

_LARGEST_TAG_PAGE = 100
_LARGEST_PAGE_OF_LIST_TAGS = 100_000
_DEFAULT_PAGE_OF_LIST_TAGS = 50


def list_elements(place: AccountRegion, kind: ElementKind, request: Request, *, empty: bool) -> dict:
    """Give one page of scalable targets, alarms, subnets …"""
    found = place.elements.get(kind.name, [])
    for param, key in kind.filters:
        if (wanted := _values(request.params, param)) is not None:
            found = [element for element in found if element.get(key) in wanted]
    page, token = take_page(request, found, default=kind.page, largest=kind.page, empty=empty, size=kind.page_key)
    return {kind.key: list(page)} | ({"NextToken": token} if token else {})


def list_tags(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Give the tags of one SageMaker resource."""
    tags = _tag_list(place.tags.get(str(request.params["ResourceArn"]), {}))
    page, token = take_page(
        request, tags, default=_DEFAULT_PAGE_OF_LIST_TAGS, largest=_LARGEST_PAGE_OF_LIST_TAGS, empty=empty
    )
    return {"Tags": list(page)} | ({"NextToken": token} if token else {})


def find_tagged(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Answer GetResources of the tagging API: everything that has tags, by the types in its ARNs."""
    types = request.params.get("ResourceTypeFilters") or []
    wanted = request.params.get("ResourceARNList")
    tagged = [
        {"ResourceARN": arn, "Tags": _tag_list(tags)}
        for arn, tags in place.tags.items()
        if (not types or any(_is_of(arn, kind) for kind in types))
        and (not wanted or arn in wanted)
        and all(_has(tags, item) for item in request.params.get("TagFilters") or [])
    ]
    page, token = take_page(
        request,
        tagged,
        default=50,
        largest=_LARGEST_TAG_PAGE,
        empty=empty,
        size="ResourcesPerPage",
        token="PaginationToken",  # the parameter's name
    )
    return {"ResourceTagMappingList": list(page), "PaginationToken": token or ""}


def _tag_list(tags: Mapping[str, str]) -> list[dict]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _is_of(arn: str, kind: str) -> bool:
    service, _, noun = kind.partition(":")
    _, _, arn_service, _, _, rest = arn.split(":", 5)
    return service == arn_service and (not noun or rest.partition("/")[0] == noun)


def _has(tags: Mapping[str, str], item: Mapping) -> bool:
    return item["Key"] in tags and (not item.get("Values") or tags[item["Key"]] in item["Values"])


def _values(params: Mapping, name: str) -> list[object] | None:
    """Read a filter: a value, a list, or EC2's `SubnetId.1`."""
    if name in params:
        value = params[name]
        return value if isinstance(value, list) else [value]
    numbered = [value for key, value in params.items() if key.startswith(f"{name.removesuffix('s')}.")]
    if any(key.startswith("Filter.") for key in params):
        raise AwsError("InvalidParameterValue", "the fake does not know EC2 filters")
    return numbered or None
