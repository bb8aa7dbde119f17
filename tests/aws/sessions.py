"""Temporary credentials: how long they last, and which of those that were given have ended."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime
from itertools import count

_GIVES_CREDENTIALS = re.compile(r"sts:(AssumeRole\w*|GetSessionToken)")
_KEY = re.compile(rb"<AccessKeyId>([^<]+)</AccessKeyId>")
_EXPIRATION = re.compile(rb"<Expiration>([^<]+)</Expiration>")


def gives_credentials(operation: str) -> bool:
    """Say whether an operation answers with temporary credentials."""
    return _GIVES_CREDENTIALS.fullmatch(operation) is not None


class Sessions:
    """All temporary credentials since the last reset."""

    def __init__(self) -> None:
        self.lifetime: float | None = None
        self._ends: dict[str, float] = {}
        self._numbers = count()
        self._lock = threading.Lock()

    def reset(self) -> None:
        """Forget all."""
        with self._lock:
            self.lifetime = None
            self._ends.clear()

    def end(self) -> None:
        """End all that were given until now."""
        with self._lock:
            self._ends = dict.fromkeys(self._ends, 0.0)

    def has_ended(self, access_key: str) -> bool:
        """Say whether a key was given and has ended since."""
        return self._ends.get(access_key, float("inf")) <= time.time()

    def give(self, operation: str, account: str, body: bytes) -> bytes:
        """Note the credentials in an answer of STS, and let them end when they should."""
        key, expiration = _KEY.search(body), _EXPIRATION.search(body)
        if key is None or expiration is None:
            return body
        with self._lock:
            name = key[1]
            if operation == "sts:GetSessionToken":  # moto always gives the same key, which belongs to nobody
                name = f"ASIAFAKE{next(self._numbers):04}{account}".encode()
            ends = datetime.fromisoformat(expiration[1].decode()).timestamp()
            if self.lifetime is not None:
                ends = time.time() + self.lifetime
            self._ends[name.decode()] = ends
        moment = f"{datetime.fromtimestamp(ends, UTC):%Y-%m-%dT%H:%M:%S.%fZ}".encode()
        body = body.replace(key[0], b"<AccessKeyId>%b</AccessKeyId>" % name)
        return body.replace(expiration[0], b"<Expiration>%b</Expiration>" % moment)
