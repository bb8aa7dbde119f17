"""Start the engine of a subject type with its first subject: what no subject needs is not compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from scanner.engines.interface import Engine
    from scanner.model import Policy, PolicyCrash, Verdict
    from scanner.paths import Document


class OnDemand:
    """One engine a subject type. `start` makes one of policies; it raises PolicyError only when it is needed."""

    def __init__(self, name: str, policies: Sequence[Policy], start: Callable[[Sequence[Policy]], Engine]) -> None:
        self.name = name
        self._policies = policies
        self._start = start
        self._engines: dict[str, Engine] = {}

    def __enter__(self) -> Self:
        """Nothing to connect to yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the engines that were started."""
        self._engines.clear()

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order."""
        for kind, document in subjects:
            if kind not in self._engines:
                self._engines[kind] = self._start([policy for policy in self._policies if kind in policy.subjects])
            yield from self._engines[kind].judge(((kind, document),))
