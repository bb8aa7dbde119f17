"""Read a type that Search gives a hundred a call, and by List and Describe what Search does not give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from scanner.collectors.calls import answers_checked
from scanner.collectors.failures import CallError
from scanner.collectors.listing import SEARCH
from scanner.collectors.reader import Reader
from scanner.collectors.unread import Unread
from scanner.paths import lookup
from scanner.shapes import omitted_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.failures import Failure
    from scanner.collectors.listing import Listing, Search
    from scanner.collectors.reader import Item
    from scanner.collectors.region import Region
    from scanner.model import Resource
    from scanner.paths import Document, Json

_PAGE: Final = 100


def search_and_list(region: Region, listing: Listing, search: Search) -> Iterator[Item]:
    """Yield the resources of a type; all by List and Describe where Search is refused.

    The list is asked first: where it is empty there is nothing to search for, and its first page has the newest, which
    the index behind Search may lack. Where a list needs a parent, Search alone says what there is.
    """
    reader = Reader(region, listing)
    first, unlisted = ([], None) if listing.parent else reader.first_page()
    if first is None and unlisted is None:
        return
    hits = 0
    try:
        for page in search_pages(region, search):
            hits = region.calls.tally.expected = max(hits, total_hits(page))
            new = [item for item in found_in(region, listing, search, page) if item.id not in reader.found]
            yield from _whole(region, reader, list({item.id: item for item in new}.values()))
    except CallError as error:
        if not error.failure.unavailable:
            raise
        if unlisted:
            raise CallError(neither(error.failure, unlisted)) from error
        yield from reader.list_all(reader.pages(first or []))
        return
    if unlisted:
        raise CallError(unlisted)
    if len(reader.found) < hits:
        yield from reader.list_all(reader.pages(first or []))
    elif first:
        yield from reader.list_newest(reader.pages(first))


def search_pages(region: Region, search: Search, *filters: Json, once: bool = False) -> Iterator[Document]:
    """Yield the pages that Search gives, newest first."""
    asked = [filter_by(name, "Equals", value) for name, value in search.where.items()]
    question: dict[str, Json] = {"SearchExpression": {"Filters": [*asked, *filters]}} if asked or filters else {}
    pages = region.calls.pages_once if once else region.calls.pages
    return pages(
        SEARCH, Resource=search.resource, **question, SortBy="CreationTime", SortOrder="Descending", MaxResults=_PAGE
    )


def found_in(region: Region, listing: Listing, search: Search, page: Document) -> Iterator[Resource]:
    """Yield the resources of a page. Raises CallError where one is not what AWS answers."""
    results = results_of(page)
    for place in range(len(results.elements)):
        with answers_checked(SEARCH):
            document = lookup(results.read(place), search.record)
        if isinstance(document, dict):
            yield region.resource(listing.kind, listing.identify(region, document), document, SEARCH)


def results_of(page: Document) -> Unread:
    """Give the results of a page, which `parsing.py` leaves unread."""
    results: Any = page["Results"]
    if not isinstance(results, Unread):
        raise TypeError(results)
    return results


def filter_by(name: str, operator: str, value: str) -> Json:
    """Write a filter of Search."""
    return {"Name": name, "Operator": operator, "Value": value}


def total_hits(page: Document) -> int:
    """Give how many results Search says there are; no more than a lower bound is taken for what it says."""
    hits = lookup(page, ("TotalHits", "Value"))
    return hits if isinstance(hits, int) else 0


def neither(search: Failure, listing: Failure) -> Failure:
    """Say that neither of two ways is open."""
    return replace(search, message=f"{search.message}, and {listing.message}")


def _whole(region: Region, reader: Reader, found: list[Resource]) -> Iterator[Item]:
    """Describe what Search found where a policy reads what it leaves out."""
    reader.found.update(resource.id for resource in found)
    missing = region.wanted.missing(found[0].type, omitted_by(found[0].type, SEARCH)) if found else ()
    if not missing:
        yield from found
        return
    for items in region.calls.side_by_side(lambda resource: reader.describe(resource, paths=missing), found):
        yield from items
