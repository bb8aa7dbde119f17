"""Make frozen classes of which there are many objects: frozen to the type checker, which costs nothing as they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen: bool, slots: bool) -> object:
        """Stand for `dataclass(frozen=True, slots=True)`, whose objects take several times as long to make."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
