"""Follow comprehensions: each element of loops that are written out, and one that stands for all of any other."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.binding import bind, bind_any
from scanner.frontends.python_code.changes import shuffle
from scanner.frontends.python_code.contents import has_no_order, may_be_missing, sequence, truth
from scanner.frontends.python_code.store import Flow, go_on
from scanner.frontends.python_code.values import REST, Item, Kind, Scope, doubt_of, maybe
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.frontends.nodes import Unknown
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Key

_MOST: Final = 200


def follow_comprehension(machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, scope: Scope) -> Item:
    """Give the list or set that is made; what a generator gives counts as a list."""
    found: list[Item] = []
    turns = _each_of(machine, node.generators, scope, lambda inner: found.append(machine.evaluate(node.elt, inner)))
    if turns.doubt:
        return Item(turns.doubt, node)
    if isinstance(node, ast.SetComp):
        return Item(machine.store.set(found), node)
    made = machine.store.list(found)
    if not turns.in_order:
        shuffle(machine, made, "the order of a set")
    return Item(made, node)


def follow_dict_comprehension(machine: Machine, node: ast.DictComp, scope: Scope) -> Item:
    """Give the dictionary that is made."""
    entries: dict[Key, Item] = {}

    def add(inner: Scope) -> None:
        key, value = machine.evaluate(node.key, inner), machine.evaluate(node.value, inner)
        if isinstance(key.value, str | int):
            entries[key.value] = value.under(key.at)
        else:
            entries[REST] = Item(maybe(doubt_of(key), present=False), node)

    doubt = _each_of(machine, node.generators, scope, add).doubt
    return Item(doubt or machine.store.box(Kind.DICT, entries), node)


@record(frozen=True, slots=True)
class _Turns:
    """How loops went: why what they make is not known, if so, and whether it is in the order of the turns."""

    doubt: Unknown | None = None
    in_order: bool = True


def _each_of(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None]
) -> _Turns:
    """Run the body for every element, or for one that stands for all."""
    inner = Scope(machine.store.box(Kind.SCOPE), scope.visible, scope.name, is_inner=True)
    return _each(machine, loops, inner, body)


def _each(machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None]) -> _Turns:
    if not loops:
        body(scope)
        return _Turns()
    loop = loops[0]
    iterable = machine.evaluate(loop.iter, scope)
    found = sequence(iterable)
    if found is None or len(found) > _MOST:
        bind_any(machine, loop.target, iterable, scope)
        _perhaps(machine, loops, scope, body, doubt_of(iterable))
        return _Turns(doubt_of(iterable))
    doubt: Unknown | None = None
    ordered = len(found) < 2 or not has_no_order(iterable)  # noqa: PLR2004 - one is in order
    for item in found:
        if may_be_missing(item):
            doubt = doubt or doubt_of(item)
        bind(machine, loop.target, item, scope)
        tests = [machine.evaluate(test, scope) for test in loop.ifs]
        known = [truth(test) for test in tests]
        if False in known:
            continue
        if None in known:
            doubt = doubt or doubt_of(tests[known.index(None)])
            _perhaps(machine, loops, scope, body, doubt)
            continue
        inner = _each(machine, loops[1:], scope, body)
        doubt, ordered = doubt or inner.doubt, ordered and inner.in_order
    return _Turns(doubt, ordered)


def _perhaps(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None], doubt: Unknown
) -> None:
    def run() -> Flow:
        _each(machine, loops[1:], scope, body)
        return Flow.NEXT

    machine.store.branch(doubt, [run, go_on])
