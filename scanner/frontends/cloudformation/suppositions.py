"""Suppose how comparisons of what has no value turn out, without supposing what cannot be true together."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DECIDED_LATER: Final = frozenset({GapReason.VARIABLE, GapReason.DEPLOY})


@record(frozen=True, slots=True)
class Comparison:
    """That a value which is not known, shown as `unknown`, equals a known one; `needs` would decide it."""

    unknown: str
    known: str
    needs: tuple[str, ...]
    reason: GapReason


@record(frozen=True, slots=True)
class Suppositions:
    """What is supposed: values that are equal, values that are not, and conditions that hold or do not.

    `owners` say which unknown was compared for each need: of two that share one, such as `${Env}` and `${Env}-x`,
    nobody knows what they may be together.
    """

    equal: Mapping[str, str] = field(default_factory=dict)
    unequal: frozenset[tuple[str, str]] = frozenset()
    owners: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, bool] = field(default_factory=dict)

    def value(self, unknown: str, domain: frozenset[str] | None) -> str | None:
        """Give what an unknown is supposed to be; `domain` is all that it may be, if that is known."""
        left = [value for value in domain or () if (unknown, value) not in self.unequal]
        return self.equal.get(unknown, left[0] if len(left) == 1 else None)

    def judge(self, comparison: Comparison, domain: frozenset[str] | None) -> bool | None:
        """Say how a comparison turns out; None where nothing says."""
        unknown, known = comparison.unknown, comparison.known
        value = self.value(unknown, domain)
        if value is not None:
            return value == known
        impossible = (unknown, known) in self.unequal or (domain is not None and known not in domain)
        return False if impossible else None

    def may_suppose(self, comparison: Comparison) -> bool:
        """Tell whether both outcomes of a comparison can be supposed."""
        return comparison.reason in _DECIDED_LATER and all(
            self.owners.get(need, comparison.unknown) == comparison.unknown for need in comparison.needs
        )

    def branches(self, comparison: Comparison) -> Iterator[Suppositions]:
        """Suppose that a comparison holds, and that it does not."""
        owners = {**self.owners, **dict.fromkeys(comparison.needs, comparison.unknown)}
        pair = (comparison.unknown, comparison.known)
        yield replace(self, owners=owners, equal={**self.equal, pair[0]: pair[1]})
        yield replace(self, owners=owners, unequal=self.unequal | {pair})


def shared(several: Iterable[Suppositions], conditions: Mapping[str, bool]) -> Suppositions:
    """Suppose what several have in common, and how conditions turn out in all of them."""
    first, *rest = several
    equal = {key: value for key, value in first.equal.items() if all(other.equal.get(key) == value for other in rest)}
    unequal = first.unequal.intersection(*(other.unequal for other in rest))
    return Suppositions(equal, unequal, first.owners, conditions)
