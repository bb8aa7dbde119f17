"""Evaluate expressions, as far as the text tells what they are."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Scalar, Unknown
from scanner.frontends.python_code.binding import store_name
from scanner.frontends.python_code.comprehensions import follow_comprehension, follow_dict_comprehension
from scanner.frontends.python_code.contents import elements_of, sequence, spread_into, truth
from scanner.frontends.python_code.functions import call
from scanner.frontends.python_code.lookups import attribute, element, lookup
from scanner.frontends.python_code.operators import calculate, compare, join, mixed, percent, written
from scanner.frontends.python_code.running import function_of
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Abstract,
    Box,
    Item,
    Key,
    Kind,
    doubt_of,
    maybe,
    unknown,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope

_MOST: Final = 1000


def _constant(machine: Machine, node: ast.Constant, scope: Scope) -> Item:  # noqa: ARG001 - all have these
    match node.value:
        case None | bool() | int() | float() | str() as value:
            return Item(value, node)
        case _:
            return Item(unknown("bytes", GapReason.UNSUPPORTED), node)


def _name(machine: Machine, node: ast.Name, scope: Scope) -> Item:  # noqa: ARG001 - all have these
    found = lookup(scope, node.id)
    nowhere = isinstance(found.value, Unknown) or found.at is None or isinstance(found.at, ast.alias)
    return Item(found.value, node) if nowhere else found


def _attribute(machine: Machine, node: ast.Attribute, scope: Scope) -> Item:
    return attribute(machine, machine.evaluate(node.value, scope), node.attr, node)


def _subscript(machine: Machine, node: ast.Subscript, scope: Scope) -> Item:
    value = machine.evaluate(node.value, scope)
    if isinstance(node.slice, ast.Slice):
        return Item(mixed([value]), node)
    return element(machine, value, machine.evaluate(node.slice, scope), node)


def _list(machine: Machine, node: ast.List, scope: Scope) -> Item:
    return Item(machine.store.list(_elements(machine, node.elts, scope)), node)


def _set(machine: Machine, node: ast.Set, scope: Scope) -> Item:
    return Item(machine.store.set(_elements(machine, node.elts, scope)), node)


def _tuple(machine: Machine, node: ast.Tuple, scope: Scope) -> Item:
    return Item(tuple(_elements(machine, node.elts, scope)), node)


def _elements(machine: Machine, nodes: list[ast.expr], scope: Scope) -> list[Item]:
    items: list[Item] = []
    for node in nodes:
        if not isinstance(node, ast.Starred):
            items.append(machine.evaluate(node, scope))
            continue
        inner = machine.evaluate(node.value, scope)
        many = elements_of(inner)
        items += many if many is not None else [Item(maybe(doubt_of(inner), present=False), node)]
    return items


def _dict(machine: Machine, node: ast.Dict, scope: Scope) -> Item:
    entries: dict[Key, Item] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        item = machine.evaluate(value, scope)
        if key is None:
            spread_into(entries, item)
            continue
        name = machine.evaluate(key, scope)
        if isinstance(name.value, str | int):
            entries.pop(name.value, None)
            entries[name.value] = item.under(key)
        else:
            entries[REST] = Item(maybe(doubt_of(name), present=False), key)
    return Item(machine.store.box(Kind.DICT, entries), node)


def _formatted(machine: Machine, node: ast.JoinedStr, scope: Scope) -> Item:
    parts: list[Item] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            parts.append(_field(machine, part, scope))
        else:
            parts.append(machine.evaluate(part, scope))
    return Item(join(parts), node)


def _field(machine: Machine, node: ast.FormattedValue, scope: Scope) -> Item:
    item = machine.evaluate(node.value, scope)
    layout = machine.evaluate(node.format_spec, scope).value if node.format_spec else ""
    if not isinstance(item.value, bool | int | float | str | None):
        return Item(doubt_of(item), item.at)
    conversion = chr(node.conversion) if node.conversion > 0 else ""
    try:
        return Item(written(item.value, conversion, layout if isinstance(layout, str) else "999"), node)
    except ValueError:
        return Item(unknown("a formatted text", GapReason.UNSUPPORTED), node)


def _operation(machine: Machine, node: ast.BinOp, scope: Scope) -> Item:
    left, right = machine.evaluate(node.left, scope), machine.evaluate(node.right, scope)
    return Item(operate(machine, type(node.op), left, right), node)


def operate(  # noqa: PLR0911 - one case for each pair of values
    machine: Machine, sign: type[ast.operator], left: Item, right: Item
) -> Abstract:
    """Apply an operator, as far as both sides are known."""
    match left.value, right.value:
        case Box(kind=Kind.DICT, entries=entries), _ if sign is ast.BitOr:
            merged = dict(entries)
            spread_into(merged, right)
            return machine.store.box(Kind.DICT, merged)
        case (str() | Unknown(), str() | Unknown()) if sign is ast.Add:
            return join([left, right])
        case (Box(kind=Kind.LIST) | tuple(), Box(kind=Kind.LIST) | tuple() | Unknown()) if sign is ast.Add:
            parts = [*(elements_of(left) or ()), *(elements_of(right) or [Item(maybe(doubt_of(right), present=False))])]
            if elements_of(right) == []:
                parts = elements_of(left) or []
            machine.step(len(parts))
            return tuple(parts) if isinstance(left.value, tuple) else machine.store.list(parts)
        case (Box(kind=Kind.LIST) | tuple(), int() as times) if sign is ast.Mult:
            parts = elements_of(left) or []
            if 0 <= times * len(parts) <= _MOST:
                return machine.store.list(parts * max(times, 0))
        case (str() as template, tuple() as values) if sign is ast.Mod:
            return _percent(template, values)
        case (bool() | int() | float() | str(), bool() | int() | float() | str()):
            try:
                return calculate(sign, left.value, right.value)
            except ValueError:
                return unknown("an operation", GapReason.UNSUPPORTED)
    return mixed([left, right])


def _percent(template: str, values: tuple[Item, ...]) -> Abstract:
    scalars: list[Scalar] = []
    for item in values:
        if not isinstance(item.value, bool | int | float | str | None):
            return mixed(values)
        scalars.append(item.value)
    try:
        return percent(template, scalars)
    except ValueError:
        return unknown("a formatted text", GapReason.UNSUPPORTED)


def _unary(machine: Machine, node: ast.UnaryOp, scope: Scope) -> Item:
    item = machine.evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        known = truth(item)
        return Item(mixed([item]) if known is None else not known, node)
    if isinstance(node.op, ast.USub) and isinstance(item.value, int | float):
        return Item(-item.value, node)
    return Item(mixed([item]), node)


def _boolean(machine: Machine, node: ast.BoolOp, scope: Scope) -> Item:
    """Give the operand that decides; where that is not known, what all that may be it agree on."""
    result: Item | None = None
    doubt: Unknown | None = None
    for operand in node.values:
        if doubt:
            item = machine.store.either_way(doubt, partial(machine.evaluate, operand, scope))
        else:
            item = machine.evaluate(operand, scope)
        result = machine.store.one_of([result, item], doubt) if result and doubt else item
        known = truth(item)
        if known is isinstance(node.op, ast.Or):
            break
        if known is None:
            doubt = doubt or doubt_of(item)
        elif doubt is None:
            result = None
    return result or item


def _comparison(machine: Machine, node: ast.Compare, scope: Scope) -> Item:
    items = [machine.evaluate(part, scope) for part in (node.left, *node.comparators)]
    values = [tuple(many) if (many := sequence(item)) is not None else item.value for item in items]
    known = [compare(type(sign), left, right) for sign, left, right in zip(node.ops, values, values[1:], strict=False)]
    if None in known:
        return Item(mixed([item for item in items if isinstance(item.value, Unknown)] or items), node)
    return Item(all(known), node)


def _choice(machine: Machine, node: ast.IfExp, scope: Scope) -> Item:
    test = machine.evaluate(node.test, scope)
    known = truth(test)
    if known is not None:
        return machine.evaluate(node.body if known else node.orelse, scope)
    doubt = doubt_of(test)
    both = [
        machine.store.either_way(doubt, partial(machine.evaluate, part, scope)) for part in (node.body, node.orelse)
    ]
    return machine.store.one_of(both, doubt)


def _walrus(machine: Machine, node: ast.NamedExpr, scope: Scope) -> Item:
    item = machine.evaluate(node.value, scope)
    while scope.is_inner and scope.outer:  # the names of a comprehension are its own, but for these
        scope = scope.outer
    store_name(machine, node.target.id, item, scope)
    return item


def _lambda(machine: Machine, node: ast.Lambda, scope: Scope) -> Item:
    return Item(function_of(machine, node, scope, "lambda"), node)


def _yield(machine: Machine, node: ast.Yield | ast.YieldFrom, scope: Scope) -> Item:
    """Keep what a generator yields; what it is sent is not known."""
    item = machine.evaluate(node.value, scope) if node.value else NOTHING
    if isinstance(node, ast.Yield):
        scope.yields.append(item)
    else:
        scope.yields.append(Item(doubt_of(item), node))
    return Item(unknown("what a generator is sent", GapReason.DEPLOY), node)


def _inner(machine: Machine, node: ast.Await | ast.Starred, scope: Scope) -> Item:
    return machine.evaluate(node.value, scope)


EXPRESSIONS: Final[Mapping[type[ast.expr], Callable[..., Item]]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.List: _list,
    ast.Set: _set,
    ast.Tuple: _tuple,
    ast.Dict: _dict,
    ast.JoinedStr: _formatted,
    ast.BinOp: _operation,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _comparison,
    ast.IfExp: _choice,
    ast.ListComp: follow_comprehension,
    ast.SetComp: follow_comprehension,
    ast.GeneratorExp: follow_comprehension,
    ast.DictComp: follow_dict_comprehension,
    ast.NamedExpr: _walrus,
    ast.Lambda: _lambda,
    ast.Await: _inner,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.Starred: _inner,
    ast.Call: call,
}
