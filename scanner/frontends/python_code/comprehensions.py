"""Go through the elements of loops that are written out, and tell what is not known of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.binding import bind
from scanner.frontends.python_code.values import Box, Item, Kind, Scope, Symbol, Table, doubt_of, unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from scanner.frontends.python_code.machine import Machine

_MOST: Final = 200


def each(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None]
) -> Unknown | None:
    """Run the body for every element; gives why it could not be, if the elements or conditions are not known."""
    inner = Scope(machine.store.box(Kind.SCOPE), scope.visible, scope.name)
    return _each(machine, loops, inner, body)


def _each(
    machine: Machine, loops: Sequence[ast.comprehension], scope: Scope, body: Callable[[Scope], None]
) -> Unknown | None:
    from scanner.frontends.python_code.expressions import truth  # noqa: PLC0415 - they need each other

    if not loops:
        body(scope)
        return None
    loop = loops[0]
    iterable = machine.evaluate(loop.iter, scope)
    found = sequence(iterable)
    if found is None or len(found) > _MOST:
        return doubt_of(iterable)
    for item in found:
        if isinstance(item.value, Unknown) and not item.value.present:
            return item.value
        bind(machine, loop.target, item, scope)
        tests = [machine.evaluate(test, scope) for test in loop.ifs]
        known = [truth(test) for test in tests]
        if False in known:
            continue
        if None in known:
            return doubt_of(tests[known.index(None)])
        if missing := _each(machine, loops[1:], scope, body):
            return missing
    return None


def sequence(item: Item) -> list[Item] | None:
    """Give what a loop goes through; None when that is not known."""
    match item.value:
        case tuple():
            return list(item.value)
        case Box(kind=Kind.LIST, entries=entries):
            return list(entries.values())
        case Box(kind=Kind.DICT, entries=entries) if all(isinstance(key, str) for key in entries):
            return [Item(key, part.key) for key, part in entries.items() if isinstance(key, str)]
        case Table(known, None):
            return [Item(key, part.key) for key, part in known.items()]
        case _:
            return None


def loop_variable(name: str, iterable: Item) -> Unknown:
    """Say that a loop decides."""
    if isinstance(iterable.value, Unknown | Symbol):
        return doubt_of(iterable)
    return Unknown(f"${{{name}}}", GapReason.VARIABLE, (f"the loop variable {name}",))


def changing(name: str) -> Unknown:
    """Say that a loop changes a variable."""
    return unknown(name)
