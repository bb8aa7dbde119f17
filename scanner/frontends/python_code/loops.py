"""Follow loops: one turn stands for all, and what differs from one turn to the next is not known."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.binding import bind, bind_any
from scanner.frontends.python_code.contents import sequence, truth
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import Box, Class, Function, Symbol, doubt_of, unknown

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope


def follow_for(machine: Machine, node: ast.For | ast.AsyncFor, scope: Scope) -> Flow:
    """Follow the body once; what differs from one turn to the next is not known."""
    iterable = machine.evaluate(node.iter, scope)
    found = sequence(iterable)
    if found == []:
        return machine.execute(node.orelse, scope)
    runs = any(not (isinstance(item.value, Unknown) and not item.value.present) for item in found or ())
    if found and runs and len(found) == 1:
        bind(machine, node.target, found[0], scope)
        return _looped(machine, node, scope, partial(machine.execute, node.body, scope))

    def turn() -> Flow:
        bind_any(machine, node.target, iterable, scope)
        return _turn(machine, node.body, scope)

    if runs:
        return _looped(machine, node, scope, turn)
    return _looped(machine, node, scope, lambda: machine.store.branch(doubt_of(iterable), [turn, _no_turn]))


def _no_turn() -> Flow:
    return Flow.NEXT


def _looped(
    machine: Machine, node: ast.For | ast.AsyncFor | ast.While, scope: Scope, turns: Callable[[], Flow]
) -> Flow:
    """Follow the turns of a loop, then what is done after the last one where nothing has left it before."""
    doubt = unknown("a loop")
    flow, was_left = machine.store.enclose(Flow.LEAVE, turns, lambda: doubt)
    if flow is Flow.LEAVE or (was_left and flow is not Flow.NEXT):
        flow = Flow.NEXT
    if flow is not Flow.NEXT or not node.orelse:
        return flow
    if not was_left:
        return machine.execute(node.orelse, scope)
    return machine.store.branch(doubt, [partial(machine.execute, node.orelse, scope), _no_turn])


def follow_while(machine: Machine, node: ast.While, scope: Scope) -> Flow:
    """Follow the body once, unless it certainly never runs."""
    test = machine.evaluate(node.test, scope)
    known = truth(test)
    if known is False:
        return machine.execute(node.orelse, scope)
    turn = partial(_turn, machine, node.body, scope)
    if known:
        return _looped(machine, node, scope, turn)
    return _looped(machine, node, scope, lambda: machine.store.branch(doubt_of(test), [turn, _no_turn]))


def _turn(machine: Machine, body: list[ast.stmt], scope: Scope) -> Flow:
    """Follow one of many turns of a loop: what a turn changes, the one before it may have changed too."""
    if not machine.looping:
        for box, key in machine.rehearse(partial(_once, machine, body, scope)):
            before = box.entries.get(key)
            if before and not isinstance(before.value, Box | Symbol | Function | Class):
                machine.store.put(box, key, replace(before, value=unknown(str(key))))
    return _once(machine, body, scope)


def _once(machine: Machine, body: list[ast.stmt], scope: Scope) -> Flow:
    machine.looping += 1
    try:
        return machine.execute(body, scope)
    finally:
        machine.looping -= 1
