"""The words of the design as frozen types; standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Document, Json, Path


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
    UNSUPPORTED = "unsupported"  # an expression or construct that is not understood
    UNRECOGNIZED = "unrecognized"  # a policy looked it up and the reference data does not know it
    POLICY_ERROR = "policy-error"  # the policy itself crashed


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
    },
)
"""Reasons that make a scan incomplete (exit code 4); the others are honest unknowns."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: lines and columns count from 1 in code points, the end is exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of one file; `file` is relative to the working directory, with `/`."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the code a resource is written.

    `root` is what a deployment takes at once (a Terraform root directory, a template): names are joined only
    within it. `address` is the resource's name there (`module.a.aws_sagemaker_model.b["c"]`, a logical id).
    `spans` maps paths in the resource's document to their text, all in `file`.
    """

    root: str
    address: str
    file: str
    span: Span
    spans: Mapping[Path, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing, as a document in the shape of the AWS API's own Describe answer.

    `type` is the CloudFormation type name. `id` is unique in a snapshot: the ARN, or for code `FILE:ADDRESS`.
    `learned` says how the document was learned: `sagemaker:Search`, `sagemaker:DescribeModel`, `terraform`, …
    """

    type: str
    id: str
    name: str
    document: Document
    account: str = ""
    region: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    learned: str = ""
    origin: Origin | None = None

    @property
    def source(self) -> Source:
        """Live, or code."""
        return Source.LIVE if self.origin is None else Source.CODE

    @property
    def scope(self) -> str:
        """What names are unique within: one region of an account, or one root of the code."""
        return f"{self.account}/{self.region}" if self.origin is None else self.origin.root


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, and why.

    `message` says it as a sentence without a full stop; `needs` names what would decide it: an IAM action
    (`sagemaker:DescribeModel`), a variable (`var.instance_type`), a file. What it covers gets narrower with each field
    that is set: a region of an account or a root of the code (`scope`), a family (`type`), one resource (its id),
    a path in that resource's document; `Tags` as the first key stands for its tags. `present` is true when there
    certainly is a value and only its content is unknown.
    """

    reason: GapReason
    message: str
    needs: str
    scope: str = ""
    type: str = ""
    resource: str = ""
    path: Path = ()
    present: bool = False
    location: Location | None = None

    @property
    def blocking(self) -> bool:
        """Whether the scan is incomplete because of it."""
        return self.reason in INCOMPLETE_REASONS


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The resources and gaps of one scan.

    `taken` is an ISO 8601 time in UTC; rules see it as `input.now`. `roots` are the regions (`ACCOUNT/REGION`) or
    the roots of code that were looked at, also when nothing was found there; `types` are the types that were asked
    for, None where all were.
    """

    source: Source
    taken: str
    tool_version: str
    roots: tuple[str, ...]
    resources: tuple[Resource, ...]
    gaps: tuple[Gap, ...] = ()
    types: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One path that a policy reads, without indexes; `presence` means only whether a value is there."""

    path: tuple[str, ...]
    presence: bool = False


@dataclass(frozen=True, slots=True)
class MetricNeed:
    """A CloudWatch metric of endpoint variants that a policy asks for: a statistic by `period` seconds over `days`."""

    namespace: str
    name: str
    stat: str
    period: int
    days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One Rego or Python file: what is wrong, and all that is said about it."""

    id: str
    code: str
    title: str
    description: str
    severity: Severity
    category: str
    subjects: tuple[str, ...]
    reads: tuple[Read, ...]
    remediation: str
    package: str
    file: str
    text: str
    language: str
    params: Mapping[str, Json] = field(default_factory=dict)
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    metrics: tuple[MetricNeed, ...] = ()
    shipped: bool = True


@dataclass(frozen=True, slots=True)
class SavingFacts:
    """What money.py needs to price a violation: instance-hours a month of a type, and what would replace them."""

    component: str
    instance_type: str
    hours_per_month: float
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """Say: this is wrong, here, because. `path` starts with `resource`, `related`, `runs` or `tags`."""

    path: Path
    message: str
    severity: Severity | None = None
    confidence: Confidence = Confidence.CERTAIN
    evidence: Mapping[str, Json] = field(default_factory=dict)
    saving: SavingFacts | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """Say: this does not apply, because. With a path it covers the violations at or under it, without one all."""

    reason: str
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Unrecognized:
    """A rule looked something up that the reference data does not know, so it cannot tell."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that one policy said of one subject."""

    violations: tuple[Violation, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    unrecognized: tuple[Unrecognized, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyCrash:
    """One policy failed on one subject; the others go on."""

    error: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision by a person to accept a finding."""

    owner: str
    reason: str
    expires: str


@dataclass(frozen=True, slots=True)
class Saving:
    """An estimate in US dollars, from list prices of a day."""

    usd_per_month: float
    basis: str
    as_of: str


@dataclass(frozen=True, slots=True)
class SubjectName:
    """What a finding says of its subject."""

    type: str
    id: str
    name: str
    account: str
    region: str
    environment: Environment
    tags: Mapping[str, str] = field(default_factory=dict)
    runs: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Policy by subject by violation with a status, or policy by subject where there is no violation.

    `message` keeps what the rule said. `reasons` say why the status is not simply failed or passed: what is not
    known and what would decide it, or why the subject is exempt.
    """

    policy: str
    status: Status
    severity: Severity
    subject: SubjectName
    path: Path
    message: str
    fingerprint: str
    confidence: Confidence = Confidence.CERTAIN
    location: Location | None = None
    reasons: tuple[str, ...] = ()
    evidence: Mapping[str, Json] = field(default_factory=dict)
    saving: Saving | None = None
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What every report prints; findings are sorted, failed and severe ones first."""

    tool_version: str
    source: Source
    roots: tuple[str, ...]
    engine: str
    started: str
    finished: str
    policies: tuple[Policy, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    resources: Mapping[str, int]

    def count(self, status: Status) -> int:
        """Count the findings of a status."""
        return sum(finding.status is status for finding in self.findings)

    @property
    def incomplete(self) -> bool:
        """Whether a region, a family, a file or a policy could not be assessed."""
        return any(gap.blocking for gap in self.gaps)
