"""The table of Checkov's checks on SageMaker, and each as a policy for reports to describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model import Policy, Read, Severity
from scanner.records import record
from scanner.resource_types import DOMAIN, ENDPOINT_CONFIG, MODEL, NOTEBOOK_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Iterable

FRAMEWORK: Final = "checkov"
"""The framework of controls in which a policy names the checks that it says the same as."""

SEVERITY: Final = Severity.MEDIUM
"""Checkov keeps severities on its platform; without an account there none of its checks has one."""

_INDEX: Final = "https://www.checkov.io/5.Policy%20Index/all.html"
_DATA_QUALITY: Final = "AWS::SageMaker::DataQualityJobDefinition"
_FLOW_DEFINITION: Final = "AWS::SageMaker::FlowDefinition"


@record(frozen=True, slots=True)
class Check:
    """One check of Checkov: its id, the title that it gives it, and the types of resources that it is about."""

    id: str
    title: str
    subjects: tuple[str, ...]


CHECKS: Final = (
    Check("CKV_AWS_22", "Ensure SageMaker Notebook is encrypted at rest using KMS CMK", (NOTEBOOK_INSTANCE,)),
    Check(
        "CKV_AWS_98",
        "Ensure all data stored in the Sagemaker Endpoint is securely encrypted at rest",
        (ENDPOINT_CONFIG,),
    ),
    Check(
        "CKV_AWS_122",
        "Ensure that direct internet access is disabled for an Amazon SageMaker Notebook Instance",
        (NOTEBOOK_INSTANCE,),
    ),
    Check(
        "CKV_AWS_187",
        "Ensure Sagemaker domain and notebook instance are encrypted by KMS using a customer managed Key (CMK)",
        (DOMAIN, NOTEBOOK_INSTANCE),
    ),
    Check(
        "CKV_AWS_306",
        "Ensure SageMaker notebook instances should be launched into a custom VPC",
        (NOTEBOOK_INSTANCE,),
    ),
    Check(
        "CKV_AWS_307",
        "Ensure SageMaker Users should not have root access to SageMaker notebook instances",
        (NOTEBOOK_INSTANCE,),
    ),
    Check(
        "CKV_AWS_367",
        "Ensure Amazon Sagemaker Data Quality Job uses KMS to encrypt model artifacts",
        (_DATA_QUALITY,),
    ),
    Check(
        "CKV_AWS_368",
        "Ensure Amazon Sagemaker Data Quality Job uses KMS to encrypt data on attached storage volume",
        (_DATA_QUALITY,),
    ),
    Check(
        "CKV_AWS_369",
        "Ensure Amazon Sagemaker Data Quality Job encrypts all communications between instances used for monitoring"
        " jobs",
        (_DATA_QUALITY,),
    ),
    Check("CKV_AWS_370", "Ensure Amazon SageMaker model uses network isolation", (MODEL,)),
    Check("CKV_AWS_371", "Ensure Amazon SageMaker Notebook Instance only allows for IMDSv2", (NOTEBOOK_INSTANCE,)),
    Check(
        "CKV_AWS_372",
        "Ensure Amazon SageMaker Flow Definition uses KMS for output configurations",
        (_FLOW_DEFINITION,),
    ),
    Check(
        "CKV2_AWS_68",
        "Ensure SageMaker notebook instance IAM policy is not overly permissive",
        (NOTEBOOK_INSTANCE,),
    ),
)
"""Every check of Checkov 3.3.30 that is about a resource of SageMaker, with its own titles."""


def not_ours(policies: Iterable[Policy]) -> tuple[Check, ...]:
    """Leave out the checks that one of the policies names among its controls: it says the same."""
    said = {name for policy in policies for name in policy.controls.get(FRAMEWORK, ())}
    return tuple(check for check in CHECKS if check.id not in said)


def as_policy(check: Check) -> Policy:
    """Describe a check as a policy; it is judged by Checkov, so it has no rule, and what it reads is not told."""
    return Policy(
        id=f"checkov:{check.id}",
        code=check.id,
        title=check.title,
        description=f"{check.title}. A check of Checkov, run beside the policies of tipstaff; it has no severity of its"
        f" own and counts as {SEVERITY.label}.",
        severity=SEVERITY,
        category="security",
        subjects=check.subjects,
        reads=(Read(("resource",)),),
        remediation=f"See {check.id} in the index of Checkov's policies.",
        package="",
        file=FRAMEWORK,
        text="",
        language=FRAMEWORK,
        links=(_INDEX,),
        shipped=False,
    )
