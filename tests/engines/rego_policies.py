"""Small policies to try engines with."""

from __future__ import annotations

import textwrap

from scanner.model import Policy, Read, Severity

JOB = "AWS::SageMaker::TrainingJob"
VARIANT = "tipstaff::EndpointVariant"
LIBRARIES = {
    "policies/lib/sizes.rego": textwrap.dedent("""\
        package tipstaff.lib.sizes

        import future.keywords.not
        import rego.v1

        big(type) if data.reference.instance_types[type].vcpus > 8

        broken := to_number("not a number")

        type := input.resource.InstanceType
        """),
}
DATA = {
    "reference": {"instance_types": {"ml.m5.large": {"vcpus": 2}, "ml.m5.24xlarge": {"vcpus": 96}}},
    "params": {"acme": {"size": {"limit": 3}}},
}


def policy(stem, rules, *, subjects=(JOB,), shipped=True, language="rego", file=None):
    head = f"package tipstaff.acme.{stem}\n\nimport data.params.acme.{stem} as params\n"
    imports = "import data.tipstaff.lib.sizes\nimport future.keywords.not\nimport rego.v1\n\n"
    return Policy(
        id=f"acme-{stem.replace('_', '-')}",
        code="ACM001",
        title="Things are as they should be",
        description="",
        severity=Severity.LOW,
        category="cost",
        subjects=tuple(subjects),
        reads=(Read(("resource",)), Read(("tags",))),
        remediation="",
        package=f"tipstaff.acme.{stem}",
        file=file or f"policies/acme/{stem}.rego",
        text=head + imports + textwrap.dedent(rules) if language == "rego" else textwrap.dedent(rules),
        language=language,
        shipped=shipped,
    )


SIZE = policy(
    "size",
    """\
    violation contains {"path": "resource.InstanceType", "message": sprintf("%s is big", [type]), "evidence": {"limit": params.limit}} if {
        type := sizes.type
        sizes.big(type)
    }

    exemption contains {"reason": "it is for a test"} if input.tags.purpose == "test"

    unrecognized contains {"path": "resource.InstanceType", "reason": sprintf("nobody knows %s", [sizes.type])} if {
        not data.reference.instance_types[sizes.type]
    }
    """,  # noqa: E501
    subjects=(JOB, VARIANT),
)
COUNT = policy(
    "count",
    """\
    violation contains {
        "path": sprintf("resource.Groups[%d]", [index]),
        "message": "the group is empty",
        "severity": "high",
        "confidence": "heuristic",
        "saving": {"component": "Training", "instance_type": "ml.m5.large", "hours_per_month": 10 / 4},
    } if {
        some index, group in input.resource.Groups
        not group.Count >= 1
    }
    """,
)
RAISING = policy(
    "raising",
    """\
    violation contains {"path": "resource", "message": "m"} if to_number(input.resource.Text) > 1
    """,
)
"""Raises for a Text that is no number, on every engine."""


def subject(kind=JOB, *, tags=None, **resource):
    document = {"resource": resource, "related": {}, "tags": tags or {}, "environment": "unknown"}
    return kind, {**document, "now": "2026-11-24T00:00:00Z", "source": "live"}
