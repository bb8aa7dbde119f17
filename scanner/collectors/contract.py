"""What a caller asks of the collectors, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

TAGS: Final = "Tags"
"""First key of a path that stands for a resource's tags."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which account, and which of its regions; without regions the session's own."""

    profile: str | None = None
    regions: tuple[str, ...] = ()
    endpoint_url: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the selected policies need: resource types, and the index-free document paths that they read of each."""

    types: frozenset[str]
    reads: Mapping[str, frozenset[tuple[str, ...]]]

    def reads_of(self, kind: str) -> frozenset[tuple[str, ...]]:
        """Give the paths that are read of a type."""
        return self.reads.get(kind, frozenset())

    def reads_tags(self, *kinds: str) -> bool:
        """Tell whether the tags of any of these types are read."""
        return any(path[:1] == (TAGS,) for kind in kinds for path in self.reads_of(kind))


class Progress(Protocol):
    """Told how far the collection is; called from the caller's own thread."""

    def __call__(self, message: str) -> None:
        """Take one line."""


@dataclass(frozen=True, slots=True)
class Root:
    """One region that was looked at, as `ACCOUNT/REGION`."""

    scope: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how fast to ask.

    `throttled` and `failing` are how long one call is tried again while AWS asks us to slow down, and while there is
    no answer or a 5xx. `pace` multiplies the calls per second of `pacing.py`.
    """

    connect: float = 5.0
    read: float = 20.0
    throttled: float = 600.0
    failing: float = 60.0
    first_wait: float = 0.5
    longest_wait: float = 20.0
    pace: float = 1.0
