"""Terraform's operators, and what one known operand decides alone."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.values import NotFollowedError, Value, equal, is_there, number, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def decide(name: str, left: Value, right: Value) -> bool | None:
    """Decide what one known operand decides alone."""
    if name in ("&&", "||"):
        return name == "||" if any(side is (name == "||") for side in (left, right)) else None
    if name in ("==", "!=") and None in (left, right):
        other = right if left is None else left
        return name == "!=" if is_there(other) else None
    return None


def _equals(left: Value, right: Value) -> Value:
    """Compare values of which the types count too."""
    if isinstance(left, list | dict) and isinstance(right, list | dict):
        if type(left) is not type(right):
            return False
        if not left and not right and type(left) not in (list, dict):
            raise NotFollowedError("whether two collections that are empty are of one type is not followed")
    return equal(left, right)


def _divide(left: Value, right: Value) -> Value:
    return number(number(left) / number(right))


def _remainder(left: Value, right: Value) -> Value:
    a, b = number(left), number(right)
    return number(a - b * int(a / b))


OPERATORS: Final[Mapping[str, Callable[[Value, Value], Value]]] = {
    "+": lambda left, right: number(number(left) + number(right)),
    "-": lambda left, right: number(number(left) - number(right)),
    "*": lambda left, right: number(number(left) * number(right)),
    "/": _divide,
    "%": _remainder,
    "==": _equals,
    "!=": lambda left, right: not _equals(left, right),
    "<": lambda left, right: operator.lt(number(left), number(right)),
    "<=": lambda left, right: operator.le(number(left), number(right)),
    ">": lambda left, right: operator.gt(number(left), number(right)),
    ">=": lambda left, right: operator.ge(number(left), number(right)),
    "&&": lambda left, right: truth(left) and truth(right),
    "||": lambda left, right: truth(left) or truth(right),
}
