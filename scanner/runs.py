"""Group the runs of a recurring job: one name stem, and documents that look the same to every selected policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from weakref import WeakKeyDictionary

from scanner.paths import format_path, overlaps, without_indexes
from scanner.run_groups import RunGroup
from scanner.run_names import split_name
from scanner.run_projection import Projection

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from scanner.model import Gap, Read, Resource
    from scanner.run_facts import RunFacts
    from scanner.run_templates import Template


_NOTHING: Final[frozenset[str]] = frozenset()


class UnreadRun(Protocol):
    """A run of which only as much is read as tells it apart from others, of the same type in the same region."""

    @property
    def id(self) -> str:
        """Its ARN."""

    @property
    def stem(self) -> str:
        """What its name has in common with those of other runs."""

    @property
    def unique(self) -> Sequence[str]:
        """The tokens of its name that are its own."""

    @property
    def template(self) -> Template:
        """The template of all that is read of it, and of its tags."""

    @property
    def facts(self) -> RunFacts:
        """What is counted of it."""

    def whole(self) -> Resource:
        """Read it."""


class Grouping:
    """Streams the runs of recurring jobs into groups; only the groups are kept."""

    def __init__(self, reads: Iterable[Read]) -> None:
        """Take what the selected policies read, as paths in the document."""
        wanted = tuple(reads)
        self._values = frozenset(read.path for read in wanted if not read.presence)
        self._presence = frozenset(read.path for read in wanted if read.presence) - self._values
        self._projection = Projection(self._values, self._presence)
        self._by_template: WeakKeyDictionary[Template, int] = WeakKeyDictionary()
        self._groups: dict[Hashable, RunGroup] = {}

    def key(self, job: Resource) -> Hashable:
        """Give equal keys to runs of one recurring job.

        Two runs with one key are the same to every policy, so the grouping preserves verdicts.
        """
        stem, unique = split_name(job.name)
        return stem, self._projection.of(job, unique)

    def add(self, job: Resource, unknown: frozenset[str] = _NOTHING) -> None:
        """Count one more run; runs of which different things are unknown are not of one group."""
        key = (self.key(job), unknown)
        if (group := self._groups.get(key)) is None:
            group = self._groups[key] = RunGroup(newest=job)
        group.add(job)

    def key_of_unread(self, run: UnreadRun) -> Hashable:
        """Give the key of a run, and read it only where none before was like it."""
        number = self._by_template.get(run.template)
        if number is None:
            number = self._by_template[run.template] = self._projection.of(run.whole(), run.unique)
        return run.stem, number

    def add_unread(self, run: UnreadRun) -> None:
        """Count one more run of which nothing is unknown."""
        key = (self.key_of_unread(run), _NOTHING)
        if (group := self._groups.get(key)) is None:
            group = self._groups[key] = RunGroup(newest=run.whole())
        group.add_unread(run.id, run.facts, run.whole)

    def add_group(self, group: RunGroup, unknown: frozenset[str] = _NOTHING) -> None:
        """Count all runs of a group; what holds for the newest holds for all."""
        key = (self.key(group.newest), unknown)
        if (known := self._groups.get(key)) is None:
            self._groups[key] = group
        else:
            known.merge(group)

    def unknown(self, gaps: Iterable[Gap]) -> frozenset[str]:
        """Tell of the gaps of a job what is unknown that is read."""
        return frozenset(
            f"{format_path(gap.path)} {gap.message}"
            for gap in gaps
            if any(overlaps(without_indexes(gap.path), path) for path in self._values | self._presence)
        )

    @property
    def groups(self) -> list[RunGroup]:
        """Give the groups, in the order in which the first run of each came."""
        return list(self._groups.values())


def group_runs(jobs: Iterable[Resource], reads: Iterable[Read], gaps: Mapping[str, Iterable[Gap]]) -> list[RunGroup]:
    """Stream jobs into groups; `reads` are paths in the document, `gaps` the gaps of each job by its id."""
    grouping = Grouping(reads)
    for job in jobs:
        grouping.add(job, grouping.unknown(gaps.get(job.id, ())))
    return grouping.groups
