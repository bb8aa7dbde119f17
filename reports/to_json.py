"""The machine contract: everything of a result as JSON, described by `schema/result-v1.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import orjson

from reports.digest import (
    count_by_severity,
    count_by_status,
    name_accounts,
    name_regions,
    order_findings,
    sum_savings,
)
from scanner.model import Status
from scanner.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.model import (
        Finding,
        Gap,
        Location,
        Policy,
        Read,
        Saving,
        ScanResult,
        SubjectName,
        Waiver,
        WaiverProblem,
    )
    from scanner.paths import Document, Json

SCHEMA_VERSION: Final = 1
"""Grows when a reader of the last version could misread this one; new optional fields do not count."""


def render(result: ScanResult) -> str:
    """Write a result as JSON, in ASCII, so that no terminal and no encoding trips over a name."""
    return "".join(_pieces(result))


def _pieces(result: ScanResult) -> Iterator[str]:
    """Write the parts of a result, to be joined once: they may be large."""
    before = "{\n"
    for key, written in _sections(result).items():
        yield f"{before}  {_line(key)}: "
        yield written
        before = ",\n"
    yield "\n}\n"


def _list(lines: Sequence[str]) -> str:
    """Write each element of a list on a line of its own, which is far faster than to indent all that is in it."""
    body = ",\n    ".join(lines)
    return f"[\n    {body}\n  ]" if lines else "[]"


def _line(value: Json) -> str:
    """Write in ASCII; nearly all is, and then orjson is many times faster."""
    try:
        line = orjson.dumps(value)
    except TypeError:  # a lone surrogate of a file's name, or a number of more than 64 bits
        return _ascii(value)
    return line.decode() if line.isascii() else _ascii(value)


def _ascii(value: Json) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _sections(result: ScanResult) -> Mapping[str, str]:
    """Write the parts of a result."""
    short = codes(result)
    waivers: Document = {
        "problems": sorted((_problem(problem) for problem in result.waiver_problems), key=_line),
        "ignored": result.waivers_ignored,
    }
    return {
        "schema_version": _line(SCHEMA_VERSION),
        "tool": _line({"name": "tipstaff", "version": result.tool_version}),
        "scan": _line(_scan(result)),
        "policies": _list([_line(_policy(one)) for one in sorted(result.policies, key=lambda policy: policy.id)]),
        "findings": _list([_line(describe_finding(one, short)) for one in order_findings(result.findings)]),
        "gaps": _list(sorted(_line(_gap(gap)) for gap in result.gaps)),
        "waivers": _line(waivers),
        "comparison": _line(None if result.comparison is None else asdict(result.comparison)),
        "narrowing": _line(None if result.narrowing is None else asdict(result.narrowing)),
        "summary": _line(_summary(result)),
    }


def _scan(result: ScanResult) -> Document:
    return {
        "source": result.source.value,
        "roots": sorted(result.roots),
        "accounts": name_accounts(result),
        "regions": name_regions(result),
        "started": result.started,
        "finished": result.finished,
        "engine": result.engine,
    }


def codes(result: ScanResult) -> Mapping[str, str]:
    """Give the short code of every policy that ran."""
    return {policy.id: policy.code for policy in result.policies}


def describe_finding(finding: Finding, codes: Mapping[str, str]) -> Document:
    """Give one finding as a JSON document."""
    return {
        "policy": finding.policy,
        "code": codes.get(finding.policy, ""),
        "status": finding.status.value,
        "severity": finding.severity.label,
        "confidence": finding.confidence.value,
        "subject": _subject(finding.subject),
        "location": _location(finding.location),
        "declared": _location(finding.declared),
        "path": format_path(finding.path),
        "message": finding.message,
        "reasons": list(finding.reasons),
        "evidence": _plain(finding.evidence) if finding.evidence else {},
        "saving": _saving(finding.saving),
        "waiver": _waiver(finding.waiver),
        "baseline": None if finding.baseline is None else finding.baseline.value,
        "fingerprint": finding.fingerprint,
    }


def _summary(result: ScanResult) -> Document:
    failed = [finding for finding in result.findings if finding.status is Status.FAILED]
    total = sum_savings(result)
    return {
        "findings": len(result.findings),
        "by_status": {status.value: count for status, count in count_by_status(result).items()},
        "failed_by_severity": {severity.label: count for severity, count in count_by_severity(failed).items()},
        "saving": None if total is None else {"usd_per_month": total.usd_per_month, "as_of": total.as_of},
        "resources": dict(sorted(result.resources.items())),
        "gaps": len(result.gaps),
        "incomplete": result.incomplete,
    }


def _policy(policy: Policy) -> Document:
    return {
        "id": policy.id,
        "code": policy.code,
        "aliases": list(policy.aliases),
        "title": policy.title,
        "description": policy.description,
        "severity": policy.severity.label,
        "category": policy.category,
        "subjects": list(policy.subjects),
        "reads": [_read(read) for read in policy.reads],
        "params": _plain(policy.params),
        "remediation": policy.remediation,
        "controls": {framework: list(ids) for framework, ids in sorted(policy.controls.items())},
        "links": list(policy.links),
        "language": policy.language,
        "shipped": policy.shipped,
    }


def _read(read: Read) -> str:
    return ".".join(read.path) + ("?" if read.presence else "")


def _gap(gap: Gap) -> Document:
    return {
        "reason": gap.reason.value,
        "message": gap.message,
        "needs": gap.needs,
        "scope": gap.scope,
        "type": gap.type,
        "resource": gap.resource,
        "path": format_path(gap.path),
        "present": gap.present,
        "location": _location(gap.location),
    }


def _subject(subject: SubjectName) -> Document:
    return {
        "type": subject.type,
        "id": subject.id,
        "name": subject.name,
        "account": subject.account,
        "region": subject.region,
        "environment": subject.environment.value,
        "tags": dict(sorted(subject.tags.items())),
        "runs": subject.runs,
    }


def _location(location: Location | None) -> Document | None:
    if location is None:
        return None
    return {
        "file": location.file,
        "start_line": location.span.start_line,
        "start_column": location.span.start_column,
        "end_line": location.span.end_line,
        "end_column": location.span.end_column,
        "address": location.address,
    }


def _saving(saving: Saving | None) -> Document | None:
    if saving is None:
        return None
    return {"usd_per_month": saving.usd_per_month, "basis": saving.basis, "as_of": saving.as_of}


def _waiver(waiver: Waiver | None) -> Document | None:
    if waiver is None:
        return None
    return {
        "owner": waiver.owner,
        "reason": waiver.reason,
        "expires": waiver.expires,
        "kind": waiver.kind.value,
        "location": _location(waiver.location),
    }


def _problem(problem: WaiverProblem) -> Document:
    return {
        "fault": problem.fault.value,
        "message": problem.message,
        "location": _location(problem.location),
    }


def _plain(value: Json) -> Json:
    """Copy into what `json` writes; a number that JSON does not know becomes null."""
    match value:
        case str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {key: _plain(value[key]) for key in sorted(value)}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
