"""The table of families: what each yields, and the operations that it calls."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.collectors import metrics, referenced
from scanner.collectors.account_lists import ACCOUNT_LISTS
from scanner.collectors.chains import Chain, read_chain
from scanner.collectors.enabled_regions import LIST_REGIONS
from scanner.collectors.failures import action_of
from scanner.collectors.listing import SEARCH, Listing
from scanner.collectors.readings import read_listing
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.collectors.tags import READ_TAGS
from scanner.records import record
from scanner.resource_types import (
    APP,
    BUCKET,
    DOMAIN,
    ENDPOINT,
    IMAGE,
    IMAGE_REPOSITORY,
    INSTANCE_TYPE_OFFERING,
    MANAGED_POLICY,
    METRIC,
    ROLE,
    SCALABLE_TARGET,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SPACE,
    TYPES,
    USER_PROFILE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from scanner.collectors.contract import Wanted
    from scanner.collectors.reader import Item
    from scanner.collectors.region import Region
    from scanner.run_groups import RunGroup


@record(frozen=True, slots=True)
class Family:
    """Resources that are collected together.

    `operations` are called in every scan that wants one of the types; `fallbacks` only for what the first does not
    give. A family comes `after` types whose resources it asks about, of which it `reads` fields, and when it is the
    `last` of a scan, after all. What exists only `inside` resources of a type is not asked for where there is none.
    """

    name: str
    types: tuple[str, ...]
    operations: tuple[str, ...]
    collect: Callable[[Region], Iterator[Item | RunGroup]]
    fallbacks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    inside: str = ""
    reads: frozenset[tuple[str, ...]] = frozenset()
    last: bool = False

    @property
    def actions(self) -> tuple[str, ...]:
        """The IAM actions that it needs."""
        return tuple(action_of(operation) for operation in self.operations)

    @property
    def fallback_actions(self) -> tuple[str, ...]:
        """The IAM actions that it needs only for what the first operation does not give."""
        return tuple(action_of(operation) for operation in self.fallbacks)

    @property
    def partition_wide(self) -> bool:
        """Whether its resources belong to no region."""
        return TYPES[self.types[0]].partition_wide


def _listed(name: str, listing: Listing) -> Family:
    collect = partial(read_listing, listing=listing)
    after, inside = _first(listing.parent), _INSIDE.get(listing.kind, "")
    tags = (READ_TAGS,) if listing.tagged else ()
    if listing.search is None:
        operations = (listing.operation, listing.describe, *tags)
        return Family(name, (listing.kind,), operations, collect, after=after or _first(inside), inside=inside)
    if listing.parent:
        return Family(name, (listing.kind,), (SEARCH,), collect, (listing.operation, listing.describe, *tags), after)
    if not listing.search.everything:
        return Family(name, (listing.kind,), (SEARCH, listing.operation, listing.describe, *tags), collect)
    return Family(name, (listing.kind,), (SEARCH, listing.operation), collect, (listing.describe, *tags))


def _chained(name: str, chain: Chain) -> Family:
    collect, inside = partial(read_chain, chain=chain), _INSIDE.get(chain.kind, "")
    last = TYPES[chain.kind].partition_wide
    return Family(name, (chain.kind,), (chain.operation,), collect, after=_first(inside), inside=inside, last=last)


def _first(kind: str) -> tuple[str, ...]:
    return (kind,) if kind else ()


_INSIDE: Final = {
    APP: DOMAIN,
    SPACE: DOMAIN,
    USER_PROFILE: DOMAIN,
    SCALING_POLICY: SCALABLE_TARGET,
    SCHEDULED_ACTION: SCALABLE_TARGET,
}
"""Types that exist only inside resources of another, and go with them."""


FAMILIES: Final = (
    *(_listed(name, listing) for name, listing in SAGEMAKER_LISTS),
    *(_chained(name, chain) for name, chain in ACCOUNT_LISTS),
    Family(
        "metrics",
        (METRIC,),
        (metrics.READ_METRICS,),
        metrics.collect_metrics,
        after=(ENDPOINT,),
        reads=frozenset((key,) for key in metrics.VARIANT_LISTS),
    ),
    Family("roles", (ROLE, MANAGED_POLICY), (referenced.READ_ROLES,), referenced.collect_roles, last=True),
    Family(
        "buckets",
        (BUCKET,),
        (referenced.LIST_BUCKETS.operation, *referenced.BUCKET_PARTS.values()),
        referenced.collect_buckets,
        last=True,
    ),
    Family(
        "image repositories",
        (IMAGE_REPOSITORY,),
        (referenced.REPOSITORIES.operation,),
        referenced.collect_image_repositories,
        last=True,
    ),
    Family("images", (IMAGE,), (referenced.READ_IMAGES,), referenced.collect_images, last=True),
    Family(
        "instance type offerings",
        (INSTANCE_TYPE_OFFERING,),
        (referenced.OFFERINGS.operation,),
        referenced.collect_instance_type_offerings,
        last=True,
    ),
)
"""Each resource type belongs to one family."""

_FAMILY_OF: Final = {kind: family for family in FAMILIES for kind in family.types}


def families_for(types: Collection[str]) -> tuple[Family, ...]:
    """Give the families that yield these types, and those that they come after."""
    wanted = {_FAMILY_OF[kind].name for kind in types}
    wanted |= {_FAMILY_OF[kind].name for family in FAMILIES if family.name in wanted for kind in family.after}
    return tuple(family for family in FAMILIES if family.name in wanted)


def with_own_reads(wanted: Wanted, families: Collection[Family]) -> Wanted:
    """Want also what families read of the resources that they ask about."""
    reads = dict(wanted.reads)
    for family in families:
        for kind in family.after:
            reads[kind] = wanted.reads_of(kind) | family.reads
    return replace(wanted, reads=reads)


def called_operations() -> frozenset[str]:
    """Name all operations that a scan may call."""
    called = {operation for family in FAMILIES for operation in (*family.operations, *family.fallbacks)}
    return frozenset({*called, LIST_REGIONS})
