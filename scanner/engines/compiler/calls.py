"""The functions of Rego that compiled policies may call; where one would fail, the interpreter is asked instead."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from scanner.engines.compiler.operations import number, plain, reference
from scanner.engines.compiler.values import (
    ARRAYS,
    EvaluationError,
    RegoSet,
    ordered,
)
from scanner.paths import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_VERB: Final = re.compile(r"%(?:%|[sdv])")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_WHITE_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What Unicode calls white space; Python's own strip takes four separators more."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _text(value: object) -> str:
    if type(value) is str:
        return value
    raise EvaluationError("a text is needed")


def _list(value: object) -> list[object] | tuple[object, ...]:
    if type(value) in ARRAYS:
        return value  # type: ignore[return-value]  # a set is no array
    raise EvaluationError("an array is needed")


def _object(value: object) -> dict[str, object]:
    if type(value) is dict:
        return value
    raise EvaluationError("an object is needed")


def _collection(value: object) -> list[object]:
    if isinstance(value, list | tuple):  # a set is a list
        return list(value)
    raise EvaluationError("an array or a set is needed")


def _count(value: object) -> object:
    if isinstance(value, list | tuple | dict | str):
        return len(value)
    raise EvaluationError("a collection is needed")


def _concat(separator: object, parts: object) -> object:
    given = _collection(parts)
    return _text(separator).join(_text(part) for part in (ordered(given) if isinstance(parts, RegoSet) else given))


def _slice(items: object, start: object, stop: object) -> object:
    whole = _list(items)
    first, last = max(0, _index(start)), min(len(whole), _index(stop))
    return list(whole[first : max(first, last)])


def _index(value: object) -> int:
    if type(value) is int:
        return value
    raise EvaluationError("a whole number is needed")


def _substring(text: object, start: object, length: object) -> object:
    whole, first, most = _text(text), _index(start), _index(length)
    if first < 0:
        raise EvaluationError("a negative offset")
    return whole[first:] if most < 0 else whole[first : first + most]


def _round(value: object) -> object:
    given = number(value)
    if type(given) is int:
        return given
    fraction, whole = math.modf(given)
    return int(whole + math.copysign(abs(fraction) >= 0.5, given))  # noqa: PLR2004  # halves go away from zero


def _extreme(choose: Callable[[list[object]], object]) -> Callable[[object], object]:
    def apply(values: object) -> object:
        found = ordered(_collection(values))
        return choose(found) if found else ABSENT

    return apply


def _to_number(value: object) -> object:
    if type(value) is str and re.fullmatch(r"-?(0|[1-9][0-9]{0,14})", value):
        return int(value)
    return number(value)


def _get(value: object, path: object, default: object) -> object:
    keys = _list(path) if type(path) in ARRAYS else [path]
    found = reference(_object(value), *keys)
    return default if found is ABSENT else found


def _union(one: object, other: object) -> object:
    """Merge two objects, and the objects inside that both have."""
    left, right = _object(one), _object(other)
    both = {key: _union(left[key], right[key]) for key in right if type(left.get(key)) is type(right[key]) is dict}
    return left | right | both


def _sprintf(form: object, values: object) -> object:
    given = iter(_list(values))
    written = _VERB.sub(lambda verb: "%" if verb[0] == "%%" else _printed(verb[0], next(given, ABSENT)), _text(form))
    if next(given, ABSENT) is not ABSENT or "%" in _VERB.sub("", _text(form)):
        raise EvaluationError("sprintf with other verbs, or more or fewer values")
    return written


def _printed(verb: str, value: object) -> str:
    match verb, value:
        case "%s" | "%v", str():
            return value
        case "%d" | "%v", int() if type(value) is int:
            return str(value)
    raise EvaluationError(f"{verb} of {type(value).__name__}")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.ASCII)
    except re.error as error:
        raise EvaluationError("a pattern is needed") from error


def _match(pattern: object, text: object) -> object:
    whole = _text(text)
    if whole.endswith("\n"):
        raise EvaluationError("$ matches before a last line break in Python, and not in Rego")
    return _pattern(_text(pattern)).search(whole) is not None


@cache
def _parse_time(text: str) -> int:
    if not _MOMENT.match(text):
        raise EvaluationError("a time is needed")
    try:
        passed = datetime.fromisoformat(text) - _EPOCH
    except ValueError as error:
        raise EvaluationError("a time is needed") from error
    return ((passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds) * 1000


BUILTINS: Final[Mapping[str, Callable[..., object]]] = {
    "array.concat": lambda one, other: [*_list(one), *_list(other)],
    "array.slice": _slice,
    "concat": _concat,
    "contains": lambda text, part: _text(part) in _text(text),
    "count": _count,
    "endswith": lambda text, end: _text(text).endswith(_text(end)),
    "is_string": lambda value: type(value) is str,
    "lower": lambda text: _text(text).lower(),
    "max": _extreme(lambda found: found[-1]),
    "min": _extreme(lambda found: found[0]),
    "object.get": _get,
    "object.keys": lambda value: RegoSet.of(_object(value)),
    "object.union": _union,
    "regex.match": _match,
    "round": _round,
    "sort": lambda values: ordered(_collection(values)),
    "split": lambda text, separator: _text(text).split(_text(separator)) if separator != "" else list(_text(text)),
    "sprintf": _sprintf,
    "startswith": lambda text, start: _text(text).startswith(_text(start)),
    "substring": _substring,
    "sum": lambda values: plain(sum(map(number, _collection(values)))),
    "time.parse_rfc3339_ns": lambda text: _parse_time(_text(text)),
    "to_number": _to_number,
    "trim": lambda text, characters: _text(text).strip(_text(characters)),
    "trim_space": lambda text: _text(text).strip(_WHITE_SPACE),
    "upper": lambda text: _text(text).upper(),
}
"""By name, what a function gives for defined arguments. Raises EvaluationError."""


def builtin_name(name: str) -> str:
    """Give the Python name of a function of Rego."""
    return "builtin_" + name.replace(".", "_")
