"""Keep the statistics of many durations: sum and maximum exact, the distribution exact as long as few differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from scanner.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Json

Exact: TypeAlias = "int | Fraction"
"""A number that adds up to the same in any order."""

DISTINCT: Final = 4096
"""Different durations that are told apart; of more, three significant digits are kept."""


def exact(value: float) -> Exact:
    """Give a finite number as one that adds up exactly."""
    return int(value) if value.is_integer() else Fraction(value)


def write_exact(value: Exact) -> str:
    """Write an exact number of any size as a text."""
    return str(value)


def read_exact(text: str) -> Exact:
    """Read what `write_exact` wrote."""
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def _rounded(seconds: float) -> float:
    return float(f"{seconds:.3g}")


@dataclass(slots=True)
class Durations:
    """Durations in seconds, in any number; the same whatever the order in which they came."""

    total: Exact = 0
    longest: float = 0.0
    values: Tally[float] = field(default_factory=lambda: Tally(DISTINCT, (_rounded,)))

    def __bool__(self) -> bool:
        return bool(self.values.counts)

    def add(self, seconds: float) -> None:
        """Count one more."""
        if seconds > self.longest or not self.values.counts:
            self.longest = seconds
        self.total += exact(seconds)
        self.values.add(seconds)

    def merge(self, other: Durations) -> None:
        """Count all of another's."""
        if other:
            self.longest = max(self.longest, other.longest) if self else other.longest
            self.total += other.total
            self.values.merge(other.values)

    def describe(self) -> Json:
        """Give sum, median, 95th percentile and maximum. There is at least one duration."""
        counts = sorted(self.values.counts.items())
        number = self.values.counts.total()
        middle = (_ranked(counts, (number - 1) // 2) + _ranked(counts, number // 2)) / 2
        high = _ranked(counts, min(number - 1, int(number * 0.95)))
        return {
            "sum": float(self.total),
            "median": min(middle, self.longest),
            "p95": min(high, self.longest),
            "max": self.longest,
        }

    def to_record(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "total": write_exact(self.total),
            "longest": self.longest,
            "rounded": self.values.level,
            "values": [[value, times] for value, times in sorted(self.values.counts.items())],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Durations:
        """Read it back. Raises KeyError, TypeError or ValueError for anything else."""
        counts = Counter({float(value): int(times) for value, times in record["values"]})
        values = Tally(DISTINCT, (_rounded,), int(record["rounded"]), counts)
        return cls(read_exact(record["total"]), float(record["longest"]), values)


def _ranked(counts: list[tuple[float, int]], rank: int) -> float:
    for value, times in counts:
        rank -= times
        if rank < 0:
            return value
    raise IndexError(rank)
