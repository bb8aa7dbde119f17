"""Pack the findings for the page's script: three tables that refer to each other, compressed."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Final

from reports.digest import declared_at, order_findings
from reports.visible import make_visible
from scanner.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.model import Finding, Policy, ScanResult, SubjectName
    from scanner.paths import Json

LINK_LENGTH: Final = 16
"""How much of a fingerprint a deep link needs: 64 bits."""


def pack_findings(result: ScanResult) -> str:
    """Give the data of the page as base64 of gzip of JSON: no character of it means anything to a browser."""
    text = json.dumps(_tables(result), separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def link_of(finding: Finding) -> str:
    """Name a finding in a deep link."""
    return make_visible(finding.fingerprint[:LINK_LENGTH])


def where_of(finding: Finding) -> str:
    """Say where a finding is: file, line and column, or the region."""
    if finding.location is None:
        return make_visible(finding.subject.region)
    return make_visible(str(finding.location))


def list_facts(values: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Give names and values as text; what is nested is written as JSON."""
    return [(make_visible(name), _as_text(values[name])) for name in sorted(values)]


def list_links(policy: Policy) -> list[str]:
    """Give the links of a policy that are safe to follow."""
    return [make_visible(link) for link in policy.links if link.startswith("https://")]


def _as_text(value: Json) -> str:
    match value:
        case str():
            return make_visible(value)
        case bool() | None:
            return json.dumps(value)
        case int() | float():
            return f"{value:,}"
        case list() | tuple() if all(isinstance(item, str | int | float) for item in value):
            return ", ".join(_as_text(item) for item in value)
        case _:
            return make_visible(json.dumps(value, ensure_ascii=False, default=dict))


def _tables(result: ScanResult) -> Mapping[str, object]:
    """Build the tables; the script reads every row by position."""
    policies = {policy.id: _policy_row(policy) for policy in sorted(result.policies, key=lambda policy: policy.id)}
    findings = order_findings(result.findings)
    for finding in findings:  # a result may speak of a policy without describing it
        policies.setdefault(finding.policy, [finding.policy, finding.policy, "", "", "", []])
    places = {name: place for place, name in enumerate(policies)}
    subjects: dict[tuple[str, str], int] = {}
    rows: list[list[object]] = []
    named: list[list[object]] = []
    for finding in findings:
        identity = (finding.subject.type, finding.subject.id)
        if identity not in subjects:
            subjects[identity] = len(subjects)
            named.append(_subject_row(finding.subject))
        rows.append(_finding_row(finding, places[finding.policy], subjects[identity]))
    return {
        "policies": list(policies.values()),
        "subjects": named,
        "findings": rows,
    }


def _finding_row(finding: Finding, policy: int, subject: int) -> list[object]:
    saving, waiver = finding.saving, finding.waiver
    return [
        finding.status.value,
        finding.severity.label,
        policy,
        subject,
        where_of(finding) if finding.location else "",
        format_path(finding.path),
        make_visible(finding.message),
        _visible(finding.reasons),
        [*list_facts(finding.evidence), *_declared(finding)],
        None if saving is None else [saving.usd_per_month, make_visible(saving.basis), make_visible(saving.as_of)],
        None if waiver is None else _visible((waiver.owner, waiver.reason, waiver.expires, str(waiver.location or ""))),
        finding.confidence.value,
        link_of(finding),
        finding.baseline.value if finding.baseline else "",
    ]


def _declared(finding: Finding) -> list[tuple[str, str]]:
    return [("declared at", make_visible(declared_at(finding)))] if finding.declared else []


def _subject_row(subject: SubjectName) -> list[object]:
    return [
        make_visible(subject.name or subject.id),
        make_visible(subject.type),
        make_visible(subject.id),
        make_visible(subject.account),
        make_visible(subject.region),
        subject.environment.value,
        list_facts(subject.tags),
        subject.runs,
    ]


def _policy_row(policy: Policy) -> list[object]:
    return [
        policy.id,
        *_visible((policy.code or policy.id, policy.title, policy.remediation, policy.category)),
        list_links(policy),
    ]


def _visible(texts: Iterable[str]) -> list[str]:
    return [make_visible(text) for text in texts]
