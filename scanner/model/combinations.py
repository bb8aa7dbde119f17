"""Combinations of conditions that nothing in the code decides: what each is called, and when something is so."""

from __future__ import annotations

from typing import TypeAlias

from scanner.records import record

Combination: TypeAlias = tuple[tuple[str, bool], ...]
"""How each condition turns out, in the order of their names; one that does not matter in a combination is left out."""

_MOST_TERMS = 3


@record(frozen=True, slots=True)
class Cases:
    """The combinations in which something is so, `among` all that can be."""

    these: frozenset[Combination]
    among: frozenset[Combination]

    def __str__(self) -> str:
        """Say when it is so, with as few conditions as tell it apart: `Prod is true and Large is false`."""
        terms: list[str] = []
        left = set(self.these)
        while left and len(terms) < _MOST_TERMS:
            term = self._shortened(min(left))
            left -= self._covered(term)
            terms.append(" and ".join(f"{name} is {str(value).lower()}" for name, value in term.items()))
        rest = f", or in {len(left)} other combinations" if left else ""
        return ", or ".join(terms) + rest

    @property
    def always(self) -> bool:
        """Whether it is so in all."""
        return self.these == self.among

    def _shortened(self, combination: Combination) -> dict[str, bool]:
        term = dict(combination)
        for name in reversed([*term]):
            wider = {other: value for other, value in term.items() if other != name}
            if self._possible(wider) <= self.these:
                term = wider
        return term

    def _covered(self, term: dict[str, bool]) -> set[Combination]:
        return {combination for combination in self.among if term.items() <= dict(combination).items()}

    def _possible(self, term: dict[str, bool]) -> set[Combination]:
        """Give also the combinations in which a condition of the term does not matter."""
        others = {(name, not value) for name, value in term.items()}
        return {combination for combination in self.among if others.isdisjoint(combination)}


def within(root: str, combination: Combination) -> str:
    """Name what names are unique within, in one combination: `template.yaml (Prod: true)`."""
    return f"{root} ({', '.join(f'{name}: {str(value).lower()}' for name, value in combination)})"
