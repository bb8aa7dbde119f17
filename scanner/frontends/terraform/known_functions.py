"""Terraform's functions of values that are all known."""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

import orjson

from scanner.frontends.terraform.values import (
    NotFollowedError,
    Value,
    as_list,
    as_map,
    as_set,
    equal,
    number,
    text_of,
    truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_ITEMS: Final = 100_000
_LONGEST_RANGE: Final = 1024


def _split(separator: Value, text: Value) -> Value:
    return list[Value](text_of(text).split(text_of(separator))) if separator else list[Value](text_of(text))


def _substring(text: Value, start: Value, length: Value) -> Value:
    whole, first, size = text_of(text), int(number(start)), int(number(length))
    first = first + len(whole) if first < 0 else first
    return whole[first:] if size < 0 else whole[first : first + size]


def _replace(text: Value, old: Value, new: Value) -> Value:
    pattern = text_of(old)
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        raise NotFollowedError("a replacement by a regular expression, which may run for ever, is not followed")
    return text_of(text).replace(pattern, text_of(new))


def _range(*given: Value) -> Value:
    limits = [int(number(value)) for value in given]
    if len(range(*limits)) > _LONGEST_RANGE:
        raise ValueError
    return list[Value](range(*limits))


def _encode_json(given: Value) -> Value:
    try:
        text = orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError as error:
        raise NotFollowedError("JSON as deep, or with numbers as large, is not followed") from error
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _decode_json(text: Value) -> Value:
    decoded: Value = orjson.loads(text_of(text))
    return decoded


def _decode_yaml(text: Value) -> Value:
    import yaml  # noqa: PLC0415 - takes long to import, and little code needs it

    try:
        decoded: Value = orjson.loads(orjson.dumps(yaml.load(text_of(text), Loader=yaml.CSafeLoader)))
    except yaml.YAMLError as error:
        raise ValueError from error
    except orjson.JSONEncodeError as error:
        raise NotFollowedError("YAML that JSON cannot hold is not followed") from error
    return decoded


def _encode_yaml(given: Value) -> Value:
    import yaml  # noqa: PLC0415 - likewise

    return yaml.safe_dump(orjson.loads(text_of(_encode_json(as_map(given)))))


def _decode_base64(text: Value) -> Value:
    try:
        return base64.b64decode(text_of(text)).decode()
    except binascii.Error as error:
        raise ValueError from error


def _digest(name: str) -> Callable[[Value], Value]:
    return lambda text: hashlib.new(name, text_of(text).encode(), usedforsecurity=False).hexdigest()


def _text(change: Callable[[str], Value]) -> Callable[[Value], Value]:
    return lambda text: change(text_of(text))


def _texts(change: Callable[[str, str], Value]) -> Callable[[Value, Value], Value]:
    return lambda text, other: change(text_of(text), text_of(other))


def _floor(value: Value) -> Value:
    return int(number(value) // 1)


KNOWN_FUNCTIONS: Final[Mapping[str, Callable[..., Value]]] = {
    "abs": lambda value: abs(number(value)),
    "alltrue": lambda given: all(item is not None and truth(item) for item in as_list(given)),
    "anytrue": lambda given: any(item is not None and truth(item) for item in as_list(given)),
    "base64decode": _decode_base64,
    "base64encode": _text(lambda text: base64.b64encode(text.encode()).decode()),
    "basename": _text(lambda text: text.rstrip("/").rpartition("/")[2]),
    "ceil": lambda value: -int(-number(value) // 1),
    "chomp": _text(lambda text: text.rstrip("\r\n")),
    "chunklist": lambda given, size: [as_list(given)[at : at + size] for at in range(0, len(given), size)],
    "dirname": _text(lambda text: text.rstrip("/").rpartition("/")[0] or "."),
    "distinct": lambda given: [item for at, item in enumerate(as_list(given)) if item not in given[:at]],
    "endswith": _texts(str.endswith),
    "floor": _floor,
    "index": lambda given, wanted: [equal(item, wanted) for item in as_list(given)].index(True),
    "jsondecode": _decode_json,
    "jsonencode": _encode_json,
    "lower": _text(str.lower),
    "max": lambda *given: max(map(number, given)),
    "md5": _digest("md5"),
    "min": lambda *given: min(map(number, given)),
    "parseint": lambda text, base: int(text_of(text), int(number(base))),
    "range": _range,
    "replace": _replace,
    "reverse": lambda given: as_list(given)[::-1],
    "setintersection": lambda first, *rest: as_set(item for item in first if all(item in given for given in rest)),
    "setproduct": lambda *given: [list(items) for items in itertools.islice(itertools.product(*given), MOST_ITEMS)],
    "setsubtract": lambda given, other: as_set(item for item in given if item not in other),
    "setunion": lambda *given: as_set(itertools.chain(*given)),
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    "sha512": _digest("sha512"),
    "slice": lambda given, start, end: as_list(given)[int(number(start)) : int(number(end))],
    "sort": lambda given: list[Value](sorted(map(text_of, as_list(given)))),
    "split": _split,
    "startswith": _texts(str.startswith),
    "strcontains": _texts(lambda text, part: part in text),
    "strrev": _text(lambda text: text[::-1]),
    "substr": _substring,
    "sum": lambda given: number(sum(map(number, as_list(given)))),
    "title": _text(lambda text: re.sub(r"\b\w", lambda found: found[0].upper(), text)),
    "trim": _texts(str.strip),
    "trimprefix": _texts(str.removeprefix),
    "trimspace": _text(str.strip),
    "trimsuffix": _texts(str.removesuffix),
    "upper": _text(str.upper),
    "urlencode": _text(quote_plus),
    "yamldecode": _decode_yaml,
    "yamlencode": _encode_yaml,
}
"""Functions by name; they raise ValueError and the like for arguments that Terraform would refuse."""
