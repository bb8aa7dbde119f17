"""The three ways in which a family is read: one chain of pages, Search, or a list and one Describe each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.collectors.calls import documents
from scanner.collectors.failures import CallError, Extent, Failure
from scanner.model import Gap, GapReason, Resource
from scanner.paths import lookup
from scanner.resource_types import TYPES
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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


def search_or_list(region: Region, listing: Listing, record: tuple[str, ...], **params: Json) -> Iterator[Item]:
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
        if len(found) >= hits:
            return
        refused = None
    except CallError as error:
        if not error.failure.unavailable:
            raise
        refused = error.failure
    try:
        yield from list_and_describe(region, listing, found)
    except CallError as error:
        if refused is None or not error.failure.unavailable:
            raise
        raise CallError(replace(refused, message=f"{refused.message}, and {error.failure.message}")) from error


def list_and_describe(region: Region, listing: Listing, found: set[str]) -> Iterator[Item]:
    """Yield the resources that are not found yet, each described."""
    tags: Mapping[str, Mapping[str, str]] | None = None
    for summary in region.calls.items(listing.operation, listing.key, **_NEWEST_FIRST):
        arn = str(summary.get(listing.arn_key))
        if arn in found:
            continue
        found.add(arn)
        if tags is None:
            tags, gaps = region.tags.of(listing.kind)
            yield from gaps
        fields = fields_by_type()[listing.kind]
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
