"""The checks of `tipstaff doctor` that ask AWS: credentials, clock, regions and permissions."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from scanner.cli.checks import Line, Mark
from scanner.cli.collecting import target_of
from scanner.collectors.calls import CREDENTIALS_HINT
from scanner.collectors.checkup import Checkup, Identity
from scanner.collectors.failures import Extent, Failure
from scanner.collectors.permissions import Need, Use, lost_without, needs_of
from scanner.errors import ExitCode
from scanner.model import GapReason
from scanner.records import record
from scanner.scan import Limits, wanted_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scanner.cli.session import Session
    from scanner.collectors.checkup import Credentials

_SOON: Final = timedelta(minutes=15)
_REFUSED_FROM: Final = timedelta(minutes=5)
"""What AWS allows a clock to be off."""
_NOTICED_FROM: Final = timedelta(seconds=30)
_UNITS: Final = ((1, "s"), (60, "min"), (3600, "h"), (86400, "days"))
_OF_CREDENTIALS: Final = frozenset({Extent.CREDENTIALS, Extent.REGION})


def check_account(session: Session) -> Iterator[Line]:
    """Ask AWS who asks, in each region, and try what the policies need. Raises CredentialsError or ConfigError."""
    checkup = Checkup.begin(target_of(session.settings))
    answers = {region: checkup.identify(region) for region in sorted(checkup.regions)}
    identities = {region: answer for region, answer in answers.items() if isinstance(answer, Identity)}
    failures = {region: answer for region, answer in answers.items() if isinstance(answer, Failure)}
    yield from _credentials(checkup.credentials, identities, failures)
    yield from _clock(checkup.clock_ahead)
    if not identities and any(_refuses(failure) for failure in failures.values()):
        return
    yield from _regions(answers)
    limits = Limits(management=session.settings.management)
    needs = needs_of(wanted_by(session.policies, limits, grouped=True))
    if identities:
        yield from _permissions(checkup, identities, needs)


def _credentials(
    found: Credentials, identities: Mapping[str, Identity], failures: Mapping[str, Failure]
) -> Iterator[Line]:
    if identities:
        who = next(iter(identities.values()))
        left = found.until - datetime.now(UTC) if found.until else None
        mark = Mark.HINT if left is not None and left < _SOON else Mark.OK
        text = f"{who.arn} in account {who.account}, found by {found.method}: {_lasting(found, left)}"
        yield Line(mark, "credentials", text)
        return
    for region, failure in failures.items():
        if _refuses(failure):
            why = failure.code or "they have expired, or cannot be refreshed"
            text = f"AWS does not accept the credentials in {region}: {why}; {CREDENTIALS_HINT}"
            yield Line(Mark.PROBLEM, "credentials", text, ExitCode.CREDENTIALS)
            return
    yield Line(Mark.HINT, "credentials", f"found by {found.method}, and not checked, because AWS does not answer")


def _refuses(failure: Failure) -> bool:
    return failure.extent in _OF_CREDENTIALS or failure.reason is GapReason.DENIED


def _lasting(found: Credentials, left: timedelta | None) -> str:
    if not found.temporary:
        return "they do not expire"
    if left is None:
        return "temporary, and AWS does not say until when"
    lasting = f"temporary, and they last another {_span(left)}"
    return f"{lasting}, which a long scan may not fit in" if left < _SOON else lasting


def _clock(ahead: timedelta | None) -> Iterator[Line]:
    if ahead is None:
        return
    off = abs(ahead)
    if off <= _NOTICED_FROM:
        yield Line(Mark.OK, "clock", "this machine's clock is that of AWS")
        return
    way = "behind" if ahead > timedelta() else "ahead of"
    text = f"this machine's clock is {_span(off)} {way} that of AWS, which refuses calls from 5 minutes on; set it"
    if off > _REFUSED_FROM:
        yield Line(Mark.PROBLEM, "clock", text, ExitCode.INCOMPLETE)
    else:
        yield Line(Mark.HINT, "clock", text)


def _span(time: timedelta) -> str:
    seconds = time.total_seconds()
    unit, name = next((unit for unit in _UNITS if seconds < 100 * unit[0]), _UNITS[-1])
    return f"{seconds / unit:.0f} {name}"


def _regions(answers: Mapping[str, Identity | Failure]) -> Iterator[Line]:
    for region, answer in answers.items():
        match answer:
            case Identity():
                yield Line(Mark.OK, "region", f"{region} answers")
            case Failure():
                yield _closed(region, answer)


def _closed(region: str, failure: Failure) -> Line:
    text = f"{region}: {failure.message}; a scan needs {failure.needs}"
    return Line(Mark.PROBLEM, "region", text, ExitCode.INCOMPLETE)


@record(frozen=True, slots=True)
class _Refusal:
    """One operation that was refused for the same reason in some regions, and the families that are lost with it."""

    operation: str
    failure: Failure
    lost: tuple[str, ...]


def _permissions(checkup: Checkup, identities: Mapping[str, Identity], needs: Sequence[Need]) -> Iterator[Line]:
    """Try each operation in each region; what belongs to no region in the first, as a scan does."""
    refusals: defaultdict[_Refusal, list[str]] = defaultdict(list)
    allowed: list[str] = []
    first = next(iter(identities))
    for region, identity in identities.items():
        here = [need for need in needs if region == first or not need.partition_wide]
        failed = checkup.refusals(region, identity, {need.operation for need in here})
        whole = next((failure for failure in failed.values() if failure.extent in _OF_CREDENTIALS), None)
        if whole and whole.extent is Extent.CREDENTIALS:
            yield Line(Mark.PROBLEM, "credentials", f"{whole.message}; {CREDENTIALS_HINT}", ExitCode.CREDENTIALS)
            return
        if whole:
            yield _closed(region, whole)
            continue
        if not failed:
            allowed.append(region)
        lost = lost_without(here, failed.keys())
        for operation, failure in failed.items():
            refusals[_Refusal(operation, failure, lost[operation])].append(region)
    for refusal, regions in sorted(refusals.items(), key=lambda item: (not item[0].lost, item[0].operation)):
        yield _refused(refusal, regions, needs)
    if allowed:
        count = len({need.operation for need in needs})
        text = f"all {count} operations that the selected policies need are allowed in {', '.join(allowed)}"
        yield Line(Mark.OK, "permissions", text)


def _refused(refusal: _Refusal, regions: Sequence[str], needs: Sequence[Need]) -> Line:
    failure = refusal.failure
    what = f"{failure.message} in {', '.join(regions)}"
    if failure.reason is GapReason.THROTTLED:
        return Line(Mark.HINT, "permissions", f"{what}, so it could not be tried")
    if refusal.lost:
        text = f"{what}: without it not all is known of {', '.join(refusal.lost)}"
        return Line(Mark.PROBLEM, "permissions", text, ExitCode.INCOMPLETE)
    users = [need for need in needs if need.operation == refusal.operation]
    names = ", ".join(dict.fromkeys(need.family for need in users))
    if any(need.use is Use.FIRST for need in users):
        return Line(Mark.HINT, "permissions", f"{what}: {names} are listed and described instead, in more calls")
    return Line(Mark.HINT, "permissions", f"{what}: it is asked only for what other answers lack of {names}")
