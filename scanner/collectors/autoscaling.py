"""Collect what Application Auto Scaling keeps for SageMaker: one chain for each of its four lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Chain, read_chain
from scanner.resource_types import SCALABLE_TARGET, SCALING_ACTIVITY, SCALING_POLICY, SCHEDULED_ACTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

TARGETS = Chain(
    SCALABLE_TARGET,
    "application-autoscaling:DescribeScalableTargets",
    "ScalableTargets",
    "ScalableTargetARN",
    "scalable-target",
    ("ResourceId", "ScalableDimension"),
)
POLICIES = Chain(
    SCALING_POLICY,
    "application-autoscaling:DescribeScalingPolicies",
    "ScalingPolicies",
    "PolicyARN",
    "scaling-policy",
    ("ResourceId", "ScalableDimension", "PolicyName"),
)
SCHEDULED_ACTIONS = Chain(
    SCHEDULED_ACTION,
    "application-autoscaling:DescribeScheduledActions",
    "ScheduledActions",
    "ScheduledActionARN",
    "scheduled-action",
    ("ResourceId", "ScalableDimension", "ScheduledActionName"),
)
ACTIVITIES = Chain(
    SCALING_ACTIVITY,
    "application-autoscaling:DescribeScalingActivities",
    "ScalingActivities",
    "",
    "scaling-activity",
    ("ActivityId",),
)


def collect_targets(region: Region) -> Iterator[Item]:
    """Yield the scalable targets."""
    return _read(region, TARGETS)


def collect_policies(region: Region) -> Iterator[Item]:
    """Yield the scaling policies."""
    return _read(region, POLICIES)


def collect_scheduled_actions(region: Region) -> Iterator[Item]:
    """Yield the scheduled actions."""
    return _read(region, SCHEDULED_ACTIONS)


def collect_activities(region: Region) -> Iterator[Item]:
    """Yield the scaling activities of the last six weeks, all that AWS keeps."""
    return _read(region, ACTIVITIES)


def _read(region: Region, chain: Chain) -> Iterator[Item]:
    return read_chain(region, chain, ServiceNamespace="sagemaker", MaxResults=50)
