"""Make calls to AWS: paced, tried again until nothing is lost, and with every error turned into what it means.

The only place that catches errors of botocore.
"""

from __future__ import annotations

import random
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

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

from scanner.collectors.failures import CallError, Extent, Failure, classify, expired, silent, unreachable
from scanner.collectors.pacing import Pacer
from scanner.errors import ConfigError, CredentialsError
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scanner.collectors.contract import Patience
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
_LONGEST_EXPONENT: Final = 16

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

    def __init__(self, client: Callable[[str], object], patience: Patience, halt: Halt) -> None:
        self._client = client
        self._patience = patience
        self._halt = halt
        self._pacer = Pacer(patience.pace)
        self._closed: dict[str, Failure] = {}
        self._share: dict[str, float] = {}

    def call(self, operation: str, **params: Json) -> dict[str, Json]:
        """Give the answer of one call. Raises CallError when it fails for good."""
        bucket = self._pacer.bucket(operation)
        since = time.monotonic()
        for attempt in count():
            self._halt.wait(bucket.take())
            match self._attempt(operation, params):
                case Failure() as failure:
                    if failure.reason is GapReason.THROTTLED:
                        bucket.slow_down()
                    wait = self._backoff(attempt)
                    spent = time.monotonic() - since
                    if not failure.transient or spent + wait > self._time_for(operation, failure):
                        raise CallError(self._give_up(operation, failure))
                    self._halt.wait(wait)
                case answer:
                    bucket.speed_up()
                    self._share.pop(operation, None)
                    return answer
        raise AssertionError(operation)

    def pages(self, operation: str, **params: Json) -> Iterator[dict[str, Json]]:
        """Give all pages of a list. Raises CallError where it stops."""
        token: Json = None
        while True:
            page = self.call(operation, **params, **({"NextToken": token} if token else {}))
            yield page
            previous, token = token, page.get("NextToken")
            if not token:
                return
            if token == previous:
                raise CallError(unreachable(operation, "repeats the same page"))

    def items(self, operation: str, key: str, **params: Json) -> Iterator[Document]:
        """Give the elements of a list, through all its pages. Raises CallError where it stops."""
        for page in self.pages(operation, **params):
            yield from documents(page.get(key))

    def _attempt(self, operation: str, params: Mapping[str, Json]) -> dict[str, Json] | Failure:
        service, _, name = operation.partition(":")
        if failure := self._closed.get("") or self._closed.get(service):
            return failure
        try:
            answer: dict[str, Json] = getattr(self._client(service), xform_name(name))(**params)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            about = error.response.get("Error", {})
            return classify(operation, str(about.get("Code", "")), str(about.get("Message", "")), status)
        except (BotoCoreError, ResponseParserError, UnicodeDecodeError) as error:
            return _no_answer(operation, error)
        return {key: value for key, value in answer.items() if key != "ResponseMetadata"}

    def _backoff(self, attempt: int) -> float:
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
            case Extent.OPERATION if failure.transient:
                self._share[operation] = self._share.get(operation, 1.0) / 2
        return failure


def _no_answer(operation: str, error: BotoCoreError | ResponseParserError | UnicodeDecodeError) -> Failure:
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
        case _ if isinstance(error, _NO_CREDENTIALS):
            return expired()
        case _:
            raise error


def documents(value: Json) -> list[Document]:
    """Give the objects of a list in an answer."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@contextmanager
def credentials_checked() -> Iterator[None]:
    """Turn whatever keeps botocore from finding credentials into CredentialsError."""
    try:
        yield
    except ProfileNotFound as error:
        raise CredentialsError(f"{error}".rstrip("."), "`aws configure list-profiles` lists the profiles") from error
    except (BotoCoreError, ClientError) as error:
        raise CredentialsError(f"AWS credentials cannot be had: {error}".rstrip("."), CREDENTIALS_HINT) from error
