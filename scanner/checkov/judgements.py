"""Say of each record of Checkov what an engine says of a subject: a verdict, or that a person accepted it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.checkov.answer import Outcome
from scanner.checkov.checks import CHECKS, as_policy
from scanner.frontends.files import absolute_path, show
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.model import (
    Gap,
    GapReason,
    Origin,
    Resource,
    Span,
    SubjectName,
    Verdict,
    Violation,
    Waiver,
    WaiverKind,
)
from scanner.records import record
from scanner.subjects import Subject
from scanner.variants import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.checkov.answer import Record
    from scanner.checkov.checks import Check
    from scanner.environment import EnvironmentRules
    from scanner.model import Policy
    from scanner.paths import Document

_CHECKS: Final = {check.id: check for check in CHECKS}
_RESOURCE: Final = ("resource",)
_LONGEST_REASON: Final = 500


@record(frozen=True, slots=True)
class Judgement:
    """What Checkov says of one block, as an engine says it of a subject; the waiver is there if the code has one."""

    policy: Policy
    subject: Subject
    verdict: Verdict
    waiver: Waiver | None = None


class Known:
    """The resources that our own front ends found, to be found again by where they are written."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Index resources by file or plan and address, and by the line of their header where only one is there."""
        self._by_address: dict[tuple[str, str], Resource] = {}
        lines: defaultdict[tuple[str, int], list[Resource]] = defaultdict(list)
        for resource in resources:
            if (origin := resource.origin) is not None:
                for file in (origin.file, origin.root):
                    self._by_address.setdefault((_absolute(file), origin.address), resource)
                lines[_absolute(origin.file), origin.span.start_line].append(resource)
        self._by_line = {place: found[0] for place, found in lines.items() if len(found) == 1}

    def find(self, record: Record) -> Resource | None:
        """Find the resource that a record is about."""
        file = _absolute(record.file_abs_path)
        return self._by_address.get((file, record.address)) or self._by_line.get((file, record.line))


def judgements(
    records: Iterable[Record], known: Known, rules: EnvironmentRules, *, accept_skips: bool
) -> Iterator[Judgement]:
    """Judge as the records say, each check on each resource once: code and its plan may both speak of it.

    What the code skips is waived where that is accepted, and unknown where it is not.
    """
    seen: set[tuple[str, str]] = set()
    for one in records:
        if (check := _CHECKS.get(one.check_id)) is None:
            continue
        resource = known.find(one) or _stranger(one, check)
        if (check.id, resource.id) not in seen:
            seen.add((check.id, resource.id))
            yield _judge(one, check, resource, rules, accept_skips=accept_skips)


def _judge(
    record: Record, check: Check, resource: Resource, rules: EnvironmentRules, *, accept_skips: bool
) -> Judgement:
    policy, subject = as_policy(check), _subject(resource, rules)
    match record.check_result:
        case Outcome(result="SKIPPED") if not accept_skips:
            return Judgement(policy, replace(subject, gaps=(_UNACCEPTED,)), Verdict())
        case Outcome(result="SKIPPED", suppress_comment=comment):
            reason = (comment or "")[:_LONGEST_REASON]
            verdict = Verdict((Violation((), f"Checkov's {check.id} is skipped: {check.title}"),))
            return Judgement(
                policy, subject, verdict, Waiver("", reason, "", WaiverKind.INLINE, subject.ground(()).location)
            )
        case Outcome(result="FAILED", evaluated_keys=keys):
            message = f"Checkov's {check.id} failed: {check.title}"
            evidence: Document = {"evaluated_keys": sorted(keys)} if keys else {}
            return Judgement(policy, subject, Verdict((Violation((), message, evidence=evidence),)))
        case _:
            return Judgement(policy, subject, Verdict())


_UNACCEPTED: Final = Gap(
    GapReason.UNSUPPORTED,
    "the code has checkov:skip here, and waivers in the code are not accepted",
    "the code without checkov:skip",
    path=_RESOURCE,
)


def _subject(resource: Resource, rules: EnvironmentRules) -> Subject:
    environment = rules.decide(resource.tags, resource.account, [resource.name])
    name = SubjectName(
        resource.type, resource.id, resource.name, resource.account, resource.region, environment, resource.tags
    )
    return Subject(name, {}, (), (Place(_RESOURCE, resource),), own=(resource,))


def _stranger(record: Record, check: Check) -> Resource:
    """Stand for a block that our own front ends do not have: they read no such type, or it is never created."""
    file = show(Path(record.file_abs_path))
    origin = Origin(
        root=file,
        address=record.address,
        file=file,
        span=Span(record.line, 1, record.line, 2),
        extent=Span(record.line, 1, record.last_line, 2),
    )
    identity = f"{file}:{record.address}"
    return Resource(_type(record, check), identity, record.address, {}, learned="checkov", origin=origin)


def _type(record: Record, check: Check) -> str:
    """Give the type that the resource of a record is of; in Terraform's JSON Checkov does not tell."""
    parts = record.resource.split(".")
    if "::" in parts[0]:
        return parts[0]
    return next((TERRAFORM_TYPES[part].type for part in parts if part in TERRAFORM_TYPES), check.subjects[0])


def _absolute(file: str) -> str:
    return str(absolute_path(Path(file)))
