"""Find out how many calls a second a service allows, from which calls it accepts in the moment after it throttles.

When a service throttles, its own bucket is empty: from then on it accepts a call just as often as the bucket gains a
token, however many it could hold. So calls go on for a moment, most of them when the next token is due, and the time
between two acceptances, each shortly after a refusal, tells the rate.
"""

from __future__ import annotations

from bisect import insort
from itertools import accumulate, combinations, pairwise
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LASTS: Final = 0.65  # seconds; a burst before it and the answers after it fit into one second with it
_MORE: Final = 0.2
_LONGEST: Final = 3.0  # seconds, where less does not tell
_DRAINS: Final = 0.15  # seconds for the answers that are still to come
_HOLD: Final = 0.8  # of the time between two tokens: the next cannot come sooner
_STEP: Final = 0.06  # of the time since the last acceptance: what the next is known to
_FAR: Final = 0.4  # seconds between two acceptances that calls which come late cannot much shorten
_NEAR: Final = 0.15
_LONGEST_QUEUE: Final = 32
_SHORTEST_WAIT: Final = 0.0005


class Reply(NamedTuple):
    """When a call was made, and whether the service accepted it."""

    at: float
    accepted: bool


class RateDiscovery:
    """The calls in the moment after the first throttled answer; `until` is the last one's time, `ends` the moment's.

    `safe` and `expected` are calls per second: what is taken for allowed unless it shows otherwise, and a first guess.
    """

    def __init__(self, refused: float, now: float, safe: float, expected: float) -> None:
        self.until = now + _LASTS
        self._since = now
        self._safe = safe
        self._replies = [Reply(refused, accepted=False)]
        self._gap = 1 / expected
        self._accepted = now
        self._missed = True
        self._next = now
        self._queue = now

    @property
    def ends(self) -> float:
        """When the last answer has come."""
        return self.until + _DRAINS

    def ask(self, now: float) -> float:
        """Give the seconds after which to ask again; 0 lets a call through now."""
        if now >= self.until < self._since + _LONGEST and not self._is_clear():
            self.until = now + _MORE
        if now >= self.until:
            return max(_SHORTEST_WAIT, self.ends - now)
        if now >= self._next:
            self._next = now + max(self._gap, now - self._accepted) * _STEP
            return 0.0
        step = self._gap * _STEP
        # those who ask are called one after the other, not all for the same next token
        self._queue = min(max(self._next, self._queue + step), self._next + step * _LONGEST_QUEUE, self.until)
        return max(_SHORTEST_WAIT, self._queue - now)

    def note(self, at: float, *, accepted: bool) -> None:
        """Take a service's answer to the call that was made at a time; calls from before the moment tell nothing."""
        if at < self._since:
            return
        insort(self._replies, Reply(at, accepted))
        if at <= self._accepted:
            return
        if not accepted:
            self._missed = True
            return
        # accepted at the first try: tokens come faster than was expected
        self._gap = at - self._accepted if self._missed else self._gap / 2
        self._accepted, self._missed = at, False
        self._next = max(self._next, at + self._gap * _HOLD)

    def rate(self) -> float:
        """Give the calls per second that the service allows, or that are safe where it did not become clear."""
        safe = min(self._safe, greatest_rate(self._replies))
        return least_rate(self._replies, _FAR) or max(safe, least_rate(self._replies, _NEAR))

    def _is_clear(self) -> bool:
        return greatest_rate(self._replies) >= self._safe or least_rate(self._replies, _FAR) > 0


def least_rate(replies: Sequence[Reply], apart: float) -> float:
    """Give the least rate that explains replies, which are in order; 0 where they tell nothing.

    They tell by two acceptances, each right after a refusal, that are some seconds apart.
    """
    pinned = [
        index for index, (before, after) in enumerate(pairwise(replies)) if after.accepted and not before.accepted
    ]
    tokens = [0, *accumulate(reply.accepted for reply in replies)]
    rates = [
        (tokens[last + 2] - tokens[first + 2]) / (replies[last + 1].at - replies[first].at)
        for first, last in combinations(pinned, 2)
        if replies[last].at - replies[first].at > apart
    ]
    return max(rates, default=0.0)


def greatest_rate(replies: Sequence[Reply]) -> float:
    """Give the rate that replies, which are in order and start with a refusal, show to be out of reach."""
    latest = max(index for index, reply in enumerate(replies) if not reply.accepted)
    span = replies[latest].at - replies[0].at
    return (1 + sum(reply.accepted for reply in replies[:latest])) / span if span else inf
