"""Collect inference recommendation jobs: a list, and one Describe for each that has a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Listing, list_and_describe
from scanner.resource_types import RECOMMENDATION_JOB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region
    from scanner.paths import Document


def _has_result(summary: Document) -> bool:
    return summary.get("Status") == "COMPLETED"


LISTING = Listing(
    RECOMMENDATION_JOB,
    "sagemaker:ListInferenceRecommendationsJobs",
    "InferenceRecommendationsJobs",
    "sagemaker:DescribeInferenceRecommendationsJob",
    "JobArn",
    _has_result,
)


def collect_recommendation_jobs(region: Region) -> Iterator[Item]:
    """Yield the recommendation jobs; one without a result is given as the list knows it."""
    return list_and_describe(region, LISTING, set())
