"""What compiled Rego is made of: references, collections, comparisons and arithmetic, all with undefined values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.engines.compiler.values import SCALARS, EvaluationError, RegoSet, compare, ordered, same
from scanner.paths import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "ABSENT",
    "RegoSet",
    "add",
    "array",
    "at_least",
    "at_most",
    "call",
    "call_one",
    "divide",
    "elements",
    "elements_in_order",
    "equal",
    "field",
    "grow",
    "intersection",
    "less",
    "mapping",
    "member",
    "modulo",
    "more",
    "multiply",
    "new_set",
    "once",
    "pairs",
    "pairs_in_order",
    "put",
    "put_in",
    "record",
    "reference",
    "subtract",
    "unequal",
    "union",
]
"""The names that compiled rules use."""

_ORDERED: Final = frozenset({str, int, float})
"""Types whose values compare with their own kind as Python compares them."""


def reference(value: object, *keys: object) -> object:
    """Follow keys into a value; ABSENT where there is nothing."""
    for key in keys:
        if type(value) is dict:
            value = value.get(key, ABSENT) if type(key) is str else ABSENT
        elif type(value) is list or type(value) is tuple:
            value = value[key] if type(key) is int and 0 <= key < len(value) else ABSENT
        elif type(value) is RegoSet:
            value = key if key is not ABSENT and value.has(key) else ABSENT
        else:
            return ABSENT
    return value


def field(value: object, *names: str) -> object:
    """Follow names that the text of a rule gives into a value; ABSENT where there is nothing."""
    for name in names:
        if type(value) is not dict:
            return ABSENT
        value = value.get(name, ABSENT)
    return value


def pairs(value: object) -> Iterable[tuple[object, object]]:
    """Give the keys and elements of a collection; nothing of what is none."""
    if value is ABSENT:
        return ()
    if isinstance(value, dict):
        return value.items()
    if isinstance(value, RegoSet):
        return zip(value, value, strict=True)
    if isinstance(value, list | tuple):
        return enumerate(value)
    raise EvaluationError("some … in takes a collection")


def elements(value: object) -> Iterable[object]:
    """Give the elements of a collection; nothing of what is none."""
    if value is ABSENT:
        return ()
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, dict):
        return value.values()
    raise EvaluationError("some … in takes a collection")


def elements_in_order(value: object) -> Iterable[object]:
    """Give the elements of a collection as an array has them that is made of it."""
    return [item for _, item in pairs_in_order(value)]


def pairs_in_order(value: object) -> Iterable[tuple[object, object]]:
    """Give the keys and elements of a collection likewise."""
    if isinstance(value, RegoSet):
        items = ordered(value)
        return zip(items, items, strict=True)
    return sorted(value.items()) if isinstance(value, dict) else pairs(value)


def member(value: object, collection: object) -> object:
    """`value in collection`."""
    if value is ABSENT or collection is ABSENT:
        return ABSENT
    if type(collection) is RegoSet:
        return collection.has(value)
    if not isinstance(collection, list | tuple | dict):
        return False
    return any(same(value, item) for item in elements(collection))


def call(function: Callable[..., object], *arguments: object) -> object:
    """Call a function; undefined where an argument is."""
    return ABSENT if ABSENT in arguments else function(*arguments)


def call_one(function: Callable[[object], object], argument: object) -> object:
    """Call a function of one argument."""
    return ABSENT if argument is ABSENT else function(argument)


def array(*items: object) -> object:
    """Make an array; undefined where an element is."""
    return ABSENT if ABSENT in items else list(items)


def record(keys: tuple[str, ...], *values: object) -> object:
    """Make an object with keys that the text of a rule gives; undefined where a value is."""
    return ABSENT if ABSENT in values else dict(zip(keys, values, strict=True))


def mapping(keys: list[object], values: list[object]) -> object:
    """Make an object; undefined where a key or a value is."""
    if ABSENT in keys or ABSENT in values:
        return ABSENT
    return dict(zip(map(_key, keys), values, strict=True))


def new_set(*items: object) -> object:
    """Make a set; undefined where an element is."""
    return ABSENT if ABSENT in items else RegoSet.of(items)


def grow(target: list[object], value: object) -> None:
    """Put a value at the end of an array, unless it is undefined."""
    if value is not ABSENT:
        target.append(value)


def once(known: object, value: object) -> object:
    """Take a value of a rule that has one only. Raises EvaluationError when there is another."""
    if known is ABSENT or value is ABSENT:
        return value if known is ABSENT else known
    if not same(known, value):
        raise EvaluationError("a rule has two values")
    return known


def put(target: dict[str, object], key: object, value: object) -> None:
    """Put a value into the object that a rule makes, unless it is undefined."""
    if key is not ABSENT and value is not ABSENT:
        name = _key(key)
        target[name] = once(target.get(name, ABSENT), value)


def put_in(target: dict[str, RegoSet], key: object, value: object) -> None:
    """Put a value into one of the sets that a rule makes, unless it is undefined."""
    if key is not ABSENT and value is not ABSENT:
        target.setdefault(_key(key), RegoSet()).add(value)


def _key(key: object) -> str:
    if type(key) is str:
        return key
    raise EvaluationError("the keys of an object are texts")


def equal(one: object, other: object) -> object:
    """`one == other`."""
    if type(one) is type(other) and type(one) in SCALARS:
        return one == other
    return ABSENT if one is ABSENT or other is ABSENT else same(one, other)


def unequal(one: object, other: object) -> object:
    """`one != other`."""
    return ABSENT if one is ABSENT or other is ABSENT else not same(one, other)


def less(one: object, other: object) -> object:
    """`one < other`."""
    if type(one) is type(other) and type(one) in _ORDERED:
        return one < other  # type: ignore[operator]  # both are numbers or texts
    return ABSENT if one is ABSENT or other is ABSENT else compare(one, other) < 0


def at_most(one: object, other: object) -> object:
    """`one <= other`."""
    if type(one) is type(other) and type(one) in _ORDERED:
        return one <= other  # type: ignore[operator]  # both are numbers or texts
    return ABSENT if one is ABSENT or other is ABSENT else compare(one, other) <= 0


def more(one: object, other: object) -> object:
    """`one > other`."""
    if type(one) is type(other) and type(one) in _ORDERED:
        return one > other  # type: ignore[operator]  # both are numbers or texts
    return ABSENT if one is ABSENT or other is ABSENT else compare(one, other) > 0


def at_least(one: object, other: object) -> object:
    """`one >= other`."""
    if type(one) is type(other) and type(one) in _ORDERED:
        return one >= other  # type: ignore[operator]  # both are numbers or texts
    return ABSENT if one is ABSENT or other is ABSENT else compare(one, other) >= 0


def number(value: object) -> int | float:
    """Take a number. Raises EvaluationError."""
    if type(value) is int or type(value) is float:
        return value
    raise EvaluationError("a number is needed")


def plain(value: float) -> int | float:
    """Give a whole number as one, which is how Rego writes it."""
    return int(value) if type(value) is float and value.is_integer() and abs(value) < 2**53 else value


def _arithmetic(operation: Callable[[int | float, int | float], int | float]) -> Callable[[object, object], object]:
    def apply(one: object, other: object) -> object:
        if one is ABSENT or other is ABSENT:
            return ABSENT
        return plain(operation(number(one), number(other)))

    return apply


def _divide(one: float, other: float) -> float:
    if not other:
        raise EvaluationError("divide by zero")
    return one / other


def _remainder(one: float, other: float) -> float:
    if type(one) is not int or type(other) is not int or other <= 0 or one < 0:
        raise EvaluationError("a remainder is of whole numbers")
    return one % other


add = _arithmetic(lambda one, other: one + other)
multiply = _arithmetic(lambda one, other: one * other)
divide = _arithmetic(_divide)
modulo = _arithmetic(_remainder)
_subtract = _arithmetic(lambda one, other: one - other)


def subtract(one: object, other: object) -> object:
    """`one - other`, of numbers or of sets."""
    if type(one) is RegoSet and type(other) is RegoSet:
        return RegoSet.of(item for item in one if not other.has(item))
    return _subtract(one, other)


def union(one: object, other: object) -> object:
    """`one | other`."""
    if one is ABSENT or other is ABSENT:
        return ABSENT
    if type(one) is RegoSet and type(other) is RegoSet:
        return RegoSet.of([*one, *other])
    raise EvaluationError("a union is of sets")


def intersection(one: object, other: object) -> object:
    """`one & other`."""
    if one is ABSENT or other is ABSENT:
        return ABSENT
    if type(one) is RegoSet and type(other) is RegoSet:
        return RegoSet.of(item for item in one if other.has(item))
    raise EvaluationError("an intersection is of sets")
