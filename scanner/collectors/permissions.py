"""Say which operations a scan calls for what is wanted, family by family, and when each of them is called."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from scanner.collectors.failures import action_of
from scanner.collectors.families import families_for, with_own_reads
from scanner.collectors.listing import SEARCH
from scanner.collectors.referenced import BUCKET_PARTS, LIST_BUCKETS
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.collectors.tags import READ_TAGS, tags_wanted
from scanner.records import record
from scanner.resource_types import BUCKET
from scanner.shapes import omitted_by

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from scanner.collectors.contract import Wanted
    from scanner.collectors.families import Family
    from scanner.collectors.listing import Listing

_LISTINGS: Final = {listing.kind: listing for _, listing in SAGEMAKER_LISTS}


class Use(Enum):
    """When a family calls an operation."""

    ALWAYS = auto()
    FIRST = auto()
    """In every scan too, but where it is denied the fallbacks do."""
    FALLBACK = auto()
    """Only for what the first does not give."""


@record(frozen=True, slots=True)
class Need:
    """One operation that a family calls."""

    family: str
    operation: str
    use: Use
    partition_wide: bool = False


def needs_of(wanted: Wanted) -> tuple[Need, ...]:
    """Give the operations that a scan of what is wanted calls."""
    families = families_for(wanted.types)
    whole = with_own_reads(wanted, families)
    return tuple(
        Need(family.name, operation, use, family.partition_wide)
        for family in families
        for operation, use in _operations(family, whole)
    )


def actions_of(needs: Iterable[Need], *, fallbacks: bool = True) -> frozenset[str]:
    """Give the IAM actions of needs, with or without those of fallbacks."""
    return frozenset(action_of(need.operation) for need in needs if fallbacks or need.use is not Use.FALLBACK)


def lost_without(needs: Iterable[Need], denied: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Give, for each denied operation, the families that are not known whole without it: none where others do."""
    needs = tuple(needs)
    lost: defaultdict[str, list[str]] = defaultdict(list)
    refused = [need for need in needs if need.operation in denied]
    uses: defaultdict[str, set[Use]] = defaultdict(set)
    for need in refused:
        uses[need.family].add(need.use)
    for need in refused:
        neither = uses[need.family] >= {Use.FIRST, Use.FALLBACK}
        if need.use is Use.ALWAYS or neither:
            lost[need.operation].append(need.family)
    return {need.operation: tuple(lost[need.operation]) for need in refused}


def _operations(family: Family, wanted: Wanted) -> Iterator[tuple[str, Use]]:
    if listing := _LISTINGS.get(family.types[0]):
        yield from _listed(listing, wanted)
    elif BUCKET in family.types:
        yield LIST_BUCKETS.operation, Use.ALWAYS
        yield from ((BUCKET_PARTS[part], Use.ALWAYS) for part in wanted.missing(BUCKET, tuple(BUCKET_PARTS)))
    else:
        yield from ((operation, Use.ALWAYS) for operation in family.operations)
        yield from ((operation, Use.FALLBACK) for operation in family.fallbacks)


def _listed(listing: Listing, wanted: Wanted) -> Iterator[tuple[str, Use]]:
    """Leave out Describe where what is listed is enough, and tags where none are read."""
    kind, search = listing.kind, listing.search
    gives_all = search is not None and search.everything
    if search:
        yield SEARCH, Use.FIRST
    yield listing.operation, Use.FALLBACK if search and listing.parent else Use.ALWAYS
    rest = Use.FALLBACK if gives_all else Use.ALWAYS
    if gives_all and wanted.missing(kind, omitted_by(kind, SEARCH)):
        yield listing.describe, Use.ALWAYS
    elif wanted.missing(kind, omitted_by(kind, listing.operation)):
        yield listing.describe, rest
    if tags_wanted(wanted, kind):
        yield READ_TAGS, rest
