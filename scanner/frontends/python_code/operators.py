"""Calculate with known values, never with more than what fits in a template: code under review is hostile."""

from __future__ import annotations

import ast
import operator
import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import LONGEST_TEXT, Scalar, Unknown, Value, combine, concatenate
from scanner.frontends.python_code.values import (
    Abstract,
    Box,
    Choice,
    Item,
    Kind,
    Symbol,
    Table,
    doubt_of,
    is_plain,
    unknown,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LARGEST: Final = 2**256
_WIDE: Final = re.compile(r"\d{3}|[*]")


def calculate(sign: type[ast.operator], left: Scalar, right: Scalar) -> Scalar:
    """Calculate. Raises ValueError for what cannot be calculated, or not without harm."""
    if sign is ast.Mod and isinstance(left, str):
        return percent(left, (right,))
    if isinstance(left, str) and isinstance(right, str) and sign is ast.Add:
        return _short(left + right) if len(left) + len(right) <= LONGEST_TEXT else _refuse()
    if isinstance(left, str) and isinstance(right, int) and sign is ast.Mult:
        return left * right if len(left) * max(right, 0) <= LONGEST_TEXT else _refuse()
    if not isinstance(left, int | float) or not isinstance(right, int | float) or sign not in _ARITHMETIC:
        return _refuse()
    if sign in (ast.Pow, ast.LShift) and (abs(left) > _LARGEST or not 0 <= right <= len(bin(_LARGEST))):
        return _refuse()
    try:
        result = _ARITHMETIC[sign](left, right)
    except (ArithmeticError, TypeError) as error:
        raise ValueError from error
    return result if not isinstance(result, complex) and abs(result) <= _LARGEST else _refuse()


_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[[Scalar, Scalar], int | float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}


def compare(  # noqa: PLR0911 - one case for each sign
    sign: type[ast.cmpop], left: Abstract, right: Abstract
) -> bool | None:
    """Compare two values; None when it cannot be told."""
    if isinstance(left, Unknown) or isinstance(right, Unknown) or not (_is_plainly(left) and _is_plainly(right)):
        return None
    try:
        match sign:
            case ast.Eq | ast.NotEq if is_plain(left) and is_plain(right):
                return (left == right) is (sign is ast.Eq)
            case ast.Eq | ast.NotEq if (is_plain(left) and _has_parts(right)) or (_has_parts(left) and is_plain(right)):
                return sign is ast.NotEq
            case ast.Is | ast.IsNot if left is None or right is None or isinstance(left, bool):
                return (left is right) is (sign is ast.Is)
            case ast.In | ast.NotIn if isinstance(left, str) and isinstance(right, str):
                return (left in right) is (sign is ast.In)
            case ast.In | ast.NotIn if isinstance(right, tuple) and is_plain(left):
                if all(is_plain(item.value) for item in right):
                    return any(item.value == left for item in right) is (sign is ast.In)
            case _ if sign in _ORDER and is_plain(left) and is_plain(right):
                return bool(_ORDER[sign](left, right))
            case _:
                return None
    except TypeError:
        return None
    return None


def _is_plainly(value: Abstract) -> bool:
    """Tell whether a value is certainly something, whatever it is: most of what other packages give may be None."""
    match value:
        case Symbol(path):
            name = path.removesuffix("()").rpartition(".")[2]
            return path.endswith("()") and (name[:1].isupper() or name in _FACTORIES)
        case Choice():
            return False
        case _:
            return True


def _has_parts(value: Abstract) -> bool:
    """Tell what Python makes of other values, and what is equal to no plain one."""
    match value:
        case tuple() | Table() | Box(kind=Kind.DICT | Kind.LIST | Kind.SET):
            return True
        case _:
            return False


_FACTORIES: Final = frozenset({"client", "resource"})

_ORDER: Final[Mapping[type[ast.cmpop], Callable[..., bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def written(value: Scalar, conversion: str = "", layout: str = "") -> str:
    """Write a value as `str()`, `repr()` or a format does. Raises ValueError."""
    if _WIDE.search(layout):
        raise ValueError
    text = repr(value) if conversion in ("r", "a") else value
    shown = format(str(value) if value is None else text, layout)
    return _short(shown)


def percent(template: str, values: Sequence[Scalar]) -> str:
    """Format with `%`. Raises ValueError."""
    if _WIDE.search(template):
        raise ValueError
    try:
        return _short(template % tuple(values))
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError from error


def join(parts: Sequence[Item], separator: str = "") -> Abstract:
    """Write values one after the other, as far as they are known."""
    values: list[Value] = []
    for part in parts:
        match part.value:
            case None | bool():
                values.append(str(part.value))
            case int() | float() | str():
                values.append(part.value)
            case _:
                values.append(doubt_of(part))
    joined = concatenate(values, separator)
    return joined if isinstance(joined, str | Unknown) else unknown("text", GapReason.UNSUPPORTED)


def mixed(parts: Sequence[Item]) -> Unknown:
    """Say that a value depends on all the parts of an expression that are not known."""
    doubts = [doubt_of(part) for part in parts if not is_plain(part.value)]
    if not doubts:
        return unknown("an operation", GapReason.UNSUPPORTED)
    names = ", ".join(dict.fromkeys(need for doubt in doubts for need in doubt.needs))
    return combine(doubts, f"${{{names}}}")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else _refuse()


def _refuse() -> str:
    raise ValueError
