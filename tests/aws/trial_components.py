"""The trial components that SageMaker makes of jobs by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.kinds import kinds
from tests.aws.store import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws.store import AccountRegion

SOURCES = {
    "TrainingJob": "SageMakerTrainingJob",
    "ProcessingJob": "SageMakerProcessingJob",
    "TransformJob": "SageMakerTransformJob",
}
"""Kinds of jobs that become trial components, and what `Source.SourceType` calls them."""

_STATES = ("InProgress", "Completed", "Failed", "Stopping", "Stopped")


def trial_components(place: AccountRegion) -> list[Entry]:
    """Give all trial components: those seeded as such, and those of jobs, whose `SourceDetail` is left out."""
    made = [_of_job(place, kind, job) for kind, job in _jobs(place)]
    return place.all("TrialComponent") + made


def source_of(place: AccountRegion, component: Entry) -> tuple[str, Entry] | None:
    """Give the kind and the job that a trial component was made of, or none."""
    arn = component.document.get("Source", {}).get("SourceArn", "")
    for kind in SOURCES:
        if (job := place.find(kinds()[kind], {f"{kind}Name": arn})) is not None:
            return kind, job
    return None


def _jobs(place: AccountRegion) -> Iterator[tuple[str, Entry]]:
    for kind in SOURCES:
        for job in place.all(kind):
            if job.trial_component:
                yield kind, job


def _of_job(place: AccountRegion, kind: str, job: Entry) -> Entry:
    document = job.document
    stem = kind.removesuffix("Job")
    name = f"{document[f'{kind}Name']}-aws-{stem.lower()}-job"
    status = document.get(f"{kind}Status")
    component = {
        "TrialComponentName": name,
        "DisplayName": name,
        "TrialComponentArn": place.arn("TrialComponent", name),
        "Source": {"SourceArn": job.arn, "SourceType": SOURCES[kind]},
        "Status": {"PrimaryStatus": status if status in _STATES else "Completed"},
        "CreationTime": document["CreationTime"],
        "LastModifiedTime": document.get("LastModifiedTime", document["CreationTime"]),
    }
    for key, field in (("StartTime", f"{stem}StartTime"), ("EndTime", f"{stem}EndTime")):
        if field in document:
            component[key] = document[field]
    return Entry(component, component["TrialComponentArn"], (name,), job.hidden)
