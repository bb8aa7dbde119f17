"""Decide which waivers hold today and what each covers, and say of the others why they do not."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.errors import suggest
from scanner.model import InlineWaiver, Status, Waiver, WaiverFault, WaiverKind, WaiverProblem
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from scanner.model import Finding, Location, Span

_Start: TypeAlias = tuple[int, int]
_Where: TypeAlias = tuple[str, str, bool]

_LONGEST_NAME: Final = 60
_LONGEST_REASON: Final = 500


@record(frozen=True, slots=True)
class Standing:
    """A waiver of one policy that holds: over what is found at a place that begins in `span` of a file.

    Over the `whole` of a resource it holds also where what is wrong with the resource is found at another place.
    """

    policy: str
    waiver: Waiver
    file: str
    span: Span
    whole: bool = False


class Waivers:
    """The waivers that hold, to be asked finding by finding; `problems` tell of those that do not.

    `ignored` counts those that were not to be looked at.
    """

    def __init__(
        self, standing: Iterable[Standing] = (), problems: Iterable[WaiverProblem] = (), *, ignored: int = 0
    ) -> None:
        self.standing = tuple(standing)
        self.problems = tuple(problems)
        self.ignored = ignored
        self._at: defaultdict[_Where, defaultdict[_Start, list[Standing]]] = defaultdict(lambda: defaultdict(list))
        for one in self.standing:
            self._at[one.policy, one.file, one.whole][_start(one.span)].append(one)
        self._starts = {where: sorted(starts) for where, starts in self._at.items()}

    def over(self, finding: Finding) -> tuple[Standing, ...]:
        """Give those that cover a finding: by the place that it is at, then over all of a resource."""
        if not self.standing or finding.location is None:
            return ()
        found = [*self._holding(finding.policy, finding.location, whole=False)]
        for place in (finding.location, *finding.texts):
            found += self._holding(finding.policy, place, whole=True)
        return tuple(dict.fromkeys(found))

    def _holding(self, policy: str, place: Location, *, whole: bool) -> Iterator[Standing]:
        """Find the stretch that a place begins in: of one kind no two overlap."""
        where = (policy, place.file, whole)
        starts = self._starts.get(where, [])
        if at := bisect_right(starts, _start(place.span)):
            yield from (one for one in self._at[where][starts[at - 1]] if one.span.holds_start_of(place.span))

    def unused(self, findings: Iterable[Finding], policies: Collection[str]) -> Iterator[WaiverProblem]:
        """Name those of policies that ran which no finding needs; what is unknown may need them yet."""
        asking = [one for one in findings if one.status in (Status.FAILED, Status.WAIVED, Status.UNKNOWN)]
        used = {one for finding in asking for one in self.over(finding)}
        left = [one for one in self.standing if one.policy in policies and one not in used]
        undecided = _undecided(asking) if left else {}
        for one in left:
            if not _is_within(one.span.start_line, undecided.get((one.policy, one.file), ())):
                message = f"the waiver of {one.policy} is not needed: it covers nothing that failed"
                yield WaiverProblem(WaiverFault.UNUSED, message, one.waiver.location)


def _undecided(findings: Iterable[Finding]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Give the lines, by policy and file, about which verdicts are unknown; the stretches do not overlap."""
    stretches: defaultdict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for finding in findings:
        for text in finding.texts if finding.status is Status.UNKNOWN else ():
            stretches[finding.policy, text.file].add((text.span.start_line, text.span.last_line))
    merged: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for where, found in stretches.items():
        lines: list[tuple[int, int]] = []
        for first, last in sorted(found):
            if lines and first <= lines[-1][1]:
                lines[-1] = (lines[-1][0], max(last, lines[-1][1]))
            else:
                lines.append((first, last))
        merged[where] = lines
    return merged


def _is_within(line: int, stretches: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(stretches, line, key=lambda stretch: stretch[0])
    return at > 0 and line <= stretches[at - 1][1]


NO_WAIVERS: Final = Waivers()


def settle(inline: Iterable[InlineWaiver], names: Mapping[str, str], today: str) -> Waivers:
    """Sort waivers in code into those that hold on a day (`2027-01-31`) and problems.

    `names` lead from every id, code and alias to a policy's id.
    """
    standing: list[Standing] = []
    problems: list[WaiverProblem] = []
    for waiver in sorted(inline, key=_order):
        if (problem := _refused(waiver, today)) is not None:
            problems.append(problem)
            continue
        for name in waiver.policies:
            if name not in names:
                message = f"there is no policy {_short(name)}, so nothing is waived; {suggest(name, names) or _LIST}"
                problems.append(WaiverProblem(WaiverFault.UNKNOWN_POLICY, message, waiver.location))
            elif (span := waiver.span) is not None:
                accepted = Waiver("", waiver.reason[:_LONGEST_REASON], waiver.until, WaiverKind.INLINE, waiver.location)
                standing.append(
                    Standing(names[name], accepted, waiver.location.file, span, whole=bool(waiver.resource))
                )
            else:
                message = f"the waiver of {_short(name)} covers nothing: no code comes after it"
                problems.append(WaiverProblem(WaiverFault.UNUSED, message, waiver.location))
    return Waivers(dict.fromkeys(standing), problems)


_LIST: Final = "`tipstaff policies list` shows all"


def _refused(waiver: InlineWaiver, today: str) -> WaiverProblem | None:
    """Say why a waiver does not hold, whatever its policies are."""
    if waiver.fault:
        return WaiverProblem(WaiverFault.UNREADABLE, f"nothing is waived: {waiver.fault}", waiver.location)
    named = ", ".join(map(_short, waiver.policies))
    if not any(character.isalnum() for character in waiver.reason):
        message = f"the waiver of {named} gives no reason, so nothing is waived"
        return WaiverProblem(WaiverFault.NO_REASON, message, waiver.location)
    if not waiver.until:
        return None
    if not _is_date(waiver.until):
        message = f"the waiver of {named} ends on no date like 2027-01-31, so nothing is waived"
        return WaiverProblem(WaiverFault.UNREADABLE, message, waiver.location)
    if waiver.until < today:
        return WaiverProblem(WaiverFault.EXPIRED, f"the waiver of {named} expired on {waiver.until}", waiver.location)
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _order(waiver: InlineWaiver) -> tuple[str, int, int]:
    return waiver.location.file, *_start(waiver.location.span)


def _start(span: Span) -> _Start:
    return span.start_line, span.start_column
