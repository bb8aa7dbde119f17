"""The report for people: one self-contained page that opens from a disk and asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from datetime import UTC, datetime
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from reports.accepted import explain_waiver, note_comparisons, order_problems, order_waived
from reports.digest import (
    REASON_REMEDIES,
    REASON_TITLES,
    SEVEREST_FIRST,
    blocking_gaps,
    count_by_severity,
    count_by_status,
    count_gaps,
    count_reasons,
    group_gaps,
    hiding_gaps,
    name_accounts,
    name_regions,
    new_failures,
    order_findings,
    sum_savings,
)
from reports.html_data import link_of, list_links, pack_findings, where_of
from reports.visible import make_visible
from scanner.model import Severity, Status
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.model import Finding, Policy, ScanResult

_TEMPLATES: Final = "templates"
_BAR: Final = 1000
_STATIC_FINDINGS: Final = 200
_FIRST_FIXES: Final = 6
_MOST_LINES: Final = 100


@record(frozen=True, slots=True)
class Segment:
    """One status in the bar of all verdicts; `x` and `width` are thousandths."""

    status: Status
    count: int
    x: float
    width: float


@record(frozen=True, slots=True)
class PolicyCard:
    """A policy with what became of it: `worst` is the severest that failed."""

    policy: Policy
    counts: Mapping[Status, int]
    worst: Severity | None
    usd_per_month: float
    links: Sequence[str]

    @property
    def failed(self) -> int:
        """How many of its findings failed."""
        return self.counts[Status.FAILED]


def render(result: ScanResult) -> str:
    """Write the page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": make_visible, "day": _day, "where": where_of, "link": link_of, "terms": _terms}
    script, style = _read("report.js"), _read("report.css")
    return environment.from_string(_read("report.html.j2")).render(
        _view(result),
        script=Markup(script),  # noqa: S704 our own file
        style=Markup(style),  # noqa: S704 our own file
        script_hash=_hash(script),
        style_hash=_hash(style),
        data=pack_findings(result),
    )


def _terms(finding: Finding) -> str:
    return make_visible(explain_waiver(finding.waiver)) if finding.waiver else ""


def _read(name: str) -> str:
    return resources.files("reports").joinpath(_TEMPLATES, name).read_text("utf-8")


def _hash(text: str) -> str:
    """Name a script or style in a Content-Security-Policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _view(result: ScanResult) -> Mapping[str, object]:
    """Gather all that the template shows."""
    findings = order_findings(result.findings)
    failed = [finding for finding in findings if finding.status is Status.FAILED]
    policies = sorted(result.policies, key=lambda policy: (-policy.severity, policy.code, policy.id))
    of_policy: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        of_policy[finding.policy].append(finding)
    cards = [_card(policy, of_policy[policy.id]) for policy in policies]
    fresh = new_failures(result)
    fixes = [_card(policy, [finding for finding in fresh if finding.policy == policy.id]) for policy in policies]
    gaps = group_gaps(result.gaps)
    severities = count_by_severity(failed)
    return {
        "result": result,
        "accounts": name_accounts(result),
        "regions": name_regions(result),
        "roots": sorted(result.roots),
        "duration": _duration(result),
        "counts": count_by_status(result),
        "severities": [(one, severities[one]) for one in SEVEREST_FIRST if severities[one]],
        "bar": _bar(count_by_status(result)),
        "saving": sum_savings(result),
        "cards": cards,
        "codes": {policy.id: policy.code or policy.id for policy in policies},
        "fresh": len(fresh),
        "fixes": sorted((card for card in fixes if card.failed), key=_urgency)[:_FIRST_FIXES],
        "first": failed[:_STATIC_FINDINGS],
        "blocking": count_gaps(blocking_gaps(result)),
        "unread": count_gaps(hiding_gaps(result)),
        "gaps": [(reason, list(groups)) for reason, groups in groupby(gaps, key=lambda group: group.reason)],
        "titles": REASON_TITLES,
        "remedies": REASON_REMEDIES,
        "reasons": count_reasons(findings),
        "waived": order_waived(result),
        "problems": order_problems(result),
        "notes": [note for _, note in note_comparisons(result)],
        "most": _MOST_LINES,
        "resources": sorted(result.resources.items(), key=lambda item: (-item[1], item[0])),
    }


def _card(policy: Policy, findings: Sequence[Finding]) -> PolicyCard:
    failed = [finding for finding in findings if finding.status is Status.FAILED]
    return PolicyCard(
        policy=policy,
        counts=Counter(finding.status for finding in findings),
        worst=max((finding.severity for finding in failed), default=None),
        usd_per_month=sum(finding.saving.usd_per_month for finding in failed if finding.saving),
        links=list_links(policy),
    )


def _urgency(card: PolicyCard) -> tuple[int, float, int, str]:
    """Order policies by what to fix first: severity, then money, then how many."""
    return -(card.worst or Severity.INFO), -card.usd_per_month, -card.failed, card.policy.id


def _bar(counts: Mapping[Status, int]) -> Sequence[Segment]:
    total = sum(counts.values())
    segments = []
    x = 0.0
    for status, count in counts.items():
        width = round(_BAR * count / total, 2) if total else 0.0
        segments.append(Segment(status, count, round(x, 2), width))
        x += width
    return segments


def _day(time: str) -> str:
    """Write an ISO time for people: `20 Nov 2026, 03:00 UTC`."""
    return f"{datetime.fromisoformat(time).astimezone(UTC):%-d %b %Y, %H:%M} UTC"


def _duration(result: ScanResult) -> str:
    seconds = (datetime.fromisoformat(result.finished) - datetime.fromisoformat(result.started)).total_seconds()
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
