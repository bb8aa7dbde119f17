"""Bind values to what they are assigned to."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.changes import set_element
from scanner.frontends.python_code.contents import in_order, sequence
from scanner.frontends.python_code.lookups import mro, setter_of
from scanner.frontends.python_code.running import Arguments, run
from scanner.frontends.python_code.store import Flow, go_on
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Box,
    Choice,
    Class,
    Function,
    Item,
    Kind,
    Symbol,
    doubt_of,
    unknown,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope


_MOST_ELEMENTS: Final = 100


def bind(machine: Machine, target: ast.expr, item: Item, scope: Scope) -> None:
    """Assign a value to a name, an attribute, an element, or to several at once."""
    match target:
        case ast.Name(id=name):
            store_name(machine, name, item, scope)
        case ast.Attribute(attr=name):
            set_attribute(machine, machine.evaluate(target.value, scope), name, item)
        case ast.Subscript():
            holder, key = machine.evaluate(target.value, scope), machine.evaluate(target.slice, scope)
            if isinstance(holder.value, Box):
                set_element(machine, holder.value, key, item)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _several(machine, targets, item, scope)
        case ast.Starred(value=inner):
            bind(machine, inner, item, scope)


def store_name(machine: Machine, name: str, item: Item, scope: Scope) -> None:
    """Assign a value to a name."""
    machine.store.put(scope.elsewhere.get(name, scope).box, name, item)


def set_attribute(machine: Machine, holder: Item, name: str, item: Item) -> None:
    """Set an attribute of an object."""
    match holder.value:
        case Box(of=known) if known:
            _set_on(machine, holder, known, name, item)
        case Class(box=box):
            machine.store.put(box, name, item)
        case Symbol(call=call) if call:
            all_of_them = machine.is_in_its_turn(call)
            machine.store.put(call.attributes, name, item if all_of_them else Item(unknown("a loop", present=False)))
        case Choice(options, doubt):
            for option in options:
                _perhaps_set(machine, option, name, item, doubt)


def _set_on(machine: Machine, holder: Item, known: Class, name: str, item: Item) -> None:
    """Set an attribute of an object of the file, by what its class has for that."""
    setter = next((one.box.entries[way] for one in mro(known) if (way := setter_of(name)) in one.box.entries), NOTHING)
    if isinstance(setter.value, Function):
        run(machine, replace(setter.value, bound=holder), Arguments((item,)), setter.value.node)
    elif isinstance(holder.value, Box):
        machine.store.put(holder.value, name, item)


def _perhaps_set(machine: Machine, option: Item, name: str, item: Item, doubt: Unknown) -> None:
    """Set an attribute of one of several objects: each may have the old one still, if it is another that is meant."""

    def set_it() -> Flow:
        set_attribute(machine, option, name, item)
        return Flow.NEXT

    machine.store.branch(doubt, [set_it, go_on])


def _several(machine: Machine, targets: list[ast.expr], item: Item, scope: Scope) -> None:
    found: list[Item] | None = None
    match item.value:
        case tuple() as parts:
            found = list(parts)
        case Box(kind=Kind.LIST, entries=entries) if REST not in entries:
            found = list(entries.values())
    stars = [at for at, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if found is not None and stars and len(found) >= len(targets) - 1:
        first, more = stars[0], len(found) - len(targets) + 1
        rest = Item(machine.store.list(found[first : first + more]), targets[first])
        found[first : first + more] = [rest]
    if found is not None and len(found) == len(targets):
        for target, part in zip(targets, found, strict=True):
            bind(machine, target, part, scope)
        return
    for target in targets:
        name = target.id if isinstance(target, ast.Name) else "a value of several"
        known = isinstance(item.value, Unknown | Symbol)
        bind(machine, target, Item(doubt_of(item) if known else unknown(name), target), scope)


def bind_any(machine: Machine, target: ast.expr, iterable: Item, scope: Scope) -> None:
    """Bind what a loop goes through to any of it: what all of that agrees on, or one of several things to call."""
    found = sequence(iterable) or []
    if len(found) > _MOST_ELEMENTS:
        found = []
    if isinstance(target, ast.Tuple | ast.List):
        parts = [tuple(in_order(item) or ()) for item in found]
        whole = all(len(part) == len(target.elts) for part in parts)
        columns = list(zip(*parts, strict=True)) if whole and parts else [()] * len(target.elts)
        for inner, column in zip(target.elts, columns, strict=True):
            bind_any(machine, inner, Item(column) if column else iterable, scope)
        return
    doubt = _loop_variable(ast.unparse(target), iterable)
    agreed = machine.store.one_of(found, doubt) if found else Item(doubt, target)
    bind(machine, target, Item(doubt, target) if isinstance(agreed.value, Unknown) else agreed, scope)


def _loop_variable(name: str, iterable: Item) -> Unknown:
    """Say that a loop decides."""
    if isinstance(iterable.value, Unknown | Symbol):
        return doubt_of(iterable)
    return Unknown(f"${{{name}}}", GapReason.VARIABLE, (f"the loop variable {name}",))
