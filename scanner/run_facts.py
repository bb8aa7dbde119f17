"""Say of one run what is counted of all runs of its job: its state, how long it ran, and on how many instances."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from scanner.paths import spread
from scanner.records import record
from scanner.resource_types import PROCESSING_JOB, TRAINING_JOB, TRANSFORM_JOB, TUNING_JOB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.paths import Document, Json

# Tuples, because `isinstance` is several times slower with a union.
_NUMBERS: Final = (int, float)
_LISTS: Final = (list, tuple)
STEPS: Final = "SecondaryStatusTransitions"
INTERRUPTED: Final = "Interrupted"
"""The status, in one of the STEPS, of a run that lost its instances."""
_GROUP_COUNTS: Final = ("ResourceConfig", "InstanceGroups", "InstanceCount")


@record(frozen=True, slots=True)
class RunShape:
    """Where a type has its facts: its state, its seconds or else its start and end, and its instances."""

    status: str
    start: str
    end: str
    instances: tuple[tuple[str, ...], ...]
    seconds: tuple[str, ...] = ()
    billed: tuple[str, ...] = ()


SHAPES: Final = {
    TRAINING_JOB: RunShape(
        "TrainingJobStatus",
        "",
        "",
        (("ResourceConfig", "SelectedInstanceCount"), ("ResourceConfig", "InstanceCount")),
        ("TrainingTimeInSeconds",),
        ("BillableTimeInSeconds",),
    ),
    PROCESSING_JOB: RunShape(
        "ProcessingJobStatus",
        "ProcessingStartTime",
        "ProcessingEndTime",
        (("ProcessingResources", "ClusterConfig", "InstanceCount"),),
    ),
    TRANSFORM_JOB: RunShape(
        "TransformJobStatus", "TransformStartTime", "TransformEndTime", (("TransformResources", "InstanceCount"),)
    ),
    TUNING_JOB: RunShape("HyperParameterTuningJobStatus", "", "", (), ("ConsumedResources", "RuntimeInSeconds"), ()),
}


class RunFacts(NamedTuple):
    """What is counted of a run; times in seconds, None where it has not ended."""

    created: str
    status: str
    failure: str
    interruptions: int
    took: float | None
    billed: float | None
    instances: float


def facts_of(document: Document, kind: str) -> RunFacts:
    """Give the facts of a run; a document that has only the paths that are `counted` is enough."""
    shape = SHAPES[kind]
    return RunFacts(
        _text_at(document, "CreationTime"),
        _text_at(document, shape.status),
        _text_at(document, "FailureReason"),
        _interruptions_of(document),
        took := _seconds_of(document, shape.seconds, shape),
        _seconds_of(document, shape.billed, shape) if shape.billed else took,
        _instances_of(document, shape),
    )


def counted(kind: str) -> Iterator[tuple[str, ...]]:
    """Give the paths in the documents of a type that lead to what is counted here, and in groups."""
    shape = SHAPES[kind]
    yield from ((key,) for key in ("CreationTime", "FailureReason", shape.status, shape.start, shape.end) if key)
    yield from (path for path in (shape.seconds, shape.billed, *shape.instances) if path)
    yield from ((STEPS, "Status"), _GROUP_COUNTS)


def _text_at(document: Document, key: str) -> str:
    """Give a text, or an empty one."""
    value = document.get(key)
    return value if isinstance(value, str) else ""


def _seconds_of(document: Document, path: tuple[str, ...], shape: RunShape) -> float | None:
    """Give how long a run took: what AWS says, or from its start to its end; None where it has not ended."""
    if path:
        return _number_at(document, path)
    start, end = _text_at(document, shape.start), _text_at(document, shape.end)
    if not start or not end:
        return None
    return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def _number_at(document: Document, path: tuple[str, ...]) -> float | None:
    value: Json = document.get(path[0])
    for key in path[1:]:
        value = value.get(key) if isinstance(value, dict) else None
    return float(value) if isinstance(value, _NUMBERS) and math.isfinite(value) else None


def _interruptions_of(document: Document) -> int:
    """Count how often a run lost its instances."""
    steps = document.get(STEPS)
    if not isinstance(steps, _LISTS):
        return 0
    return [step.get("Status") for step in steps if isinstance(step, dict)].count(INTERRUPTED)


def _instances_of(document: Document, shape: RunShape) -> float:
    """Count the instances of a run, those of all groups of a heterogeneous cluster; one where nothing is said."""
    for path in shape.instances:
        if (number := _number_at(document, path)) is not None:
            return number
    counts = [value for _, value in spread(document, _GROUP_COUNTS)]
    return sum(float(count) for count in counts if isinstance(count, _NUMBERS)) or 1.0
