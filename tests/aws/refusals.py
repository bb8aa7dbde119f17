"""What each kind of refusal is called in each protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.answers import AwsError
from tests.aws.request import protocol_of

if TYPE_CHECKING:
    from tests.aws.faults import Refuse
    from tests.aws.request import Request

_IAM_PREFIXES = {"resourcegroupstaggingapi": "tag", "service-quotas": "servicequotas"}
_IAM_ACTIONS = {
    "budgets:DescribeBudgets": "ViewBudget",
    "s3:GetBucketEncryption": "GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "s3:GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "s3:ListBuckets": "ListAllMyBuckets",
}

_CODES = {
    "denied": {
        "json": ("AccessDeniedException", 400),
        "ec2": ("UnauthorizedOperation", 403),
        "": ("AccessDenied", 403),
    },
    "throttled": {
        "json": ("ThrottlingException", 400),
        "ec2": ("RequestLimitExceeded", 503),
        "": ("Throttling", 400),
    },
    "expired": {
        "json": ("ExpiredTokenException", 400),
        "ec2": ("RequestExpired", 400),
        "": ("ExpiredToken", 403),
    },
    "closed": {
        "json": ("UnrecognizedClientException", 400),
        "ec2": ("AuthFailure", 401),
        "": ("InvalidClientTokenId", 403),
    },
    "token expired": {
        "json": ("ValidationException", 400),
        "ec2": ("InvalidNextToken", 400),
        "": ("ValidationError", 400),
    },
    "failing": {
        "json": ("InternalFailure", 500),
        "ec2": ("InternalError", 500),
        "": ("InternalFailure", 500),
    },
}
"""By kind and protocol; the empty text stands for every other protocol."""

_CODES["denied by organization"] = _CODES["denied"]

_OWN_CODES = {
    ("token expired", "application-autoscaling"): "InvalidNextTokenException",
    ("token expired", "budgets"): "ExpiredNextTokenException",
    ("token expired", "cloudwatch"): "InvalidNextToken",
    ("token expired", "ecr"): "InvalidParameterException",
    ("token expired", "logs"): "InvalidParameterException",
    ("token expired", "resourcegroupstaggingapi"): "PaginationTokenExpiredException",
}
"""Where a service has a code of its own."""

_MESSAGES = {
    "denied": "User: arn:aws:iam::{account}:user/scanner is not authorized to perform: {action} on resource: * "
    "because no identity-based policy allows the {action} action",
    "denied by organization": "User: arn:aws:iam::{account}:user/scanner is not authorized to perform: {action} "
    "on resource: {resource} with an explicit deny in a service control policy",
    "token expired": "The pagination token has expired.",
    "throttled": "Rate exceeded",
    "expired": "The security token included in the request is expired",
    "closed": "The security token included in the request is invalid.",
    "failing": "We encountered an internal error. Please try again.",
}


def refusal(request: Request, refuse: Refuse) -> AwsError:
    """Say a refusal the way the service does."""
    if refuse.kind == "other":
        return AwsError(refuse.code, refuse.message, refuse.status)
    codes = _CODES[refuse.kind]
    code, status = codes.get(protocol_of(request.service)) or codes[""]
    prefix = _IAM_PREFIXES.get(request.service, request.service)
    code = _OWN_CODES.get((refuse.kind, request.service), code)
    message = _MESSAGES[refuse.kind].format(
        account=request.account,
        action=f"{prefix}:{_IAM_ACTIONS.get(request.operation, request.name)}",
        resource=f"arn:aws:{prefix}:{request.region}:{request.account}:*",
    )
    return AwsError(code, message, refuse.status or status)
