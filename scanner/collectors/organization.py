"""Tell a region that an organisation keeps an account out of from one in which it denies a few operations."""

from __future__ import annotations

from typing import Final

_REFUSALS_OF_A_REGION: Final = 3


class Refusals:
    """What an organisation's policies have refused in one region, and whether anything was allowed."""

    def __init__(self) -> None:
        self._allowed = False
        self._refused: set[str] = set()

    def allows(self, operation: str) -> None:
        """Note an answer; who one is may be asked everywhere, so that says nothing."""
        self._allowed = self._allowed or not operation.startswith("sts:")

    def refuses(self, operation: str) -> bool:
        """Note a refusal; after a few, and nothing but refusals, it is the region that is closed."""
        self._refused.add(operation)
        return not self._allowed and len(self._refused) >= _REFUSALS_OF_A_REGION
