"""Collect subnets, security groups and Availability Zones: one unfiltered chain each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Chain, read_chain
from scanner.resource_types import AVAILABILITY_ZONE, SECURITY_GROUP, SUBNET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

SUBNETS = Chain(SUBNET, "ec2:DescribeSubnets", "Subnets", "SubnetArn", "subnet", ("SubnetId",))
SECURITY_GROUPS = Chain(
    SECURITY_GROUP,
    "ec2:DescribeSecurityGroups",
    "SecurityGroups",
    "SecurityGroupArn",
    "security-group",
    ("GroupId",),
)
ZONES = Chain(
    AVAILABILITY_ZONE,
    "ec2:DescribeAvailabilityZones",
    "AvailabilityZones",
    "",
    "availability-zone",
    ("ZoneName",),
)


def collect_subnets(region: Region) -> Iterator[Item]:
    """Yield the subnets, also those that other accounts share."""
    return read_chain(region, SUBNETS, MaxResults=1000)


def collect_security_groups(region: Region) -> Iterator[Item]:
    """Yield the security groups with their rules."""
    return read_chain(region, SECURITY_GROUPS, MaxResults=1000)


def collect_zones(region: Region) -> Iterator[Item]:
    """Yield the zones that the account can use; a subnet lies in no other."""
    return read_chain(region, ZONES)
