"""Collect an account: regions side by side, and in each its families side by side."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.collectors.calls import CREDENTIALS_HINT, Calls, Halt
from scanner.collectors.contract import Patience, Root
from scanner.collectors.failures import CallError, Extent, Failure, stopped
from scanner.collectors.families import families_for
from scanner.collectors.region import Region
from scanner.collectors.session import Clients, open_session, regions_of
from scanner.errors import AccountError, CredentialsError, ScannerError
from scanner.model import Gap, GapReason, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scanner.collectors.contract import Progress, Target, Wanted
    from scanner.collectors.families import Family

PATIENT: Final = Patience()
_LONGEST_PROBE: Final = 10.0
_PROGRESS_STEP: Final = 1000


@dataclass(frozen=True, slots=True)
class _Unreached:
    region: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class _Line:
    text: str


class _Event(Enum):
    """A job's beginning goes into the inbox before it starts, so that the count of jobs is nought only at the end."""

    BEGUN = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class _Crash:
    error: BaseException


_Found: TypeAlias = Resource | Gap | Root | _Unreached


def collect(
    target: Target,
    wanted: Wanted,
    progress: Progress,
    patience: Patience = PATIENT,
) -> Iterator[Resource | Gap | Root]:
    """Yield what the policies need of an account as it comes, and a Root for each region that was looked at.

    Raises CredentialsError when AWS does not accept the credentials in any region, AccountError when none answers.
    When the iteration is given up, all calls end.
    """
    session = open_session(target)
    crew = _Crew(Clients(session, target.endpoint_url, patience), wanted, patience)
    try:
        yield from _gather(crew, regions_of(session, target), progress)
    finally:
        crew.halt.stop(stopped())


def _gather(crew: _Crew, regions: Sequence[str], progress: Progress) -> Iterator[Resource | Gap | Root]:
    account = ""
    unreached: list[_Unreached] = []
    told: set[Gap] = set()
    for found in crew.work(regions, progress):
        match found:
            case _Unreached():
                unreached.append(found)
                continue
            case Gap() if found in told:
                continue
            case Gap():
                told.add(found)
            case Root(scope):
                account = scope.partition("/")[0]
        yield found
    if not account:
        raise _no_region(unreached[0])
    for missing in unreached:
        scope = f"{account}/{missing.region}"
        yield Root(scope)
        yield missing.failure.gap(scope)


class _Crew:
    """Threads that put what they find into an inbox. They are daemons, so that a call that hangs delays no exit."""

    def __init__(self, clients: Clients, wanted: Wanted, patience: Patience) -> None:
        self.halt = Halt()
        self._clients = clients
        self._wanted = wanted
        self._patience = patience
        self._inbox: SimpleQueue[_Found | _Line | _Event | _Crash] = SimpleQueue()

    def work(self, regions: Sequence[str], progress: Progress) -> Iterator[_Found]:
        """Start the work and yield what comes of it, in the caller's own thread."""
        for name in regions:
            self._start(self._probe, name)
        running = 0
        while True:
            match self._inbox.get():
                case _Event.BEGUN:
                    running += 1
                case _Event.DONE:
                    running -= 1
                    if not running:
                        return
                case _Line(text):
                    progress(text)
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
            identity = self._calls(name, patience).call("sts:GetCallerIdentity")
        except CallError as error:
            self._inbox.put(_Unreached(name, error.failure))
            return
        partition = str(identity["Arn"]).split(":")[1]
        calls = self._calls(name, self._patience)
        region = Region(calls, self._wanted, partition, str(identity["Account"]), name)
        self._inbox.put(Root(region.scope))
        for family in families_for(self._wanted.types):
            self._start(self._collect, region, family)

    def _collect(self, region: Region, family: Family) -> None:
        """Collect one family; what ends it early is a gap on all of it."""
        count = 0
        try:
            for item in family.collect(region):
                self._inbox.put(item)
                count += isinstance(item, Resource)
                if isinstance(item, Resource) and count % _PROGRESS_STEP == 0:
                    self._inbox.put(_Line(f"{region.name}: {count:,} {family.name} so far"))
        except CallError as error:
            self._inbox.put(error.failure.gap(region.scope, family.type))
        self._inbox.put(_Line(f"{region.name}: {count:,} {family.name}"))

    def _calls(self, region: str, patience: Patience) -> Calls:
        return Calls(partial(self._clients.client, region=region), patience, self.halt)


def _no_region(missing: _Unreached) -> ScannerError:
    """Say why no region at all could be looked at."""
    failure = missing.failure
    if failure.extent in {Extent.CREDENTIALS, Extent.REGION} or failure.reason is GapReason.DENIED:
        why = failure.code or "they have expired, or cannot be refreshed"
        return CredentialsError(f"AWS does not accept the credentials in {missing.region}: {why}", CREDENTIALS_HINT)
    hint = "check the network, --region and --endpoint-url"
    return AccountError(f"AWS cannot be reached in {missing.region}: {failure.message}", hint)
