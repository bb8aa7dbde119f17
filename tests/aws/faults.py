"""Let AWS misbehave: throttle, refuse, forget, stall. Which calls, and when, is up to the test."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws.request import Request


class Schedule(Protocol):
    """When a fault happens; asked once a call that it could hit."""

    def hits(self) -> bool: ...


class Always:
    """Every call."""

    def hits(self) -> bool:
        return True


class First:
    """The first n calls."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def hits(self) -> bool:
        self._left -= 1
        return self._left >= 0


class After:
    """Every call after the first n."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def hits(self) -> bool:
        self._left -= 1
        return self._left < 0


class Every:
    """Every k-th call, starting with the k-th."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._seen = 0

    def hits(self) -> bool:
        self._seen += 1
        return self._seen % self._step == 0


class Share:
    """A share of the calls, by seeded chance."""

    def __init__(self, share: float, seed: int = 0) -> None:
        self._share = share
        self._random = random.Random(seed)

    def hits(self) -> bool:
        return self._random.random() < self._share


class PerSecond:
    """Calls beyond a rate: a token bucket for each operation in each region of each account is AWS's own way."""

    def __init__(self, rate: float, burst: float | None = None) -> None:
        self._rate = rate
        self._burst = burst if burst is not None else max(1.0, rate)
        self._tokens = self._burst
        self._then = time.monotonic()

    def hits(self) -> bool:
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._then) * self._rate)
        self._then = now
        if self._tokens < 1:
            return True
        self._tokens -= 1
        return False


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


Effect = Refuse | Delay | Hang | Reset | EmptyPage


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

    def throttle(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Ask to slow down."""
        self.add(Refuse("throttled"), operation, schedule, **narrow)

    def expire(self, schedule: Schedule | None = None, operation: str = "*", **narrow) -> None:
        """Let the credentials be expired: `expire(After(40))`."""
        self.add(Refuse("expired"), operation, schedule, **narrow)

    def close_region(self, region: str, **narrow) -> None:
        """Let a region be one that the account has not opted in to."""
        self.add(Refuse("closed"), "*", region=region, **narrow)

    def fail(self, operation: str, schedule: Schedule | None = None, *, status: int = 500, **narrow) -> None:
        """Answer 5xx."""
        self.add(Refuse("failing", status=status), operation, schedule, **narrow)

    def refuse(self, operation: str, code: str, message: str = "", *, status: int = 400, **narrow) -> None:
        """Answer with any error."""
        self.add(Refuse("other", code, message, status), operation, **narrow)

    def empty_pages(self, operation: str, schedule: Schedule | None = None, **narrow) -> None:
        """Put pages without elements, but with a token, into a list of the fake's own."""
        self.add(EmptyPage(), operation, schedule, **narrow)

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
        if not self._faults:
            return []
        with self._lock:
            return [fault.effect for fault in self._faults if fault.covers(request) and fault.schedule.hits()]

    def reset(self) -> None:
        """Behave."""
        with self._lock:
            self._faults.clear()
