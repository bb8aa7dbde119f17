"""Follow the body of a function with its arguments."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Function,
    Item,
    Key,
    Kind,
    Scope,
    maybe,
    unknown,
)
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.frontends.python_code.machine import Machine

_CACHES: Final = frozenset({"cache", "lru_cache"})
_MANAGERS: Final = frozenset({"contextmanager", "asynccontextmanager"})
_DEEPEST: Final = 8
"""Functions of the file that are followed within each other."""


@record(frozen=True, slots=True)
class Arguments:
    """The arguments of a call; `rest` says that there may be more."""

    args: tuple[Item, ...] = ()
    keywords: Mapping[str, Item] = field(default_factory=dict)
    rest: Unknown | None = None

    def at(self, place: int, name: str = "") -> Item | None:
        """Give an argument by its place or its name."""
        return self.args[place] if place < len(self.args) else self.keywords.get(name)


def function_of(
    machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope, name: str
) -> Function:
    """Define a function; its defaults are what they are when it is defined."""
    full = f"{scope.name}.{name}" if scope.name else name
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs: list[tuple[ast.arg, ast.expr | None]] = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    defaults = {arg.arg: machine.evaluate(default, scope) for arg, default in pairs if default}
    known = scope.visible or scope
    function = Function(node, known, full, defaults)
    machine.functions[id(node)] = function
    return function


def run(machine: Machine, function: Function, arguments: Arguments, node: ast.AST) -> Item:
    """Follow a function's body with its arguments, and give what it returns."""
    identity = id(function.node)
    plain = not (function.bound or arguments.args or arguments.keywords or arguments.rest)
    kept = machine.kept.entries.get(identity) if plain else None
    if kept and not isinstance(kept.value, Unknown):
        return kept
    if any(identity == active for active, _ in machine.active) or len(machine.active) >= _DEEPEST:
        return Item(unknown(f"{function.name}()", GapReason.DEPLOY), node)
    machine.done.add(identity)
    scope = Scope(machine.store.box(Kind.SCOPE), function.scope, function.name)
    for name, item in _bound(machine, function, arguments):
        machine.store.put(scope.box, name, item)
    if isinstance(function.node, ast.Lambda):
        return machine.evaluate(function.node.body, scope)
    machine.functions.setdefault(identity, function)
    machine.active.append((identity, node))
    machine.sites[identity].add(id(node))
    looping, machine.looping = machine.looping, 0
    body, mark, since = function.node.body, machine.store.mark, machine.store.clock

    def doubt() -> Unknown:
        return scope.doubt or unknown(f"{function.name}()", GapReason.DEPLOY)

    try:
        flow, _ = machine.store.enclose(Flow.RETURN, lambda: machine.execute(body, scope), doubt)
    finally:
        machine.active.pop()
        machine.looping = looping
    machine.raised = flow is Flow.RAISE and not scope.returns
    if scope.yields:
        machine.store.doubt_since(mark, since, doubt())
        return _generated(machine, function, scope, doubt())
    if not scope.returns:
        return NOTHING
    result = machine.store.one_of([*scope.returns, *([NOTHING] if flow is Flow.NEXT else [])], doubt())
    if plain and not _CACHES.isdisjoint(marks_of(function)):
        result = kept or result  # it may have been kept before: then what it is now does not matter
        machine.store.put(machine.kept, identity, result)
    return result


def marks_of(function: Function) -> set[str]:
    """Give the names of what a function is decorated with."""
    marks: list[ast.expr] = [] if isinstance(function.node, ast.Lambda) else function.node.decorator_list
    plain = [mark.func if isinstance(mark, ast.Call) else mark for mark in marks]
    return {mark.attr if isinstance(mark, ast.Attribute) else getattr(mark, "id", "") for mark in plain}


def _generated(machine: Machine, function: Function, scope: Scope, doubt: Unknown) -> Item:
    """Give what a generator is: unknown, but for what `with` gets of a context manager."""
    if _MANAGERS.isdisjoint(marks_of(function)):
        return Item(unknown(f"{function.name}()", GapReason.DEPLOY), function.node)
    return machine.store.one_of(scope.yields, doubt)


def _bound(machine: Machine, function: Function, arguments: Arguments) -> Iterator[tuple[str, Item]]:
    """Say what each parameter is: an argument, a default, or not known."""
    spec = function.node.args
    given = list(arguments.args)
    if function.bound:
        given.insert(0, function.bound)
    keywords = dict(arguments.keywords)
    positional = [*spec.posonlyargs, *spec.args]
    for parameter in (*positional, *spec.kwonlyargs):
        name = parameter.arg
        if given and parameter not in spec.kwonlyargs:
            yield name, given.pop(0)
        elif name in keywords:
            yield name, keywords.pop(name)
        elif arguments.rest:
            yield name, Item(arguments.rest)
        elif name in function.defaults:
            yield name, function.defaults[name]
        else:
            yield name, Item(unknown(f"{function.name}({name})"))
    if spec.vararg:
        more: list[Item] = [Item(maybe(arguments.rest, present=False))] if arguments.rest else []
        yield spec.vararg.arg, Item(tuple(given + more))
    if spec.kwarg:
        entries: dict[Key, Item] = {}
        entries.update(keywords)
        if arguments.rest:
            entries[REST] = Item(arguments.rest)
        yield spec.kwarg.arg, Item(machine.store.box(Kind.DICT, entries))
