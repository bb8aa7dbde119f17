"""Read the history of a job type through Search: whole the first time, and afterwards only what has changed."""

from __future__ import annotations

from array import array
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from scanner.collectors.cache import CacheDamaged
from scanner.collectors.failures import CallError
from scanner.collectors.records import Records, written
from scanner.collectors.searching import filter_by, results_of, search_pages, total_hits
from scanner.collectors.timestamps import LAG, moment, now
from scanner.paths import lookup
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from scanner.collectors.listing import Listing, Search
    from scanner.collectors.records import Record
    from scanner.collectors.region import Region
    from scanner.collectors.unread import Unread
    from scanner.paths import Json

_NEAR: Final = 1000
"""Jobs that a page may repeat, because others were created while the pages were read."""


@record(frozen=True, slots=True)
class Walk:
    """How far a history is kept: what was created from `since` on, as it was when the walk `began`.

    One that is not `whole` has come from the newest down to `reached`. `writer` is the scan that has noted it.
    """

    name: str
    began: str
    since: str = ""
    reached: str = ""
    whole: bool = False
    writer: str = ""


class History:
    """The jobs of one type in one region, without secrets.

    `hits` is how many Search says there are, at least, or where that is `exact`, no more.
    """

    def __init__(self, region: Region, listing: Listing, search: Search, reads: Collection[tuple[str, ...]]) -> None:
        self.shelf = region.shelf(listing.kind)
        self.hits = 0
        self.exact = False
        self._given = array("q")
        self._near: dict[str, None] = {}
        self._mark: bytes | None = None
        self._numbers: list[int] = []
        self._writer = uuid4().hex
        self._caught_up = False
        self._counted_until = ""
        self._region = region
        self._search = search
        self._records = Records(region, listing, search, reads)
        self._results: Unread  # of the page that was read last; one is, before what is kept
        self._since = region.wanted.since

    def jobs(self) -> Iterator[Record]:
        """Yield every job once. Raises CallError where Search gives no more."""
        given: set[int] = set()
        while True:
            try:
                for job in self._jobs():
                    mark = hash(job.id)
                    if mark not in given:
                        self._given.append(mark)
                        yield job
            except CacheDamaged:  # from here on nothing is kept, and all is asked for
                self._near.clear()
                given = set(self._given)
            else:
                return

    @property
    def given(self) -> bool:
        """Whether any job was given."""
        return bool(self._given)

    @property
    def lacking(self) -> bool:
        """Whether fewer jobs were given than Search says there are."""
        return not self._caught_up and len(self._given) < self.hits

    def give(self, changed: Iterable[Record], newest: Sequence[Record]) -> None:
        """Note jobs that were given otherwise: those that have changed, the newest page, and all before it as kept."""
        self._caught_up = True
        self._counted_until = newest[-1].created if len(newest) < self.hits else ""
        self._given.extend(hash(job.id) for job in (*changed, *newest))

    def not_given(self, listed: Mapping[str, str]) -> list[str]:
        """Give the ids of those jobs that were not given, of some with the times when they were created.

        Where the rest is kept and counted, none is new that is not newer than the oldest of the newest page: of jobs
        that were created at one time, Search and lists may put different ones first.
        """
        given = set(self._given)
        later = (identity for identity, created in listed.items() if created > self._counted_until)
        return [identity for identity in later if hash(identity) not in given]

    def changed_since(self, began: str, since: str = "") -> dict[str, Record]:
        """Give the jobs, of those created `since` a time, that have changed after another time, by id."""
        after = filter_by("LastModifiedTime", "GreaterThanOrEqualTo", moment(datetime.fromisoformat(began) - LAG))
        return {job.id: job for page in self._pages(after, *_bound(since)) for job in page}

    def newest_page(self) -> list[Record]:
        """Give the newest jobs alone; with them Search says how many there are."""
        return next(self._pages(*_bound(self._since)), [])

    def keep_changes(self, changed: Iterable[Record], since: str, until: str) -> None:
        """Bring what is kept up to date with what has changed from one time to another."""
        walk = self._known()
        if walk.whole and since <= walk.began:
            self._keep(replace(walk, began=until), list(changed), late=True)

    def forget(self) -> None:
        """Drop all that is kept, because it does not add up to what AWS says there is."""
        self.shelf.forget_walk()

    def _known(self) -> Walk:
        """Give the walk that an earlier scan left, made wider where more is wanted than it took, or a new one."""
        note, self._mark, self._numbers = self.shelf.walk()
        if not isinstance(note, dict):
            return Walk(uuid4().hex, now(), self._since)
        walk = Walk(**note)
        if walk.since <= self._since or not walk.since:
            return walk
        return replace(walk, since=self._since, reached=walk.since if walk.whole else walk.reached, whole=False)

    def _jobs(self) -> Iterator[Record]:
        """Yield what is kept, and what is not. All that is kept is brought up to date, also what is not wanted now."""
        walk, began = self._known(), now()
        seen: set[str] = set()
        if walk.reached or walk.whole:
            changed = self.changed_since(walk.began, walk.since)
            seen.update(changed)
            yield from (job for job in changed.values() if job.created >= self._since)
            yield from self._kept(walk, seen)
            if changed:
                walk = replace(walk, began=began)
                self._keep(walk, list(changed.values()), late=True)
        if not walk.whole:
            walk = yield from self._walk(walk, seen)
        walk = replace(walk, began=began, whole=walk.whole or self._since <= walk.since)
        self.shelf.drop_other_walks(walk.name, self._keep(walk))

    def _kept(self, walk: Walk, seen: set[str]) -> Iterator[Record]:
        """Yield what earlier scans kept; what changed later stands for what was said of the same jobs before."""
        for late, page in self.shelf.pages(walk.name, self._numbers):
            jobs = self._records.of(self._results.like(page))
            for job in jobs:
                if job.id not in seen and job.created >= self._since:
                    yield job
            if late:
                seen.update(job.id for job in jobs)
            elif not self._near:  # the page that the walk had come to
                self._pass(jobs)

    def _walk(self, walk: Walk, seen: set[str]) -> Generator[Record, None, Walk]:
        """Yield what is not kept yet, newest first, and keep each page. Returns the walk, come to its end."""
        while True:
            try:
                for page in self._pages(*self._below(walk)):
                    new = [job for job in page if job.id not in self._near and job.id not in seen]
                    self._pass(new)
                    yield from new
                    if new:
                        walk = replace(walk, reached=new[-1].created)
                        self._keep(walk, new, late=False)
            except CallError as error:
                if not error.failure.page_lost or not walk.reached:
                    raise
            else:
                return walk

    def _pass(self, jobs: Iterable[Record]) -> None:
        """Note the jobs that the walk has just come by, and forget those far behind."""
        self._near |= dict.fromkeys(job.id for job in jobs)
        for identity in list(islice(self._near, max(0, len(self._near) - _NEAR))):
            del self._near[identity]

    def _below(self, walk: Walk) -> tuple[Json, ...]:
        """Ask for what was created before what is known; the second that it was created in may hold others."""
        if not walk.reached:
            return _bound(self._since)
        until = moment(datetime.fromisoformat(walk.reached) + timedelta(seconds=1))
        return (filter_by("CreationTime", "LessThanOrEqualTo", until), *_bound(self._since))

    def _pages(self, *where: Json) -> Iterator[list[Record]]:
        for page in search_pages(self._region, self._search, *where, once=True):
            if where == _bound(self._since) and not self.hits:
                self.hits = self._region.calls.tally.expected = total_hits(page)
                self.exact = lookup(page, ("TotalHits", "Relation")) == "EqualTo"
            self._results = results_of(page)
            yield self._records.of(self._results)

    def _keep(self, walk: Walk, jobs: Sequence[Record] = (), *, late: bool = False) -> bytes:
        """Note how far the walk is, and add a page to it, unless another scan has gone on with it meanwhile."""
        noted = asdict(replace(walk, writer=self._writer))
        self._mark = self.shelf.keep_walk(noted, self._mark, written(jobs), late=late)
        return self._mark


def _bound(since: str) -> tuple[Json, ...]:
    return (filter_by("CreationTime", "GreaterThanOrEqualTo", since),) if since else ()
