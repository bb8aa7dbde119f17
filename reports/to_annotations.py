"""Annotations on the lines of a pull request, as GitHub's workflow commands: a total first, then the severest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.digest import new_failures, order_findings, say_unread
from reports.to_markdown import headline
from reports.visible import make_visible
from scanner.model import Severity

if TYPE_CHECKING:
    from scanner.model import Finding, ScanResult

_EACH: Final = 9
"""GitHub shows ten errors and ten warnings of a step; one of each may be the total."""

_ERROR: Final = Severity.HIGH


def render(result: ScanResult) -> str:
    """Write the commands, one a line."""
    findings = order_findings(new_failures(result))
    errors = [finding for finding in findings if finding.severity >= _ERROR]
    warnings = [finding for finding in findings if finding.severity < _ERROR]
    shown = [*errors[:_EACH], *warnings[:_EACH]]
    level = "error" if errors else "warning" if warnings or result.incomplete else "notice"
    rest = f"; {len(shown):,} of {len(findings):,} are shown here" if len(shown) < len(findings) else ""
    unread = say_unread(result)
    incomplete = "; the scan is incomplete: no all-clear" if result.incomplete else f"; {unread}" if unread else ""
    total = f"::{level} title=tipstaff::{_data(f'{headline(result)}{rest}{incomplete}')}"
    codes = {policy.id: policy.code for policy in result.policies}
    return "".join(f"{line}\n" for line in [total, *(_command(finding, codes) for finding in shown)])


def _command(finding: Finding, codes: dict[str, str]) -> str:
    properties = {"title": f"{codes.get(finding.policy, finding.policy)} ({finding.severity.label})"}
    if finding.location is not None:
        span = finding.location.span
        properties |= {"file": finding.location.file, "line": str(span.start_line), "endLine": str(span.last_line)}
        if span.start_line == span.end_line:
            properties |= {"col": str(span.start_column), "endColumn": str(span.end_column)}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    level = "error" if finding.severity >= _ERROR else "warning"
    return f"::{level} {written}::{_data(f'{finding.subject.name or finding.subject.id}: {finding.message}')}"


def _data(text: str) -> str:
    """Escape a message; what would begin another command or move the cursor is made visible."""
    return make_visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
