"""The values of Terraform's expressions: what is known, and what is not and why."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@record(frozen=True, slots=True)
class Unknown:
    """A value that the code does not decide.

    `text` stands for it in a document: `${var.size}`, or with the known parts around it. `needs` are the references
    that would decide it. `present` tells that there is a value where it is used, `nullable` that it may be null all the
    same. `identity` is the name of the resource whose ARN this is.
    """

    text: str
    reason: GapReason
    needs: tuple[str, ...]
    present: bool = False
    identity: Value = None
    nullable: bool = False


@record(frozen=True, slots=True)
class OpenMap:
    """A map of which some entries are known, and what the rest depends on."""

    known: dict[str, Value]
    rest: Unknown


@record(frozen=True, slots=True)
class Lazy:
    """Something that is asked for its members by name: `var`, a resource, a module."""

    label: str
    member: Callable[[str], Value]


Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | Unknown | OpenMap | Lazy | None"


class ListOf(list["Value"]):
    """A list, where a plain one is the tuple that brackets write: Terraform has them equal in no case."""


class SetOf(list["Value"]):
    """A set in Terraform's order; loops see its elements as their own keys."""


class MapOf(dict[str, "Value"]):
    """A map, where a plain one is the object that braces write."""


class EvaluationError(Exception):
    """An expression that Terraform would refuse; becomes an Unknown."""


class NotFollowedError(EvaluationError):
    """An expression that Terraform may well take, and that is not followed here."""


_WORST = (GapReason.VARIABLE, GapReason.NOT_IN_CODE, GapReason.DEPLOY, GapReason.UNSUPPORTED)


def unknown(reference: str, reason: GapReason = GapReason.DEPLOY, *, present: bool = True) -> Unknown:
    """Make an unknown that one reference would decide."""
    return Unknown(f"${{{reference}}}", reason, (reference,), present)


def combine(parts: Iterable[Unknown], text: str, *, present: bool = True) -> Unknown:
    """Make an unknown that depends on others; the reason is the one that is hardest to put right."""
    found = list(parts)
    reason = max((part.reason for part in found), key=_WORST.index)
    return Unknown(text, reason, tuple(dict.fromkeys(need for part in found for need in part.needs)), present)


def certain(value: Value) -> Value:
    """Say that there is a value where it is used, whatever it is."""
    return replace(value, present=True, nullable=not is_there(value)) if isinstance(value, Unknown) else value


def is_there(value: Value) -> bool:
    """Tell whether a value is certainly not null."""
    return value.present and not value.nullable if isinstance(value, Unknown) else value is not None


def is_filled(value: Value) -> bool:
    """Tell whether a value is certainly neither null nor an empty text."""
    if not isinstance(value, Unknown):
        return value not in (None, "")
    whole = value.text.startswith("${") and value.text.endswith("}")
    return is_there(value) and (not whole or is_reference(value))


def is_reference(value: Unknown) -> bool:
    """Tell whether a value is just what one reference gives that the deployment decides."""
    return value.reason is GapReason.DEPLOY and len(value.needs) == 1 and value.text == f"${{{value.needs[0]}}}"


def unknowns(value: Value) -> Iterator[Unknown]:
    """Find everything in a value that is not known."""
    for part in _parts(value):
        match part:
            case Unknown():
                yield part
            case Lazy(label):
                yield unknown(label)
            case OpenMap(_, rest):
                yield rest


def texts(value: Value) -> Iterator[str]:
    """Find every text in a value."""
    yield from (part for part in _parts(value) if isinstance(part, str))


def _parts(value: Value) -> Iterator[Value]:
    """Yield a value and all in it, each collection once: collections may hold the same one over and over."""
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        yield part
        inside = part.known if isinstance(part, OpenMap) else part
        if isinstance(inside, dict | list) and id(inside) not in seen:
            seen.add(id(inside))
            items = list(inside.values()) if isinstance(inside, dict) else inside
            waiting.extend(reversed(items))


def text_of(value: Value) -> str:
    """Write a scalar as Terraform's string conversion does, or the text that stands for an unknown."""
    match value:
        case Unknown(text):
            return text
        case bool():
            return "true" if value else "false"
        case int() | str():
            return str(value)
        case float():
            return str(number(value)) if math.isfinite(value) else repr(value)
        case None:
            raise EvaluationError("null is not a string")
        case Lazy(label):
            return f"${{{label}}}"
        case _:
            raise EvaluationError("a collection is not a string")


def inner_text(value: Value) -> str:  # noqa: PLR0911 - one return for each kind
    """Write a value as a part of a larger unknown's text."""
    match value:
        case Unknown(text) if text.startswith("${") and text.find("}") == len(text) - 1:
            return text[2:-1]
        case Lazy(label):
            return label
        case Unknown(text):
            return f'"{text}"'
        case str():
            return f'"{value}"'
        case list():
            return "[" + ", ".join(map(inner_text, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{key} = {inner_text(item)}" for key, item in value.items()) + "}"
        case OpenMap(known, rest):
            return f"{inner_text(known)} + {inner_text(rest)}"
        case None:
            return "null"
        case _:
            return text_of(value)


def number(value: Value) -> int | float:
    """Read a number, also from a string; whole numbers are ints."""
    match value:
        case bool() | None:
            raise EvaluationError("a number is needed")
        case int():
            return value
        case float():  # Terraform's own numbers are far longer, and do not show that 0.1 + 0.2 is not 0.3
            return int(value) if value.is_integer() else float(f"{value:.15g}")
        case str():
            try:
                return number(float(value) if any(mark in value for mark in ".eE") else int(value))
            except ValueError as error:
                raise EvaluationError("a string is not a number") from error
        case _:
            raise EvaluationError("a collection is not a number")


def truth(value: Value) -> bool:
    """Read a boolean, also from a string."""
    match value:
        case bool():
            return value
        case "true" | "false":
            return value == "true"
        case _:
            raise EvaluationError("a boolean is needed")


def equal(left: Value, right: Value) -> bool:
    """Compare as Terraform does: `1` is not `true`, and not `"1"` either."""
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    match left, right:
        case list(), list():
            return len(left) == len(right) and all(map(equal, left, right))
        case dict(), dict():
            return left.keys() == right.keys() and all(equal(item, right[key]) for key, item in left.items())
        case _:
            return left == right


def as_set(items: Iterable[Value]) -> SetOf:
    """Leave out what is there twice, and order as Terraform orders sets."""
    kept: list[Value] = []
    seen: set[tuple[type, str]] = set()
    for item in items:
        mark = (bool if isinstance(item, bool) else str if isinstance(item, str) else float, inner_text(item))
        if mark not in seen:
            seen.add(mark)
            kept.append(item)
    return SetOf(sorted(kept, key=lambda item: (isinstance(item, Unknown | Lazy), _size(item), inner_text(item))))


def _size(value: Value) -> float:
    return value if isinstance(value, int | float) else 0


def as_typed(value: Value, other: Value) -> Value:
    """Give what brackets or braces write the type that Terraform gives both branches, where they are not alike."""
    match other:
        case SetOf() if type(value) is list:
            return as_set(value)
        case list() if type(value) is list and (isinstance(other, ListOf) or len(value) != len(other)):
            return ListOf(value)
        case dict() if type(value) is dict and (isinstance(other, MapOf) or value.keys() != other.keys()):
            return MapOf(value)
        case _:
            return value


def as_map(value: Value) -> dict[str, Value]:
    """Take a map, or fail."""
    if isinstance(value, dict):
        return value
    raise EvaluationError("a map is needed")


def as_list(value: Value) -> list[Value]:
    """Take a list, or fail."""
    if isinstance(value, list):
        return value
    raise EvaluationError("a list is needed")
