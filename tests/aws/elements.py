"""Answer the lists of other services."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tests.aws.account_details import authorization_details
from tests.aws.answers import AwsError, read_params
from tests.aws.element_kinds import GLOBAL, WITH_MOTO, ElementKind, elements_by_operation
from tests.aws.images import check_images, check_repositories
from tests.aws.paging import take_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.aws.request import Request
    from tests.aws.store import Store

_ALIASES = {"vpc-endpoint-state": "state", "association": "associations", "route": "routes"}
"""Names of EC2 filters that are not those of the fields."""


def answers_elements(store: Store, request: Request) -> bool:
    """Say whether the fake answers this list; moto does where nothing of the kind is seeded in the region."""
    found = elements_by_operation().get(request.operation)
    if not found:
        return False
    seeded = store.region(request.account, request.region).elements
    group = next((names for names in WITH_MOTO if found[0].name in names), None)
    return group is None or any(seeded.get(name) for name in group)


def list_elements(store: Store, request: Request, *, empty: bool) -> dict:
    """Give one page of scalable targets, alarms, subnets …"""
    request = replace(request, params=read_params(request))
    listed = elements_by_operation()[request.operation]
    if request.service == "iam":
        return authorization_details({kind: _all(store, kind, request) for kind in listed}, request, empty=empty)
    (kind,) = listed
    found = _filtered(kind, _all(store, kind, request), request.params)
    match request.name:
        case "DescribeImages":
            repositories = _elements(store, "Repository", request)
            found = check_images(found, repositories, request)
        case "DescribeRepositories":
            check_repositories(found, request)
        case _:
            pass
    page, token = take_page(request, found, kind.paging, empty=empty)
    return {kind.key: list(page)} | token


def _all(store: Store, kind: ElementKind, request: Request) -> list[dict]:
    return _elements(store, kind.name, request)


def _elements(store: Store, name: str, request: Request) -> list[dict]:
    """Give all elements of a kind in the account that is asked about."""
    if request.service in GLOBAL:
        account = str(request.params.get("AccountId") or request.account)
        return [element for place in store.of(account) for element in place.elements.get(name, ())]
    account = str(request.params.get("registryId") or request.account)
    return list(store.region(account, request.region).elements.get(name, ()))


def _filtered(kind: ElementKind, elements: list[dict], params: Mapping) -> list[dict]:
    if kind.name == "InstanceTypeOffering":
        params = {"LocationType": "region"} | params
    for param, key in kind.filters:
        if (wanted := params.get(param)) is not None:
            values = wanted if isinstance(wanted, list) else [wanted]
            if key.endswith("*"):
                elements = [item for item in elements if str(item.get(key[:-1], "")).startswith(tuple(values))]
            else:
                elements = [item for item in elements if item.get(key) in values]
    for item in params.get("Filters") or params.get("Filter") or ():
        elements = [element for element in elements if _passes(kind, element, item)]
    return elements


def _passes(kind: ElementKind, element: Mapping, item: Mapping) -> bool:
    """Judge one filter of EC2: `vpc-id`, `association.subnet-id`, `tag:team`."""
    name, values = item["Name"], item["Values"]
    if name.startswith("tag:"):
        tags = {tag["Key"]: tag["Value"] for tag in element.get("Tags", ())}
        actual: Sequence = [tags.get(name.removeprefix("tag:"))]
    else:
        fields = [_field(part) for part in name.split(".")]
        if fields[0] not in kind.shape.members:
            raise AwsError("InvalidParameterValue", f"The filter '{name}' is invalid")
        actual = list(_reach(element, fields))
    return any(fnmatchcase(_text(value), wanted) for value in actual for wanted in values)


def _field(name: str) -> str:
    return "".join(part.capitalize() for part in _ALIASES.get(name, name).split("-"))


def _reach(value: object, fields: Sequence[str]) -> Iterator[object]:
    match value:
        case list():
            for item in value:
                yield from _reach(item, fields)
        case _ if not fields:
            yield value
        case dict():
            yield from _reach(value.get(fields[0]), fields[1:])
        case _:
            return


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
