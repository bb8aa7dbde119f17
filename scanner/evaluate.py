"""Draw the conclusions: policies by subjects to findings; the only place that sets a status."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from scanner.merging import merge
from scanner.model import Finding, Gap, GapReason, PolicyCrash, Status, Verdict
from scanner.paths import diverges_in_a_list, format_path, overlaps, starts_with, without_indexes
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.engines.interface import Engine
    from scanner.model import Policy, Read, SubjectName, Waiver
    from scanner.money import PriceBook
    from scanner.paths import Document, Path
    from scanner.subjects import Subject
    from scanner.waivers import Waivers


@record(frozen=True, slots=True)
class Conclusion:
    """The findings of one subject, and a gap for every policy that crashed on it."""

    findings: tuple[Finding, ...]
    crashes: tuple[Gap, ...]


def evaluate(
    subjects: Iterable[Subject],
    policies: Sequence[Policy],
    engine: Engine,
    prices: PriceBook,
) -> Iterator[Conclusion]:
    """Judge every subject with every policy that is about its type, one subject at a time."""
    by_type: defaultdict[str, list[Policy]] = defaultdict(list)
    for policy in policies:
        for kind in policy.subjects:
            by_type[kind].append(policy)
    relevance = {kind: Relevance(about) for kind, about in by_type.items()}
    asked: deque[Subject] = deque()

    def concluded() -> Iterator[tuple[Subject, Conclusion]]:
        for verdicts in engine.judge(_asking(subjects, asked)):
            subject = asked.popleft()
            yield subject, _conclude_all(subject, relevance[subject.name.type], verdicts, prices)

    for _, alike in groupby(concluded(), key=_one_of_many):
        yield _together(list(alike))


def _one_of_many(item: tuple[Subject, Conclusion]) -> object:
    """Tell apart what is judged alone from what is judged in several combinations of conditions."""
    subject, _ = item
    return (subject.name.type, subject.name.id) if subject.cases else object()


def _together(alike: Sequence[tuple[Subject, Conclusion]]) -> Conclusion:
    (first, only), *others = alike
    if first.cases is None and not others:
        return only
    judged = [(subject.cases, finding) for subject, found in alike if subject.cases for finding in found.findings]
    crashes = dict.fromkeys(crash for _, found in alike for crash in found.crashes)
    return Conclusion(tuple(merge(judged)), tuple(crashes))


def _asking(subjects: Iterable[Subject], asked: deque[Subject]) -> Iterator[tuple[str, Document]]:
    for subject in subjects:
        asked.append(subject)
        yield subject.name.type, subject.input


def _conclude_all(
    subject: Subject,
    relevance: Relevance,
    verdicts: Mapping[str, Verdict | PolicyCrash],
    prices: PriceBook,
) -> Conclusion:
    findings: list[Finding] = []
    crashes: list[Gap] = []
    places = tuple((gap.path, gap.present) for gap in subject.gaps)
    for policy, touched in zip(relevance.policies, relevance.of(places), strict=True):
        match verdicts[policy.id]:
            case PolicyCrash(error):
                crash = Gap(
                    GapReason.POLICY_ERROR, f"policy {policy.id} failed on {subject.name.name}: {error}", policy.file
                )
                crashes.append(crash)
                findings.append(_summary(policy, subject, Status.UNKNOWN, (crash,)))
            case Verdict() as verdict:
                findings += conclude(policy, subject, verdict, prices, [subject.gaps[at] for at in touched])
    return Conclusion(tuple(findings), tuple(crashes))


def conclude(
    policy: Policy, subject: Subject, verdict: Verdict, prices: PriceBook, known: Sequence[Gap] | None = None
) -> list[Finding]:
    """Set the status of one policy on one subject; `known` are the gaps that matter to it, if that is worked out.

    In this order: a gap on anything that the policy reads, an exemption, a violation; otherwise passed.
    """
    if known is None:
        known = [gap for gap in subject.gaps if matters(gap.path, gap.present, policy.reads)]
    gaps = [*known] + [
        Gap(GapReason.UNRECOGNIZED, item.reason, item.reason, path=item.path)
        for item in verdict.unrecognized
        if not any(starts_with(item.path, gap.path) for gap in known)  # nobody can look up what is not known
    ]
    if verdict.violations:
        return list(_judged(policy, subject, verdict, gaps, prices))
    whole = tuple(exemption.reason for exemption in verdict.exemptions if not exemption.path)
    if gaps:
        return [_summary(policy, subject, Status.UNKNOWN, gaps)]
    return [_summary(policy, subject, Status.EXEMPT if whole else Status.PASSED, (), whole)]


class Relevance:
    """Which gaps touch what each of some policies reads; worked out once for all subjects that have them alike."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.policies = policies
        self.of = lru_cache(1_000)(self._of)

    def _of(self, places: Sequence[tuple[Path, bool]]) -> tuple[tuple[int, ...], ...]:
        """Give for each policy the numbers of the places that matter: paths, and whether there certainly is a value."""
        return tuple(
            tuple(at for at, (path, present) in enumerate(places) if matters(path, present, policy.reads))
            for policy in self.policies
        )


def matters(path: Path, present: bool, reads: Iterable[Read]) -> bool:  # noqa: FBT001 - it is a fact, and no mode
    """Tell whether a gap at a path touches anything that a policy reads.

    Where only presence is read, a value that certainly exists, or one further inside, is known well enough.
    """
    at = without_indexes(path)
    return any(
        overlaps(at, read.path)
        and not (read.presence and starts_with(at, read.path) and (present or len(at) > len(read.path)))
        for read in reads
    )


def _judged(
    policy: Policy, subject: Subject, verdict: Verdict, gaps: Sequence[Gap], prices: PriceBook
) -> Iterator[Finding]:
    """Make a finding of every violation, each with a fingerprint of its own."""
    seen: Counter[Path] = Counter()
    for violation in verdict.violations:
        path = violation.path
        status, reasons = _status(path, gaps, verdict)
        ground = subject.ground(path)
        yield Finding(
            policy=policy.id,
            status=status,
            severity=policy.severity if violation.severity is None else violation.severity,
            subject=subject.name,
            path=path,
            message=violation.message + _taken(policy, subject, path),
            fingerprint=_fingerprint(policy.id, subject.name, path, seen[path]),
            confidence=violation.confidence,
            location=ground.location,
            declared=ground.declared,
            reasons=reasons,
            evidence=violation.evidence,
            saving=prices.estimate(subject.name.region, violation.saving) if violation.saving else None,
            texts=ground.texts,
            through=ground.through,
        )
        seen[path] += 1


def _status(path: Path, gaps: Sequence[Gap], verdict: Verdict) -> tuple[Status, tuple[str, ...]]:
    """Set the status of a violation at a path, and say why where it is not simply failed."""
    if near := [gap for gap in gaps if not diverges_in_a_list(gap.path, path)]:
        return Status.UNKNOWN, _reasons(near)
    if covering := tuple(item.reason for item in verdict.exemptions if starts_with(path, item.path)):
        return Status.EXEMPT, covering
    return Status.FAILED, ()


def _taken(policy: Policy, subject: Subject, near: Path) -> str:
    """Say which of the values that the policy reads are not in the code, and what gives them."""
    clauses = dict.fromkeys(
        clause
        for path, clause in subject.defaults()
        if not diverges_in_a_list(path, near)
        and any(overlaps(without_indexes(path), read.path) for read in policy.reads if not read.presence)
    )
    return f" ({'; '.join(clauses)})" if clauses else ""


def _summary(
    policy: Policy,
    subject: Subject,
    status: Status,
    gaps: Sequence[Gap],
    reasons: tuple[str, ...] = (),
) -> Finding:
    """Make the one finding of a policy on a subject where there is no violation."""
    told = next((gap.location for gap in gaps if gap.location), None)
    path = gaps[0].path if gaps else ()
    ground = subject.ground(path)
    return Finding(
        policy=policy.id,
        status=status,
        severity=policy.severity,
        subject=subject.name,
        path=path,
        message=policy.title,
        fingerprint=_fingerprint(policy.id, subject.name, (), 0),
        location=told or ground.location,
        declared=ground.declared,
        reasons=_reasons(gaps) if gaps else reasons,
        texts=ground.texts,
        through=ground.through,
    )


def waive(findings: Iterable[Finding], waivers: Waivers) -> Iterator[Finding]:
    """Set the status of what failed and a person accepted; unknown and exempt come before it."""
    for finding in findings:
        accepted = waivers.over(finding) if finding.status is Status.FAILED else ()
        yield accept(finding, accepted[0].waiver) if accepted else finding


def accept(finding: Finding, waiver: Waiver) -> Finding:
    """Set the status of one finding that a person accepted."""
    return replace(finding, status=Status.WAIVED, waiver=waiver)


def _reasons(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """Say what is not known and what would decide it."""
    return tuple(
        dict.fromkeys(gap.message if gap.needs in gap.message else f"{gap.message} (needs {gap.needs})" for gap in gaps)
    )


def _fingerprint(policy: str, subject: SubjectName, path: Path, ordinal: int) -> str:
    identity = (policy, subject.type, subject.id, format_path(path), str(ordinal))
    return sha256("\0".join(identity).encode(errors="surrogatepass")).hexdigest()
