"""Say of one run what is counted of all runs of its job: its state, how long it ran, and on how many instances."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from scanner.paths import lookup, spread
from scanner.resource_types import PROCESSING_JOB, TRAINING_JOB, TRANSFORM_JOB, TUNING_JOB

if TYPE_CHECKING:
    from scanner.paths import Document, Json

# Tuples, because `isinstance` is several times slower with a union.
_NUMBERS: Final = (int, float)
_LISTS: Final = (list, tuple)


@dataclass(frozen=True, slots=True)
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


def text_at(document: Document, key: str) -> str:
    """Give a text, or an empty one."""
    value = document.get(key)
    return value if isinstance(value, str) else ""


def seconds_of(document: Document, path: tuple[str, ...], shape: RunShape) -> float | None:
    """Give how long a run took: what AWS says, or from its start to its end; None where it has not ended."""
    if path:
        value: Json = document
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return float(value) if isinstance(value, _NUMBERS) and math.isfinite(value) else None
    start, end = text_at(document, shape.start), text_at(document, shape.end)
    if not start or not end:
        return None
    return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def interruptions_of(document: Document) -> int:
    """Count how often a run lost its instances."""
    steps = document.get("SecondaryStatusTransitions")
    if not isinstance(steps, _LISTS):
        return 0
    return [step.get("Status") for step in steps if isinstance(step, dict)].count("Interrupted")


def instances_of(document: Document, shape: RunShape) -> float:
    """Count the instances of a run, those of all groups of a heterogeneous cluster; one where nothing is said."""
    for path in shape.instances:
        value = lookup(document, path)
        if isinstance(value, _NUMBERS):
            return float(value)
    counts = [value for _, value in spread(document, ("ResourceConfig", "InstanceGroups", "InstanceCount"))]
    return sum(float(count) for count in counts if isinstance(count, _NUMBERS)) or 1.0
