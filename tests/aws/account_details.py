"""Answer GetAccountAuthorizationDetails of IAM: four lists that page as one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.aws.paging import take_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape

    from tests.aws.element_kinds import ElementKind
    from tests.aws.request import Request

_FILTERS = {"RoleDetail": "Role", "UserDetail": "User", "GroupDetail": "Group"}
_DOCUMENT = "policyDocumentType"


def authorization_details(seeded: Mapping[ElementKind, list[dict]], request: Request, *, empty: bool) -> dict:
    """Give one page of roles, policies, users and groups, with policy documents encoded for URLs as IAM does."""
    wanted = request.params.get("Filter")
    pairs = [
        (kind, element)
        for kind, elements in seeded.items()
        for element in elements
        if not wanted or _filter_of(kind, element) in wanted
    ]
    page, token = take_page(request, pairs, next(iter(seeded)).paging, empty=empty)
    lists: dict = {kind.key: [] for kind in seeded}
    for kind, element in page:
        lists[kind.key].append(_encoded(kind.shape, element))
    return lists | {"IsTruncated": bool(token)} | token


def _filter_of(kind: ElementKind, element: Mapping) -> str:
    if kind.name == "ManagedPolicyDetail":
        own = str(element.get("Arn", "")).split(":")[4:5] != ["aws"]
        return "LocalManagedPolicy" if own else "AWSManagedPolicy"
    return _FILTERS[kind.name]


def _encoded(shape: Shape, value: object) -> object:
    match value:
        case dict():
            return {key: _encoded(shape.members[key], item) for key, item in value.items()}
        case list():
            return [_encoded(shape.member, item) for item in value]
        case str() if shape.name == _DOCUMENT:
            return quote(value, safe="")
        case _:
            return value
