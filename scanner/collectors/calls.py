"""Make calls to AWS: paced, tried again until nothing is lost, and with every error turned into what it means.

The only place that catches errors of botocore.
"""

from __future__ import annotations

import math
import random
import threading
import time
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

from botocore import xform_name
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004  # botocore's own name
    CredentialRetrievalError,
    EndpointProviderError,
    HTTPClientError,
    InvalidRegionError,
    LoginError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    RefreshWithMFAUnsupportedError,
    SSOError,
    TokenRetrievalError,
)
from botocore.parsers import ResponseParserError

from scanner.collectors.contract import Tally
from scanner.collectors.failures import (
    CallError,
    Extent,
    Failure,
    classify,
    denied_region,
    expired,
    overdue,
    silent,
    unreachable,
)
from scanner.collectors.organization import Refusals
from scanner.collectors.pacing import Pacer
from scanner.collectors.side_by_side import side_by_side
from scanner.errors import ConfigError, CredentialsError
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scanner.collectors.contract import Patience
    from scanner.collectors.pacing import Bucket, Ceiling, Turn
    from scanner.paths import Document, Json

_NO_CREDENTIALS = (
    CredentialRetrievalError,
    LoginError,
    NoCredentialsError,
    PartialCredentialsError,
    RefreshWithMFAUnsupportedError,
    SSOError,
    TokenRetrievalError,
)
_STILL_EXPIRED: Final = "refreshed credentials are still expired"
"""Of a RuntimeError, which is all that botocore raises where the clock is wrong."""
_LONGEST_EXPONENT: Final = 16
_MOST_BEGINNINGS: Final = 3
_THREADS: Final = 8
"""Calls of one family at once: enough to hide the time that AWS takes to answer at the rates that it allows."""
_PAGE_TOKENS: Final = {
    "ecr": "nextToken",
    "iam": "Marker",
    "logs": "nextToken",
    "s3": "ContinuationToken",
}
"""What the token of the next page is called, by service."""
_THROTTLED_SHARE: Final = 0.02
"""Of the first wait: the bucket makes a throttled call wait; this only lets the others in its queue go first."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

CREDENTIALS_HINT: Final = (
    "sign in (`aws sso login`), set AWS_PROFILE or pass --profile; check with `aws sts get-caller-identity`"
)


class Halt:
    """Ends every call of a scan at once: the credentials have expired, or the user has stopped it."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._failure: Failure | None = None

    def stop(self, failure: Failure) -> None:
        """Let every call from now on fail with this."""
        self._failure = self._failure or failure
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Sleep. Raises CallError as soon as the scan is over."""
        if self._event.wait(seconds) and self._failure is not None:
            raise CallError(self._failure)


class Calls:
    """The calls to one region of one account. An operation is written `SERVICE:Operation`, as in `sagemaker:Search`."""

    def __init__(
        self, client: Callable[[str], object], patience: Patience, halt: Halt, ceiling: Ceiling | None = None
    ) -> None:
        self._client = client
        self._patience = patience
        self._halt = halt
        self._pacer = Pacer(patience.pace, ceiling)
        self._closed: dict[str, Failure] = {}
        self._share: dict[str, float] = {}
        self._organization = Refusals()
        self._until = math.inf
        self.tally = Tally("", "")

    def within(self, tally: Tally) -> Calls:
        """Give the same calls for one family: counted in its tally, and over when its time is."""
        calls = copy(self)
        calls.tally = tally
        calls._until = time.monotonic() + self._patience.family  # noqa: SLF001  # its own copy
        return calls

    def call(self, operation: str, **params: Json) -> dict[str, Json]:
        """Give the answer of one call. Raises CallError when it fails for good."""
        bucket = self._pacer.bucket(operation)
        since = time.monotonic()
        for attempt in count():
            turn = self._wait_for_turn(bucket)
            self.tally.calls += 1
            match self._attempt(operation, params):
                case Failure() as failure:
                    if failure.reason is GapReason.THROTTLED:
                        self.tally.throttled += 1
                        bucket.slow_down(turn)
                    wait = self._backoff(attempt, failure)
                    spent = time.monotonic() - since
                    if not failure.transient or spent + wait > self._time_for(operation, failure):
                        raise CallError(self._give_up(operation, failure))
                    self._wait(wait)
                case answer:
                    bucket.speed_up(turn)
                    self._organization.allows(operation)
                    self._share.pop(operation, None)
                    return answer
        raise AssertionError(operation)

    def pages(self, operation: str, **params: Json) -> Iterator[dict[str, Json]]:
        """Give all pages of a list, from its beginning again where a token ends too early.

        Raises CallError where it stops.
        """
        for beginning in range(_MOST_BEGINNINGS):
            try:
                yield from self.pages_once(operation, **params)
            except CallError as error:
                if not error.failure.page_lost or beginning == _MOST_BEGINNINGS - 1:
                    raise
            else:
                return

    def pages_once(self, operation: str, **params: Json) -> Iterator[dict[str, Json]]:
        """Give the pages of a list. Raises CallError where it stops, also when a token ends too early."""
        key = _PAGE_TOKENS.get(operation.partition(":")[0], "NextToken")
        token: Json = None
        while True:
            page = self.call(operation, **params, **({key: token} if token else {}))
            yield page
            previous, token = token, page.get(key)
            if not token:
                return
            if token == previous:
                raise CallError(unreachable(operation, "repeats the same page"))

    def side_by_side(self, function: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Make the calls for many items at once; results come in the order of the items."""
        return side_by_side(function, items, threads=_THREADS)

    def items(self, operation: str, key: str, **params: Json) -> Iterator[Document]:
        """Give the elements of a list, through all its pages. Raises CallError where it stops."""
        for page in self.pages(operation, **params):
            yield from documents(page.get(key))

    def _wait_for_turn(self, bucket: Bucket) -> Turn:
        while True:
            turn = bucket.take()
            self._wait(turn.wait)
            if turn.granted:
                return turn

    def _wait(self, seconds: float) -> None:
        """Sleep. Raises CallError when the scan or the family's time is over."""
        if time.monotonic() + seconds > self._until:
            raise CallError(overdue(self._patience.family))
        self._halt.wait(seconds)

    def _attempt(self, operation: str, params: Mapping[str, Json]) -> dict[str, Json] | Failure:
        service, _, name = operation.partition(":")
        if failure := self._closed.get("") or self._closed.get(service):
            return failure
        try:
            answer: dict[str, Json] = getattr(self._client(service), xform_name(name))(**params)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            about = error.response.get("Error", {})
            failure = classify(operation, str(about.get("Code", "")), str(about.get("Message", "")), status)
            renewing = error.operation_name != name  # of the credentials, by a call of botocore's own
            return expired(failure.code) if renewing and not failure.transient else failure
        except (BotoCoreError, ResponseParserError, UnicodeDecodeError, RuntimeError) as error:
            return _no_answer(operation, error)
        return {key: value for key, value in answer.items() if key != "ResponseMetadata"}

    def _backoff(self, attempt: int, failure: Failure) -> float:
        if failure.reason is GapReason.THROTTLED:
            longest = self._patience.first_wait * _THROTTLED_SHARE
        else:
            longest = self._patience.first_wait * 2 ** min(attempt, _LONGEST_EXPONENT)
        return random.uniform(0, min(longest, self._patience.longest_wait))  # noqa: S311  # jitter, not a secret

    def _time_for(self, operation: str, failure: Failure) -> float:
        if failure.reason is GapReason.THROTTLED:
            return self._patience.throttled
        return self._patience.failing * self._share.get(operation, 1.0)

    def _give_up(self, operation: str, failure: Failure) -> Failure:
        """Spare what is left of the scan from the same wait: each next one of the operation gets half the time."""
        match failure.extent:
            case Extent.CREDENTIALS:
                self._halt.stop(failure)
            case Extent.REGION:
                self._closed[""] = failure
            case Extent.SERVICE:
                self._closed[operation.partition(":")[0]] = failure
            case Extent.OPERATION if failure.by_organization and self._organization.refuses(operation):
                self._closed[""] = denied_region()
                return self._closed[""]
            case Extent.OPERATION if failure.transient:
                self._share[operation] = self._share.get(operation, 1.0) / 2
        return failure


def _no_answer(
    operation: str, error: BotoCoreError | ResponseParserError | UnicodeDecodeError | RuntimeError
) -> Failure:
    """Say why there is no answer of AWS's. Raises ConfigError for what only the user can put right."""
    match error:
        case ConnectionError() | HTTPClientError():
            return silent(operation, type(error).__name__)
        case ResponseParserError() | UnicodeDecodeError():
            return unreachable(operation, "answered something that is not AWS's")
        case EndpointProviderError():
            return replace(silent(operation, "it has no endpoint in this region"), transient=False)
        case InvalidRegionError():
            raise ConfigError(f"{error}".rstrip("."), "a region looks like eu-west-1") from error
        case _ if isinstance(error, _NO_CREDENTIALS) or _STILL_EXPIRED in str(error):
            return expired()
        case _:
            raise error


def documents(value: Json) -> list[Document]:
    """Give the objects of a list in an answer."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@contextmanager
def answers_checked(operation: str) -> Iterator[None]:
    """Turn whatever is wrong with a part of an answer that is read late into CallError."""
    try:
        yield
    except ResponseParserError as error:
        raise CallError(_no_answer(operation, error)) from error


@contextmanager
def credentials_checked() -> Iterator[None]:
    """Turn whatever keeps botocore from finding credentials into CredentialsError."""
    try:
        yield
    except ProfileNotFound as error:
        raise CredentialsError(f"{error}".rstrip("."), "`aws configure list-profiles` lists the profiles") from error
    except (BotoCoreError, ClientError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and _STILL_EXPIRED not in str(error):
            raise
        raise CredentialsError(f"AWS credentials cannot be had: {error}".rstrip("."), CREDENTIALS_HINT) from error
