"""Terraform's functions, as far as they are followed; what is not known stays visible in what they give."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson

from scanner.frontends.terraform.known_functions import KNOWN_FUNCTIONS, MOST_ITEMS
from scanner.frontends.terraform.values import (
    EvaluationError,
    Lazy,
    ListOf,
    MapOf,
    NotFollowedError,
    OpenMap,
    Unknown,
    Value,
    as_list,
    as_set,
    combine,
    equal,
    inner_text,
    is_filled,
    number,
    text_of,
    truth,
    unknowns,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_TEXT: Final = 1_000_000
_VERB: Final = re.compile(r"%(?:(%)|([svdqft])|0([1-9])d|\.([0-9])f)")


def call(name: str, arguments: list[Value]) -> Value:
    """Call a function; raises EvaluationError where Terraform would refuse."""
    measure(arguments)
    missing = list(unknowns(arguments))
    text = f"${{{name}({', '.join(map(inner_text, arguments))})}}"
    function = OPEN_FUNCTIONS.get(name)
    if function is None:
        if name in _AT_DEPLOYMENT:
            return Unknown(text, GapReason.DEPLOY, (f"{name}()",), present=True)
        if missing:
            return combine(missing, text)
        function = KNOWN_FUNCTIONS.get(name)
        if function is None:
            return Unknown(text, GapReason.UNSUPPORTED, (f"the function {name} is not followed",), present=True)
    try:
        result = function(*arguments)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise EvaluationError(f"{name} cannot take these arguments") from error
    if result is _UNDECIDED and not missing:
        raise EvaluationError(f"{name} cannot take these arguments")
    if result is _UNDECIDED:
        return combine(missing, text, present=name not in _MAYBE_NULL)
    if isinstance(result, str | list | dict) and len(result) > LONGEST_TEXT:
        raise NotFollowedError(f"{name} gives too much")
    return _typed(name, arguments, result)


def _typed(name: str, arguments: list[Value], result: Value) -> Value:
    """Give a result the type that the function gives, or that the arguments have where all have one."""
    plain = any(type(argument) in (list, dict) for argument in arguments)
    if name not in _LISTS and (plain or name not in _LIKE_ARGUMENTS):
        return result
    return ListOf(result) if isinstance(result, list) else MapOf(result) if isinstance(result, dict) else result


def measure(value: Value) -> None:
    """Refuse values that grow beyond all use, such as lists that hold each other twice forty times over."""
    waiting, count = [value], 0
    while waiting:
        item = waiting.pop()
        count += 1
        if count > MOST_ITEMS:
            raise NotFollowedError(f"a value has more than {MOST_ITEMS} elements")
        match item:
            case list():
                waiting.extend(item)
            case dict():
                waiting.extend(item.values())
            case OpenMap(known, _):
                waiting.extend(known.values())


_LISTS: Final = frozenset({"chunklist", "compact", "distinct", "range", "sort", "split", "tolist", "tomap"})
_LIKE_ARGUMENTS: Final = frozenset({"concat", "keys", "merge", "reverse", "slice", "values"})

_UNDECIDED: Final = Lazy("undecided", text_of)
_AT_DEPLOYMENT: Final = frozenset({"timestamp", "plantimestamp", "uuid", "bcrypt", "ephemeralasnull"})
_MAYBE_NULL: Final = frozenset({"lookup", "element", "one"})


def _merge(*maps: Value) -> Value:
    known: dict[str, Value] = {}
    rest: list[Unknown] = []
    for given in maps:
        match given:
            case None:
                continue
            case dict():
                known.update(given)
            case OpenMap(entries, missing):
                known = dict(entries)
                rest.append(missing)
            case Unknown() | Lazy():  # any key so far may be overridden
                known = {}
                rest.extend(unknowns(given))
            case _:
                raise TypeError
    if not rest:
        return known
    missing = combine(rest, "${merge(" + ", ".join(map(inner_text, rest)) + ")}")
    return OpenMap(known, missing) if known else missing


def _lookup(given: Value, key: Value, *default: Value) -> Value:
    match given, key:
        case dict(), str() | int():
            return given[text_of(key)] if text_of(key) in given else default[0]
        case OpenMap(known, _), str() if key in known:
            return known[key]
        case _:
            return _UNDECIDED


def _concat(*lists: Value) -> Value:
    if any(isinstance(given, Unknown | Lazy) for given in lists):
        return _UNDECIDED
    return [item for given in lists for item in as_list(given)]


def _length(given: Value) -> Value:
    return len(given) if isinstance(given, str | list | dict) else _UNDECIDED


def _keys(given: Value) -> Value:
    return list[Value](sorted(given)) if isinstance(given, dict) else _UNDECIDED


def _values(given: Value) -> Value:
    return [given[key] for key in sorted(given)] if isinstance(given, dict) else _UNDECIDED


def _element(given: Value, index: Value) -> Value:
    if isinstance(given, list) and not isinstance(index, Unknown):
        return given[int(number(index)) % len(given)]
    return _UNDECIDED


def _flatten(given: Value) -> Value:
    if isinstance(given, Unknown | Lazy):
        return _UNDECIDED
    flat: list[Value] = []
    for item in as_list(given):
        inner = _flatten(item) if isinstance(item, list) else item
        if isinstance(inner, Unknown) or inner is _UNDECIDED:
            return _UNDECIDED
        flat += inner if isinstance(inner, list) else [inner]
    return flat


def _set(given: Value) -> Value:
    return as_set(given) if isinstance(given, list) else _same(given)


def _same(given: Value) -> Value:
    return given


def _compact(given: Value) -> Value:
    if not isinstance(given, list) or any(isinstance(item, Unknown) and not is_filled(item) for item in given):
        return _UNDECIDED
    return [item for item in given if item not in (None, "")]


def _coalesce(*given: Value) -> Value:
    candidates = [item for item in given if item not in (None, "")]
    if not candidates:
        raise ValueError
    first = candidates[0]
    if len(candidates) == 1 and isinstance(first, Unknown):  # it has a value, or Terraform refuses
        return replace(first, present=True, nullable=False)
    return first if is_filled(first) else _UNDECIDED


def _coalesce_lists(*given: Value) -> Value:
    return next((item if isinstance(item, list) else _UNDECIDED for item in given if item != []), [])


def _one(given: Value) -> Value:
    if not isinstance(given, list):
        return _UNDECIDED
    if len(given) > 1:
        raise ValueError
    return given[0] if given else None


def _contains(given: Value, wanted: Value) -> Value:
    if isinstance(given, list) and any(equal(item, wanted) for item in given if not isinstance(item, Unknown)):
        return True
    return _UNDECIDED if any(unknowns([given, wanted])) else False


def _zip(keys: Value, values: Value) -> Value:
    if isinstance(keys, Unknown | Lazy) or isinstance(values, Unknown | Lazy) or any(unknowns(keys)):
        return _UNDECIDED
    return {text_of(key): item for key, item in zip(as_list(keys), as_list(values), strict=True)}


def _join(separator: Value, *lists: Value) -> Value:
    if any(isinstance(given, Unknown | Lazy) for given in lists):
        return _UNDECIDED
    items = [item for given in lists for item in as_list(given)]
    return _glued(text_of(separator).join(map(text_of, items)), [separator, items])


def _glued(text: str, parts: Value) -> Value:
    """Keep the known text around what is not known."""
    missing = list(unknowns(parts))
    return combine(missing, text) if missing else text


def _format(pattern: Value, *given: Value) -> Value:
    if not isinstance(pattern, str):
        return _UNDECIDED
    values = iter(given)

    def write(found: re.Match[str]) -> str:
        percent, verb, width, digits = found.groups()
        if percent:
            return "%"
        value = next(values)
        if isinstance(value, Unknown | Lazy):
            return text_of(value)
        if width:
            return f"{int(number(value)):0{width}d}"
        if verb == "f" or digits:
            return f"{number(value):.{digits or 6}f}"
        if verb == "q":
            return orjson.dumps(text_of(value)).decode()
        return str(int(number(value))) if verb == "d" else inner_text(value) if value is None else text_of(value)

    try:
        text = _VERB.sub(write, pattern)
    except StopIteration as error:
        raise ValueError from error
    if "%" in _VERB.sub("", pattern):
        raise NotFollowedError("a verb of the format is not followed")
    return _glued(text, list(given))


def _null_safe(convert: Callable[[Value], Value]) -> Callable[[Value], Value]:
    return lambda value: value if value is None or isinstance(value, Unknown) else convert(value)


OPEN_FUNCTIONS: Final[Mapping[str, Callable[..., Value]]] = {
    "coalesce": _coalesce,
    "coalescelist": _coalesce_lists,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "element": _element,
    "flatten": _flatten,
    "format": _format,
    "join": _join,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "merge": _merge,
    "nonsensitive": _same,
    "one": _one,
    "sensitive": _same,
    "tobool": _null_safe(truth),
    "tolist": _same,
    "tomap": _same,
    "tonumber": _null_safe(number),
    "toset": _set,
    "tostring": _null_safe(text_of),
    "values": _values,
    "zipmap": _zip,
}
"""Functions that can do with values that are not known."""
