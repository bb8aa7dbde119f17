"""Collect models: Search gives 100 a call, whole and with their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Listing, search_and_list
from scanner.resource_types import MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

LISTING = Listing(MODEL, "sagemaker:ListModels", "Models", "sagemaker:DescribeModel", "ModelArn")


def collect_models(region: Region) -> Iterator[Item]:
    """Yield the models; a search result wraps the model in what the model dashboard shows of it."""
    return search_and_list(region, LISTING, ("Model", "Model"))
