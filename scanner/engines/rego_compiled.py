"""Judge with Rego compiled to Python; what the compiler does not know, or fails at, the interpreter decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from scanner.engines.compiler.program import Program
from scanner.engines.compiler.values import EvaluationError, RegoSet
from scanner.engines.entry import defined_sets
from scanner.engines.interface import InProcess
from scanner.engines.rego_printing import UnknownSyntaxError
from scanner.engines.verdicts import read_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scanner.engines.rego_embedded import EmbeddedRego
    from scanner.model import Policy, PolicyCrash, Verdict
    from scanner.paths import Document, Json

_UNDECIDED: Final = (EvaluationError, RecursionError)


class CompiledRego(InProcess):
    """Shipped Rego policies, all about the same subject types. Raises PolicyError for one that does not compile."""

    name = "embedded"

    def __init__(self, policies: Sequence[Policy], libraries: Mapping[str, str], data: Document) -> None:
        self._made_of = (policies, libraries, data)
        self._interpreter: EmbeddedRego | None = None
        self._program: Program | None = None
        self._sets: dict[str, list[tuple[str, Callable[[], object]]]] = {}
        try:
            program = Program({**libraries, **{policy.file: policy.text for policy in policies}}, data)
        except UnknownSyntaxError:
            self._interpret()
            return
        self._program = program
        for policy in policies:
            names = defined_sets(policy)
            self._sets[policy.id] = [(name, program.rule(f"data.{policy.package}.{name}")) for name in names]

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order."""
        for kind, document in subjects:
            try:
                yield self._judge_one(document)
            except _UNDECIDED:
                yield from self._interpret().judge(((kind, document),))

    def _judge_one(self, document: Document) -> Mapping[str, Verdict | PolicyCrash]:
        if self._program is None:
            raise EvaluationError("not compiled")
        self._program.set_input(document)
        return {policy: read_verdict(_answer(sets)) for policy, sets in self._sets.items()}

    def _interpret(self) -> EmbeddedRego:
        from scanner.engines.rego_embedded import EmbeddedRego  # noqa: PLC0415  # mostly there is no need of it

        if self._interpreter is None:
            self._interpreter = EmbeddedRego(*self._made_of)
        return self._interpreter


def _answer(sets: Sequence[tuple[str, Callable[[], object]]]) -> Json:
    """Evaluate the sets of a policy; empty ones are left out."""
    answer: dict[str, object] = {}
    for name, rule in sets:
        found = rule()
        if not isinstance(found, RegoSet):
            raise EvaluationError(f"{name} is not a set")
        if found:
            answer[name] = found
    return cast("Json", answer)
