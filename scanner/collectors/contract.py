"""What a caller asks of the collectors, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

from scanner.paths import overlaps
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scanner.model import Gap, MetricNeed, Read

TAGS: Final = "Tags"
"""First key of a path that stands for a resource's tags."""
NOT_ITS_OWN: Final = frozenset({"NextToken", TAGS})
"""Members of an answer that are no field of the document: paging, and the tags, which a resource has beside it."""


@record(frozen=True, slots=True)
class Target:
    """Which account, and which of its regions; without regions the session's own.

    With `role_arn`, the account is that of the role, which the credentials that are found assume.
    """

    profile: str | None = None
    regions: tuple[str, ...] = ()
    endpoint_url: str | None = None
    role_arn: str | None = None
    external_id: str | None = None
    session_name: str = "tipstaff"


@record(frozen=True, slots=True)
class Wanted:
    """What the selected policies need: resource types, and the index-free document paths that they read of each.

    The path `()` is the whole document. `metrics` are the series that they ask for, up to `metric_cost` US dollars of
    what AWS charges for them. Jobs created before `since` (a time in UTC) are not asked for. `run_reads` are the paths
    that tell runs of a recurring job apart; where only their sum is wanted, they are `grouped`.
    """

    types: frozenset[str]
    reads: Mapping[str, frozenset[tuple[str, ...]]]
    metrics: tuple[MetricNeed, ...] = ()
    metric_cost: float = 1.0
    since: str = ""
    run_reads: Mapping[str, tuple[Read, ...]] = field(default_factory=dict)
    grouped: bool = False

    def reads_of(self, kind: str) -> frozenset[tuple[str, ...]]:
        """Give the paths that are read of a type."""
        return self.reads.get(kind, frozenset())

    def missing(self, kind: str, omitted: Iterable[str]) -> tuple[str, ...]:
        """Give those of the omitted fields of a type that are read."""
        reads = self.reads_of(kind)
        return tuple(key for key in omitted if any(overlaps((key,), path) for path in reads))

    def reads_tags(self, *kinds: str) -> bool:
        """Tell whether the tags of any of these types are read."""
        return any(path[:1] in {(TAGS,), ()} for kind in kinds for path in self.reads_of(kind))


class State(Enum):
    """How far a family is."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()


@dataclass(slots=True)
class Tally:
    """How far one family in one region is; written by the thread that collects it, and read by the caller's.

    `expected` is how many resources there are, once AWS says so. Times are those of `time.monotonic`.
    """

    region: str
    family: str
    state: State = State.WAITING
    found: int = 0
    expected: int = 0
    calls: int = 0
    throttled: int = 0
    gaps: list[Gap] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0


class Progress(Protocol):
    """Told how far the collection is; called from the caller's own thread."""

    def say(self, message: str) -> None:
        """Take one line that the user should see."""

    def show(self, tallies: Sequence[Tally]) -> None:
        """Take the state of every family; called several times a second, and once at the end."""


class Silent:
    """Progress that nobody looks at."""

    def say(self, message: str) -> None:
        """Drop it."""

    def show(self, tallies: Sequence[Tally]) -> None:
        """Drop it."""


@record(frozen=True, slots=True)
class Root:
    """One region that was looked at, as `ACCOUNT/REGION`."""

    scope: str


@record(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how fast to ask.

    `throttled` and `failing` are how long one call is tried again while AWS asks us to slow down, and while there is
    no answer or a 5xx; `family` is how long one family may take in one region. `pace` multiplies the calls per second
    of `pacing.py`; `max_rate` is how many calls per second the whole scan may make, in all regions.
    """

    connect: float = 5.0
    read: float = 20.0
    throttled: float = 600.0
    failing: float = 60.0
    family: float = 3600.0
    first_wait: float = 0.5
    longest_wait: float = 20.0
    pace: float = 1.0
    max_rate: float | None = None
