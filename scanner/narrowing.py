"""Keep of a scan what changes touch: findings at changed lines, or about a resource whose texts have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.model import Narrowing, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.git_changes import Changes, Hunk
    from scanner.model import Finding, Location, ScanResult


def files_of(result: ScanResult) -> Iterator[str]:
    """Name the files that findings rest on."""
    for finding in result.findings:
        yield from (place.file for place in (finding.location, *finding.texts, *finding.through) if place is not None)


def narrow(result: ScanResult, changes: Changes) -> ScanResult:
    """Leave out the findings that changes do not touch, and count them; what has no place in the code stays."""
    kept = tuple(finding for finding in result.findings if _is_touched(finding, changes))
    failed = result.count(Status.FAILED) - sum(finding.status is Status.FAILED for finding in kept)
    base = changes.base
    left_out = len(result.findings) - len(kept)
    return replace(result, findings=kept, narrowing=Narrowing(base.since, base.commit, left_out, failed))


def _is_touched(finding: Finding, changes: Changes) -> bool:
    if finding.location is None:
        return True
    resting = (*finding.texts, *finding.through)
    return _meets(finding.location, changes, before=1) or any(_meets(text, changes) for text in resting)


def _meets(place: Location, changes: Changes, *, before: int = 0) -> bool:
    """Tell whether a change meets a stretch of lines; a deletion also right behind it, and so many lines `before`."""
    if place.file not in changes.hunks:
        return False
    hunks = changes.hunks[place.file]
    return hunks is None or any(_meet(place, hunk, before) for hunk in hunks)


def _meet(place: Location, hunk: Hunk, before: int) -> bool:
    first, last = place.span.start_line, place.span.last_line
    if hunk.count == 0:
        return first - before <= hunk.first <= last
    return hunk.first <= last and first < hunk.first + hunk.count
