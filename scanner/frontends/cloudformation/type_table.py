"""The table of CloudFormation's resource types: what names them, and where properties differ from the API's fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.resource_types import (
    ENDPOINT,
    ENDPOINT_CONFIG,
    MODEL,
    SCALABLE_TARGET,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SECURITY_GROUP,
    SUBNET,
    TRAINING_JOB,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ARN: Final = "Arn"


@dataclass(frozen=True, slots=True)
class CloudFormationType:
    """One resource type.

    `identity` is the API's key of its name or id, and the attribute that gives it to other resources. `ref` is the
    attribute that `Ref` gives. `exceptions` are the properties whose name is not the API's.
    """

    type: str
    identity: str
    ref: str
    exceptions: Mapping[str, str] = field(default_factory=dict)


_TYPES: Final = (
    CloudFormationType(TRAINING_JOB, "TrainingJobName", ARN),
    CloudFormationType(MODEL, "ModelName", ARN),
    CloudFormationType(ENDPOINT_CONFIG, "EndpointConfigName", ARN),
    CloudFormationType(ENDPOINT, "EndpointName", ARN),
    CloudFormationType(SCALABLE_TARGET, "ResourceId", "Id"),
    CloudFormationType(SCALING_POLICY, "PolicyName", ARN),
    CloudFormationType(SCHEDULED_ACTION, "ScheduledActionName", ARN),
    CloudFormationType(SUBNET, "SubnetId", "SubnetId"),
    CloudFormationType(
        SECURITY_GROUP,
        "GroupId",
        "GroupId",
        {
            "GroupDescription": "Description",
            "SecurityGroupIngress": "IpPermissions",
            "SecurityGroupEgress": "IpPermissionsEgress",
        },
    ),
)

CLOUDFORMATION_TYPES: Final = {kind.type: kind for kind in _TYPES}

SCALING_TYPES: Final = frozenset({SCALABLE_TARGET, SCALING_POLICY})
"""Types that serve other services too; those are left out."""

SCALING_KEYS: Final = ("ResourceId", "ScalableDimension", "ServiceNamespace")
"""What identifies a scalable target; `Ref` of one gives them joined with `|`."""

RULE_TYPES: Final = {
    "AWS::EC2::SecurityGroupIngress": "SecurityGroupIngress",
    "AWS::EC2::SecurityGroupEgress": "SecurityGroupEgress",
}
"""Resources that add a rule to a security group that is declared apart, and the group's property they add to."""

RULE_KEYS: Final = frozenset({"IpPermissions", "IpPermissionsEgress"})

RULE_FIELDS: Final = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourceSecurityGroupName": ("UserIdGroupPairs", "GroupName"),
    "SourceSecurityGroupOwnerId": ("UserIdGroupPairs", "UserId"),
}
"""Properties of a rule that the API keeps in the one object of a list: the list, and the key in it."""
