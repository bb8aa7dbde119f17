"""What code says, as a tree with a place for every value: what is known, and what is not and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.model import GapReason, Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.paths import Json

LONGEST_TEXT: Final = 100_000

ELSEWHERE: Final = Span(0, 0, 0, 0)
"""The place of a value that the template does not write out where it is used."""


class NoValue(Enum):
    """That there is no value: what is written counts as not written."""

    NO_VALUE = "no value"


NO_VALUE: Final = NoValue.NO_VALUE


Scalar: TypeAlias = bool | int | float | str | None


@record(frozen=True, slots=True)
class Node:
    """A value, the place of its text, and of the key that it stands under.

    `default` is there for a value that the code does not write: who gives it in place of the code, as a clause.
    """

    value: Value
    span: Span
    key: Span | None = None
    default: str = ""


@record(frozen=True, slots=True)
class Unknown:
    """A value that the code does not decide.

    `text` stands for it in a document: `${InstanceType}`, or with the known parts around it. `needs` would decide it;
    `present` tells that there certainly is a value. `name` is the name of the resource whose ARN this is.
    """

    text: str
    reason: GapReason
    needs: tuple[str, ...]
    present: bool = True
    name: Node | None = None


@record(frozen=True, slots=True)
class Open:
    """An object of which some entries are known, and what the rest depends on."""

    known: Mapping[str, Node]
    rest: Unknown


Value: TypeAlias = Scalar | tuple[Node, ...] | Mapping[str, Node] | Unknown | Open | NoValue

_WORST = (GapReason.VARIABLE, GapReason.NOT_IN_CODE, GapReason.DEPLOY, GapReason.UNSUPPORTED)


def needs_of(missing: Unknown) -> str:
    """Name what would decide an unknown."""
    return ", ".join(missing.needs)


def made(value: Scalar | tuple[Node, ...] | Mapping[str, Node]) -> Node:
    """Make a node that is written nowhere."""
    return Node(value, ELSEWHERE)


def unsupported(what: str, text: str = "") -> Unknown:
    """Make an unknown that comes from an expression that is not followed."""
    return Unknown(f"${{{text or what}}}", GapReason.UNSUPPORTED, (what,))


def combine(parts: Iterable[Unknown], text: str) -> Unknown:
    """Make an unknown that depends on others; the reason is the one that is hardest to put right."""
    found = list(parts)
    reason = max((part.reason for part in found), key=_WORST.index)
    needs = tuple(dict.fromkeys(need for part in found for need in part.needs))
    return Unknown(text, reason, needs) if len(text) <= LONGEST_TEXT else _too_long()


def concatenate(parts: Iterable[Value], separator: str = "") -> Value:
    """Write values one after the other, as far as they are known."""
    found = list(parts)
    if not all(isinstance(part, (str, bool, int, float, Unknown)) for part in found):
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


def entries(node: Node | None) -> Mapping[str, Node]:
    """Give the entries of an object, none for anything else."""
    return node.value if node and isinstance(node.value, Mapping) else {}


def items(node: Node | None) -> tuple[Node, ...]:
    """Give the elements of a list, none for anything else."""
    return node.value if node and isinstance(node.value, tuple) else ()


def string(node: Node | None) -> str:
    """Give a text, empty for anything else."""
    return node.value if node and isinstance(node.value, str) else ""


def plain(node: Node) -> Json:
    """Leave the places out; what stands for an unknown is its text."""
    match node.value:
        case tuple():
            return [plain(item) for item in node.value]
        case Mapping():
            return {key: plain(item) for key, item in node.value.items()}
        case Open(known):
            return {key: plain(item) for key, item in known.items()}
        case Unknown(text):
            return text
        case NoValue():
            return None
        case _:
            return node.value


def placed(node: Node, span: Span) -> Node:
    """Put a whole tree in one place."""
    match node.value:
        case Mapping() as fields:
            inner = {key: placed(item, span) for key, item in fields.items()}
            return replace(node, value=inner, span=span, key=None)
        case tuple() as elements:
            return replace(node, value=tuple(placed(item, span) for item in elements), span=span, key=None)
        case _:
            return replace(node, span=span, key=None)


def nested(paths: Mapping[str, tuple[str, ...]], written: Mapping[str, Node]) -> dict[str, Node]:
    """Put entries where a table says: in an object, or in one within it. Those that it does not name are left out."""
    fields: dict[str, Node] = {}
    for name, (first, *rest) in paths.items():
        if name in written:
            node = written[name]
            for key in rest:
                node = replace(node, value={**entries(fields.get(first)), key: node})
            fields[first] = node
    return fields
