"""Follow statements of which not all blocks run, or not to their ends."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.binding import bind, store_name
from scanner.frontends.python_code.contents import truth
from scanner.frontends.python_code.lookups import attribute
from scanner.frontends.python_code.operators import compare
from scanner.frontends.python_code.running import Arguments, run
from scanner.frontends.python_code.store import Flow, go_on
from scanner.frontends.python_code.trail import Changes
from scanner.frontends.python_code.values import (
    NOTHING,
    Box,
    Function,
    Item,
    Symbol,
    doubt_of,
    is_plain,
    maybe,
    unknown,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.frontends.nodes import Unknown
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope

_EXCEPTION: Final = unknown("an exception")
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
    """Follow the case that fits, or all that may, and none of them where none is for all the rest."""
    subject = machine.evaluate(node.subject, scope)
    cases, is_whole = _that_may_fit(machine, node.cases, subject, scope)
    doubt = unknown("a match", GapReason.UNSUPPORTED) if is_plain(subject.value) else doubt_of(subject)

    def follow(case: ast.match_case) -> Flow:
        for pattern in ast.walk(case.pattern):
            name = getattr(pattern, "rest", None) or getattr(pattern, "name", None)
            if isinstance(name, str):
                whole = pattern is case.pattern
                store_name(machine, name, subject if whole else Item(maybe(doubt, present=False), node), scope)
        if case.guard:
            machine.evaluate(case.guard, scope)
        return machine.execute(case.body, scope)

    blocks: list[Callable[[], Flow]] = [partial(follow, case) for case in cases]
    if not is_whole:
        blocks.append(go_on)
    if len(blocks) == 1:
        return blocks[0]()
    scope.doubt = doubt
    return machine.store.branch(doubt, blocks)


def _that_may_fit(
    machine: Machine, cases: Sequence[ast.match_case], subject: Item, scope: Scope
) -> tuple[list[ast.match_case], bool]:
    """Give the cases that may be the one, and whether one of them certainly is."""
    found: list[ast.match_case] = []
    for case in cases:
        fits = _fits(machine, case.pattern, subject, scope)
        if fits is not False:
            found.append(case)
        if fits and case.guard is None:
            return found, True
    return found, False


def _fits(machine: Machine, pattern: ast.pattern, subject: Item, scope: Scope) -> bool | None:
    """Tell whether a value fits a pattern; None where that cannot be told."""
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _fits(machine, inner, subject, scope)
        case ast.MatchOr(patterns=patterns):
            fitting = [_fits(machine, inner, subject, scope) for inner in patterns]
            return True if True in fitting else None if None in fitting else False
        case ast.MatchValue(value=value):
            return compare(ast.Eq, subject.value, machine.evaluate(value, scope).value)
        case ast.MatchSingleton(value=value) if is_plain(subject.value):
            return subject.value is value
        case _:
            return None


def follow_with(machine: Machine, node: ast.With | ast.AsyncWith, scope: Scope) -> Flow:
    """Follow the block between what context managers of the file do before and after it.

    Where exceptions are suppressed, it may have ended anywhere.
    """
    managers = [(machine.evaluate(item.context_expr, scope), item.context_expr) for item in node.items]
    for (manager, place), item in zip(managers, node.items, strict=True):
        entered = _managed(machine, manager, "__enter__", Arguments(), place)
        if item.optional_vars:
            bind(machine, item.optional_vars, entered or manager, scope)
    block = partial(machine.execute, node.body, scope)
    if any(_suppresses(machine, *each) for each in managers):
        block = partial(_suppressed, machine, block)

    def leave() -> Flow:
        for manager, place in reversed(managers):
            _managed(machine, manager, "__exit__", _NO_ERROR, place)
        return Flow.NEXT

    of_file = any(isinstance(manager.value, Box) for manager, _ in managers)
    return _at_last(machine, block, leave) if of_file else block()


def _suppressed(machine: Machine, block: Callable[[], Flow]) -> Flow:
    """Follow a block that may have ended anywhere."""
    store, since, ways = machine.store, machine.store.clock, list[Changes]()

    def whole() -> Flow:
        mark = store.mark
        flow = block()
        ways.extend(store.ways(mark, since))
        return flow

    def fail() -> Flow:
        store.keep([{}, *ways], _EXCEPTION, since)
        return Flow.NEXT

    return store.branch(_EXCEPTION, [whole, fail])


def _at_last(machine: Machine, block: Callable[[], Flow], last: Callable[[], Flow]) -> Flow:
    """Follow a block and what is done at last, whichever way the block is left."""
    since = machine.store.clock
    flow, end, early = machine.store.outcome(block)
    ways = {kind: ends for kind, ends in early.items() if ends}
    ways.setdefault(flow, [end])

    def finish(kind: Flow) -> Flow:
        machine.store.keep(ways[kind], _EXCEPTION, since)
        if (ended := last()) is not Flow.NEXT:
            return ended
        return machine.store.leave(kind) if kind in early else kind

    if len(ways) == 1:
        return finish(flow)
    return machine.store.branch(_EXCEPTION, [partial(finish, kind) for kind in ways])


_NO_ERROR: Final = Arguments((NOTHING, NOTHING, NOTHING))


def _managed(machine: Machine, manager: Item, name: str, arguments: Arguments, node: ast.expr) -> Item | None:
    """Run what an object of the file does at one end of a `with`."""
    if not (isinstance(manager.value, Box) and manager.value.of):
        return None
    method = attribute(machine, manager, name, node).value
    return run(machine, method, arguments, node) if isinstance(method, Function) else None


def _suppresses(machine: Machine, manager: Item, node: ast.expr) -> bool:
    if isinstance(manager.value, Symbol):
        return manager.value.path == _SUPPRESS
    answers: list[Item | None] = []
    machine.rehearse(lambda: answers.append(_managed(machine, manager, "__exit__", _NO_ERROR, node)))
    answer = answers[0]
    return answer is not None and truth(answer) is not False


def follow_try(machine: Machine, node: ast.Try, scope: Scope) -> Flow:
    """Follow the block, the handlers and what is done at last, whichever way the others are left."""
    handled = partial(_handled, machine, node, scope)
    return _at_last(machine, handled, partial(machine.execute, node.finalbody, scope)) if node.finalbody else handled()


def _handled(machine: Machine, node: ast.Try, scope: Scope) -> Flow:
    """Follow the block as if nothing went wrong, and each handler as if something did somewhere in it.

    A name that can be imported is taken for what it is then.
    """
    store = machine.store
    serious = [handler for handler in node.handlers if not _is_of_imports(handler)]
    since = store.clock
    failing: list[Changes] = [{}]

    def block() -> Flow:
        mark = store.mark
        flow = machine.execute(node.body, scope)
        if serious:
            failing.extend(store.ways(mark, since))
        return machine.execute(node.orelse, scope) if flow is Flow.NEXT else flow

    def handle(handler: ast.ExceptHandler) -> Flow:
        store.keep(failing, _EXCEPTION, since)
        return machine.execute(handler.body, scope)

    handles = [partial(handle, handler) for handler in serious]
    flow = store.branch(_EXCEPTION, [block, *handles]) if serious else block()
    for handler in node.handlers:
        if handler not in serious:
            store.aside(partial(machine.execute, handler.body, scope))
    return flow


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
