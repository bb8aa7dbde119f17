"""The threads of a scan: one a family in each region, which put what they find into an inbox."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from queue import Empty, Queue
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.collectors.cache import Cache
from scanner.collectors.calls import Calls, Halt
from scanner.collectors.contract import Root, State, Tally
from scanner.collectors.failures import CallError, Failure, stopped
from scanner.collectors.families import families_for, with_own_reads
from scanner.collectors.pacing import Ceiling
from scanner.collectors.references import References
from scanner.collectors.region import Region
from scanner.collectors.shelf import Shelf
from scanner.model import Gap, Resource
from scanner.records import record
from scanner.run_groups import RunGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scanner.collectors.contract import Patience, Progress, Wanted
    from scanner.collectors.families import Family
    from scanner.collectors.reader import Item
    from scanner.collectors.session import Clients

_LONGEST_PROBE: Final = 10.0
_INBOX: Final = 400
"""Resources that wait for the caller; more would be held in memory for nothing."""
_TICK: Final = 0.2
_SAGEMAKER: Final = "AWS::SageMaker::"
"""How types begin whose resources name roles, buckets and images."""
_GLOBAL: Final = "{}-global"


@record(frozen=True, slots=True)
class Unreached:
    """A region that does not answer, or does not accept the credentials."""

    region: str
    failure: Failure


@record(frozen=True, slots=True)
class Refused:
    """A gap because of an organisation's policy, which the region as a whole may stand for."""

    gap: Gap


@record(frozen=True, slots=True)
class _Line:
    text: str


class _Event(Enum):
    """A job's beginning goes into the inbox before it starts, so that the count of jobs is nought only at the end."""

    BEGUN = auto()
    DONE = auto()


@record(frozen=True, slots=True)
class _Crash:
    error: BaseException


Found: TypeAlias = "Item | RunGroup | Root | Unreached | Refused"


class _Place:
    """What the families of one region share: what was found of the types that others ask about, and who is done."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._kept = {kind for family in families for kind in family.after}
        self._found: defaultdict[str, list[Resource]] = defaultdict(list)
        self._none: set[str] = set()
        self._done = {kind: threading.Event() for family in families for kind in family.types}
        self._failed: dict[str, Failure] = {}

    def keep(self, resource: Resource) -> None:
        """Remember a resource that another family asks about."""
        if resource.type in self._kept:
            self._found[resource.type].append(resource)

    def fail(self, family: Family, failure: Failure) -> None:
        """Note that not all of a family was found."""
        self._failed |= dict.fromkeys(family.types, failure)

    def finish(self, family: Family, tally: Tally) -> None:
        """Let those go on that wait for a family."""
        if not tally.found and not tally.gaps:
            self._none.update(family.types)
        for kind in family.types:
            self._done[kind].set()

    def has_none(self, kind: str) -> bool:
        """Tell whether there certainly is no resource of a type."""
        return kind in self._none

    def wait(self, family: Family) -> None:
        """Wait for all that a family comes after; the families themselves have deadlines."""
        for kind in family.after:
            self._done[kind].wait()

    def found(self, kind: str) -> Iterator[Resource]:
        """Yield what was found of a type. Raises CallError in the end where that is not all."""
        yield from self._found[kind]
        if kind in self._failed:
            raise CallError(self._failed[kind])


class _Purse:
    """What a scan may cost, in US dollars, over all regions."""

    def __init__(self, most: float) -> None:
        self._left = most
        self._lock = threading.Lock()

    def spend(self, cost: float) -> bool:
        """Take what something costs, if there is as much left."""
        with self._lock:
            if cost > self._left:
                return False
            self._left -= cost
            return True


class Crew:
    """The threads of one scan. They are daemons, so that a call that hangs delays no exit."""

    def __init__(
        self, clients: Clients, cache: Path | None, wanted: Wanted, patience: Patience, progress: Progress
    ) -> None:
        self._halt = Halt()
        self._clients = clients
        self._ceiling = Ceiling(patience.max_rate) if patience.max_rate else None
        self._families = families_for(wanted.types)
        self._wanted = with_own_reads(wanted, self._families)
        self._patience = patience
        self._progress = progress
        self._inbox: Queue[Found | _Line | _Event | _Crash] = Queue(_INBOX)
        self._cache = Cache(cache, self._say)
        self._references = References() if any(family.last for family in self._families) else None
        self._purse = _Purse(wanted.metric_cost)
        self._regions: list[Region] = []
        self._tallies: list[Tally] = []

    def work(self, regions: Sequence[str]) -> Iterator[Found]:
        """Start the work and yield what comes of it, in the caller's own thread."""
        for name in regions:
            self._start(self._probe, name)
        yield from self._until_done()
        last = [family for family in self._families if family.last]
        if self._regions and last:
            self._start_last(sorted(self._regions, key=lambda region: region.name), last)
            yield from self._until_done()
        self._progress.show(self._tallies)

    def _until_done(self) -> Iterator[Found]:
        running, shown = 0, 0.0
        while True:
            if (now := time.monotonic()) - shown > _TICK:
                shown = now
                self._progress.show(self._tallies)
            try:
                item = self._inbox.get(timeout=_TICK)
            except Empty:
                continue
            match item:
                case _Event.BEGUN:
                    running += 1
                case _Event.DONE:
                    running -= 1
                    if not running:
                        return
                case _Line(text):
                    self._progress.say(text)
                case _Crash(error):
                    raise error
                case found:
                    yield found

    def _start(self, job: Callable[..., None], *arguments: object) -> None:
        self._inbox.put(_Event.BEGUN)
        threading.Thread(target=self._do, args=(partial(job, *arguments),), daemon=True).start()

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001  # the caller's own thread raises it again
            self._inbox.put(_Crash(error))
        self._inbox.put(_Event.DONE)

    def _probe(self, name: str) -> None:
        """Find out whether a region answers, and whose it is, by the one call that needs no permission."""
        patience = replace(self._patience, failing=min(self._patience.failing, _LONGEST_PROBE))
        try:
            identity = self.calls(name, patience).call("sts:GetCallerIdentity")
        except CallError as error:
            self._inbox.put(Unreached(name, error.failure))
            return
        families = [family for family in self._families if not family.last]
        place = _Place(families)
        scope = f"{identity['Account']}/{name}"
        region = Region(
            calls=self.calls(name),
            calls_in=self.calls,
            shelf=partial(Shelf, self._cache, f"{self._clients.endpoint_url or ''} {scope}"),
            found=place.found,
            references=self._references,
            spend=self._purse.spend,
            say=self._say,
            wanted=self._wanted,
            partition=str(identity["Arn"]).split(":")[1],
            account=str(identity["Account"]),
            name=name,
            home=name,
        )
        self._regions.append(region)
        self._inbox.put(Root(region.scope))
        for family in families:
            self._start(self._collect, region, family, place, self._tally(region, family))

    def _start_last(self, regions: Sequence[Region], families: Sequence[Family]) -> None:
        """Collect what asks about all that the others found; what belongs to no region through the first of them."""
        place = _Place(families)
        first = regions[0]
        anywhere = replace(first, name=_GLOBAL.format(first.partition), calls=self.calls(first.home))
        if any(family.partition_wide for family in families):
            self._inbox.put(Root(anywhere.scope))
        for family in families:
            for region in (anywhere,) if family.partition_wide else regions:
                self._start(self._collect, region, family, place, self._tally(region, family))

    def _tally(self, region: Region, family: Family) -> Tally:
        tally = Tally(region.name, family.name)
        self._tallies.append(tally)
        return tally

    def _collect(self, region: Region, family: Family, place: _Place, tally: Tally) -> None:
        """Collect one family; what ends it early is a gap on all of it."""
        place.wait(family)
        tally.state, tally.began = State.RUNNING, time.monotonic()
        own = replace(region, calls=region.calls.within(tally))
        try:
            for item in () if place.has_none(family.inside) else family.collect(own):
                self._take(item, place, tally)
        except CallError as error:
            place.fail(family, error.failure)
            for kind in family.types:
                gap = error.failure.gap(region.scope, kind)
                tally.gaps.append(gap)
                self._inbox.put(Refused(gap) if error.failure.by_organization and gap.type else gap)
        finally:
            tally.state, tally.ended = State.DONE, time.monotonic()
            place.finish(family, tally)

    def _take(self, item: Item | RunGroup, place: _Place, tally: Tally) -> None:
        match item:
            case RunGroup(newest=newest, count=runs):
                tally.found += runs
                self._note(newest)
            case Resource():
                tally.found += 1
                place.keep(item)
                self._note(item)
            case Gap():
                tally.gaps.append(item)
        self._inbox.put(item)

    def _say(self, text: str) -> None:
        """Let the caller's own thread tell the user."""
        self._inbox.put(_Line(text))

    def close(self) -> None:
        """End all calls, and let go of the cache and of all connections."""
        self._halt.stop(stopped())
        self._cache.close()
        self._clients.close()

    def _note(self, resource: Resource) -> None:
        if self._references is not None and resource.type.startswith(_SAGEMAKER):
            self._references.note(resource)

    def calls(self, region: str, patience: Patience | None = None) -> Calls:
        """Give the calls to a region."""
        client = partial(self._clients.client, region=region)
        return Calls(client, patience or self._patience, self._halt, self._ceiling)
