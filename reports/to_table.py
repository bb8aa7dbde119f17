"""The report for a terminal: what failed, what could not be decided, and one paragraph on the whole."""

from __future__ import annotations

from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports.accepted import explain_waiver, note_comparisons, order_problems, order_waived
from reports.digest import (
    SEVEREST_FIRST,
    blocking_gaps,
    count_by_severity,
    count_by_status,
    count_gaps,
    count_reasons,
    declared_at,
    hiding_gaps,
    name_accounts,
    order_findings,
    say_unread,
    sum_savings,
)
from reports.visible import make_visible
from scanner.model import BaselineState, Severity, Source, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType

    from scanner.model import Finding, Policy, ScanResult

WIDTH: Final = 100
_FINDINGS_A_POLICY: Final = 20
_REASONS: Final = 12
_GAPS: Final = 12
_WAIVED: Final = 20
_ELSEWHERE: Final = "more: all are in -o html=FILE and -o json=FILE"
_COLOURS: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}


def render(result: ScanResult) -> str:
    """Write the report as plain text, 100 columns wide, without colour."""
    console = Console(
        file=StringIO(), width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False, _environ={}
    )
    with console.capture() as captured:
        console.print(lay_out(result))
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def lay_out(result: ScanResult) -> RenderableType:
    """Lay the report out for a `rich` console, which decides on width and colour (NO_COLOR, no terminal)."""
    parts = (_failed(result), _waived(result), _problems(result), _undecided(result), _gaps(result))
    return Group(*(item for part in parts for item in part), _summary(result))


def _failed(result: ScanResult) -> Iterator[RenderableType]:
    failed = [finding for finding in order_findings(result.findings) if finding.status is Status.FAILED]
    policies = {policy.id: policy for policy in result.policies}
    several = len(name_accounts(result)) > 1
    severest = {finding.policy: finding.severity for finding in reversed(failed)}
    failed.sort(key=lambda finding: (-severest[finding.policy], finding.policy))  # stable: keeps the order within
    for policy, group in groupby(failed, key=lambda finding: finding.policy):
        findings = list(group)
        yield _heading(policies.get(policy), policy, len(findings))
        yield _rows(findings[:_FINDINGS_A_POLICY], several=several)
        yield from _rest(len(findings) - _FINDINGS_A_POLICY, _ELSEWHERE)
        yield Text()


def _heading(policy: Policy | None, name: str, count: int) -> RenderableType:
    line = Table.grid(expand=True, padding=(0, 2))
    line.add_column(no_wrap=True)
    line.add_column(ratio=1)
    line.add_column(justify="right", no_wrap=True)
    code, title = (policy.code, policy.title) if policy else (name, "")
    line.add_row(_plain(code, "bold"), _plain(title, "bold"), Text(f"{count:,} failed", "bold"))
    return line


def _rows(findings: Iterable[Finding], *, several: bool) -> RenderableType:
    rows = Table.grid(expand=True, padding=(0, 2, 0, 0))
    rows.add_column(width=8, no_wrap=True)
    rows.add_column(ratio=1, overflow="fold")
    for finding in findings:
        label = Text(finding.severity.label.upper(), _COLOURS[finding.severity])
        subject = _plain(finding.subject.name or finding.subject.id, "bold")
        known = [Text("known", "dim italic")] if finding.baseline is BaselineState.KNOWN else []
        rows.add_row(label, Text("  ").join([_plain(_where(finding, several=several), "dim"), subject, *known]))
        message = _plain(finding.message)
        if finding.saving is not None:
            message.append(f" (about ${finding.saving.usd_per_month:,.0f} a month)", "green")
        rows.add_row("", message)
    return Padding(rows, (0, 0, 0, 2))


def _waived(result: ScanResult) -> Iterator[RenderableType]:
    waived = order_waived(result)
    if not waived:
        return
    codes = {policy.id: policy.code for policy in result.policies}
    several = len(name_accounts(result)) > 1
    yield Text(f"{len(waived):,} {_plural(len(waived), 'finding')} waived", "bold")
    rows = Table.grid(expand=True, padding=(0, 2, 0, 0))
    rows.add_column(min_width=8, max_width=16, overflow="fold")
    rows.add_column(ratio=1, overflow="fold")
    for finding in waived[:_WAIVED]:
        subject = _plain(finding.subject.name or finding.subject.id, "bold")
        where = Text("  ").join([_plain(_where(finding, several=several), "dim"), subject])
        rows.add_row(_plain(codes.get(finding.policy) or finding.policy), where)
        if finding.waiver is not None:
            rows.add_row("", _plain(explain_waiver(finding.waiver)))
    yield Padding(rows, (0, 0, 0, 2))
    yield from _rest(len(waived) - _WAIVED, _ELSEWHERE)
    yield Text()


def _problems(result: ScanResult) -> Iterator[RenderableType]:
    problems = order_problems(result)
    if not problems:
        return
    yield Text(f"{len(problems):,} {_plural(len(problems), 'waiver')} without effect", "bold")
    for problem in problems[:_WAIVED]:
        place = f"{problem.location}: " if problem.location else ""
        yield Padding(_plain(place, "dim").append_text(_plain(problem.message)), (0, 0, 0, 2))
    yield from _rest(len(problems) - _WAIVED, _ELSEWHERE)
    yield Text()


def _rest(count: int, text: str) -> Iterator[RenderableType]:
    if count > 0:
        yield Padding(Text(f"… and {count:,} {text}", "dim"), (0, 0, 0, 2))


def _where(finding: Finding, *, several: bool) -> str:
    if finding.location is not None:
        return f"{finding.location}, declared at {declared_at(finding)}" if finding.declared else str(finding.location)
    subject = finding.subject
    return f"{subject.account}/{subject.region}" if several else subject.region


def _undecided(result: ScanResult) -> Iterator[RenderableType]:
    reasons = count_reasons(result.findings)
    if not reasons:
        return
    count = count_by_status(result)[Status.UNKNOWN]
    yield Text(
        f"{count:,} {_plural(count, 'verdict')} unknown; what would decide {_plural(count, 'it', 'them')}", "bold"
    )
    yield _counts((number, reason) for reason, number in reasons[:_REASONS])
    yield from _rest(len(reasons) - _REASONS, "other reasons")
    yield Text()


def _gaps(result: ScanResult) -> Iterator[RenderableType]:
    for title, groups in (("Not assessed", blocking_gaps(result)), ("Not read", hiding_gaps(result))):
        if groups:
            yield Text(title, "bold")
            yield _counts((group.count, group.examples[0]) for group in groups[:_GAPS])
            yield from _rest(len(groups) - _GAPS, "other causes")
            yield Text()


def _counts(lines: Iterable[tuple[int, str]]) -> RenderableType:
    rows = Table.grid(expand=True, padding=(0, 2, 0, 0))
    rows.add_column(justify="right", width=6, no_wrap=True)
    rows.add_column(ratio=1, overflow="fold")
    for count, text in lines:
        rows.add_row(f"{count:,}", _plain(text))
    return rows


def _summary(result: ScanResult) -> Text:
    notes = (make_visible(f" {note}") for _, note in note_comparisons(result))
    return Text.assemble(_verdicts(result), " ", _scope(result), " ", _coverage(result), *notes)


def _verdicts(result: ScanResult) -> Text:
    counts = count_by_status(result)
    by_severity = count_by_severity(finding for finding in result.findings if finding.status is Status.FAILED)
    severities = ", ".join(f"{by_severity[one]:,} {one.label}" for one in SEVEREST_FIRST if by_severity[one])
    failed = f"{counts[Status.FAILED]:,} failed" + (f" ({severities})" if severities else "")
    others = ", ".join(f"{counts[status]:,} {status.value}" for status in Status if status is not Status.FAILED)
    total = sum_savings(result)
    money = (
        f" About ${total.usd_per_month:,.0f} a month could be saved (list prices of {total.as_of})." if total else ""
    )
    return Text.assemble((failed, "bold red" if counts[Status.FAILED] else "bold green"), f", {others}.{money}")


def _scope(result: ScanResult) -> str:
    resources = sum(result.resources.values())
    policies = len(result.policies)
    what = (
        f"{policies:,} {_plural(policies, 'policy', 'policies')} judged {resources:,} {_plural(resources, 'resource')}"
    )
    roots = sorted(result.roots)
    named = "region" if result.source is Source.LIVE else "directory or template"
    many = "regions" if result.source is Source.LIVE else "directories and templates"
    place = roots[0] if len(roots) == 1 else f"{len(roots):,} {_plural(len(roots), named, many)}"
    place = "the working directory" if place == "." else place
    return make_visible(f"{what} in {place}.")


def _coverage(result: ScanResult) -> str:
    if count := count_gaps(blocking_gaps(result)):
        return f"The scan is incomplete: {count:,} {_plural(count, 'thing')} could not be assessed: no all-clear."
    unread = say_unread(result)
    unknown = count_by_status(result)[Status.UNKNOWN]
    undecided = f"{unknown:,} {_plural(unknown, 'verdict is', 'verdicts are')} unknown"
    if unread:
        return f"{unread}, and {undecided}." if unknown else f"{unread}; all else was assessed."
    return f"All of it could be read, but {undecided}." if unknown else "All of it was assessed."


def _plural(count: int, one: str, many: str = "") -> str:
    return one if count == 1 else many or f"{one}s"


def _plain(text: str, style: str = "") -> Text:
    return Text(make_visible(text), style)
