"""The words that are one of a few."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much a violation matters, in order."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @classmethod
    def parse(cls, text: str) -> Severity:
        """Read `high`; raises KeyError for anything that is not a severity."""
        return cls[text.upper()]

    @property
    def label(self) -> str:
        """The word that people write: `high`."""
        return self.name.lower()


class Status(StrEnum):
    """What the evaluator concluded; only `evaluate.py` chooses one."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    EXEMPT = "exempt"
    PASSED = "passed"


class Confidence(StrEnum):
    """How sure a violation is, surest first."""

    CERTAIN = "certain"
    MEASURED = "measured"
    HEURISTIC = "heuristic"
    DECLARED = "declared"


class Source(StrEnum):
    """Where resources come from."""

    LIVE = "live"
    CODE = "code"


class Environment(StrEnum):
    """What a subject is for, decided once, in `environment.py`."""

    PRODUCTION = "production"
    NON_PRODUCTION = "non-production"
    UNKNOWN = "unknown"


class GapReason(StrEnum):
    """Why something is not known."""

    DENIED = "denied"  # AWS refused the operation
    THROTTLED = "throttled"  # AWS kept asking us to slow down until we gave up
    UNREACHABLE = "unreachable"  # no answer: network, region, 5xx
    OVERDUE = "overdue"  # the time for its family was over
    EXPIRED = "expired"  # credentials ended in the middle of the scan
    INTERRUPTED = "interrupted"  # the user stopped the scan
    NOT_ASKED = "not-asked"  # no selected policy needed it when the snapshot was taken
    DELETED = "deleted"  # something refers to it, and it is gone
    NOT_IN_CODE = "not-in-code"  # the code under review does not declare it
    VARIABLE = "variable"  # a value that only a variable decides
    DEPLOY = "deploy"  # a value that only a deployment decides
    UNREADABLE = "unreadable"  # a file, or a part of one, that cannot be parsed
    UNSUPPORTED = "unsupported"  # what is not understood: an expression, a template of another tool, a link
    UNRECOGNIZED = "unrecognized"  # a policy looked it up and the reference data does not know it
    POLICY_ERROR = "policy-error"  # the policy itself crashed
    TOOL_ERROR = "tool-error"  # another tool, run beside ours, crashed or took too long


INCOMPLETE_REASONS = frozenset(
    {
        GapReason.DENIED,
        GapReason.THROTTLED,
        GapReason.UNREACHABLE,
        GapReason.OVERDUE,
        GapReason.EXPIRED,
        GapReason.INTERRUPTED,
        GapReason.UNREADABLE,
        GapReason.POLICY_ERROR,
        GapReason.TOOL_ERROR,
    },
)
"""Reasons that make a scan incomplete (exit code 4); the others are honest unknowns."""
