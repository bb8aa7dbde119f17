"""Take collections and objects apart: one member of each, or the pairs that a loop sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.terraform.values import (
    EvaluationError,
    Lazy,
    OpenMap,
    SetOf,
    Unknown,
    Value,
    combine,
    inner_text,
    is_reference,
    number,
    text_of,
    unknowns,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Iterator


def member(target: Value, key: Value) -> Value:
    """Ask for one element of a collection, or one member of an object."""
    if isinstance(key, Unknown | Lazy):
        found = [*unknowns(key), *(unknowns(target) if isinstance(target, Unknown) else ())]
        return combine(found, f"${{{inner_text(target)}[{inner_text(key)}]}}", present=False)
    match target:
        case dict() if text_of(key) in target:
            return target[text_of(key)]
        case OpenMap(known, rest):
            return known[text_of(key)] if text_of(key) in known else member(rest, key)
        case list() if isinstance(key, int | float) or text_of(key).isdecimal():
            if not 0 <= int(number(key)) < len(target):
                raise EvaluationError(f"there is no element {text_of(key)}")
            return target[int(number(key))]
        case Lazy():
            return target.member(text_of(key))
        case Unknown(text, reason, needs, present):
            step = f".{key}" if isinstance(key, str) and key.isidentifier() else f"[{inner_text(key)}]"
            deeper = f"${{{inner_text(target)}{step}}}" if text.startswith("${") else text
            if is_reference(target):
                needs = (f"{needs[0]}{step}",)
            return Unknown(deeper, reason, needs, present and reason is GapReason.DEPLOY, nullable=True)
        case None:
            raise EvaluationError(f"null has no {text_of(key)}")
        case _:
            raise EvaluationError(f"there is no {text_of(key)} in this value")


def elements(collection: list[Value] | dict[str, Value]) -> Iterator[tuple[Value, Value]]:
    """Yield the pairs that a loop sees; maps go in the order of their keys, and elements of sets are their own keys."""
    if isinstance(collection, dict):
        yield from sorted(collection.items())
    elif isinstance(collection, SetOf):
        yield from zip(collection, collection, strict=True)
    else:
        yield from enumerate(collection)
