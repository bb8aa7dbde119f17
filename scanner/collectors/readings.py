"""Choose the way in which a listed type is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.job_lists import list_jobs
from scanner.collectors.reader import Reader
from scanner.collectors.recurring import read_history
from scanner.collectors.searching import search_and_list
from scanner.resource_types import RUN_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Listing
    from scanner.collectors.reader import Item
    from scanner.collectors.region import Region
    from scanner.run_groups import RunGroup


def read_listing(region: Region, listing: Listing) -> Iterator[Item | RunGroup]:
    """Yield the resources of a type: the runs of jobs through their history, all else whole or as it is listed."""
    search = listing.search
    if listing.kind in RUN_TYPES:
        return read_history(region, listing, search) if search and search.everything else list_jobs(region, listing)
    if search:
        return search_and_list(region, listing, search)
    reader = Reader(region, listing)
    return reader.list_all(reader.pages())
