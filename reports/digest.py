"""Condense a result into the numbers that every report shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scanner.model import INCOMPLETE_REASONS, BaselineState, GapReason, Severity, Source, Status
from scanner.paths import format_path
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.model import Finding, Gap, ScanResult

SEVEREST_FIRST: Final = tuple(sorted(Severity, reverse=True))


@record(frozen=True, slots=True)
class TotalSaving:
    """What the failed findings cost a month, in US dollars, at prices no older than `as_of`."""

    usd_per_month: float
    as_of: str


@record(frozen=True, slots=True)
class GapGroup:
    """Gaps of one reason that one thing would close; `examples` are some of their messages."""

    reason: GapReason
    needs: str
    count: int
    examples: tuple[str, ...]

    @property
    def blocking(self) -> bool:
        """Whether they make the scan incomplete."""
        return self.reason in INCOMPLETE_REASONS


REASON_TITLES: Final[Mapping[GapReason, str]] = {
    GapReason.DENIED: "AWS denied the operation",
    GapReason.THROTTLED: "AWS throttled the operation until the scan gave up",
    GapReason.UNREACHABLE: "No answer from AWS",
    GapReason.OVERDUE: "The time for it was over",
    GapReason.EXPIRED: "The credentials expired during the scan",
    GapReason.INTERRUPTED: "The scan was stopped",
    GapReason.NOT_ASKED: "Not collected: no policy needed it then",
    GapReason.DELETED: "Referred to, but deleted",
    GapReason.NOT_IN_CODE: "Not declared in the code under review",
    GapReason.VARIABLE: "Decided by a variable",
    GapReason.DEPLOY: "Decided by the deployment",
    GapReason.UNREADABLE: "A file that cannot be parsed",
    GapReason.UNSUPPORTED: "Something that is not understood, or not followed",
    GapReason.UNRECOGNIZED: "Not in the reference data",
    GapReason.POLICY_ERROR: "The policy itself crashed",
    GapReason.TOOL_ERROR: "Another tool gave no answer",
}
REASON_REMEDIES: Final[Mapping[GapReason, str]] = {
    GapReason.DENIED: "Allow these actions in the IAM policy of the role that scans, then scan again.",
    GapReason.THROTTLED: "Scan again at a quieter time, or ask AWS for a higher request quota.",
    GapReason.UNREACHABLE: "Check the network, the endpoint and that the region is enabled, then scan again.",
    GapReason.OVERDUE: "Allow it more time, then scan again.",
    GapReason.EXPIRED: "Scan again with credentials that live longer than the scan.",
    GapReason.INTERRUPTED: "Let the scan run to its end.",
    GapReason.NOT_ASKED: "Collect again with the policies that are now selected.",
    GapReason.DELETED: "Remove the reference, or create again what it refers to.",
    GapReason.NOT_IN_CODE: "Check the directory that declares it too, or scan the account after deployment.",
    GapReason.VARIABLE: "Give the variable a default or a value, for instance with --var-file.",
    GapReason.DEPLOY: "Scan the account after deployment: only then is the value known.",
    GapReason.UNREADABLE: "Correct the file at the place that is named.",
    GapReason.UNSUPPORTED: "Write it in a simpler way, check what it leads or renders to, or scan the account.",
    GapReason.UNRECOGNIZED: "Update tipstaff, or tell its maintainers about the name.",
    GapReason.POLICY_ERROR: "Correct the policy, or report the error to its author.",
    GapReason.TOOL_ERROR: "Run that tool alone to see why, then scan again.",
}
_STATUS_ORDER: Final = {status: rank for rank, status in enumerate(Status)}
_EXAMPLES: Final = 5


def declared_at(finding: Finding) -> str:
    """Name the line of the program that wrote the file of a finding; empty where none did."""
    place = finding.declared
    return f"{place.file}:{place.span.start_line}" if place else ""


def order_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings: by status, the severe ones first, then by policy and place."""
    return sorted(
        findings,
        key=lambda finding: (
            _STATUS_ORDER[finding.status],
            -finding.severity,
            finding.policy,
            finding.subject.id,
            format_path(finding.path),
            finding.fingerprint,
            finding.message,
        ),
    )


def new_failures(result: ScanResult) -> list[Finding]:
    """Give the failed findings that no baseline knows."""
    return [
        finding
        for finding in result.findings
        if finding.status is Status.FAILED and finding.baseline is not BaselineState.KNOWN
    ]


def count_by_status(result: ScanResult) -> dict[Status, int]:
    """Count findings; every status is there, also with none."""
    counts = Counter(finding.status for finding in result.findings)
    return {status: counts[status] for status in Status}


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings; every severity is there, also with none, the highest first."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVEREST_FIRST}


def sum_savings(result: ScanResult) -> TotalSaving | None:
    """Add up what failed findings would save: the largest saving of each subject, because those of one overlap."""
    largest: dict[tuple[str, str], float] = {}
    days: list[str] = []
    for finding in result.findings:
        if finding.status is Status.FAILED and finding.saving is not None:
            subject = (finding.subject.type, finding.subject.id)
            largest[subject] = max(largest.get(subject, 0.0), finding.saving.usd_per_month)
            days.append(finding.saving.as_of)
    return TotalSaving(round(sum(largest.values()), 2), min(days)) if days else None


def name_accounts(result: ScanResult) -> list[str]:
    """Name the accounts that were looked at, none for code."""
    return _parts(result, 0)


def name_regions(result: ScanResult) -> list[str]:
    """Name the regions that were looked at, none for code."""
    return _parts(result, 1)


def _parts(result: ScanResult, index: int) -> list[str]:
    if result.source is Source.CODE:
        return []
    parts = (root.split("/", 1) for root in result.roots)
    return sorted({part[index] for part in parts if index < len(part) and part[index]})


def count_reasons(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """Count what would decide the unknown findings, the most frequent first."""
    unknown = (finding for finding in findings if finding.status is Status.UNKNOWN)
    counts = Counter(reason for finding in unknown for reason in finding.reasons or ("no reason was recorded",))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def blocking_gaps(result: ScanResult) -> list[GapGroup]:
    """Group the gaps that make the scan incomplete."""
    return group_gaps(gap for gap in result.gaps if gap.blocking)


def hiding_gaps(result: ScanResult) -> list[GapGroup]:
    """Group the other gaps that whole resources may be behind: what was passed over, as a template of another tool."""
    return group_gaps(gap for gap in result.gaps if gap.hiding and not gap.blocking)


def count_gaps(groups: Iterable[GapGroup]) -> int:
    """Count the gaps of groups."""
    return sum(group.count for group in groups)


def say_unread(result: ScanResult) -> str:
    """Say how much was passed over; nothing where all was read."""
    count = count_gaps(hiding_gaps(result))
    return f"{count:,} {'thing was' if count == 1 else 'things were'} not read" if count else ""


def group_gaps(gaps: Iterable[Gap]) -> list[GapGroup]:
    """Group gaps by reason and by what would close them: those that make the scan incomplete first."""
    groups: dict[tuple[GapReason, str], list[str]] = {}
    for gap in gaps:
        groups.setdefault((gap.reason, gap.needs), []).append(gap.message)
    made = [
        GapGroup(reason, needs, len(messages), tuple(sorted(set(messages))[:_EXAMPLES]))
        for (reason, needs), messages in groups.items()
    ]
    ranks = {reason: rank for rank, reason in enumerate(GapReason)}
    return sorted(made, key=lambda group: (not group.blocking, ranks[group.reason], -group.count, group.needs))
