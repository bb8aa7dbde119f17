"""What policies are, what they say, and what is concluded from it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from scanner.model.words import Confidence, Environment, Severity, Source, Status
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.acceptance import BaselineState, Comparison, Narrowing, Waiver, WaiverProblem
    from scanner.model.places import Location
    from scanner.model.resources import Gap
    from scanner.paths import Json, Path


@record(frozen=True, slots=True)
class Read:
    """One path that a policy reads, without indexes; `presence` means only whether a value is there."""

    path: tuple[str, ...]
    presence: bool = False


@record(frozen=True, slots=True)
class MetricNeed:
    """A CloudWatch metric of endpoint variants that a policy asks for: a statistic by `period` seconds over `days`."""

    namespace: str
    name: str
    stat: str
    period: int
    days: int


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class SavingFacts:
    """What money.py needs to price a violation: instance-hours a month of a type, and what would replace them."""

    component: str
    instance_type: str
    hours_per_month: float
    instead: str = ""


@record(frozen=True, slots=True)
class Violation:
    """Say: this is wrong, here, because. `path` starts with `resource`, `related`, `runs` or `tags`."""

    path: Path
    message: str
    severity: Severity | None = None
    confidence: Confidence = Confidence.CERTAIN
    evidence: Mapping[str, Json] = field(default_factory=dict)
    saving: SavingFacts | None = None


@record(frozen=True, slots=True)
class Exemption:
    """Say: this does not apply, because. With a path it covers the violations at or under it, without one all."""

    reason: str
    path: Path = ()


@record(frozen=True, slots=True)
class Unrecognized:
    """A rule looked something up that the reference data does not know, so it cannot tell."""

    path: Path
    reason: str


@record(frozen=True, slots=True)
class Verdict:
    """All that one policy said of one subject."""

    violations: tuple[Violation, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    unrecognized: tuple[Unrecognized, ...] = ()


@record(frozen=True, slots=True)
class PolicyCrash:
    """One policy failed on one subject; the others go on."""

    error: str


@record(frozen=True, slots=True)
class Saving:
    """An estimate in US dollars, from list prices of a day."""

    usd_per_month: float
    basis: str
    as_of: str


@record(frozen=True, slots=True)
class SubjectName:
    """What a finding says of its subject. `scope` is what names are unique within, `file` where code declares it."""

    type: str
    id: str
    name: str
    account: str
    region: str
    environment: Environment
    tags: Mapping[str, str] = field(default_factory=dict)
    runs: int = 1
    scope: str = ""
    file: str = ""

    @property
    def address(self) -> str:
        """Its name within its root in code, whatever the file; the id of what is live."""
        return self.id.removeprefix(f"{self.file}:") if self.file else self.id


@record(frozen=True, slots=True)
class Finding:
    """Policy by subject by violation with a status, or policy by subject where there is no violation.

    `message` keeps what the rule said. `reasons` say why the status is not simply failed or passed: what is not
    known and what would decide it, or why the subject is exempt. `declared` is where a program declares the subject
    that wrote the file of `location`. `texts` are those of the resources that it rests on, `through` what makes these
    be there.
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
    declared: Location | None = None
    reasons: tuple[str, ...] = ()
    evidence: Mapping[str, Json] = field(default_factory=dict)
    saving: Saving | None = None
    waiver: Waiver | None = None
    texts: tuple[Location, ...] = ()
    through: tuple[Location, ...] = ()
    baseline: BaselineState | None = None


@record(frozen=True, slots=True)
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
    waiver_problems: tuple[WaiverProblem, ...] = ()
    waivers_ignored: int = 0
    comparison: Comparison | None = None
    narrowing: Narrowing | None = None

    def count(self, status: Status) -> int:
        """Count the findings of a status."""
        return sum(finding.status is status for finding in self.findings)

    @property
    def incomplete(self) -> bool:
        """Whether a region, a family, a file or a policy could not be assessed."""
        return any(gap.blocking for gap in self.gaps)
