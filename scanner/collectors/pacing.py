"""Keep calls under the service's limits: a token bucket per operation that learns the limit from its first refusals."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from scanner.collectors.rate_discovery import RateDiscovery

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_BURST: Final = 20.0
_BURST_SECONDS: Final = 4.0  # of the starting rate: services let as much through at first, or refuse within the burst
_SLOWEST: Final = 1 / 8  # of the starting rate
_SLOWEST_RATE: Final = 0.2
_FASTEST: Final = 5.0
_RECOVERY: Final = 1 / 50

_MARGIN: Final = 0.98  # of the measured limit
_RESERVE: Final = 3  # tokens that the service may gain before calls go on, so that one that comes late harms no other
_REFUSED_AGAIN: Final = 0.7
_REFUSED_ABOVE: Final = 0.9
_QUIET: Final = 60.0  # seconds without a refusal before asking for more
_GROWTH: Final = 1.02  # per second, from then on
_LONGEST_GROWTH: Final = 600.0

_RATES: Final = {
    "sagemaker:List": 2.0,
    "sagemaker:Search": 2.0,
    "sagemaker:Describe": 8.0,
    "application-autoscaling:": 5.0,
    "cloudwatch:DescribeAlarms": 9.0,
    "resourcegroupstaggingapi:GetResources": 5.0,
}
"""Calls per second to start with, by the beginning of the operation; SageMaker publishes no limits, and 2 a second for
a list is the least that a user was given."""
_OTHER_RATE: Final = 10.0


def starting_rate(operation: str) -> float:
    """Give the calls per second that are safe to start with."""
    return next((rate for start, rate in _RATES.items() if operation.startswith(start)), _OTHER_RATE)


class Turn(NamedTuple):
    """When a call is to be made, and in how many seconds that is; not granted, its caller asks again then."""

    at: float
    wait: float
    granted: bool = True


class Ceiling:
    """The calls per second that a whole scan may make: one call in each interval, whoever makes it."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._taken: set[int] = set()
        self._full = 64
        self._lock = threading.Lock()

    def reserve(self, at: float) -> float:
        """Give the first moment from `at` on that is nobody else's, and keep it."""
        with self._lock:
            if len(self._taken) >= self._full:
                past = math.floor(self._clock() * self._rate)
                self._taken = {tick for tick in self._taken if tick >= past}
                self._full = 64 + 2 * len(self._taken)
            tick = math.ceil(at * self._rate)
            while tick in self._taken:
                tick += 1
            self._taken.add(tick)
            return max(at, tick / self._rate)


class Bucket:
    """A token bucket: a burst is free, then a steady rate, raised a little by each success.

    The first refusal starts a short discovery of the service's limit, and from then on calls are evenly spaced a
    little below it. A later refusal lowers the limit; a minute without any raises it slowly.
    """

    def __init__(
        self, rate: float, ceiling: Ceiling | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._start = self._rate = rate
        self._slowest = min(rate, max(rate * _SLOWEST, _SLOWEST_RATE))
        self._ceiling = ceiling
        self._clock = clock
        self._burst = self._tokens = max(_LEAST_BURST, rate * _BURST_SECONDS)
        self._spent = self._since = clock()
        self._limit: float | None = None
        self._found = self._refused = 0.0
        self._accepted = 0
        self._discovery: RateDiscovery | None = None
        self._lock = threading.Lock()

    def take(self) -> Turn:
        """Take the next turn; turns that were granted stay as they are, whatever the rate becomes."""
        with self._lock:
            now = self._clock()
            self._settle(now)
            if self._discovery and (wait := self._discovery.ask(now)):
                return Turn(now + wait, wait, granted=False)
            at = now if self._discovery else self._slot(now)
            if self._ceiling:
                at = self._ceiling.reserve(at)
                self._spent = max(self._spent, at)
            return Turn(at, at - now)

    def slow_down(self, turn: Turn) -> None:
        """Note that the service throttled the call of a turn."""
        with self._lock:
            now = self._clock()
            self._settle(now)
            if self._discovery:
                self._discovery.note(turn.at, accepted=False)
            elif self._limit is None:
                expected = max(self._start, self._accepted / (1 + now - self._since))
                self._discovery = RateDiscovery(turn.at, now, self._start, expected)
            elif turn.at > self._since:  # what was asked before the last refusal tells no more than that one did
                above = self._rate > self._limit
                known = max(self._limit, min(self._found, self._rate * _REFUSED_ABOVE))
                self._hold(known if above else self._limit * _REFUSED_AGAIN, now)

    def speed_up(self, turn: Turn) -> None:
        """Note that the service answered the call of a turn."""
        with self._lock:
            self._accepted += 1
            self._settle(self._clock())
            if self._discovery:
                self._discovery.note(turn.at, accepted=True)
            elif self._limit is None:
                self._rate = min(self._start * _FASTEST, self._rate + self._start * _RECOVERY)

    def _slot(self, now: float) -> float:
        """Spend a token: one that has come in by now, or else the next to come that is nobody's yet."""
        if self._limit is not None:
            quiet = min(now - self._refused - _QUIET, _LONGEST_GROWTH)
            most = max(self._limit, self._start * _FASTEST)
            self._rate = min(most, self._limit * _GROWTH ** max(0.0, quiet))
        if now > self._spent:
            self._tokens = min(self._burst, self._tokens + (now - self._spent) * self._rate)
            self._spent = now
        self._tokens -= 1
        if self._tokens < 0:
            self._spent -= self._tokens / self._rate
            self._tokens = 0.0
        return self._spent

    def _settle(self, now: float) -> None:
        """Go on at what the discovery found, once it is over."""
        if self._discovery and now >= self._discovery.ends:
            found, self._discovery = self._discovery, None
            self._found = found.rate() * _MARGIN
            self._hold(self._found, found.until)

    def _hold(self, limit: float, now: float) -> None:
        """Keep to a limit from now on, without bursts, after a pause that lets the service's own bucket fill a bit."""
        self._limit = self._rate = max(self._slowest, limit)
        self._refused = now
        self._burst, self._tokens = 1.0, 0.0
        self._since = max(self._spent, now)
        self._spent = self._since + (_RESERVE - 1) / self._rate


class Pacer:
    """The buckets of one region of an account, all under the ceiling of the scan."""

    def __init__(
        self, pace: float, ceiling: Ceiling | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pace = pace
        self._ceiling = ceiling
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def bucket(self, operation: str) -> Bucket:
        """Give the bucket of an operation."""
        with self._lock:
            if operation not in self._buckets:
                self._buckets[operation] = Bucket(starting_rate(operation) * self._pace, self._ceiling, self._clock)
            return self._buckets[operation]
