"""The values of compiled Rego: JSON as Python has it, sets, what is undefined, and what operators make of them."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Final

from scanner.paths import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scanner.paths import Json

_KINDS: Final = {type(None): 0, bool: 1, int: 2, float: 2, str: 3, list: 4, tuple: 4, dict: 5}
_SET: Final = 6
_ORDERED: Final = frozenset({str, int, float})
_EXACT: Final = frozenset({str, int, float, bool, type(None)})


__all__ = [
    "ABSENT",
    "RegoSet",
    "add",
    "array",
    "at_least",
    "at_most",
    "call",
    "call_one",
    "call_two",
    "divide",
    "elements",
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
    "put",
    "put_in",
    "record",
    "reference",
    "subtract",
    "unequal",
    "union",
]
"""What compiled rules are made of."""


class EvaluationError(Exception):
    """What a rule does is an error, or not understood here: the interpreter is asked instead."""


class RegoSet:
    """A set of Rego values, which may be objects; it keeps the order in which they came."""

    __slots__ = ("_keys", "items")

    def __init__(self) -> None:
        self.items: list[object] = []
        self._keys: set[object] | None = None  # made with the second value: most sets have none, or one

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
        if not self.items:
            self.items.append(item)
            return
        keys, key = self._known(), hashable(item)
        if key not in keys:
            keys.add(key)
            self.items.append(item)

    def has(self, item: object) -> bool:
        """Tell whether a value is in it."""
        return hashable(item) in self._known()

    def _known(self) -> set[object]:
        if self._keys is None:
            self._keys = {hashable(item) for item in self.items}
        return self._keys


def hashable(value: object) -> object:
    """Give what two values have in common exactly when they are equal: 1 and 1.0 are, 1 and true are not."""
    kind = type(value)
    if kind is bool:
        return (bool, value)
    if kind in _EXACT:
        return value
    if isinstance(value, dict):
        return (dict, frozenset([(key, hashable(item)) for key, item in value.items()]))
    if isinstance(value, list | tuple):
        return (list, *map(hashable, value))
    if isinstance(value, RegoSet):
        return (RegoSet, frozenset(map(hashable, value.items)))
    if isinstance(value, str):  # a word of an enumeration
        return str(value)
    raise EvaluationError(f"{kind.__name__} is no value")


def same(one: object, other: object) -> bool:
    """Tell whether two defined values are equal."""
    if type(one) is type(other) and type(one) in _EXACT:
        return one == other
    return hashable(one) == hashable(other)


def ordered(values: Iterable[object]) -> list[object]:
    """Sort values as Rego does: by kind, then by value."""
    return sorted(values, key=cmp_to_key(_compare))


def _kind(value: object) -> int:
    return _KINDS.get(type(value), _SET)


def _compare(one: object, other: object) -> int:
    if type(one) is type(other) and type(one) in _ORDERED:
        return (one > other) - (one < other)  # type: ignore[operator]  # both are numbers or texts
    kinds = _kind(one), _kind(other)
    if kinds[0] != kinds[1]:
        return -1 if kinds[0] < kinds[1] else 1
    match one, other:
        case (list() | tuple(), list() | tuple()):
            return _compare_lists(one, other)
        case dict(), dict():
            return _compare_lists(_flat(one), _flat(other))
        case RegoSet(), RegoSet():
            return _compare_lists(ordered(one.items), ordered(other.items))
        case None, None:
            return 0
        case _:
            return (one > other) - (one < other)  # type: ignore[operator]  # both are numbers, booleans or texts


def _compare_lists(one: list[object] | tuple[object, ...], other: list[object] | tuple[object, ...]) -> int:
    for left, right in zip(one, other, strict=False):
        if result := _compare(left, right):
            return result
    return (len(one) > len(other)) - (len(one) < len(other))


def _flat(value: dict[str, object]) -> list[object]:
    return [part for key in sorted(value) for part in (key, value[key])]


def to_json(value: object) -> Json:
    """Give a value as JSON; a set is a sorted array."""
    match value:
        case str() | bool() | int() | float() | None:
            return value
        case dict():
            return {key: to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case RegoSet():
            return [to_json(item) for item in ordered(value.items)]
    raise EvaluationError(f"{type(value).__name__} is no value")


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


def pairs(value: object) -> Iterator[tuple[object, object]]:
    """Yield the keys and elements of a collection; nothing of what is none."""
    match value:
        case dict():
            return iter(value.items())
        case list() | tuple():
            return iter(enumerate(value))
        case RegoSet():
            return ((item, item) for item in value.items)
        case Absent():
            return iter(())
    raise EvaluationError("some … in takes a collection")


def elements(value: object) -> Iterable[object]:
    """Give the elements of a collection; nothing of what is none."""
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, RegoSet):
        return value.items
    if isinstance(value, dict):
        return value.values()
    if value is ABSENT:
        return ()
    raise EvaluationError("some … in takes a collection")


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


def call_two(function: Callable[[object, object], object], one: object, other: object) -> object:
    """Call a function of two arguments."""
    return ABSENT if one is ABSENT or other is ABSENT else function(one, other)


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
    if not all(type(key) is str for key in keys):
        raise EvaluationError("the keys of an object are texts")
    return dict(zip(keys, values, strict=True))


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


def put(target: dict[object, object], key: object, value: object) -> None:
    """Put a value into the object that a rule makes, unless it is undefined."""
    if key is ABSENT or value is ABSENT:
        return
    target[key] = once(target.get(key, ABSENT), value)


def put_in(target: dict[object, RegoSet], key: object, value: object) -> None:
    """Put a value into one of the sets that a rule makes, unless it is undefined."""
    if key is not ABSENT and value is not ABSENT:
        target.setdefault(key, RegoSet()).add(value)


def equal(one: object, other: object) -> object:
    """`one == other`."""
    return ABSENT if one is ABSENT or other is ABSENT else same(one, other)


def unequal(one: object, other: object) -> object:
    """`one != other`."""
    return ABSENT if one is ABSENT or other is ABSENT else not same(one, other)


def less(one: object, other: object) -> object:
    """`one < other`."""
    return ABSENT if one is ABSENT or other is ABSENT else _compare(one, other) < 0


def at_most(one: object, other: object) -> object:
    """`one <= other`."""
    return ABSENT if one is ABSENT or other is ABSENT else _compare(one, other) <= 0


def more(one: object, other: object) -> object:
    """`one > other`."""
    return less(other, one)


def at_least(one: object, other: object) -> object:
    """`one >= other`."""
    return at_most(other, one)


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
        return RegoSet.of(item for item in one.items if not other.has(item))
    return _subtract(one, other)


def union(one: object, other: object) -> object:
    """`one | other`."""
    if one is ABSENT or other is ABSENT:
        return ABSENT
    if type(one) is RegoSet and type(other) is RegoSet:
        return RegoSet.of([*one.items, *other.items])
    raise EvaluationError("a union is of sets")


def intersection(one: object, other: object) -> object:
    """`one & other`."""
    if one is ABSENT or other is ABSENT:
        return ABSENT
    if type(one) is RegoSet and type(other) is RegoSet:
        return RegoSet.of(item for item in one.items if other.has(item))
    raise EvaluationError("an intersection is of sets")
