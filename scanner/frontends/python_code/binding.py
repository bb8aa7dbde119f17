"""Bind values to what they are assigned to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.values import (
    REST,
    Box,
    Item,
    Kind,
    Symbol,
    doubt_of,
    maybe,
    unknown,
)

if TYPE_CHECKING:
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope


def bind(machine: Machine, target: ast.expr, item: Item, scope: Scope) -> None:
    """Assign a value to a name, an attribute, an element, or to several at once."""
    match target:
        case ast.Name(id=name):
            store_name(machine, name, item, scope)
        case ast.Attribute(attr=name):
            _attribute(machine, machine.evaluate(target.value, scope), name, item)
        case ast.Subscript():
            holder = machine.evaluate(target.value, scope)
            _element(machine, holder, machine.evaluate(target.slice, scope), item)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _several(machine, targets, item, scope)
        case ast.Starred(value=inner):
            bind(machine, inner, item, scope)


def store_name(machine: Machine, name: str, item: Item, scope: Scope) -> None:
    """Assign a value to a name."""
    machine.store.put(scope.elsewhere.get(name, scope).box, name, item)


def _attribute(machine: Machine, holder: Item, name: str, item: Item) -> None:
    match holder.value:
        case Box(of=known) if known:
            machine.store.put(holder.value, name, item)
        case Symbol(call=call) if call:
            machine.store.put(call.attributes, name, item)


def _element(machine: Machine, holder: Item, key: Item, item: Item) -> None:
    match holder.value, key.value:
        case Box(kind=Kind.DICT) as box, str() as name:
            machine.store.put(box, name, item.under(key.at))
        case Box(kind=Kind.LIST) as box, int() as at if at in box.entries:
            machine.store.put(box, at, item)
        case Box(kind=Kind.DICT | Kind.LIST) as box, Unknown():
            machine.store.put(box, REST, Item(maybe(doubt_of(key), present=False), key.at))
        case Symbol(call=call, owner=owner), str() as name if call or owner:
            return


def _several(machine: Machine, targets: list[ast.expr], item: Item, scope: Scope) -> None:
    found: list[Item] | None = None
    match item.value:
        case tuple() as parts:
            found = list(parts)
        case Box(kind=Kind.LIST, entries=entries) if REST not in entries:
            found = list(entries.values())
    stars = [at for at, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if found is not None and not stars and len(found) == len(targets):
        for target, part in zip(targets, found, strict=True):
            bind(machine, target, part, scope)
        return
    for target in targets:
        name = target.id if isinstance(target, ast.Name) else "a value of several"
        known = isinstance(item.value, Unknown | Symbol)
        bind(machine, target, Item(doubt_of(item) if known else unknown(name), target), scope)
