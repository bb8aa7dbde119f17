"""Collect endpoints: a list and one Describe each.

Search would give a hundred a call, but without the last deployment's settings and four other fields, and from an index
that lags behind, while instance counts change by the minute. So it would only add calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Listing, list_and_describe
from scanner.resource_types import ENDPOINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

LISTING = Listing(ENDPOINT, "sagemaker:ListEndpoints", "Endpoints", "sagemaker:DescribeEndpoint", "EndpointArn")


def collect_endpoints(region: Region) -> Iterator[Item]:
    """Yield the endpoints."""
    return list_and_describe(region, LISTING, set())
