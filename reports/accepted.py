"""Say what people accepted, and what a comparison left out, in the words of every report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.digest import order_findings
from scanner.model import Status, WaiverKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model import Comparison, Finding, Narrowing, ScanResult, Waiver, WaiverProblem

_COMMIT: Final = 10


def order_waived(result: ScanResult) -> list[Finding]:
    """Give the waived findings, the severe ones first."""
    return order_findings(finding for finding in result.findings if finding.status is Status.WAIVED)


def order_problems(result: ScanResult) -> list[WaiverProblem]:
    """Give what is wrong with waivers, by place."""
    return sorted(result.waiver_problems, key=lambda problem: (*_place(problem), problem.message))


def explain_waiver(waiver: Waiver) -> str:
    """Say why a finding is accepted, by whom or where, and for how long."""
    by = [f"by {waiver.owner}"] if waiver.owner else []
    at = [f"{waiver.kind.value} at {waiver.location}"] if waiver.location else []
    kind = ["inline"] if waiver.kind is WaiverKind.INLINE and not at else []
    until = f"until {waiver.expires}" if waiver.expires else "without an end"
    return f"{waiver.reason} ({', '.join([*by, *at, *kind, until])})"


def note_comparisons(result: ScanResult) -> Iterator[tuple[str, str]]:
    """Yield a name and a sentence for all that makes this report differ from that of a plain scan."""
    if result.waivers_ignored:
        count = _many(result.waivers_ignored, "waiver in the code was", "waivers in the code were")
        yield "waivers-ignored", f"{count} not looked at (--no-inline-waivers)."
    if result.comparison:
        yield "baseline", _compared(result.comparison)
    if result.narrowing:
        yield "changed-since", _narrowed(result.narrowing)


def _compared(comparison: Comparison) -> str:
    text = f"Against the baseline {comparison.file}: {comparison.new:,} new, {comparison.known:,} known"
    text += f", {comparison.fixed:,} fixed"
    if comparison.unjudged:
        text += f"; {_many(comparison.unjudged, 'entry', 'entries')} could not be judged by this scan"
    return f"{text}."


def _narrowed(narrowing: Narrowing) -> str:
    since = f"{narrowing.since} ({narrowing.commit[:_COMMIT]})"
    others = _many(narrowing.left_out, "other finding is", "other findings are")
    return (
        f"Only what the changes since {since} touch is shown: {others} left out, {narrowing.failed:,} of them failed."
    )


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _place(problem: WaiverProblem) -> tuple[str, int, int]:
    if problem.location is None:
        return "", 0, 0
    span = problem.location.span
    return problem.location.file, span.start_line, span.start_column
