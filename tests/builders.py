"""Build resources, snapshots and policies for tests, each in one line."""

from __future__ import annotations

from scanner.model import Origin, Policy, Read, Resource, Severity, Snapshot, Source, Span
from scanner.paths import parse_path

SCOPE = "111122223333/us-east-1"
TAKEN = "2026-11-20T12:00:00Z"


def live(kind, name, document, *, tags=None, learned="sagemaker:Describe", region="us-east-1"):
    return Resource(
        type=kind,
        id=f"arn:aws:x:{region}:111122223333:{kind}/{name}",
        name=name,
        document=document,
        account="111122223333",
        region=region,
        tags=tags or {},
        learned=learned,
    )


def code(kind, name, document, *, spans=None, defaults=None, tags=None, root="infra", file="infra/main.tf", line=1):
    origin = Origin(
        root=root,
        address=name,
        file=file,
        span=Span(line, 1, line, 20),
        spans={parse_path(path): Span(*numbers) for path, numbers in (spans or {}).items()},
        defaults={parse_path(path): clause for path, clause in (defaults or {}).items()},
    )
    return Resource(
        type=kind,
        id=f"{file}:{name}",
        name=name,
        document=document,
        tags=tags or {},
        learned="terraform",
        origin=origin,
    )


def snapshot(*resources, gaps=(), source=Source.LIVE, roots=(SCOPE,)):
    if any(resource.origin for resource in resources):
        source, roots = Source.CODE, ("infra",)
    return Snapshot(source, TAKEN, "0", tuple(roots), tuple(resources), tuple(gaps))


def policy(subject, reads, *, identity="area-rule", severity=Severity.HIGH, params=None):
    area, _, stem = identity.partition("-")
    return Policy(
        id=identity,
        code="ABC001",
        title="Things are as they should be",
        description="",
        severity=severity,
        category="cost",
        subjects=(subject,),
        reads=tuple(Read(tuple(text.removesuffix("?").split(".")), presence=text.endswith("?")) for text in reads),
        remediation="",
        package=f"tipstaff.{area}.{stem}",
        file=f"policies/{area}/{stem}.rego",
        text="",
        language="rego",
        params=params or {},
    )
