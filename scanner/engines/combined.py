"""Judge with several engines at once, each with policies of its own."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import tee
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from scanner.engines.interface import Engine
    from scanner.model import PolicyCrash, Verdict
    from scanner.paths import Document


class Engines:
    """One engine made of several; the first one gives the name."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = engines
        self._open = ExitStack()
        self.name = engines[0].name

    def __enter__(self) -> Self:
        """Connect them all, or none."""
        with ExitStack() as opening:
            for engine in self._engines:
                opening.enter_context(engine)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of them all."""
        self._open.__exit__(kind, error, trace)

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts of all engines for each (subject type, input), in order."""
        streams = tee(subjects, len(self._engines))
        answers = (engine.judge(stream) for engine, stream in zip(self._engines, streams, strict=True))
        for verdicts in zip(*answers, strict=True):
            merged: dict[str, Verdict | PolicyCrash] = {}
            for verdict in verdicts:
                merged.update(verdict)
            yield merged
