"""Give the runs of recurring jobs: as groups where only their sum is wanted, or one by one; the newest whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scanner import __version__
from scanner.collectors.failures import CallError
from scanner.collectors.history import History
from scanner.collectors.job_lists import list_jobs
from scanner.collectors.listing import SEARCH
from scanner.collectors.reader import Reader
from scanner.collectors.records import Record
from scanner.collectors.searching import neither
from scanner.collectors.timestamps import LAG, moment, now
from scanner.model import Gap, Resource
from scanner.run_groups import RunGroup
from scanner.runs import Grouping
from scanner.shapes import omitted_by
from scanner.snapshot import resource_from, resource_record, without_secrets

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from scanner.collectors.listing import Listing, Search
    from scanner.collectors.reader import Item
    from scanner.collectors.region import Region
    from scanner.model import Read
    from scanner.paths import Document, Json


def read_history(region: Region, listing: Listing, search: Search) -> Iterator[Item | RunGroup]:
    """Yield the jobs of a type.

    A field that Search leaves out and a policy reads is described for the newest run of each recurring job only: a
    history of hundreds of thousands of runs then costs a call for each hundred, not for each.
    """
    reader = Reader(region, listing)
    first, unlisted = reader.first_page()
    if first is None and unlisted is None:
        return
    reads = region.wanted.run_reads.get(listing.kind, ())
    history = History(region, listing, search, [read.path for read in reads])
    try:
        if region.wanted.grouped:
            groups, failure = _groups(region, history, reads)
            yield from _newest_of_groups(region, reader, groups)
            if failure:
                raise failure
        else:
            yield from _newest_of_runs(region, reader, history.jobs(), reads)
    except CallError as error:
        if not error.failure.unavailable or history.given:
            raise
        if unlisted:
            raise CallError(neither(error.failure, unlisted)) from error
        yield from list_jobs(region, listing)
        return
    if unlisted:
        raise CallError(unlisted)
    yield from _not_searched(region, listing, reader, history, first or [])


def _not_searched(
    region: Region, listing: Listing, reader: Reader, history: History, first: Sequence[Document]
) -> Iterator[Item]:
    """Yield what the list has and Search had not: the newest, or where Search gave too few, all."""
    for summaries in reader.pages(list(first)):
        listed = {listing.identify(region, item): item for item in summaries if _wanted(region, item)}
        new = history.not_given({identity: _created(item) for identity, item in listed.items()})
        yield from reader.complete([listed[identity] for identity in new])
        if len(listed) < len(summaries) or (not new and not history.lacking):
            return


def _wanted(region: Region, summary: Document) -> bool:
    return _created(summary) >= region.wanted.since


def _created(document: Document) -> str:
    return str(document.get("CreationTime", ""))


def _newest_of_runs(region: Region, reader: Reader, runs: Iterable[Record], reads: Sequence[Read]) -> Iterator[Item]:
    """Yield runs as they come; the newest of each recurring job is held back, and comes whole."""
    kind = reader.kind
    missing = region.wanted.missing(kind, omitted_by(kind, SEARCH))
    if not missing:
        yield from map(Record.whole, runs)
        return
    grouping = Grouping(reads)
    newest: dict[Hashable, Resource] = {}
    for run in runs:
        key = grouping.key_of_unread(run)
        older = job = run.whole()
        if (other := newest.setdefault(key, job)) is job:
            continue
        if _age(job) > _age(other):
            newest[key], older = job, other
        yield older
    for items in reader.whole(list(newest.values()), missing):
        yield from items


def _newest_of_groups(region: Region, reader: Reader, groups: Sequence[RunGroup]) -> Iterator[Gap | RunGroup]:
    """Yield groups, each with its newest run whole."""
    kind = reader.kind
    missing = region.wanted.missing(kind, omitted_by(kind, SEARCH))
    if not missing:
        yield from groups
        return
    for group, items in zip(groups, reader.whole([group.newest for group in groups], missing), strict=True):
        for item in items:
            match item:
                case Gap():
                    yield item
                case Resource():
                    group.newest = without_secrets(item)
        yield group


@dataclass(slots=True)
class _Sum:
    """All jobs as of a time: those that have ended as groups, the others as they are.

    `recent` are those that ended so shortly before that they will be given once more as changed.
    """

    began: str
    grouping: Grouping
    open: dict[str, Resource] = field(default_factory=dict)
    recent: dict[str, str] = field(default_factory=dict)
    jobs: int = 0
    lately: str = field(init=False)

    def __post_init__(self) -> None:
        self.lately = _before(self.began)

    def add(self, record: Record) -> None:
        """Count one that is new or has changed."""
        if record.id in self.recent:
            return
        self.jobs += self.open.pop(record.id, None) is None
        if not record.settled:
            self.open[record.id] = record.whole()
            return
        self.grouping.add_unread(record)
        if record.modified >= self.lately:
            self.recent[record.id] = record.modified

    def at(self, began: str) -> None:
        """Move on to a later time."""
        self.began, self.lately = began, _before(began)
        self.recent = {identity: modified for identity, modified in self.recent.items() if modified >= self.lately}

    def to_note(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "began": self.began,
            "groups": [group.to_record() for group in self.grouping.groups],
            "open": [resource_record(job) for job in self.open.values()],
            "recent": dict(self.recent),
            "jobs": self.jobs,
        }

    @classmethod
    def from_note(cls, note: Any, reads: Sequence[Read]) -> _Sum:
        """Read it back."""
        grouping = Grouping(reads)
        for record in note["groups"]:
            grouping.add_group(RunGroup.from_record(record))
        jobs = [resource_from(record) for record in note["open"]]
        return cls(note["began"], grouping, {job.id: job for job in jobs}, note["recent"], note["jobs"])


def _groups(region: Region, history: History, reads: Sequence[Read]) -> tuple[list[RunGroup], CallError | None]:
    """Add up all jobs, or those that came before an error, which is given too.

    What an earlier scan with the same policies has added up, and has ended, is not read again.
    """
    name = _name_of(reads)
    whole_history = not region.wanted.since
    note = history.shelf.note(name) if whole_history else None
    began = now()
    total = _caught_up(history, _Sum.from_note(note, reads), began) if note else None
    failure = None
    if total is None:
        total = _Sum(began, Grouping(reads))
        failure = _add_all(total, history)
    if whole_history and not failure:
        history.shelf.write_note(name, total.to_note())
    for job in total.open.values():
        total.grouping.add(job)
    return total.grouping.groups, failure


def _name_of(reads: Sequence[Read]) -> str:
    """Name a sum by all that it depends on: what tells runs apart, and the program that does."""
    told_apart = sorted((read.path, read.presence) for read in reads)
    return f"groups/{hashlib.sha256(repr((__version__, told_apart)).encode()).hexdigest()}"


def _add_all(total: _Sum, history: History) -> CallError | None:
    try:
        for job in history.jobs():
            total.add(job)
    except CallError as error:
        return error
    return None


def _caught_up(history: History, total: _Sum, began: str) -> _Sum | None:
    """Bring a sum up to date; none where it is not as many as AWS says there are, because some were deleted."""
    before = total.began
    changed = history.changed_since(before)
    newest = history.newest_page()
    for job in changed.values():
        total.add(job)
    total.at(began)
    arrived = sum(job.id not in changed and job.created >= began for job in newest)
    if history.exact and total.jobs + arrived != history.hits:
        history.forget()
        return None
    history.keep_changes(changed.values(), before, began)
    history.give(changed.values(), newest)
    return total


def _before(time: str) -> str:
    return moment(datetime.fromisoformat(time) - LAG)


def _age(job: Resource) -> tuple[str, str]:
    return _created(job.document), job.id
