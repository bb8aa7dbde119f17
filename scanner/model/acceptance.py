"""What people have accepted: waivers, and what a baseline or a diff says of a scan."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from scanner.records import record

if TYPE_CHECKING:
    from scanner.model.places import Location, Span


class WaiverKind(StrEnum):
    """Where a waiver is kept."""

    INLINE = "inline"  # in the code, beside what it accepts
    FILE = "file"  # in a file of waivers


@record(frozen=True, slots=True)
class Waiver:
    """A decision by a person to accept a finding.

    `expires` is the last day on which it holds, empty for one that always does. Nobody signs an inline waiver: its
    owner is empty, and `location` is where it is written.
    """

    owner: str
    reason: str
    expires: str
    kind: WaiverKind = WaiverKind.FILE
    location: Location | None = None


@record(frozen=True, slots=True)
class InlineWaiver:
    """A waiver in the code itself, as it is written there; nothing of it is checked yet but its form.

    `policies` are ids, codes or aliases. It covers what is found at a place of the same file that begins in `span`;
    one that speaks of a whole `resource`, by its address, covers also what is said of it elsewhere. `fault` tells what
    is wrong with the form.
    """

    location: Location
    policies: tuple[str, ...] = ()
    reason: str = ""
    until: str = ""
    span: Span | None = None
    resource: str = ""
    fault: str = ""


class WaiverFault(StrEnum):
    """Why a waiver does not do what its author may believe."""

    UNREADABLE = "unreadable"
    NO_REASON = "no-reason"
    UNKNOWN_POLICY = "unknown-policy"
    EXPIRED = "expired"
    UNUSED = "unused"


@record(frozen=True, slots=True)
class WaiverProblem:
    """A waiver that waives nothing, and why."""

    fault: WaiverFault
    message: str
    location: Location | None = None


class BaselineState(StrEnum):
    """Whether a baseline knows a finding."""

    NEW = "new"
    KNOWN = "known"


@record(frozen=True, slots=True)
class Comparison:
    """What became of the findings in a baseline: `fixed` are gone, `unjudged` are those that this scan cannot tell."""

    file: str
    known: int
    new: int
    fixed: int
    unjudged: int


@record(frozen=True, slots=True)
class Narrowing:
    """What a report leaves out, because the changes since a commit do not touch it; `failed` are some of `left_out`."""

    since: str
    commit: str
    left_out: int
    failed: int
