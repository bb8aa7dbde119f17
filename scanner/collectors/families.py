"""The table of families: what each yields, the operations it calls, and the module that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.collectors import (
    alarms,
    autoscaling,
    endpoint_configs,
    endpoints,
    models,
    network,
    recommendation_jobs,
    training_jobs,
)
from scanner.collectors.failures import action_of
from scanner.collectors.listing import SEARCH
from scanner.collectors.tags import READ_TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from scanner.collectors.listing import Chain, Item, Listing
    from scanner.collectors.region import Region


@dataclass(frozen=True, slots=True)
class Family:
    """Resources that are collected together.

    `operations` are called in every scan that wants the type; `fallbacks` only for what the first does not give.
    """

    name: str
    type: str
    operations: tuple[str, ...]
    collect: Callable[[Region], Iterator[Item]]
    fallbacks: tuple[str, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """The IAM actions that it needs."""
        return tuple(action_of(operation) for operation in self.operations)

    @property
    def fallback_actions(self) -> tuple[str, ...]:
        """The IAM actions that it needs only for what the first operation does not give."""
        return tuple(action_of(operation) for operation in self.fallbacks)


def _searched(name: str, listing: Listing, collect: Callable[[Region], Iterator[Item]]) -> Family:
    return Family(name, listing.kind, (SEARCH, listing.operation), collect, (listing.describe, READ_TAGS))


def _described(name: str, listing: Listing, collect: Callable[[Region], Iterator[Item]]) -> Family:
    return Family(name, listing.kind, (listing.operation, listing.describe, READ_TAGS), collect)


def _chained(name: str, chain: Chain, collect: Callable[[Region], Iterator[Item]]) -> Family:
    return Family(name, chain.kind, (chain.operation,), collect)


FAMILIES: Final = (
    _searched("training jobs", training_jobs.LISTING, training_jobs.collect_training_jobs),
    _searched("models", models.LISTING, models.collect_models),
    _described("endpoint configurations", endpoint_configs.LISTING, endpoint_configs.collect_endpoint_configs),
    _described("endpoints", endpoints.LISTING, endpoints.collect_endpoints),
    _described("recommendation jobs", recommendation_jobs.LISTING, recommendation_jobs.collect_recommendation_jobs),
    _chained("scalable targets", autoscaling.TARGETS, autoscaling.collect_targets),
    _chained("scaling policies", autoscaling.POLICIES, autoscaling.collect_policies),
    _chained("scheduled actions", autoscaling.SCHEDULED_ACTIONS, autoscaling.collect_scheduled_actions),
    _chained("scaling activities", autoscaling.ACTIVITIES, autoscaling.collect_activities),
    _chained("alarms", alarms.ALARMS, alarms.collect_alarms),
    _chained("subnets", network.SUBNETS, network.collect_subnets),
    _chained("security groups", network.SECURITY_GROUPS, network.collect_security_groups),
    _chained("Availability Zones", network.ZONES, network.collect_zones),
)
"""Each resource type belongs to one family."""


def families_for(types: Collection[str]) -> tuple[Family, ...]:
    """Give the families that yield these types."""
    return tuple(family for family in FAMILIES if family.type in types)


def required_actions(types: Collection[str]) -> tuple[str, ...]:
    """Name the IAM actions that a scan of these types needs."""
    return tuple(sorted({action for family in families_for(types) for action in family.actions}))
