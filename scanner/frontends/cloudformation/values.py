"""The values of a template's expressions: what is known, and what is not and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.frontends.text.positions import Node, Scalar
from scanner.model import GapReason, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_TEXT: Final = 100_000

ELSEWHERE: Final = Span(0, 0, 0, 0)
"""The place of a value that the template does not write out where it is used."""


class NoValue(Enum):
    """What `AWS::NoValue` gives: the property is not there."""

    NO_VALUE = "AWS::NoValue"


NO_VALUE: Final = NoValue.NO_VALUE


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the template does not decide.

    `text` stands for it in a document: `${InstanceType}`, or with the known parts around it. `needs` would decide it.
    `name` is the expression for the name of the resource whose ARN this is.
    """

    text: str
    reason: GapReason
    needs: tuple[str, ...]
    present: bool = True
    name: Node | None = None


Value: TypeAlias = Scalar | tuple[Node, ...] | Mapping[str, Node] | Unknown | NoValue

_WORST = (GapReason.VARIABLE, GapReason.NOT_IN_CODE, GapReason.DEPLOY, GapReason.UNSUPPORTED)

_SENTENCES: Final = {
    GapReason.VARIABLE: "{what} depends on {needs}, which has no value here: give it with --parameter NAME=VALUE",
    GapReason.DEPLOY: "{what} depends on {needs}, which only a deployment decides",
    GapReason.UNSUPPORTED: "{what} cannot be evaluated: {needs}",
    GapReason.NOT_IN_CODE: "{what} depends on {needs}, which the template does not declare",
}


def explain(missing: Unknown, what: str) -> str:
    """Say why something is not known; names only, never values."""
    return _SENTENCES[missing.reason].format(what=what, needs=needs_of(missing))


def needs_of(missing: Unknown) -> str:
    """Name what would decide an unknown."""
    return ", ".join(missing.needs)


def made(value: Scalar | tuple[Node, ...] | Mapping[str, Node]) -> Node:
    """Make a node that is written nowhere."""
    return Node(value, ELSEWHERE)


def expression(function: str, *arguments: Node, span: Span = ELSEWHERE) -> Node:
    """Make an intrinsic function call."""
    return Node({function: made(arguments)}, span)


def unsupported(what: str, text: str = "") -> Unknown:
    """Make an unknown that comes from an expression that is not followed."""
    return Unknown(f"${{{text or what}}}", GapReason.UNSUPPORTED, (what,))


def combine(parts: Iterable[Unknown], text: str) -> Unknown:
    """Make an unknown that depends on others; the reason is the one that is hardest to put right."""
    found = list(parts)
    reason = max((part.reason for part in found), key=_WORST.index)
    needs = tuple(dict.fromkeys(need for part in found for need in part.needs))
    return Unknown(text, reason, needs) if len(text) <= LONGEST_TEXT else _too_long()


def under(condition: str, missing: Unknown) -> tuple[str, ...]:
    """Say what would decide a condition that is not known, and which one."""
    return tuple(need if "condition " in need else f"{need} (condition {condition})" for need in missing.needs)


def concatenate(parts: Iterable[Value], separator: str = "") -> Value:
    """Write values one after the other, as far as they are known."""
    found = list(parts)
    if any(isinstance(part, tuple | Mapping | NoValue) or part is None for part in found):
        return unsupported("a list or an object stands where a text is needed", "text")
    text = separator.join(text_of(part) for part in found)
    unknowns = [part for part in found if isinstance(part, Unknown)]
    if unknowns:
        return combine(unknowns, text)
    return text if len(text) <= LONGEST_TEXT else _too_long()


def text_of(value: Value) -> str:
    """Write a scalar as CloudFormation does, or the text that stands for an unknown."""
    match value:
        case Unknown(text):
            return text
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 2**63:
            return str(value)
        case _:
            return str(value)


def inner_text(value: Value) -> str:
    """Write a value as a part of a larger unknown's text."""
    text = text_of(value)
    bare = isinstance(value, Unknown) and text.startswith("${") and text.find("}") == len(text) - 1
    return text[2:-1] if bare else text


def certain(value: Value) -> Value:
    """Say that there is a value, whatever it is."""
    return replace(value, present=True) if isinstance(value, Unknown) else value


def number(value: Value) -> int | float:
    """Read a number, also from a text. Raises ValueError."""
    match value:
        case bool():
            raise ValueError
        case str():
            return number(float(value) if any(mark in value for mark in ".eE") else int(value))
        case int():
            return value
        case float() if math.isfinite(value):
            return int(value) if value.is_integer() and abs(value) < 2**63 else value
        case _:
            raise ValueError


def whole(value: Value) -> int:
    """Read a whole number, also from a text. Raises ValueError."""
    found = number(value)
    if not isinstance(found, int):
        raise ValueError  # noqa: TRY004 - a number is the right type; this one has a wrong value
    return found


def truth(value: Value) -> bool:
    """Read a boolean, also from a text. Raises ValueError."""
    match value:
        case bool():
            return value
        case str() if value.lower() in ("true", "false"):
            return value.lower() == "true"
        case _:
            raise ValueError


def _too_long() -> Unknown:
    return unsupported(f"the text is longer than {LONGEST_TEXT:,} characters", "text")
