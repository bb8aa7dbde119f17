"""Count values in little memory: one by one as long as few differ, then under coarser names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


@dataclass(slots=True)
class Tally(Generic[T]):
    """Counts that never tell more than `limit` values apart, if the last rung leaves no more.

    `rungs` are ways to make values coarser, each for what the one before it gives; `level` is how many are in use.
    One comes into use when there are more than `limit` different values without it. Whether there are does not depend
    on the order of arrival, and coarsening never adds to them, so neither does the result.
    """

    limit: int
    rungs: Sequence[Callable[[T], T]]
    level: int = 0
    counts: Counter[T] = field(default_factory=Counter)

    def add(self, value: T, times: int = 1, level: int = 0) -> None:
        """Count a value; `level` is how many rungs it has been made coarser by already."""
        if level < self.level:
            for rung in self.rungs[level : self.level]:
                value = rung(value)
        self.counts[value] += times
        while len(self.counts) > self.limit and self.level < len(self.rungs):
            self._coarsen()

    def merge(self, other: Tally[T]) -> None:
        """Count all that another tally counted; it has the same limit and rungs."""
        while self.level < other.level:
            self._coarsen()
        for value, times in other.counts.items():
            self.add(value, times, other.level)

    def _coarsen(self) -> None:
        rung = self.rungs[self.level]
        self.level += 1
        fine, self.counts = self.counts, Counter()
        for value, times in fine.items():
            self.counts[rung(value)] += times
