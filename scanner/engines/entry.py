"""Generate the entry document: one Rego rule a subject type, so that an engine is asked once a subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.model import Policy

ENTRY_FILE: Final = "tipstaff/entry.rego"
ENTRY_PACKAGE: Final = "tipstaff.entry"
RULE_SETS: Final = ("violation", "exemption", "unrecognized")
"""The sets that a policy may yield; it must at least say what a violation is."""

_HEAD: Final = f"package {ENTRY_PACKAGE}\n\nimport rego.v1\n\nready := true\n"


def entry_module(policies: Sequence[Policy]) -> str:
    """Write the entry document of Rego policies, the same for every engine.

    Every policy has a rule with its sets, and every subject type a rule with its policies:
    `{policy id: {"violation": …, "exemption": …, "unrecognized": …}}`. A set that a policy does not define is left
    out, never asked for with a default: so a set that an engine cannot give is an error and not an empty set.
    Raises PolicyError for a policy without violations.
    """
    by_type: dict[str, list[Policy]] = {}
    for policy in policies:
        for subject in policy.subjects:
            by_type.setdefault(subject, []).append(policy)
    return _HEAD + "".join(_rules(policies, by_type))


def rule_name(subject_type: str) -> str:
    """Name the rule of a subject type: `AWS::SageMaker::TrainingJob` is `aws_sagemaker_trainingjob`."""
    return re.sub(r"\W+", "_", subject_type).lower()


def policy_rule_name(policy: Policy) -> str:
    """Name the rule of one policy."""
    return "policy_" + re.sub(r"\W", "_", policy.id)


def defined_sets(policy: Policy) -> tuple[str, ...]:
    """List the sets that a policy's text defines."""
    return tuple(name for name in RULE_SETS if re.search(rf"^\s*(default\s+)?{name}\b", policy.text, re.MULTILINE))


def _rules(policies: Sequence[Policy], by_type: dict[str, list[Policy]]) -> Iterator[str]:
    for policy in policies:
        sets = defined_sets(policy)
        if RULE_SETS[0] not in sets:
            raise PolicyError(f"{policy.file} defines no violation", "write a rule `violation contains {…} if {…}`")
        yield _object(policy_rule_name(policy), [(name, f"data.{policy.package}.{name}") for name in sets])
    for subject in sorted(by_type):
        yield _object(rule_name(subject), [(policy.id, policy_rule_name(policy)) for policy in by_type[subject]])


def _object(name: str, fields: Sequence[tuple[str, str]]) -> str:
    lines = "".join(f'\t"{key}": {value},\n' for key, value in fields)
    return f"\n{name} := {{\n{lines}}}\n"
