"""The three ways in which a family is read: one chain of pages, a list and one Describe each, or Search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.collectors.calls import documents
from scanner.collectors.failures import CallError, Extent, Failure
from scanner.collectors.tags import read_tags
from scanner.model import Gap, GapReason, Resource
from scanner.paths import lookup
from scanner.resource_types import TYPES
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.collectors.region import Region
    from scanner.paths import Document, Json, Path

Item: TypeAlias = Resource | Gap

SEARCH: Final = "sagemaker:Search"
_NEWEST_FIRST: Final[dict[str, Json]] = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100}
"""What is made while the pages are read then moves others back, which repeats some and misses none."""


def _every(_: Document) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Listing:
    """How the resources of a SageMaker type are listed, and described by name; `whole` picks those to describe."""

    kind: str
    operation: str
    key: str
    describe: str
    arn_key: str
    whole: Callable[[Document], bool] = _every


@dataclass(frozen=True, slots=True)
class Chain:
    """One unfiltered list of whole resources; `identity` are the keys to make an id of where there is no ARN."""

    kind: str
    operation: str
    key: str
    arn_key: str
    noun: str
    identity: tuple[str, ...]


def read_chain(region: Region, chain: Chain, **params: Json) -> Iterator[Item]:
    """Yield the elements of a list."""
    seen: set[str] = set()
    service = chain.operation.partition(":")[0]
    for document in region.calls.items(chain.operation, chain.key, **params):
        made = "/".join((chain.noun, *(str(document.get(key, "")) for key in chain.identity)))
        identity = str(document.get(chain.arn_key) or region.arn(service, made))
        if identity not in seen:
            seen.add(identity)
            yield region.resource(chain.kind, identity, document, chain.operation)


def search_and_list(region: Region, listing: Listing, record: tuple[str, ...], **params: Json) -> Iterator[Item]:
    """Yield the resources that Search gives, and by List and Describe what it does not, or all where it is refused.

    `record` is where in a search result the document lies; its first key names what to search for.
    """
    found: set[str] = set()
    try:
        hits = 0
        for page in region.calls.pages(SEARCH, Resource=record[0], MaxResults=100, **params):
            hits = _total_hits(page)
            for result in documents(page.get("Results")):
                document = lookup(result, record)
                if isinstance(document, dict) and (arn := str(document.get(listing.arn_key))) not in found:
                    found.add(arn)
                    yield region.resource(listing.kind, arn, document, SEARCH)
    except CallError as error:
        if not error.failure.unavailable:
            raise
        yield from _instead_of_search(region, listing, found, error.failure)
    else:
        rest = _list_newest if len(found) >= hits else list_and_describe
        yield from rest(region, listing, found)


def list_and_describe(region: Region, listing: Listing, found: set[str]) -> Iterator[Item]:
    """Yield all resources that are not found yet, each described."""
    for summaries in _pages(region, listing):
        yield from _describe_new(region, listing, summaries, found)


def _list_newest(region: Region, listing: Listing, found: set[str]) -> Iterator[Item]:
    """Yield the newest resources that are not found yet: the index behind Search lags, and a list does not.

    The first page with nothing new in it ends the list, so this costs one call.
    """
    for summaries in _pages(region, listing):
        known = len(found)
        yield from _describe_new(region, listing, summaries, found)
        if summaries and len(found) == known:
            return


def _instead_of_search(region: Region, listing: Listing, found: set[str], refused: Failure) -> Iterator[Item]:
    try:
        yield from list_and_describe(region, listing, found)
    except CallError as error:
        if not error.failure.unavailable:
            raise
        raise CallError(replace(refused, message=f"{refused.message}, and {error.failure.message}")) from error


def _pages(region: Region, listing: Listing) -> Iterator[list[Document]]:
    for page in region.calls.pages(listing.operation, **_NEWEST_FIRST):
        yield documents(page.get(listing.key))


def _describe_new(region: Region, listing: Listing, summaries: list[Document], found: set[str]) -> Iterator[Item]:
    new = {arn: item for item in summaries if (arn := str(item.get(listing.arn_key))) not in found}
    found.update(new)
    if not new:
        return
    tags, gaps = read_tags(region, listing.kind, list(new))
    yield from gaps
    fields = fields_by_type()[listing.kind]
    for arn, summary in new.items():
        known = {key: value for key, value in summary.items() if isinstance(fields, dict) and key in fields}
        listed = region.resource(listing.kind, arn, known, listing.operation, tags.get(arn, {}))
        yield from describe(region, listing, listed) if listing.whole(summary) else (listed,)


def describe(region: Region, listing: Listing, listed: Resource, paths: tuple[str, ...] = ()) -> Iterator[Item]:
    """Yield a resource whole, or as it is known so far with gaps on `paths`, or on all of it when there are none."""
    try:
        answer = region.calls.call(listing.describe, **{TYPES[listing.kind].name_key: listed.name})
    except CallError as error:
        yield from _undescribed(listed, error.failure, paths)
    else:
        yield region.resource(listing.kind, listed.id, answer, listing.describe, listed.tags)


def _undescribed(listed: Resource, failure: Failure, paths: tuple[str, ...]) -> Iterator[Item]:
    if failure.extent is not Extent.OPERATION or failure.reason is GapReason.THROTTLED:
        raise CallError(failure)
    if failure.reason is GapReason.DELETED:
        failure = replace(failure, message=f"{listed.name} was deleted while the scan ran")
    if failure.reason is not GapReason.DELETED or paths:
        yield listed
    places: list[Path] = [(key,) for key in paths]
    for path in places or [()]:
        yield failure.gap(listed.scope, listed.type, listed.id, path)


def _total_hits(page: Document) -> int:
    """Give how many results Search says there are; no more than a lower bound is taken for what it says."""
    hits = lookup(page, ("TotalHits", "Value"))
    return hits if isinstance(hits, int) else 0
