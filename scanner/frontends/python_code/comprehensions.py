"""Go through the elements of loops that are written out, and tell what is not known of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.binding import bind, bind_any
from scanner.frontends.python_code.contents import sequence, truth
from scanner.frontends.python_code.store import Flow, go_on
from scanner.frontends.python_code.values import Kind, Scope, doubt_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from scanner.frontends.python_code.machine import Machine

_MOST: Final = 200


def each(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None]
) -> Unknown | None:
    """Run the body for every element, or for one that stands for all; gives why what it makes is not known, if so."""
    inner = Scope(machine.store.box(Kind.SCOPE), scope.visible, scope.name, is_inner=True)
    return _each(machine, loops, inner, body)


def _each(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None]
) -> Unknown | None:
    if not loops:
        body(scope)
        return None
    loop = loops[0]
    iterable = machine.evaluate(loop.iter, scope)
    found = sequence(iterable)
    if found is None or len(found) > _MOST:
        bind_any(machine, loop.target, iterable, scope)
        _perhaps(machine, loops, scope, body, doubt_of(iterable))
        return doubt_of(iterable)
    doubt: Unknown | None = None
    for item in found:
        if isinstance(item.value, Unknown) and not item.value.present:
            doubt = doubt or item.value
        bind(machine, loop.target, item, scope)
        tests = [machine.evaluate(test, scope) for test in loop.ifs]
        known = [truth(test) for test in tests]
        if False in known:
            continue
        if None in known:
            doubt = doubt or doubt_of(tests[known.index(None)])
            _perhaps(machine, loops, scope, body, doubt)
            continue
        missing = _each(machine, loops[1:], scope, body)
        doubt = doubt or missing
    return doubt


def _perhaps(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None], doubt: Unknown
) -> None:
    def run() -> Flow:
        _each(machine, loops[1:], scope, body)
        return Flow.NEXT

    machine.store.branch(doubt, [run, go_on])
