"""Write out the runs of a recurring training job from one entry of the example account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FAILURE = "AlgorithmError: ExecuteUserScriptError: exit code 1"
_PREPARATION = timedelta(seconds=150)
_LAST_RUN_AT = 3


def expand_runs(entry: Mapping, scan_day: datetime) -> Iterator[dict]:
    """Yield one Describe document for each run, newest last; the newest is of the scan day, 03:00 UTC."""
    runs = entry["runs"]
    count, step = runs["count"], timedelta(hours=runs["every_hours"])
    newest = scan_day.replace(hour=_LAST_RUN_AT)
    for number in range(1, count + 1):
        created = newest - step * (count - number)
        document = _fill(entry["document"], _placeholders(entry["document"]["TrainingJobName"], number, created))
        yield document | _outcome(document, runs, number, created)


def _placeholders(stem: str, number: int, created: datetime) -> dict[str, str]:
    unique = uuid5(NAMESPACE_URL, f"{stem}/{number}")
    return {
        "{stamp}": f"{created:%Y-%m-%d-%H-%M-%S}-{unique.int % 1000:03}",
        "{date}": f"{created:%Y-%m-%d}",
        "{uuid}": str(unique),
        "{hash}": f"{number % 10}{unique.hex[:6]}{number % 7}",
        "{counter}": f"{number:03}",
    }


def _fill(value: object, placeholders: Mapping[str, str]) -> object:
    match value:
        case str():
            for placeholder, text in placeholders.items():
                value = value.replace(placeholder, text)
            return value
        case dict():
            return {key: _fill(item, placeholders) for key, item in value.items()}
        case list():
            return [_fill(item, placeholders) for item in value]
        case _:
            return value


def _outcome(document: Mapping, runs: Mapping, number: int, created: datetime) -> dict:
    """Give what the service adds when a run has ended."""
    took = runs["seconds"][number % len(runs["seconds"])]
    started = created + _PREPARATION
    ended = started + timedelta(seconds=took)
    failed = _is_every(runs.get("failed_every"), number)
    status = "Failed" if failed else "Completed"
    outcome: dict = {
        "TrainingJobStatus": status,
        "SecondaryStatus": status,
        "CreationTime": created,
        "TrainingStartTime": started,
        "TrainingEndTime": ended,
        "LastModifiedTime": ended,
        "TrainingTimeInSeconds": took,
        "SecondaryStatusTransitions": list(
            _transitions(created, ended, status, interrupted=_is_every(runs.get("interrupted_every"), number))
        ),
        "ModelArtifacts": {"S3ModelArtifacts": f"{document['OutputDataConfig']['S3OutputPath']}model.tar.gz"},
    }
    if "ResourceConfig" in document:
        outcome["BillableTimeInSeconds"] = round(took * runs.get("billable", 1))
    if failed:
        outcome["FailureReason"] = runs.get("failure", _FAILURE)
    return outcome


def _transitions(created: datetime, ended: datetime, status: str, *, interrupted: bool) -> Iterator[dict]:
    started = created + _PREPARATION
    middle = started + (ended - started) / 2
    steps = [("Starting", created), ("Downloading", started - timedelta(seconds=30)), ("Training", started)]
    if interrupted:
        back = middle + timedelta(minutes=5)
        steps += [("Interrupted", middle), ("Starting", middle + timedelta(minutes=1)), ("Training", back)]
    steps += [("Uploading", ended - timedelta(seconds=20)), (status, ended)]
    ends = [*(start for _, start in steps[1:]), ended]
    for (name, start), end in zip(steps, ends, strict=True):
        yield {"Status": name, "StartTime": start, "EndTime": end}


def _is_every(step: int | None, number: int) -> bool:
    return step is not None and number % step == 0


def at_midnight(day: datetime) -> datetime:
    """Give the start of a day in UTC."""
    return day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
