"""What every policy engine is: it turns a subject's input into the verdicts of its policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from scanner.model import PolicyCrash, Verdict
    from scanner.paths import Document

Verdicts = "Mapping[str, Verdict | PolicyCrash]"
"""By policy id, one for each policy of the engine whose subjects include the asked type."""


class Engine(Protocol):
    """A policy engine, loaded with its policies, their parameters and the reference facts.

    A context manager: leaving it ends connections. Making one raises EngineError (the engine cannot be used) or
    PolicyError (a policy does not compile: with file, line and column).
    """

    name: str

    def __enter__(self) -> Self:
        """Connect."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of everything."""
        ...

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order.

        One policy's error is a PolicyCrash of that policy alone. Raises EngineError when the engine stops answering.
        """
        ...


class InProcess:
    """An engine that needs no connection."""

    def __enter__(self) -> Self:
        """Nothing to connect to."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to let go of."""
