"""Write the IAM policy that allows some actions: as IAM's own JSON, as Terraform, as CloudFormation."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from scanner.paths import Document, Json

LARGEST: Final = 6144
"""The characters that IAM allows a managed policy, not counting white space."""
_NAME: Final = "tipstaff-read-only"
_ABOUT: Final = "What tipstaff reads to judge SageMaker. Written by tipstaff permissions."


def policy_document(actions: Collection[str], *alone: str) -> Document:
    """Give the policy document: a statement for each service, and one for each action that stands `alone`.

    Lists and most other reads know no resource but `*`, and a scan looks at all there is.
    """
    by_service = {service: list(names) for service, names in groupby(sorted(actions), _service)}
    groups = {_sid(service): names for service, names in by_service.items()}
    groups |= {_sid(action): [action] for action in sorted(alone)}
    statements: list[Json] = [_statement(sid, list(names)) for sid, names in groups.items()]
    return {"Version": "2012-10-17", "Statement": statements}


def size_of(document: Document) -> int:
    """Count the characters that IAM counts."""
    return len(json.dumps(document, separators=(",", ":")))


def to_json(document: Document) -> str:
    """Write the document as IAM takes it."""
    return json.dumps(document, indent=2) + "\n"


def to_terraform(document: Document) -> str:
    """Write a data source of the document, and a managed policy of it."""
    lines = ['data "aws_iam_policy_document" "tipstaff" {']
    for sid, actions in _groups(document).items():
        lines += ["  statement {", f'    sid       = "{sid}"', '    effect    = "Allow"', '    resources = ["*"]']
        lines += ["    actions = [", *(f'      "{action}",' for action in actions), "    ]", "  }"]
    lines += ["}", "", 'resource "aws_iam_policy" "tipstaff" {']
    lines += [f'  name        = "{_NAME}"', f'  description = "{_ABOUT}"']
    lines += ["  policy      = data.aws_iam_policy_document.tipstaff.json", "}"]
    return "\n".join([*lines, ""])


def to_cloudformation(document: Document) -> str:
    """Write a template with a managed policy; its output is the policy's ARN."""
    lines = ["AWSTemplateFormatVersion: '2010-09-09'", f"Description: {_ABOUT}", "Resources:", "  TipstaffReadOnly:"]
    lines += ["    Type: AWS::IAM::ManagedPolicy", "    Properties:", f"      Description: {_ABOUT}"]
    lines += ["      PolicyDocument:", "        Version: '2012-10-17'", "        Statement:"]
    for sid, actions in _groups(document).items():
        lines += [f"          - Sid: {sid}", "            Effect: Allow", "            Resource: '*'"]
        lines += ["            Action:", *(f"              - {action}" for action in actions)]
    lines += ["Outputs:", "  PolicyArn:", "    Value: !Ref TipstaffReadOnly"]
    return "\n".join([*lines, ""])


WRITERS: Final[Mapping[str, Callable[[Document], str]]] = {
    "json": to_json,
    "terraform": to_terraform,
    "cloudformation": to_cloudformation,
}
"""The formats, and what writes each."""


def _statement(sid: str, actions: list[Json]) -> Json:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": "*"}


def _groups(document: Document) -> dict[str, list[str]]:
    match document:
        case {"Statement": list(statements)}:
            return {str(item["Sid"]): _texts(item["Action"]) for item in statements if isinstance(item, dict)}
        case _:
            return {}


def _texts(value: Json) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _service(action: str) -> str:
    return action.partition(":")[0]


def _sid(name: str) -> str:
    """Make a statement's id, which has letters and digits only: `application-autoscaling` is ApplicationAutoscaling."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace(":", "-").split("-"))
