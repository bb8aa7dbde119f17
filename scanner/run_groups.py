"""Add up the runs of one recurring job: the newest document, and numbers over all of them, in bounded memory."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from scanner.durations import Durations, Exact, exact, read_exact, write_exact
from scanner.model import Resource
from scanner.run_facts import facts_of
from scanner.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.paths import Document, Json
    from scanner.run_facts import RunFacts

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

REASONS: Final = 50
"""Different failure reasons that are told apart, before they are cut to what they have in common."""

_WITH_DIGIT = re.compile(r"\w*\d\w*")


def _without_numbers(reason: str) -> str:
    return _WITH_DIGIT.sub("*", reason)


def _kind(reason: str) -> str:
    """Keep what AWS puts first: `AlgorithmError`."""
    return reason.partition(":")[0][:40]


def _any(_: str) -> str:
    return "different reasons"


def _reasons() -> Tally[str]:
    return Tally(REASONS, (_without_numbers, _kind, _any))


@dataclass(slots=True)
class RunGroup:
    """All runs of one recurring job. Its size does not depend on how many there are."""

    newest: Resource
    count: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    failures: Tally[str] = field(default_factory=_reasons)
    training_seconds: Durations = field(default_factory=Durations)
    billable_seconds: Durations = field(default_factory=Durations)
    instance_seconds: Exact = 0
    interruptions: int = 0
    first: str = ""
    last: str = ""

    def add(self, run: Resource) -> None:
        """Count one more run."""
        self.add_unread(run.id, facts_of(run.document, run.type), lambda: run)

    def add_unread(self, identity: str, facts: RunFacts, whole: Callable[[], Resource]) -> None:
        """Count one more run, which is read whole only if it is the newest."""
        created, status, failure, interruptions, took, billed, instances = facts
        if created > self.last or (created == self.last and identity > self.newest.id):
            self.newest = whole()
        self.count += 1
        self.statuses[status or "Unknown"] += 1
        if failure:
            self.failures.add(failure[:200])
        if created:
            self.first = min(self.first, created) if self.first else created
            self.last = max(self.last, created)
        self.interruptions += interruptions
        if took is not None:
            self.training_seconds.add(took)
        if billed is not None:
            self.billable_seconds.add(billed)
            self.instance_seconds += exact(billed) * exact(instances)

    def merge(self, other: RunGroup) -> None:
        """Count all runs of another group of the same job: the same as adding them one by one."""
        if _age(other.newest) > _age(self.newest):
            self.newest = other.newest
        self.count += other.count
        self.statuses.update(other.statuses)
        self.failures.merge(other.failures)
        self.training_seconds.merge(other.training_seconds)
        self.billable_seconds.merge(other.billable_seconds)
        self.instance_seconds += other.instance_seconds
        self.interruptions += other.interruptions
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)

    def describe(self) -> Document:
        """Give `input.runs`."""
        runs: dict[str, Json] = {
            "count": self.count,
            "by_status": dict(sorted(self.statuses.items())),
            "running": self.statuses["InProgress"] + self.statuses["Stopping"],
            "interruptions": self.interruptions,
            "failure_reasons": dict(sorted(self.failures.counts.items())),
        }
        if self.first:
            runs |= {"first": self.first, "last": self.last, "days": _days(self.first, self.last)}
        if self.training_seconds:
            runs["training_seconds"] = self.training_seconds.describe()
        if self.billable_seconds:
            runs["billable_seconds"] = self.billable_seconds.describe()
            runs["instance_hours"] = round(float(self.instance_seconds) / 3600, 3)
        return runs

    def to_record(self) -> dict[str, Json]:
        """Give the group as JSON. Runs are of live accounts, so nothing is lost of the newest one."""
        newest = self.newest
        return {
            "newest": {
                "type": newest.type,
                "id": newest.id,
                "name": newest.name,
                "document": newest.document,
                "account": newest.account,
                "region": newest.region,
                "tags": dict(newest.tags),
                "learned": newest.learned,
            },
            "count": self.count,
            "statuses": dict(sorted(self.statuses.items())),
            "failures": {"level": self.failures.level, "counts": dict(sorted(self.failures.counts.items()))},
            "training_seconds": self.training_seconds.to_record(),
            "billable_seconds": self.billable_seconds.to_record(),
            "instance_seconds": write_exact(self.instance_seconds),
            "interruptions": self.interruptions,
            "first": self.first,
            "last": self.last,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> RunGroup:
        """Read a group back. Raises KeyError, TypeError or ValueError for anything else."""
        failures = _reasons()
        failures.level = int(record["failures"]["level"])
        failures.counts.update(record["failures"]["counts"])
        return cls(
            newest=Resource(**record["newest"]),
            count=int(record["count"]),
            statuses=Counter(record["statuses"]),
            failures=failures,
            training_seconds=Durations.from_record(record["training_seconds"]),
            billable_seconds=Durations.from_record(record["billable_seconds"]),
            instance_seconds=read_exact(record["instance_seconds"]),
            interruptions=int(record["interruptions"]),
            first=str(record["first"]),
            last=str(record["last"]),
        )


def _age(run: Resource) -> tuple[str, str]:
    return str(run.document.get("CreationTime", "")), run.id


def _days(first: str, last: str) -> float:
    return max(1.0, round((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 86400, 2))
