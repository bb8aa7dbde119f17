"""Collect an account: regions side by side, in each its families side by side, and last what asks about all of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.collectors.calls import CREDENTIALS_HINT
from scanner.collectors.contract import Patience, Root
from scanner.collectors.crew import Crew, Refused, Unreached
from scanner.collectors.enabled_regions import enabled_regions
from scanner.collectors.failures import Extent
from scanner.collectors.families import called_operations
from scanner.collectors.session import Clients, open_session, regions_of
from scanner.errors import AccountError, CredentialsError, ScannerError
from scanner.model import Gap, GapReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scanner.collectors.contract import Progress, Target, Wanted
    from scanner.collectors.reader import Item
    from scanner.run_groups import RunGroup

PATIENT: Final = Patience()


def collect(
    target: Target,
    wanted: Wanted,
    progress: Progress,
    patience: Patience = PATIENT,
    cache: Path | None = None,
) -> Iterator[Item | RunGroup | Root]:
    """Yield what the policies need of an account as it comes, and a Root for each region that was looked at.

    A gap on one resource comes before the resource. What cannot change any more is kept in the directory `cache`, and
    not asked for again. Raises CredentialsError when AWS does not accept the credentials in any region, AccountError
    when none answers. When the iteration is given up, all calls end.
    """
    session = open_session(target, called_operations())
    clients = Clients(session, target.endpoint_url, patience)
    crew = Crew(clients, cache, wanted, patience, progress)
    try:
        yield from _gather(crew, regions_of(session, target, lambda home: enabled_regions(crew.calls(home))))
    finally:
        crew.close()


def _gather(crew: Crew, regions: Sequence[str]) -> Iterator[Item | RunGroup | Root]:
    account = ""
    unreached: list[Unreached] = []
    refused: defaultdict[str, list[Gap]] = defaultdict(list)
    told: set[Gap] = set()
    for found in crew.work(regions):
        match found:
            case Unreached():
                unreached.append(found)
            case Refused(gap):
                refused[gap.scope].append(gap)
            case Gap() if found in told:
                pass
            case Gap():
                told.add(found)
                yield found
            case Root(scope):
                account = account or scope.partition("/")[0]
                yield found
            case _:
                yield found
    if not account:
        raise _no_region(unreached[0])
    closed = {gap.scope for gap in told if not gap.type}
    for scope, gaps in refused.items():
        yield from () if scope in closed else dict.fromkeys(gaps)
    for missing in unreached:
        scope = f"{account}/{missing.region}"
        yield Root(scope)
        yield missing.failure.gap(scope)


def _no_region(missing: Unreached) -> ScannerError:
    """Say why no region at all could be looked at."""
    failure = missing.failure
    if failure.extent in {Extent.CREDENTIALS, Extent.REGION} or failure.reason is GapReason.DENIED:
        why = failure.code or "they have expired, or cannot be refreshed"
        return CredentialsError(f"AWS does not accept the credentials in {missing.region}: {why}", CREDENTIALS_HINT)
    hint = "check the network, --region and --endpoint-url"
    return AccountError(f"AWS cannot be reached in {missing.region}: {failure.message}", hint)
