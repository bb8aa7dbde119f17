"""Remember every call, so that a test can say how many a scan may make."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HUNG = 0
"""Status of a call that got no answer: it hung, or the connection was reset."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call, the HTTP status of its answer, and when that was given, on the monotonic clock."""

    operation: str
    params: Mapping[str, object]
    account: str
    region: str
    status: int
    at: float = field(default_factory=time.monotonic, compare=False)


class CallLog:
    """All calls since the last reset, in the order in which they were answered."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._lock = threading.Lock()

    def add(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)

    def reset(self) -> None:
        with self._lock:
            self._calls.clear()

    def __iter__(self) -> Iterator[Call]:
        with self._lock:
            return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def of(
        self, pattern: str = "*", *, account: str | None = None, region: str | None = None, status: int | None = None
    ) -> list[Call]:
        """Give the calls of operations that match: `sagemaker:Search`, `ec2:*`."""
        return [
            call
            for call in self
            if fnmatchcase(call.operation, pattern)
            and account in {None, call.account}
            and region in {None, call.region}
            and status in {None, call.status}
        ]

    def count(
        self, pattern: str = "*", *, account: str | None = None, region: str | None = None, status: int | None = None
    ) -> int:
        """Count the calls of operations that match."""
        return len(self.of(pattern, account=account, region=region, status=status))

    def by_operation(self) -> dict[str, int]:
        """Count the calls of each operation."""
        return dict(sorted(Counter(call.operation for call in self).items()))
