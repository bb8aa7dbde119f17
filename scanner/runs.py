"""Group the runs of a recurring job: one name stem, and documents that look the same to every selected policy."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import orjson

from scanner.paths import ABSENT, format_path, lookup, overlaps, spread, without_indexes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scanner.model import Gap, Read, Resource
    from scanner.paths import Document, Json

_STATISTIC: Final = {"sum": "double", "median": "double", "p95": "double", "max": "double"}

RUNS_FIELDS: Final[Json] = {
    "count": "integer",
    "by_status": {"*": "integer"},
    "training_seconds": _STATISTIC,
    "billable_seconds": _STATISTIC,
    "instance_hours": "double",
    "first": "timestamp",
    "last": "timestamp",
    "days": "double",
    "running": "integer",
    "interruptions": "integer",
    "failure_reasons": {"*": "integer"},
}
"""The fields of `input.runs`. Statistics cover finished runs and are left out when there is none."""

_MOMENT = re.compile(
    r"(?<!\d)20\d\d[-_/.]?[01]\d[-_/.]?[0-3]\d"
    r"(?:[-_/T .]?[0-2]\d[-_:.]?[0-5]\d(?:[-_:.]?[0-5]\d(?:[-_.]?\d{3,6})?)?Z?)?(?!\d)"
    r"|(?<!\d)1[5-9]\d{8}(?:\d{3})?(?!\d)",
)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?<![0-9a-fA-F])[0-9a-f]{32}(?![0-9a-fA-F])")
_TOKEN = re.compile(r"[^-_.]+")
_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{8,}\Z|(?=.*\d)[0-9a-f]{6,}\Z")
_COUNTER = re.compile(r"\d+\Z|[a-z]?\d{3,}\Z")
_CUT = "*"
_MINIMUM_UNIQUE_LENGTH = 4


def name_stem(name: str) -> str:
    """Cut timestamps, unique ids and counters: `nightly-2026-11-20-03-00-00-123` is a run of `nightly`."""
    stem = _MOMENT.sub(_CUT, _UUID.sub(_CUT, name))
    tokens = _TOKEN.findall(stem)
    while len(tokens) > 1 and (_CUT in tokens[-1] or _COUNTER.match(tokens[-1]) or _RANDOM.match(tokens[-1])):
        end = stem.rindex(tokens.pop())
        stem = stem[:end].rstrip("-_.")
    return _TOKEN.sub(lambda token: _CUT if _RANDOM.match(token[0]) else token[0], stem)


def group_key(
    resource: Resource, reads: Collection[tuple[str, ...]], presence: Collection[tuple[str, ...]] = ()
) -> str:
    """Give equal keys to runs of one recurring job.

    `reads` are the index-free paths whose values matter to the selected policies, `presence` those of which only the
    presence does. Two runs with one key are the same to every policy, so the grouping preserves verdicts.
    """
    stem = name_stem(resource.name)
    unique = [
        token for token in _TOKEN.findall(resource.name) if len(token) >= _MINIMUM_UNIQUE_LENGTH and token not in stem
    ]
    projection = {
        "values": {
            format_path(path): value for keys in sorted(reads) for path, value in spread(resource.document, keys)
        },
        "presence": [keys for keys in sorted(presence) if any(True for _ in spread(resource.document, keys))],
        "tags": dict(resource.tags),
    }
    text = orjson.dumps(projection, option=orjson.OPT_SORT_KEYS).decode().replace(resource.name, _CUT)
    text = _MOMENT.sub(_CUT, _UUID.sub(_CUT, text))
    for token in unique:
        text = text.replace(token, _CUT)
    identity = (resource.type, resource.scope, stem, text)
    return sha256("\0".join(identity).encode()).hexdigest()


@dataclass(slots=True)
class RunGroup:
    """All runs of one recurring job: the newest document, and numbers over all of them."""

    newest: Resource
    count: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    training_seconds: list[float] = field(default_factory=list)
    billable_seconds: list[float] = field(default_factory=list)
    instance_seconds: float = 0.0
    interruptions: int = 0
    first: str = ""
    last: str = ""

    def add(self, run: Resource) -> None:
        """Count one more run."""
        document = run.document
        created = _text(document, "CreationTime")
        if (created, run.id) > (_text(self.newest.document, "CreationTime"), self.newest.id):
            self.newest = run
        self.count += 1
        self.statuses[_text(document, "TrainingJobStatus") or "Unknown"] += 1
        if reason := _text(document, "FailureReason"):
            self.failures[reason[:200]] += 1
        self.first = min(filter(None, (self.first, created)), default="")
        self.last = max(self.last, created)
        self.interruptions += sum(
            status == "Interrupted" for _, status in spread(document, ("SecondaryStatusTransitions", "Status"))
        )
        if (trained := _number(document, "TrainingTimeInSeconds")) is not None:
            self.training_seconds.append(trained)
        if (billed := _number(document, "BillableTimeInSeconds")) is not None:
            self.billable_seconds.append(billed)
            self.instance_seconds += billed * _instance_count(document)

    def describe(self) -> Document:
        """Give `input.runs`."""
        runs: dict[str, Json] = {
            "count": self.count,
            "by_status": dict(sorted(self.statuses.items())),
            "running": self.statuses["InProgress"] + self.statuses["Stopping"],
            "interruptions": self.interruptions,
            "failure_reasons": dict(sorted(self.failures.items())),
        }
        if self.first:
            runs |= {"first": self.first, "last": self.last, "days": _days(self.first, self.last)}
        if self.training_seconds:
            runs["training_seconds"] = _statistic(self.training_seconds)
        if self.billable_seconds:
            runs["billable_seconds"] = _statistic(self.billable_seconds)
            runs["instance_hours"] = round(self.instance_seconds / 3600, 3)
        return runs


def group_runs(jobs: Iterable[Resource], reads: Iterable[Read], gaps: Mapping[str, Iterable[Gap]]) -> list[RunGroup]:
    """Stream jobs into groups; `reads` are paths in the document, `gaps` the gaps of each job by its id."""
    wanted = tuple(reads)
    values = {read.path for read in wanted if not read.presence}
    presence = {read.path for read in wanted if read.presence} - values
    groups: dict[tuple[str, frozenset[str]], RunGroup] = {}
    for job in jobs:
        unknown = frozenset(
            f"{format_path(gap.path)} {gap.message}"
            for gap in gaps.get(job.id, ())
            if any(overlaps(without_indexes(gap.path), path) for path in values | presence)
        )
        key = (group_key(job, values, presence), unknown)
        group = groups.setdefault(key, RunGroup(newest=job))
        group.add(job)
    return list(groups.values())


def _text(document: Document, key: str) -> str:
    value = document.get(key)
    return value if isinstance(value, str) else ""


def _number(document: Document, key: str) -> float | None:
    value = document.get(key)
    return float(value) if isinstance(value, int | float) else None


def _instance_count(document: Document) -> float:
    for path in (("ResourceConfig", "SelectedInstanceCount"), ("ResourceConfig", "InstanceCount")):
        value = lookup(document, path)
        if value is not ABSENT and isinstance(value, int | float):
            return float(value)
    counts = [value for _, value in spread(document, ("ResourceConfig", "InstanceGroups", "InstanceCount"))]
    return sum(float(count) for count in counts if isinstance(count, int | float)) or 1.0


def _days(first: str, last: str) -> float:
    return max(1.0, round((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 86400, 2))


def _statistic(values: list[float]) -> Json:
    ordered = sorted(values)
    return {
        "sum": sum(ordered),
        "median": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        "max": ordered[-1],
    }
