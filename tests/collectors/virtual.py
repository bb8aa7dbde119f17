"""Callers, a bucket and a service's limiter in a time of their own, so that minutes of calls take no time."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.collectors.pacing import Bucket
    from tests.aws.faults import Schedule


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Answer:
    """When the service answered a call, in seconds since the start, and how."""

    at: float
    accepted: bool


@dataclass(frozen=True)
class Callers:
    """How many callers there are, how long the way to the service and back is, and how late they wake up."""

    number: int = 16
    latency: float = 0.005
    lateness: float = 0.0
    jitter: float = 0.01
    seed: int = 0


def ask(clock: Clock, bucket: Bucket, limiter: Schedule, calls: int, callers: Callers | None = None) -> list[Answer]:
    """Make calls until none is lost, and give the service's answers in order."""
    return ask_all(clock, [(bucket, calls)], lambda _bucket: limiter, callers or Callers())


def ask_all(
    clock: Clock, work: list[tuple[Bucket, int]], limiter_of: Callable[[Bucket], Schedule], callers: Callers
) -> list[Answer]:
    """Make calls of several operations side by side, each with callers of its own."""
    scene = _Scene(clock, callers, clock.now, random.Random(callers.seed), [])
    order = count()
    agenda: list[tuple[float, int, Iterator[float]]] = []
    for bucket, calls in work:
        limiter, left = limiter_of(bucket), iter(range(calls))
        for _ in range(callers.number):
            heapq.heappush(agenda, (clock.now, next(order), scene.caller(bucket, limiter, left)))
    while agenda:
        clock.now, _, steps = heapq.heappop(agenda)
        wait = next(steps, None)
        if wait is not None:
            heapq.heappush(agenda, (clock.now + wait, next(order), steps))
    return scene.answers


@dataclass(frozen=True)
class _Scene:
    clock: Clock
    callers: Callers
    start: float
    chance: random.Random
    answers: list[Answer]

    def caller(self, bucket: Bucket, limiter: Schedule, left: Iterator[int]) -> Iterator[float]:
        """Do what Calls does, and yield the seconds that each step takes."""
        for _ in left:
            accepted = False
            while not accepted:
                turn = bucket.take()
                yield turn.wait + self.chance.uniform(0, self.callers.lateness)
                if not turn.granted:
                    continue
                yield self.callers.latency / 2
                accepted = not limiter.hits()
                self.answers.append(Answer(self.clock.now - self.start, accepted))
                yield self.callers.latency / 2
                if accepted:
                    bucket.speed_up(turn)
                else:
                    bucket.slow_down(turn)
                    yield self.chance.uniform(0, self.callers.jitter)
