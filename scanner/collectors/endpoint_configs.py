"""Collect endpoint configurations: a list and one Describe each, because nothing gives them in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Listing, list_and_describe
from scanner.resource_types import ENDPOINT_CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

LISTING = Listing(
    ENDPOINT_CONFIG,
    "sagemaker:ListEndpointConfigs",
    "EndpointConfigs",
    "sagemaker:DescribeEndpointConfig",
    "EndpointConfigArn",
)


def collect_endpoint_configs(region: Region) -> Iterator[Item]:
    """Yield the endpoint configurations."""
    return list_and_describe(region, LISTING, set())
