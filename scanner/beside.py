"""Put what Checkov says of code beside a result of our own policies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.checkov.answer import read_answer, unparsed_gap
from scanner.checkov.checks import as_policy, not_ours
from scanner.checkov.judgements import Known, judgements
from scanner.checkov.program import Question, find_program, run
from scanner.evaluate import accept, conclude
from scanner.frontends.files import show
from scanner.model import Status
from scanner.money import PriceBook
from scanner.records import record
from scanner.scan import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scanner.checkov.answer import Answer
    from scanner.checkov.judgements import Judgement
    from scanner.environment import EnvironmentRules
    from scanner.facts import Facts
    from scanner.model import Finding, Policy, ScanResult


@record(frozen=True, slots=True)
class Checkov:
    """A Checkov that is there, and what to ask it about; `accept_skips` is whether `checkov:skip` waives."""

    program: str
    paths: tuple[Path, ...]
    var_files: tuple[str, ...] = ()
    seconds: float = 0.0
    accept_skips: bool = True

    @classmethod
    def find(cls, command: Path | None, paths: Sequence[Path]) -> Checkov:
        """Find the program before any work is done. Raises ToolError."""
        return cls(find_program("" if command is None else str(command)), tuple(paths))

    def add(self, result: ScanResult, facts: Facts, rules: EnvironmentRules) -> ScanResult:
        """Ask about the code that the facts are from, but for what a policy that ran says as well."""
        checks = not_ours(result.policies)
        question = Question.about(self.paths, facts.roots, [check.id for check in checks], self.var_files)
        if question is None:
            return result
        answer = read_answer(run(self.program, question, self.seconds))
        known = Known(resource for found in facts.resources.values() for resource in found)
        said = judgements(answer.records, known, rules, accept_skips=self.accept_skips)
        findings = tuple(finding for judgement in said for finding in _conclude(judgement))
        ignored = 0 if self.accept_skips else sum(finding.status is Status.UNKNOWN for finding in findings)
        return replace(
            result,
            finished=now(),
            engine=f"{result.engine}, Checkov {answer.version}".rstrip(),
            policies=(*result.policies, *_policies_that_ran([as_policy(check) for check in checks], answer, findings)),
            findings=(*result.findings, *findings),
            gaps=(*result.gaps, *answer.troubles, *(unparsed_gap(show(file)) for file in answer.unparsed)),
            waivers_ignored=result.waivers_ignored + ignored,
        )


def _conclude(judgement: Judgement) -> Iterator[Finding]:
    for finding in conclude(judgement.policy, judgement.subject, judgement.verdict, PriceBook.shipped()):
        yield finding if judgement.waiver is None else accept(finding, judgement.waiver)


def _policies_that_ran(policies: Sequence[Policy], answer: Answer, findings: Sequence[Finding]) -> list[Policy]:
    """Leave out those that said nothing where Checkov was in trouble: who knows whether they ran."""
    spoke = {finding.policy for finding in findings}
    return [policy for policy in policies if not answer.troubles or policy.id in spoke]
