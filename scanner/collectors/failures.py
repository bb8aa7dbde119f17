"""What an error of AWS means: why something is not known, how far that reaches, and what would decide it."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from scanner.model import Gap, GapReason
from scanner.records import record

if TYPE_CHECKING:
    from scanner.paths import Path


class Extent(Enum):
    """How much an error says about."""

    OPERATION = auto()
    FAMILY = auto()
    SERVICE = auto()
    REGION = auto()
    CREDENTIALS = auto()


@record(frozen=True, slots=True)
class Failure:
    """One call that gave no answer; `transient` ones are worth another try."""

    reason: GapReason
    message: str
    needs: str
    code: str = ""
    extent: Extent = Extent.OPERATION
    transient: bool = False
    by_organization: bool = False

    @property
    def page_lost(self) -> bool:
        """Whether a page token is not accepted any more, so that a list has to be read from its beginning."""
        return self.code in _BAD_PAGE or (self.code in _BAD_PARAMETER and "token" in self.message.lower())

    @property
    def unavailable(self) -> bool:
        """Whether the operation is refused as such, so that another way to the same facts is worth trying."""
        return self.extent is Extent.OPERATION and (self.reason is GapReason.DENIED or self.code in _NOT_OFFERED)

    def gap(self, scope: str, kind: str = "", resource: str = "", path: Path = ()) -> Gap:
        """Say what is not known because of it."""
        if self.extent is Extent.REGION:
            kind, resource, path = "", "", ()
        return Gap(self.reason, self.message, self.needs, scope=scope, type=kind, resource=resource, path=path)


class CallError(Exception):
    """A call failed for good; caught within the collectors, where it becomes a gap."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


_DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "AuthorizationErrorException",
        "NotAuthorized",
        "UnauthorizedException",
        "UnauthorizedOperation",
    },
)
_THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    },
)
_EXPIRED = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidAccessKeyId",
        "InvalidSignatureException",
        "InvalidToken",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "TokenRefreshRequired",
    },
)
_REGION_CLOSED = frozenset(
    {
        "AuthFailure",
        "InvalidClientTokenId",
        "OptInRequired",
        "RegionDisabledException",
        "SubscriptionRequiredException",
        "UnrecognizedClientException",
    },
)
_GONE = frozenset(
    {
        "ImageNotFoundException",
        "NoSuchBucket",
        "NotFoundException",
        "RepositoryNotFoundException",
        "ResourceNotFound",
        "ResourceNotFoundException",
    }
)
_NOT_OFFERED = frozenset(
    {"InvalidAction", "UnknownOperationException", "ValidationError", "ValidationException", "UnsupportedOperation"},
)
_BAD_PAGE = frozenset(
    {
        "ExpiredNextTokenException",
        "InvalidNextToken",
        "InvalidNextTokenException",
        "InvalidPaginationToken",
        "InvalidPaginationTokenException",
        "PaginationTokenExpiredException",
    }
)
_BAD_PARAMETER = _NOT_OFFERED | {"InvalidArgument", "InvalidParameterException", "InvalidParameterValue"}
"""What may be said of any parameter, so of a page token only where the message names it."""
_TRANSIENT = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "InternalServiceError",
        "InternalServiceFault",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
    },
)
_NOT_FOUND = re.compile(r"could not find|does not exist|not found", re.IGNORECASE)
_REFUSED = re.compile(r"not authorized to perform:?\s+(?P<action>[\w-]+:\w+)(?:\s+on resource:\s+(?P<resource>\S+))?")

_LONGEST_TEXT: Final = 200

_ACTION_PREFIXES: Final = {"resourcegroupstaggingapi": "tag", "service-quotas": "servicequotas"}
_ACTIONS: Final = {
    "budgets:DescribeBudgets": "budgets:ViewBudget",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
}
"""Where IAM's name of what an operation needs is not the operation's own."""


def action_of(operation: str) -> str:
    """Give the IAM action that an operation needs: `resourcegroupstaggingapi:GetResources` is `tag:GetResources`."""
    service, _, name = operation.partition(":")
    return _ACTIONS.get(operation) or f"{_ACTION_PREFIXES.get(service, service)}:{name}"


def classify(operation: str, code: str, text: str, status: int) -> Failure:
    """Say what an error answer means, from its code, its text and its HTTP status."""
    meanings = (meaning for codes, statuses, meaning in _MEANINGS if code in codes or status in statuses)
    return next(meanings, _unexplained)(operation, code or str(status), text)


def unreachable(operation: str, what: str) -> Failure:
    """Say that an operation gives no answer of use: a fault of the service."""
    action = action_of(operation)
    return Failure(GapReason.UNREACHABLE, f"{action} {what}", f"an answer from {action}", transient=True)


def silent(operation: str, why: str) -> Failure:
    """Say that a service gives no answer at all: the network, or the region."""
    service = operation.partition(":")[0]
    message, needs = f"{service} did not answer ({why})", f"an answer from {service}"
    return Failure(GapReason.UNREACHABLE, message, needs, extent=Extent.SERVICE, transient=True)


def expired(code: str = "") -> Failure:
    """Say that the credentials ended in the middle of the scan."""
    message, needs = "the credentials expired during the scan", "credentials that last for the whole scan"
    return Failure(GapReason.EXPIRED, message, needs, code, Extent.CREDENTIALS)


def stopped() -> Failure:
    """Say that the scan is being stopped."""
    message, needs = "the scan was stopped", "a scan that runs to its end"
    return Failure(GapReason.INTERRUPTED, message, needs, extent=Extent.CREDENTIALS)


def overdue(seconds: float) -> Failure:
    """Say that a family took longer than it may."""
    message = f"it took longer than the {seconds:g} seconds of --family-timeout"
    return Failure(GapReason.OVERDUE, message, "a longer --family-timeout", "Overdue", Extent.FAMILY)


def denied_region() -> Failure:
    """Say that an organisation keeps the account out of a region."""
    message, needs = (
        "the organisation's policies deny this region",
        "a policy of the organisation that allows the region",
    )
    return Failure(GapReason.DENIED, message, needs, "", Extent.REGION, by_organization=True)


def _expired(_operation: str, code: str, _text: str) -> Failure:
    return expired(code)


def _closed(_operation: str, code: str, _text: str) -> Failure:
    message, needs = f"the account cannot use this region ({code})", "the region enabled for the account"
    return Failure(GapReason.DENIED, message, needs, code, Extent.REGION)


def _throttled(operation: str, code: str, _text: str) -> Failure:
    action = action_of(operation)
    message, needs = f"AWS kept throttling {action}", f"a higher rate of {action}"
    return Failure(GapReason.THROTTLED, message, needs, code, transient=True)


def _denied(operation: str, code: str, text: str) -> Failure:
    refusal = _REFUSED.search(text)
    action = refusal["action"] if refusal else action_of(operation)
    resource = refusal["resource"] if refusal else None
    on = f" on {resource}" if resource and resource != "*" else ""
    if "service control policy" in text:
        by = f"the organisation's policies deny {action}{on}"
        return Failure(GapReason.DENIED, by, action, code, by_organization=True)
    return Failure(GapReason.DENIED, f"AWS denied {action}{on}", action, code)


def _gone(_operation: str, code: str, _text: str) -> Failure:
    return Failure(GapReason.DELETED, "it was deleted while the scan ran", "another scan", code)


def _faulty(operation: str, code: str, _text: str) -> Failure:
    return replace(unreachable(operation, f"answered {code}"), code=code)


def _unexplained(operation: str, code: str, text: str) -> Failure:
    if code in _NOT_OFFERED and _NOT_FOUND.search(text):
        return _gone(operation, code, text)
    what = f"answered {code}: {' '.join(text.split())[:_LONGEST_TEXT].rstrip('.')}"
    return replace(unreachable(operation, what), code=code, transient=False)


_MEANINGS: Final = (
    (_EXPIRED, (), _expired),
    (_REGION_CLOSED, (), _closed),
    (_THROTTLED, (429,), _throttled),
    (_DENIED, (403,), _denied),
    (_GONE, (), _gone),
    (_TRANSIENT, range(500, 600), _faulty),
)
"""Error codes or HTTP statuses, and what they mean; the first that fits counts."""
