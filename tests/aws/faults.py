"""Let AWS misbehave: throttle, refuse, forget, stall. Which calls, and when, is up to the test."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tests.aws.paging import TOKENS
from tests.aws.schedules import After, Always, Every, First, PerSecond, Schedule, Share
from tests.aws.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws.request import Request

__all__ = ["After", "Always", "Every", "Faults", "First", "PerSecond", "Schedule", "Share"]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with an error; `kind` names what it is in every protocol."""

    kind: str
    code: str = ""
    message: str = ""
    status: int = 0


@dataclass(frozen=True, slots=True)
class Delay:
    """Answer late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Hang:
    """Never answer."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Cut the connection."""


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """Answer a list with a page that has nothing but a token."""


@dataclass(frozen=True, slots=True)
class ExtraFields:
    """Answer with fields that no model knows yet."""


Effect = Refuse | Delay | Hang | Reset | EmptyPage | ExtraFields


@dataclass(frozen=True, slots=True)
class Fault:
    """One effect on the calls that match, when its schedule says so."""

    effect: Effect
    pattern: str
    schedule: Schedule
    account: str | None
    region: str | None
    when: Callable[[dict], bool] | None

    def covers(self, request: Request) -> bool:
        return (
            fnmatchcase(request.operation, self.pattern)
            and self.account in {None, request.account}
            and self.region in {None, request.region}
            and (self.when is None or self.when(request.params))
        )


class Faults:
    """The faults in force. All take `account`, `region` and `when` (a predicate of the parameters) to narrow them.

    Operations are patterns: `sagemaker:DescribeModel`, `ec2:*`, `*`.
    """

    def __init__(self) -> None:
        self.sessions = Sessions()
        self.clock_ahead = 0.0
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self,
        effect: Effect,
        operation: str,
        schedule: Schedule | None = None,
        *,
        account: str | None = None,
        region: str | None = None,
        when: Callable[[dict], bool] | None = None,
    ) -> None:
        with self._lock:
            self._faults.append(Fault(effect, operation, schedule or Always(), account, region, when))

    def deny(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Refuse permission, as IAM does."""
        self.add(Refuse("denied"), operation, schedule, **narrow)

    def deny_by_organization(self, operation: str = "*", schedule: Schedule | None = None, **narrow) -> None:
        """Refuse permission as a service control policy does: `deny_by_organization(region="eu-west-1")`."""
        self.add(Refuse("denied by organization"), operation, schedule, **narrow)

    def throttle(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Ask to slow down."""
        self.add(Refuse("throttled"), operation, schedule, **narrow)

    def expire(self, schedule: Schedule | None = None, operation: str = "*", **narrow) -> None:
        """Let the credentials be expired: `expire(After(40))`."""
        self.add(Refuse("expired"), operation, schedule, **narrow)

    def expire_tokens(self, operation: str = "*", schedule: Schedule | None = None, **narrow) -> None:
        """Let tokens for a next page be too old; the schedule counts only calls that carry one."""
        when = narrow.pop("when", None)

        def carries_token(params: dict) -> bool:
            return any(params.get(name) for name in TOKENS) and (when is None or when(params))

        self.add(Refuse("token expired"), operation, schedule, when=carries_token, **narrow)

    def assumed_credentials_last(self, seconds: float) -> None:
        """Let credentials of AssumeRole and GetSessionToken end so long after they are given, whatever is asked for.

        Calls signed with credentials that have ended are refused as expired. Real credentials last 900 s at least.
        """
        self.sessions.lifetime = seconds

    def expire_assumed_credentials(self) -> None:
        """End all credentials that were given until now."""
        self.sessions.end()

    def close_region(self, region: str, **narrow) -> None:
        """Let a region be one that the account has not opted in to."""
        self.add(Refuse("closed"), "*", region=region, **narrow)

    def set_clock_ahead(self, seconds: float) -> None:
        """Let the clock of AWS, as the header of its answers tells it, be so far ahead of this machine's."""
        self.clock_ahead = seconds

    def fail(self, operation: str, schedule: Schedule | None = None, *, status: int = 500, **narrow) -> None:
        """Answer 5xx."""
        self.add(Refuse("failing", status=status), operation, schedule, **narrow)

    def refuse(self, operation: str, code: str, message: str = "", *, status: int = 400, **narrow) -> None:
        """Answer with any error."""
        self.add(Refuse("other", code, message, status), operation, **narrow)

    def empty_pages(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Put pages without elements, but with a token, into a list of the fake's own."""
        self.add(EmptyPage(), operation, schedule, **narrow)

    def extra_fields(self, operation: str = "*", schedule: Schedule | None = None, **narrow) -> None:
        """Put EXTRA_FIELD into every structure of the fake's own JSON answers, as if AWS had grown."""
        self.add(ExtraFields(), operation, schedule, **narrow)

    def delay(self, operation: str, seconds: float, schedule: Schedule | None = None, **narrow) -> None:
        """Answer late."""
        self.add(Delay(seconds), operation, schedule, **narrow)

    def hang(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Never answer."""
        self.add(Hang(), operation, schedule, **narrow)

    def cut_connection(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Reset the connection without an answer."""
        self.add(Reset(), operation, schedule, **narrow)

    def effects(self, request: Request) -> list[Effect]:
        """What happens to this call, in the order in which the faults were added."""
        if self.sessions.has_ended(request.access_key):
            return [Refuse("expired")]
        if not self._faults:
            return []
        with self._lock:
            return [fault.effect for fault in self._faults if fault.covers(request) and fault.schedule.hits()]

    def reset(self) -> None:
        """Behave."""
        self.sessions.reset()
        self.clock_ahead = 0.0
        with self._lock:
            self._faults.clear()
