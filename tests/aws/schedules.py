"""When a fault happens: always, at first, after a while, every so often, by chance, beyond a rate."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Schedule(Protocol):
    """When a fault happens; asked once a call that it could hit."""

    def hits(self) -> bool: ...


class Always:
    """Every call."""

    def hits(self) -> bool:
        return True


class First:
    """The first n calls."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def hits(self) -> bool:
        self._left -= 1
        return self._left >= 0


class After:
    """Every call after the first n."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def hits(self) -> bool:
        self._left -= 1
        return self._left < 0


class Every:
    """Every k-th call, starting with the k-th."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._seen = 0

    def hits(self) -> bool:
        self._seen += 1
        return self._seen % self._step == 0


class Share:
    """A share of the calls, by seeded chance."""

    def __init__(self, share: float, seed: int = 0) -> None:
        self._share = share
        self._random = random.Random(seed)

    def hits(self) -> bool:
        return self._random.random() < self._share


class PerSecond:
    """Calls beyond a rate: a token bucket for each operation in each region of each account is AWS's own way."""

    def __init__(self, rate: float, burst: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rate = rate
        self._burst = burst if burst is not None else max(1.0, rate)
        self._tokens = self._burst
        self._then = clock()

    def hits(self) -> bool:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._then) * self._rate)
        self._then = now
        if self._tokens < 1:
            return True
        self._tokens -= 1
        return False
