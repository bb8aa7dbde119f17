"""The report for the summary page of a pipeline's run: Markdown, at most one mebibyte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.accepted import explain_waiver, note_comparisons, order_problems, order_waived
from reports.digest import (
    SEVEREST_FIRST,
    blocking_gaps,
    count_by_severity,
    count_by_status,
    count_gaps,
    count_reasons,
    hiding_gaps,
    new_failures,
    order_findings,
)
from reports.markdown_text import plain, row, within
from scanner.model import BaselineState, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.digest import GapGroup
    from scanner.model import Finding, ScanResult

LIMIT: Final = 1024 * 1024
"""Bytes that GitHub takes for the summary of one step."""

_MORE: Final = "\n… and {count} more: all are in `-o html=FILE` and `-o json=FILE`"
_SHARE: Final = LIMIT // 4
_REASONS: Final = 20


def render(result: ScanResult) -> str:
    """Write the report."""
    known = [finding for finding in _failed(result) if finding.baseline is BaselineState.KNOWN]
    parts = [
        [f"### tipstaff: {headline(result)}", "", *(plain(note) for _, note in note_comparisons(result))],
        finding_table(result, new_failures(result), _SHARE),
        _folded("Known findings", finding_table(result, known, _SHARE), len(known)),
        _folded("Waived findings", _waived(result), len(order_waived(result))),
        _folded("Waivers without effect", _problems(result), len(order_problems(result))),
        _folded("Verdicts unknown", _unknown(result), count_by_status(result)[Status.UNKNOWN]),
        not_assessed(result),
        _folded("Not read", _gaps(hiding_gaps(result)), count_gaps(hiding_gaps(result))),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def headline(result: ScanResult) -> str:
    """Say how many findings failed, and how severe they are."""
    failed = list(_failed(result))
    new = len(new_failures(result))
    by_severity = count_by_severity(failed)
    severities = ", ".join(f"{by_severity[one]:,} {one.label}" for one in SEVEREST_FIRST if by_severity[one])
    compared = f", {new:,} of them new" if result.comparison and failed else ""
    return f"{len(failed):,} failed{f' ({severities})' if severities else ''}{compared}"


def finding_table(result: ScanResult, findings: Iterable[Finding], limit: int) -> list[str]:
    """List findings, the severe ones first, in at most so many bytes."""
    titles = {policy.id: policy for policy in result.policies}
    lines = []
    for finding in order_findings(findings):
        policy = titles.get(finding.policy)
        where = str(finding.location) if finding.location else f"{finding.subject.account}/{finding.subject.region}"
        code = plain(policy.code if policy else finding.policy)
        what = f"**{plain(finding.subject.name or finding.subject.id)}**: {plain(finding.message)}"
        lines.append(row([finding.severity.label, code, plain(where), what]))
    if not lines:
        return []
    return [row(["severity", "policy", "where", "what"]), row(["---"] * 4), *within(lines, limit, _MORE)]


def not_assessed(result: ScanResult) -> list[str]:
    """Say what keeps the scan from being complete."""
    groups = blocking_gaps(result)
    return ["**Not assessed**, so this is no all-clear:", "", *_gaps(groups)] if groups else []


def _failed(result: ScanResult) -> Iterable[Finding]:
    return (finding for finding in result.findings if finding.status is Status.FAILED)


def _waived(result: ScanResult) -> list[str]:
    codes = {policy.id: policy.code for policy in result.policies}
    lines = [
        f"- {plain(codes.get(finding.policy, finding.policy))} {plain(finding.subject.name or finding.subject.id)}: "
        + (plain(explain_waiver(finding.waiver)) if finding.waiver else "")
        for finding in order_waived(result)
    ]
    return within(lines, _SHARE // 4, _MORE)


def _problems(result: ScanResult) -> list[str]:
    lines = [
        f"- {plain(f'{item.location}: ' if item.location else '')}{plain(item.message)}"
        for item in order_problems(result)
    ]
    return within(lines, _SHARE // 4, _MORE)


def _unknown(result: ScanResult) -> list[str]:
    reasons = count_reasons(result.findings)
    lines = [f"- {plain(reason)} ({count:,})" for reason, count in reasons[:_REASONS]]
    return within(lines, _SHARE // 4, _MORE)


def _gaps(groups: Iterable[GapGroup]) -> list[str]:
    lines = [f"- {plain(group.examples[0])} ({group.count:,})" for group in groups]
    return within(lines, _SHARE // 4, _MORE)


def _folded(what: str, lines: list[str], count: int) -> list[str]:
    if not count:
        return []
    return [f"<details><summary>{what}: {count:,}</summary>", "", *lines, "", "</details>"]
