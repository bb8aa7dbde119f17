"""Read a type of job by its list, newest first, down to where an earlier scan has seen all of them end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from scanner.collectors.cache import CacheDamaged
from scanner.collectors.failures import CallError
from scanner.collectors.reader import Reader
from scanner.collectors.searching import found_in, search_pages
from scanner.collectors.timestamps import LAG, moment, now
from scanner.records import record
from scanner.shapes import omitted_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Listing
    from scanner.collectors.reader import Item, Summaries
    from scanner.collectors.region import Region
    from scanner.collectors.shelf import Shelf
    from scanner.model import Resource
    from scanner.paths import Document

_WORTH_A_SEARCH: Final = 3
"""Jobs that are not kept yet, from which on a Search for their page is cheaper than describing each."""


@record(frozen=True, slots=True)
class _Listed:
    """That a list was read to its end: all that was created from `since` on and before `open` is kept."""

    began: str
    open: str
    since: str


def list_jobs(region: Region, listing: Listing) -> Iterator[Item]:
    """Yield the jobs of a type: from the cache, out of the trial components that track them, or described."""
    reader, shelf, began = Reader(region, listing), region.shelf(listing.kind), now()
    since, floor, tracked = region.wanted.since, _floor(region, shelf), _Tracked(region, listing)
    still_open = began
    for summaries in reader.pages():
        wanted = [item for item in summaries if _created(item) >= since]
        yield from reader.complete(wanted, tracked.whole)
        still_open = min([still_open, *(_created(item) for item in wanted if not listing.settled(item))])
        if len(wanted) < len(summaries):
            break
        if summaries and max(map(_created, summaries)) < floor:
            try:
                yield from _rest(reader, shelf, since)
            except CacheDamaged:
                floor = ""
            else:
                break
    if reader.all_kept and region.wanted.missing(listing.kind, omitted_by(listing.kind, listing.operation)):
        shelf.write_note("listed", asdict(_Listed(began, still_open, since)))


def _floor(region: Region, shelf: Shelf) -> str:
    """Give the time before which all jobs are kept, or nothing."""
    note = shelf.note("listed")
    if not isinstance(note, dict) or (note["since"] and note["since"] > region.wanted.since):
        return ""
    listed = _Listed(**note)
    return min(moment(datetime.fromisoformat(listed.began) - LAG), listed.open)


def _rest(reader: Reader, shelf: Shelf, since: str) -> Iterator[Resource]:
    for job in shelf.all_documents():
        if job.id not in reader.found and _created(job.document) >= since:
            reader.found.add(job.id)
            yield job


class _Tracked:
    """The jobs that trial components hold whole, read as far as they are asked for."""

    def __init__(self, region: Region, listing: Listing) -> None:
        self._region = region
        self._listing = listing
        search = listing.search
        self._search = search if search and not search.everything else None
        self._pages = search_pages(region, self._search) if self._search else iter(())
        self._held: dict[str, Resource] = {}
        self._reached: str | None = None

    def whole(self, summaries: Summaries) -> dict[str, Resource]:
        """Give those of some jobs that are tracked, by id."""
        if len(summaries) >= _WORTH_A_SEARCH:
            self._read_to(min(map(_created, summaries.values())))
        return {identity: self._held.pop(identity) for identity in summaries if identity in self._held}

    def _read_to(self, oldest: str) -> None:
        """Read on until what is found was created before the oldest that is looked for."""
        while self._search and (self._reached is None or self._reached >= oldest):
            try:
                page = next(self._pages, None)
            except CallError as error:
                if not error.failure.unavailable:
                    raise
                page = None
            if page is None:
                self._search = None
                return
            found = list(found_in(self._region, self._listing, self._search, page))
            self._held |= {job.id: job for job in found}
            self._reached = min([self._reached or "~", *(_created(job.document) for job in found)])


def _created(document: Document) -> str:
    return str(document.get("CreationTime", ""))
