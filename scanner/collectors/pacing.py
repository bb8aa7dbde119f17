"""Keep calls under the service's limits: a token bucket per operation that slows down when told, and recovers."""

from __future__ import annotations

import threading
import time
from typing import Final

_BURST: Final = 20.0
_SLOWEST: Final = 1 / 8  # of the starting rate
_FASTEST: Final = 5.0
_RECOVERY: Final = 1 / 50

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


class Bucket:
    """A token bucket: a burst is free, then a steady rate; halved when throttled, raised a little by each success."""

    def __init__(self, rate: float) -> None:
        self._start = self._rate = rate
        self._tokens = _BURST
        self._filled = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> float:
        """Take a token, and say how many seconds to wait before using it."""
        with self._lock:
            now = time.monotonic()
            self._tokens = min(_BURST, self._tokens + (now - self._filled) * self._rate)
            self._filled = now
            self._tokens -= 1
            return max(0.0, -self._tokens / self._rate)

    def slow_down(self) -> None:
        """Note that the service throttled a call."""
        with self._lock:
            self._rate = max(self._start * _SLOWEST, self._rate / 2)
            self._tokens = min(self._tokens, 0.0)

    def speed_up(self) -> None:
        """Note that the service answered a call."""
        with self._lock:
            self._rate = min(self._start * _FASTEST, self._rate + self._start * _RECOVERY)


class Pacer:
    """The buckets of one region of an account."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def bucket(self, operation: str) -> Bucket:
        """Give the bucket of an operation."""
        with self._lock:
            if operation not in self._buckets:
                self._buckets[operation] = Bucket(starting_rate(operation) * self._pace)
            return self._buckets[operation]
