"""Make frozen classes that are cheap to define and to make objects of: frozen to the type checker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def record(*, frozen: bool, slots: bool) -> object:
        """Stand for `dataclass(frozen=True, slots=True)`.

        Its objects take several times as long to make, and its classes too, as each of their methods is compiled.
        """
        return lambda plain: _complete(dataclass(plain, slots=slots, eq=False, repr=False), hashed=frozen)

    def _complete(made: type, *, hashed: bool) -> type:
        """Compare, hash and show a dataclass by its fields."""
        names = [field.name for field in fields(made) if field.compare]
        values = attrgetter(*names) if names else lambda _: ()

        def __eq__(self: object, other: object) -> bool:  # noqa: N807 - it becomes one
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self: object) -> int:  # noqa: N807 - likewise
            return hash(values(self))

        methods = {"__eq__": __eq__, "__repr__": _show} | ({"__hash__": __hash__} if hashed else {})
        for name, method in methods.items():
            if name not in made.__dict__:
                setattr(made, name, method)
        return made

    def _show(self: object) -> str:
        inside = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
        return f"{self.__class__.__qualname__}({inside})"


__all__ = ["record"]
