"""The values of compiled Rego: JSON as Python has it, and sets; what is the same, and what comes first."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Final, TypeVar

from scanner.paths import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_Ordered = TypeVar("_Ordered", str, float)

_KINDS: Final = {type(None): 0, bool: 1, int: 2, float: 2, str: 3, list: 4, tuple: 4, dict: 5}
_SET: Final = 6
ARRAYS: Final = frozenset({list, tuple})
SCALARS: Final = frozenset({str, int, float, bool, type(None)})


class EvaluationError(Exception):
    """What a rule does is an error, or not understood here: the interpreter is asked instead."""


class RegoSet(list[object]):
    """A set of Rego values, which may be objects: a list without the same value twice, in the order they came.

    A list because most sets have no value, or one, and nothing is made faster; `_keys` is there from the second on.
    """

    __slots__ = ("_keys",)
    _keys: set[object]

    @classmethod
    def of(cls, items: Iterable[object]) -> RegoSet:
        """Make a set of values."""
        made = cls()
        for item in items:
            made.add(item)
        return made

    def add(self, item: object) -> None:
        """Put a value in, unless it is undefined or there already."""
        if item is ABSENT:
            return
        if not self:
            self.append(item)
            return
        if len(self) == 1:
            self._keys = {hashable(self[0])}
        key = hashable(item)
        if key not in self._keys:
            self._keys.add(key)
            self.append(item)

    def has(self, item: object) -> bool:
        """Tell whether a value is in it."""
        return bool(self) and (same(self[0], item) if len(self) == 1 else hashable(item) in self._keys)


def hashable(value: object) -> object:
    """Give what two values have in common exactly when they are equal: 1 and 1.0 are, 1 and true are not."""
    kind = type(value)
    if kind is bool:
        return (bool, value)
    if kind in SCALARS:
        return value
    if isinstance(value, dict):
        return (dict, frozenset([(key, hashable(item)) for key, item in value.items()]))
    if isinstance(value, RegoSet):
        return (RegoSet, frozenset(map(hashable, value)))
    if isinstance(value, list | tuple):
        return (list, *map(hashable, value))
    if isinstance(value, str):  # a word of an enumeration
        return str(value)
    raise EvaluationError(f"{kind.__name__} is no value")


def same(one: object, other: object) -> bool:
    """Tell whether two defined values are equal."""
    if type(one) is type(other) and type(one) in SCALARS:
        return one == other
    return hashable(one) == hashable(other)


def ordered(values: Iterable[object]) -> list[object]:
    """Sort values as Rego does: by kind, then by value."""
    return sorted(values, key=cmp_to_key(compare))


def compare(one: object, other: object) -> int:
    """Say which of two values comes first: below, at or above 0. Raises EvaluationError for objects."""
    kinds = _kind(one), _kind(other)
    if kinds[0] != kinds[1]:
        return _sign(kinds[0], kinds[1])
    match one, other:
        case RegoSet(), RegoSet():
            return _compare_lists(ordered(one), ordered(other))
        case (list() | tuple(), list() | tuple()):
            return _compare_lists(one, other)
        case str(), str():
            return _sign(one, other)
        case (int() | float(), int() | float()):
            return _sign(one, other)
        case None, None:
            return 0
    raise EvaluationError("objects are not put in order")


def _kind(value: object) -> int:
    return _KINDS.get(type(value), _SET)


def _sign(one: _Ordered, other: _Ordered) -> int:
    return (one > other) - (one < other)


def _compare_lists(one: Sequence[object], other: Sequence[object]) -> int:
    for left, right in zip(one, other, strict=False):
        if result := compare(left, right):
            return result
    return _sign(len(one), len(other))
