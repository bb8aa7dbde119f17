"""Keep what the templates of one reading share: how much work it was, what is supposed, and what was asked."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.suppositions import Comparison, Suppositions
from scanner.frontends.nodes import Unknown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.nodes import Value

MOST_STEPS: Final = 500_000
DEEPEST_EXPRESSION: Final = 100


class TooMuchWork(Exception):  # noqa: N818 - it says what is wrong with the code, and never reaches a user
    """A template that would take for ever to evaluate."""


@dataclass(slots=True)
class Work:
    """One reading of a template, with the stacks that are nested in it.

    `open` are the names of what is being evaluated. `domains` are all that an unknown may be, where that is known.
    `asked` is the first comparison that nothing decides, `named` are the conditions that resources depend on.
    """

    suppositions: Suppositions = field(default_factory=Suppositions)
    steps: int = 0
    open: list[str] = field(default_factory=list)
    domains: dict[str, frozenset[str]] = field(default_factory=dict)
    asked: Comparison | None = None
    named: dict[str, bool | Unknown] = field(default_factory=dict)

    def tick(self, steps: int = 1) -> None:
        """Count a step. Raises TooMuchWork."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise TooMuchWork

    def deep(self, mark: str = "") -> bool:
        """Tell whether to go no deeper: into what is open already, or into anything."""
        return len(self.open) >= DEEPEST_EXPRESSION or mark in self.open

    @contextmanager
    def opened(self, mark: str) -> Iterator[None]:
        """Note that something is being evaluated."""
        self.open.append(mark)
        try:
            yield
        finally:
            self.open.pop()

    def supposed(self, missing: Unknown) -> Value:
        """Give what is supposed to be the value of an unknown, or the unknown."""
        value = self.suppositions.value(missing.text, self.domains.get(missing.text))
        return missing if value is None else value

    def compare(self, one: Value, other: Value, missing: Unknown) -> bool | Unknown:
        """Say how a comparison of two values turns out that are not both known."""
        unknown, known = (one, other) if isinstance(one, Unknown) else (other, one)
        if isinstance(known, Unknown):
            comparison = Comparison(
                " = ".join(sorted((text_of(one), text_of(other)))), "", missing.needs, missing.reason
            )
        else:
            comparison = Comparison(text_of(unknown), text_of(known), missing.needs, missing.reason)
        outcome = self.suppositions.judge(comparison, self.domains.get(comparison.unknown))
        if outcome is not None:
            return outcome
        if self.asked is None and self.suppositions.may_suppose(comparison):
            self.asked = comparison
        return missing
