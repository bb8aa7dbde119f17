"""Follow statements: what they assign, which of their blocks run, and how the others may have ended."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.binding import bind, store_name
from scanner.frontends.python_code.contents import spread_into, truth
from scanner.frontends.python_code.expressions import operate
from scanner.frontends.python_code.lookups import STARS
from scanner.frontends.python_code.loops import follow_for, follow_while
from scanner.frontends.python_code.running import function_of
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import (
    NOTHING,
    Box,
    Class,
    Function,
    Item,
    Kind,
    Scope,
    Symbol,
    doubt_of,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Key, Made


def _expression(machine: Machine, node: ast.Expr, scope: Scope) -> Flow:
    machine.evaluate(node.value, scope)
    return Flow.NEXT


def _assign(machine: Machine, node: ast.Assign, scope: Scope) -> Flow:
    item = _named(machine, node.value, node.targets[0], scope)
    for target in node.targets:
        bind(machine, target, item, scope)
    return Flow.NEXT


def _annotated(machine: Machine, node: ast.AnnAssign, scope: Scope) -> Flow:
    if node.value:
        bind(machine, node.target, _named(machine, node.value, node.target, scope), scope)
    elif scope.is_class and isinstance(node.target, ast.Name):
        machine.store.put(scope.box, node.target.id, Item(unknown(f"{scope.name}({node.target.id})")))
    return Flow.NEXT


def _named(machine: Machine, value: ast.expr, target: ast.expr, scope: Scope) -> Item:
    """Evaluate, and name the call that makes the value by what it is assigned to."""
    item = machine.evaluate(value, scope)
    if isinstance(item.value, Symbol) and (made := item.value.call):
        name = target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
        if isinstance(value, ast.Call) and name:
            _name(made, name)
    return item


def _name(made: Made, name: str) -> None:
    """Name a call, and what it was called on where that gives itself."""
    chain: Made | None = made
    while chain is not None and not chain.variable:
        chain.variable = name
        chain = chain.owner if chain.name.startswith("with_") else None


def _augmented(machine: Machine, node: ast.AugAssign, scope: Scope) -> Flow:
    left, right = machine.evaluate(node.target, scope), machine.evaluate(node.value, scope)
    if isinstance(left.value, Box) and left.value.kind is Kind.DICT and isinstance(node.op, ast.BitOr):
        more: dict[Key, Item] = {}
        spread_into(more, right)
        for key, item in more.items():
            machine.store.put(left.value, key, item)
        return Flow.NEXT
    bind(machine, node.target, Item(operate(machine, type(node.op), left, right), node.value), scope)
    return Flow.NEXT


def _if(machine: Machine, node: ast.If, scope: Scope) -> Flow:
    test = machine.evaluate(node.test, scope)
    known = truth(test)
    if known is not None:
        return machine.execute(node.body if known else node.orelse, scope)
    scope.doubt = doubt_of(test)
    blocks = [partial(machine.execute, block, scope) for block in (node.body, node.orelse)]
    return machine.store.branch(scope.doubt, blocks)


def _match(machine: Machine, node: ast.Match, scope: Scope) -> Flow:
    scope.doubt = doubt_of(machine.evaluate(node.subject, scope))
    blocks = [partial(machine.execute, case.body, scope) for case in node.cases]
    return machine.store.branch(scope.doubt, [*blocks, lambda: Flow.NEXT])


def _with(machine: Machine, node: ast.With | ast.AsyncWith, scope: Scope) -> Flow:
    for item in node.items:
        value = machine.evaluate(item.context_expr, scope)
        if item.optional_vars:
            bind(machine, item.optional_vars, value, scope)
    return machine.execute(node.body, scope)


def _try(machine: Machine, node: ast.Try, scope: Scope) -> Flow:
    """Follow the block as if nothing went wrong, then look into the handlers: what they change is for when it did."""
    flow = machine.execute(node.body, scope)
    doubt = unknown("an exception")
    for handler in node.handlers:
        handle = partial(machine.execute, handler.body, scope)
        if flow is Flow.NEXT:
            machine.store.aside(handle)
        else:
            machine.store.branch(doubt, [handle])
    if flow is Flow.NEXT:
        flow = machine.execute(node.orelse, scope)
    last = machine.execute(node.finalbody, scope)
    return flow if last is Flow.NEXT else last


def _return(machine: Machine, node: ast.Return, scope: Scope) -> Flow:
    scope.returns.append(machine.evaluate(node.value, scope) if node.value else NOTHING)
    return Flow.RETURN


def _raise(machine: Machine, node: ast.Raise, scope: Scope) -> Flow:  # noqa: ARG001 - all have these
    return Flow.RETURN


def _leave(machine: Machine, node: ast.Break | ast.Continue, scope: Scope) -> Flow:  # noqa: ARG001 - all have these
    return Flow.LEAVE


def _import(machine: Machine, node: ast.Import, scope: Scope) -> Flow:
    for alias in node.names:
        name, path = (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
        store_name(machine, name, Item(Symbol(path), alias), scope)
    return Flow.NEXT


def _import_from(machine: Machine, node: ast.ImportFrom, scope: Scope) -> Flow:
    package = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            machine.store.put(scope.module.box, STARS, Item(package, alias))
            continue
        path = package + alias.name if package.endswith(".") else f"{package}.{alias.name}"
        store_name(machine, alias.asname or alias.name, Item(Symbol(path), alias), scope)
    return Flow.NEXT


def _function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Flow:
    function = function_of(machine, node, scope, node.name)
    for decorator in node.decorator_list:
        found = machine.evaluate(decorator, scope)
        if isinstance(found.value, Symbol) and (made := found.value.call):
            made.variable = node.name
    store_name(machine, node.name, Item(function, node), scope)
    return Flow.NEXT


def _class(machine: Machine, node: ast.ClassDef, scope: Scope) -> Flow:
    bases = tuple(machine.evaluate(base, scope) for base in node.bases)
    box = machine.store.box(Kind.SCOPE)
    name = f"{scope.name}.{node.name}" if scope.name else node.name
    machine.execute(node.body, Scope(box, scope, name, is_class=True))
    known = Class(name, box, bases)
    for item in box.entries.values():
        if isinstance(item.value, Function):
            machine.owners[id(item.value.node)] = known
    store_name(machine, node.name, Item(known, node), scope)
    return Flow.NEXT


def _global(machine: Machine, node: ast.Global, scope: Scope) -> Flow:  # noqa: ARG001 - all have these
    scope.elsewhere.update(dict.fromkeys(node.names, scope.module))
    return Flow.NEXT


def _nonlocal(machine: Machine, node: ast.Nonlocal, scope: Scope) -> Flow:  # noqa: ARG001 - all have these
    for name in node.names:
        outer = scope.outer
        while outer and name not in outer.box.entries:
            outer = outer.outer
        if outer:
            scope.elsewhere[name] = outer
    return Flow.NEXT


def _delete(machine: Machine, node: ast.Delete, scope: Scope) -> Flow:
    for target in node.targets:
        match target:
            case ast.Name(id=name):
                machine.store.drop(scope.elsewhere.get(name, scope).box, name)
            case ast.Subscript():
                holder, key = machine.evaluate(target.value, scope), machine.evaluate(target.slice, scope)
                if isinstance(holder.value, Box) and isinstance(key.value, str):
                    machine.store.drop(holder.value, key.value)
    return Flow.NEXT


STATEMENTS: Final[Mapping[type[ast.stmt], Callable[..., Flow]]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: _if,
    ast.Match: _match,
    ast.For: follow_for,
    ast.AsyncFor: follow_for,
    ast.While: follow_while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: _leave,
    ast.Continue: _leave,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Delete: _delete,
}
