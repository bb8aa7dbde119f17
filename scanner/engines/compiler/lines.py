"""The text of a Python function as it grows: lines, blocks, and names that no other thing has."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lines:
    """The text of a Python function as it grows."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0
        self._numbers = count()

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self._lines)

    def fresh(self, word: str) -> str:
        """Make a name that no other thing has."""
        return f"{word}_{next(self._numbers)}"

    def add(self, text: str) -> None:
        """Write a line."""
        self._lines.append(" " * self._depth + text)

    def open(self, text: str) -> None:
        """Begin a block that ends with what it is in."""
        self.add(text)
        self._depth += 1

    @contextmanager
    def block(self, text: str) -> Iterator[None]:
        """Write a block."""
        with self.nested():
            self.open(text)
            yield

    @contextmanager
    def nested(self) -> Iterator[None]:
        """End all blocks that are begun inside."""
        depth = self._depth
        yield
        self._depth = depth
