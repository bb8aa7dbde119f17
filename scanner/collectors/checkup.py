"""Try what a scan would need of AWS before it does: credentials, clock, regions, and each operation, cheaply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.collectors.calls import Calls, Halt, documents
from scanner.collectors.contract import Patience
from scanner.collectors.enabled_regions import enabled_regions
from scanner.collectors.failures import CallError, Extent, Failure
from scanner.collectors.families import called_operations
from scanner.collectors.probes import BUCKET_READS, Place, probe_of
from scanner.collectors.referenced import LIST_BUCKETS
from scanner.collectors.session import Clients, open_session, regions_of
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from scanner.collectors.contract import Target

WHO: Final = "sts:GetCallerIdentity"
_PATIENCE: Final = Patience(connect=5, read=10, throttled=20, failing=5)
_NOT_OFFERED: Final = frozenset({"InvalidAction", "UnknownOperationException", "UnsupportedOperation"})


@record(frozen=True, slots=True)
class Identity:
    """Who the credentials are, as one region sees it."""

    arn: str
    account: str

    @property
    def partition(self) -> str:
        """The part of AWS that it is in: `aws`, `aws-cn`, `aws-us-gov`."""
        return self.arn.split(":")[1]


@dataclass(slots=True)
class _Clock:
    """How far AWS's clock is ahead of this machine's, by the header of its last answer."""

    ahead: timedelta | None = None

    def note(self, response_dict: Mapping[str, Mapping[str, str]], **_: object) -> None:
        """Take an answer of AWS, be it an error or not."""
        if date := response_dict["headers"].get("Date"):
            self.ahead = parsedate_to_datetime(date) - datetime.now(UTC)


@record(frozen=True, slots=True)
class Credentials:
    """How credentials were found, and until when they last: unknown, or none where AWS does not say."""

    method: str
    temporary: bool
    until: datetime | None


@record(frozen=True, slots=True)
class Checkup:
    """Tries with the credentials of one session in the regions of a target."""

    regions: tuple[str, ...]
    credentials: Credentials
    _clients: Clients
    _clock: _Clock
    _halt: Halt

    @classmethod
    def begin(cls, target: Target) -> Checkup:
        """Find credentials and regions. Raises CredentialsError or ConfigError."""
        session = open_session(target, called_operations())
        found = session.get_credentials()
        frozen = found.get_frozen_credentials()
        until = getattr(found, "_expiry_time", None)  # botocore says it nowhere else
        clock = _Clock()
        session.register(f"before-parse.{WHO.replace(':', '.')}", clock.note)
        credentials = Credentials(str(found.method), bool(frozen.token), until)
        clients, halt = Clients(session, target.endpoint_url, _PATIENCE), Halt()
        regions = regions_of(session, target, lambda home: enabled_regions(_calls(clients, home, halt)))
        return cls(regions, credentials, clients, clock, halt)

    @property
    def clock_ahead(self) -> timedelta | None:
        """How far AWS's clock is ahead of this machine's; none where AWS has not answered."""
        return self._clock.ahead

    def identify(self, region: str) -> Identity | Failure:
        """Ask a region who the credentials are: the one call that needs no permission."""
        try:
            answer = self._calls(region).call(WHO)
        except CallError as error:
            return error.failure
        return Identity(str(answer.get("Arn")), str(answer.get("Account")))

    def refusals(self, region: str, identity: Identity, operations: Collection[str]) -> Mapping[str, Failure]:
        """Try operations in a region, and give those that fail: denied, not offered, or without an answer.

        Those of a bucket are tried on one of the account's; where it has none, they are not tried.
        """
        calls, place = self._calls(region), Place(identity.partition, identity.account, region)
        plain = sorted(set(operations) - BUCKET_READS)
        tries = calls.side_by_side(lambda operation: (operation, _try(calls, operation, place)), plain)
        failed = {operation: failure for operation, failure in tries if failure}
        if of_buckets := sorted(BUCKET_READS.intersection(operations)):
            failed |= dict(self._of_a_bucket(calls, place, of_buckets))
        return failed

    def _of_a_bucket(self, calls: Calls, place: Place, operations: list[str]) -> Iterator[tuple[str, Failure]]:
        try:
            answer = calls.call(LIST_BUCKETS.operation, **probe_of(LIST_BUCKETS.operation, place))
        except CallError:
            return
        for bucket in documents(answer.get("Buckets"))[:1]:
            near = self._calls(str(bucket.get("BucketRegion") or place.region))
            for operation in operations:
                if failure := _try(near, operation, place, Bucket=str(bucket.get("Name"))):
                    yield operation, failure

    def _calls(self, region: str) -> Calls:
        return _calls(self._clients, region, self._halt)


def _calls(clients: Clients, region: str, halt: Halt) -> Calls:
    return Calls(partial(clients.client, region=region), _PATIENCE, halt)


def _try(calls: Calls, operation: str, place: Place, **more: str) -> Failure | None:
    try:
        calls.call(operation, **probe_of(operation, place), **more)
    except CallError as error:
        return None if _allowed(error.failure) else error.failure
    return None


def _allowed(failure: Failure) -> bool:
    """Tell an answer of an operation that is allowed, such as that there is no such thing, from a refusal."""
    if failure.extent is not Extent.OPERATION or failure.transient or failure.code in _NOT_OFFERED:
        return False
    return failure.reason is GapReason.DELETED or (failure.reason is GapReason.UNREACHABLE and bool(failure.code))
