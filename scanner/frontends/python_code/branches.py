"""Follow statements of which not all blocks run, or not to their ends."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.binding import bind
from scanner.frontends.python_code.contents import truth
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import NOTHING, Symbol, doubt_of, unknown

if TYPE_CHECKING:
    from scanner.frontends.nodes import Unknown
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope

_SUPPRESS: Final = "contextlib.suppress()"
_OF_IMPORTS: Final = frozenset({"ImportError", "ModuleNotFoundError"})


def follow_if(machine: Machine, node: ast.If, scope: Scope) -> Flow:
    """Follow the block that runs, or all that may."""
    blocks: list[list[ast.stmt]] = []
    doubt: Unknown | None = None
    rest: list[ast.stmt] = [node]
    while len(rest) == 1 and isinstance(inner := rest[0], ast.If):  # an `elif` is one in the block of an `else`
        test = machine.evaluate(inner.test, scope)
        known = truth(test)
        rest = inner.body if known else inner.orelse
        if known:
            break
        if known is None:
            doubt = doubt or doubt_of(test)
            blocks.append(inner.body)
    if doubt is None:
        return machine.execute(rest, scope)
    scope.doubt = doubt
    return machine.store.branch(doubt, [partial(machine.execute, block, scope) for block in (*blocks, rest)])


def follow_match(machine: Machine, node: ast.Match, scope: Scope) -> Flow:
    """Follow all cases, and none of them."""
    scope.doubt = doubt_of(machine.evaluate(node.subject, scope))
    blocks = [partial(machine.execute, case.body, scope) for case in node.cases]
    return machine.store.branch(scope.doubt, [*blocks, _go_on])


def follow_with(machine: Machine, node: ast.With | ast.AsyncWith, scope: Scope) -> Flow:
    """Follow the block, which ends anywhere where exceptions are suppressed."""
    suppresses = False
    for item in node.items:
        value = machine.evaluate(item.context_expr, scope)
        suppresses |= isinstance(value.value, Symbol) and value.value.path == _SUPPRESS
        if item.optional_vars:
            bind(machine, item.optional_vars, value, scope)
    block = partial(machine.execute, node.body, scope)
    return machine.store.branch(unknown("an exception"), [block, _go_on]) if suppresses else block()


def follow_try(machine: Machine, node: ast.Try, scope: Scope) -> Flow:
    """Follow the block as if nothing went wrong, and each handler as if something did at once.

    A name that can be imported is taken for what it is then.
    """

    def block() -> Flow:
        flow = machine.execute(node.body, scope)
        return machine.execute(node.orelse, scope) if flow is Flow.NEXT else flow

    handlers = [(handler, partial(machine.execute, handler.body, scope)) for handler in node.handlers]
    serious = [handle for handler, handle in handlers if not _is_of_imports(handler)]
    flow = machine.store.branch(unknown("an exception"), [block, *serious]) if serious else block()
    for handler, handle in handlers:
        if _is_of_imports(handler):
            machine.store.aside(handle)
    last = machine.execute(node.finalbody, scope)
    return flow if last is Flow.NEXT else last


def _is_of_imports(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return all(isinstance(kind, ast.Name) and kind.id in _OF_IMPORTS for kind in kinds)


def follow_return(machine: Machine, node: ast.Return, scope: Scope) -> Flow:
    """Keep what is returned."""
    scope.returns.append(machine.evaluate(node.value, scope) if node.value else NOTHING)
    return machine.store.leave(Flow.RETURN)


def follow_raise(machine: Machine, node: ast.Raise, scope: Scope) -> Flow:
    """Evaluate what is raised."""
    if node.exc:
        machine.evaluate(node.exc, scope)
    return Flow.RAISE


def follow_leave(machine: Machine, node: ast.Break | ast.Continue, scope: Scope) -> Flow:  # noqa: ARG001 - all have these
    """Leave a loop, or one turn of it."""
    return machine.store.leave(Flow.LEAVE)


def _go_on() -> Flow:
    return Flow.NEXT
