"""Follow loops: one turn stands for all, and what differs from one turn to the next is not known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.agreement import is_there
from scanner.frontends.python_code.binding import bind, bind_any
from scanner.frontends.python_code.contents import may_be_missing, sequence, truth
from scanner.frontends.python_code.store import Flow, go_on
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Box,
    Class,
    Function,
    Item,
    Kind,
    Rest,
    Symbol,
    doubt_of,
    unknown,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Key, Scope


_MOST_REHEARSED: Final = 3
"""Loops within each other: each makes the work in it twice as much."""


def follow_for(machine: Machine, node: ast.For | ast.AsyncFor, scope: Scope) -> Flow:
    """Follow the body once; what differs from one turn to the next is not known."""
    iterable = machine.evaluate(node.iter, scope)
    found = sequence(iterable)
    if found == []:
        return machine.execute(node.orelse, scope)
    runs = not all(map(may_be_missing, found or ()))
    if found and runs and len(found) == 1:
        bind(machine, node.target, found[0], scope)
        return _looped(machine, node, scope, partial(machine.execute, node.body, scope))

    def turn() -> Flow:
        bind_any(machine, node.target, iterable, scope)
        return _turn(machine, node.body, scope)

    if runs:
        return _looped(machine, node, scope, turn)
    return _looped(machine, node, scope, lambda: machine.store.branch(doubt_of(iterable), [turn, go_on]))


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
    return machine.store.branch(doubt, [partial(machine.execute, node.orelse, scope), go_on])


def follow_while(machine: Machine, node: ast.While, scope: Scope) -> Flow:
    """Follow the body once, unless it certainly never runs."""
    test = machine.evaluate(node.test, scope)
    known = truth(test)
    if known is False:
        return machine.execute(node.orelse, scope)
    turn = partial(_turn, machine, node.body, scope)
    if known:
        return _looped(machine, node, scope, turn)
    return _looped(machine, node, scope, lambda: machine.store.branch(doubt_of(test), [turn, go_on]))


def _turn(machine: Machine, body: list[ast.stmt], scope: Scope) -> Flow:
    """Follow one of many turns of a loop: what a turn changes, the one before it may have changed too."""
    if machine.looping < _MOST_REHEARSED:
        changed, _ = machine.rehearse(partial(_once, machine, body, scope))
        for (box, key), after in changed.items():
            _doubt_before(machine, box, key, after)
    return _once(machine, body, scope)


def _doubt_before(machine: Machine, box: Box, key: Key, after: Item | None) -> None:
    """Say of an entry that a turn may find it as another one has left it."""
    before = box.entries.get(key)
    match before and before.value:
        case None if before is None and box.kind is Kind.SCOPE:
            return
        case None if before is None and (box.kind in (Kind.LIST, Kind.SET) or isinstance(key, Rest)):
            machine.store.put(box, REST, Item(unknown("a loop", present=False), after.at if after else None))
            return
        case Symbol() | Function() | Class():
            return
        case Box() as same if after and after.value is same:
            return
    doubt = unknown(str(key), present=all(item and is_there(item) for item in (before, after)))
    known = before or after or NOTHING
    machine.store.put(box, key, Item(doubt, known.at, known.key))


def _once(machine: Machine, body: list[ast.stmt], scope: Scope) -> Flow:
    with machine.turn():
        return machine.execute(body, scope)
