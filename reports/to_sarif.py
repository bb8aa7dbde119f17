"""SARIF 2.1.0 for GitHub code scanning: what failed and nobody waived.

GitHub shows passed, exempt and waived results as open alerts, rejects a file in which one result lacks a path, and
keeps 5,000 results; so only those that failed are written, each with a path, the severe ones first. Everything else is
in the JSON report.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sarif_pydantic.sarif import (
    ArtifactLocation,
    Invocation,
    Level,
    Location,
    LogicalLocation,
    Message,
    Notification,
    PhysicalLocation,
    Region,
    ReportingConfiguration,
    ReportingDescriptor,
    ReportingDescriptorReference,
    Result,
    Run,
    RunAutomationDetails,
    Sarif,
    Tool,
    ToolDriver,
)

from reports.accepted import explain_waiver, note_comparisons, order_problems, order_waived
from reports.digest import blocking_gaps, count_by_status, hiding_gaps, name_accounts, order_findings
from reports.visible import make_visible
from scanner.model import BaselineState, Severity, Source, Status
from scanner.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model import Finding, Policy, ScanResult, SubjectName

MOST_RESULTS: Final = 5_000
_MOST_WAIVERS: Final = 100
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LONGEST_TEXT: Final = 1_024
_MOST_TAGS: Final = 10
_SEMANTIC: Final = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_LEVELS: Final[Mapping[Severity, Level]] = {
    Severity.CRITICAL: Level.ERROR,
    Severity.HIGH: Level.ERROR,
    Severity.MEDIUM: Level.WARNING,
    Severity.LOW: Level.NOTE,
    Severity.INFO: Level.NOTE,
}
# In the middle of GitHub's ranges: exactly 9.0 is critical in one place and high in another.
_SECURITY: Final = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
_BASELINE_STATES: Final = {BaselineState.NEW: "new", BaselineState.KNOWN: "unchanged"}
_PROBLEM: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "recommendation"}


class _Invocation(Invocation):
    """With the field that the library lacks."""

    tool_execution_notifications: list[Notification]


class _Result(Result):
    """With the field that the library lacks."""

    baseline_state: str | None = None


class _Run(Run):
    """With the field that the library lacks."""

    column_kind: str = "unicodeCodePoints"


def render(result: ScanResult) -> str:
    """Write the failed findings as SARIF, at most 5,000."""
    failed = [finding for finding in order_findings(result.findings) if finding.status is Status.FAILED]
    failed.sort(key=lambda finding: -finding.severity)
    policies = sorted(result.policies, key=lambda policy: policy.id)
    positions = {policy.id: position for position, policy in enumerate(policies)}
    driver = ToolDriver(
        name="tipstaff",
        full_name=f"tipstaff {result.tool_version}, a compliance scanner for Amazon SageMaker",
        version=result.tool_version,
        semantic_version=result.tool_version if _SEMANTIC.fullmatch(result.tool_version) else None,
        rules=[_rule(policy) for policy in policies],
    )
    run = _Run(
        tool=Tool(driver=driver),
        automation_details=RunAutomationDetails(id=_category(result)),
        invocations=[
            _Invocation(
                execution_successful=not result.incomplete,
                start_time_utc=datetime.fromisoformat(result.started),
                end_time_utc=datetime.fromisoformat(result.finished),
                tool_execution_notifications=_notifications(result, len(failed)),
            )
        ],
        results=[_result(finding, result.source, positions) for finding in failed[:MOST_RESULTS]],
    )
    log = Sarif.model_validate({"$schema": _SCHEMA, "runs": [run]})
    return log.model_dump_json(by_alias=True, exclude_none=True, serialize_as_any=True, indent=2) + "\n"


def _category(result: ScanResult) -> str:
    """Name the series of scans that this one belongs to; GitHub closes alerts only within a series."""
    accounts = name_accounts(result)
    target = f"{result.source.value}/{accounts[0]}" if len(accounts) == 1 else result.source.value
    return f"tipstaff/{quote(make_visible(target))}/"


def _rule(policy: Policy) -> ReportingDescriptor:
    title = _shorten(policy.title or policy.id)
    description = policy.description or title
    level = _LEVELS[policy.severity]
    area = re.split(r"[-:]", policy.id, maxsplit=1)[0]
    controls = [f"{framework}/{control}" for framework, ids in sorted(policy.controls.items()) for control in ids]
    properties: dict[str, object] = {
        "tags": [make_visible(tag) for tag in (policy.category, area, "sagemaker", *controls)][:_MOST_TAGS],
        "precision": "high",
    }
    if policy.category != "security":
        properties["problem.severity"] = _PROBLEM[level]
    elif policy.severity in _SECURITY:
        properties["security-severity"] = _SECURITY[policy.severity]
    return ReportingDescriptor(
        id=policy.id,
        name=policy.code or None,
        short_description=Message(text=title),
        full_description=Message(text=_shorten(description)),
        help=Message(text=_help(policy), markdown=_help_markdown(policy)),
        help_uri=next(iter(_links(policy)), None),
        default_configuration=ReportingConfiguration(level=level.value),
        properties=properties,
    )


def _help(policy: Policy) -> str:
    parts = (policy.description or policy.title or policy.id, f"What to do: {policy.remediation}", *_links(policy))
    return "\n\n".join(parts)


def _help_markdown(policy: Policy) -> str:
    text = [policy.description or policy.title or policy.id, f"**What to do**\n\n{policy.remediation}"]
    links = [f"- <{link}>" for link in _links(policy)]
    return "\n\n".join([part.replace("<", "&lt;") for part in text] + (["\n".join(links)] if links else []))


def _links(policy: Policy) -> list[str]:
    return [quote(link, safe=":/?#[]@!$&'()*+,;=%") for link in policy.links if link.startswith("https://")]


def _result(finding: Finding, source: Source, positions: Mapping[str, int]) -> Result:
    fingerprints = {"tipstaff/v1": finding.fingerprint}
    if finding.location is None:
        # GitHub works this one out from the source line, which a synthetic path has not.
        fingerprints["primaryLocationLineHash"] = f"{finding.fingerprint}:1"
    return _Result(
        rule_id=finding.policy,
        rule_index=positions.get(finding.policy),
        level=_LEVELS[finding.severity],
        message=Message(text=_message(finding)),
        locations=[_location(finding, source)],
        related_locations=_related(finding),
        partial_fingerprints=fingerprints,
        baseline_state=_BASELINE_STATES[finding.baseline] if finding.baseline else None,
        properties={
            "severity": finding.severity.label,
            "confidence": finding.confidence.value,
            "environment": finding.subject.environment.value,
            "path": format_path(finding.path),
        },
    )


def _message(finding: Finding) -> str:
    text = finding.message or finding.policy
    if finding.saving is not None:
        text += f" (about ${finding.saving.usd_per_month:,.0f} a month)"
    return make_visible(text).replace("](", "] (")  # text in brackets before one in parentheses would be a link


def _location(finding: Finding, source: Source) -> Location:
    if finding.location is None:
        uri, region = (
            _synthetic_path(finding.subject, source),
            Region(start_line=1, start_column=1, end_line=1, end_column=2),
        )
    else:
        # Bytes of a file name that are not UTF-8 stay the bytes they are.
        uri, span = quote(finding.location.file, errors="surrogateescape"), finding.location.span
        region = Region(
            start_line=span.start_line,
            start_column=span.start_column,
            end_line=span.end_line,
            end_column=span.end_column,
        )
    return Location(
        physical_location=PhysicalLocation(artifact_location=ArtifactLocation(uri=uri), region=region),
        logical_locations=[
            LogicalLocation(
                fully_qualified_name=make_visible(finding.subject.id or finding.subject.name), kind="resource"
            )
        ],
    )


def _related(finding: Finding) -> list[Location] | None:
    """Give the line of the program that wrote the file of a finding."""
    if finding.declared is None:
        return None
    uri = quote(finding.declared.file, errors="surrogateescape")
    region = Region(start_line=finding.declared.span.start_line, start_column=finding.declared.span.start_column)
    place = PhysicalLocation(artifact_location=ArtifactLocation(uri=uri), region=region)
    return [Location(id=1, physical_location=place, message=Message(text="declared here"))]


def _synthetic_path(subject: SubjectName, source: Source) -> str:
    """Give a relative path that stays the same from scan to scan: `tipstaff-live/ACCOUNT/REGION/TYPE/NAME.json`."""
    name = (subject.name or subject.id).split("/")
    segments = (subject.account, subject.region, subject.type.replace("::", "-"), *name)
    named = ("_" if segment in {"", ".", ".."} else quote(make_visible(segment), safe="") for segment in segments)
    return f"tipstaff-{source.value}/{'/'.join(named)}.json"


def _notifications(result: ScanResult, failed: int) -> list[Notification]:
    """Say what this file does not: first what could not be assessed, or was passed over."""
    told = [
        _notification(group.reason.value, Level.WARNING, f"{group.examples[0]} ({group.count:,} in all)")
        for group in blocking_gaps(result)
    ]
    told.extend(
        _notification(group.reason.value, Level.NOTE, f"not read: {group.examples[0]} ({group.count:,} in all)")
        for group in hiding_gaps(result)
    )
    unknown = count_by_status(result)[Status.UNKNOWN]
    if unknown:
        told.append(_notification("unknown", Level.NOTE, f"{unknown:,} unknown, told in the full report"))
    if failed > MOST_RESULTS:
        told.append(_notification("more", Level.WARNING, f"{failed - MOST_RESULTS:,} more in the full report"))
    return [*told, *_accepted(result)]


def _accepted(result: ScanResult) -> Iterator[Notification]:
    """Tell what was waived, which waivers waive nothing, and what was compared."""
    codes = {policy.id: policy.code for policy in result.policies}
    waived, problems = order_waived(result), order_problems(result)
    for finding in waived[:_MOST_WAIVERS]:
        code = codes.get(finding.policy) or finding.policy
        where = str(finding.location or finding.subject.id)
        terms = explain_waiver(finding.waiver) if finding.waiver else ""
        yield _notification("waived", Level.NOTE, f"{code} at {where} is waived: {terms}")
    for problem in problems[:_MOST_WAIVERS]:
        place = f"{problem.location}: " if problem.location else ""
        yield _notification(f"waiver-{problem.fault.value}", Level.WARNING, f"{place}{problem.message}")
    if (rest := max(len(waived) - _MOST_WAIVERS, 0) + max(len(problems) - _MOST_WAIVERS, 0)) > 0:
        yield _notification("more-waivers", Level.NOTE, f"{rest:,} more on waivers in the full report")
    for name, note in note_comparisons(result):
        yield _notification(name, Level.NOTE, note)


def _notification(name: str, level: Level, text: str) -> Notification:
    descriptor = ReportingDescriptorReference(id=name)
    return Notification(descriptor=descriptor, level=level, message=Message(text=make_visible(text)))


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
