"""Collect training jobs: Search gives 100 a call with nearly every field, and their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import SEARCH, Listing, describe, search_and_list
from scanner.model import Resource
from scanner.paths import overlaps
from scanner.resource_types import TRAINING_JOB, TYPES
from scanner.runs import group_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

LISTING = Listing(
    TRAINING_JOB,
    "sagemaker:ListTrainingJobs",
    "TrainingJobSummaries",
    "sagemaker:DescribeTrainingJob",
    "TrainingJobArn",
)


def collect_training_jobs(region: Region) -> Iterator[Item]:
    """Yield the training jobs, newest first.

    A field that Search leaves out and a policy reads is described for the newest run of each recurring job only:
    a history of hundreds of thousands of runs then costs a call for each hundred, not for each.
    """
    reads = region.wanted.reads_of(TRAINING_JOB)
    missing = tuple(key for key in TYPES[TRAINING_JOB].search_omits if any(overlaps((key,), path) for path in reads))
    given = {path for path in reads if path[:1] not in {(key,) for key in missing}}
    described: set[str] = set()
    jobs = search_and_list(region, LISTING, ("TrainingJob",), SortBy="CreationTime", SortOrder="Descending")
    for item in jobs:
        match item:
            case Resource(learned=learned) if missing and learned == SEARCH:
                group = group_key(item, given)
                yield from describe(region, LISTING, item, missing) if group not in described else (item,)
                described.add(group)
            case _:
                yield item
