"""Follow loops: one turn stands for all, and what differs from one turn to the next is not known."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.binding import bind
from scanner.frontends.python_code.contents import sequence, truth
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import Box, Class, Function, Item, Symbol, doubt_of, unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope


def follow_for(machine: Machine, node: ast.For | ast.AsyncFor, scope: Scope) -> Flow:
    """Follow the body once; what differs from one turn to the next is not known."""
    iterable = machine.evaluate(node.iter, scope)
    found = sequence(iterable)
    if found == []:
        return machine.execute(node.orelse, scope)
    if found is not None and len(found) == 1:
        bind(machine, node.target, found[0], scope)
        flow = machine.execute(node.body, scope)
        return flow if flow is Flow.RETURN else machine.execute(node.orelse, scope)

    def turn() -> Flow:
        for target in _targets(node.target):
            bind(machine, target, Item(_loop_variable(ast.unparse(target), iterable), target), scope)
        return _turn(machine, node.body, scope)

    if found:
        flow = turn()
        return flow if flow is Flow.RETURN else Flow.NEXT
    machine.store.branch(doubt_of(iterable), [turn, lambda: Flow.NEXT])
    return Flow.NEXT


def _targets(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for inner in target.elts:
            yield from _targets(inner)
    elif isinstance(target, ast.Name):
        yield target


def follow_while(machine: Machine, node: ast.While, scope: Scope) -> Flow:
    """Follow the body once, unless it certainly never runs."""
    test = machine.evaluate(node.test, scope)
    known = truth(test)
    if known is False:
        return Flow.NEXT
    turn = partial(_turn, machine, node.body, scope)
    if known:
        return Flow.RETURN if turn() is Flow.RETURN else Flow.NEXT
    machine.store.branch(doubt_of(test), [turn, lambda: Flow.NEXT])
    return Flow.NEXT


def _turn(machine: Machine, body: list[ast.stmt], scope: Scope) -> Flow:
    """Follow one of many turns of a loop."""
    for name in _changed(body):
        box = scope.elsewhere.get(name, scope).box
        if (before := box.entries.get(name)) and not isinstance(before.value, Box | Symbol | Function | Class):
            machine.store.put(box, name, replace(before, value=unknown(name)))
    machine.looping += 1
    try:
        flow = machine.execute(body, scope)
    finally:
        machine.looping -= 1
    return Flow.NEXT if flow is Flow.LEAVE else flow


def _changed(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Name what a block assigns to, functions within it left out."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
        waiting += ast.iter_child_nodes(node)


def _loop_variable(name: str, iterable: Item) -> Unknown:
    """Say that a loop decides."""
    if isinstance(iterable.value, Unknown | Symbol):
        return doubt_of(iterable)
    return Unknown(f"${{{name}}}", GapReason.VARIABLE, (f"the loop variable {name}",))
