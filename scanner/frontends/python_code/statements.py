"""Follow statements: what they assign, define, import and delete."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.frontends.python_code.binding import bind, store_name
from scanner.frontends.python_code.branches import (
    follow_if,
    follow_leave,
    follow_match,
    follow_raise,
    follow_return,
    follow_try,
    follow_with,
)
from scanner.frontends.python_code.changes import exchange, extend, take_out, unite, update
from scanner.frontends.python_code.expressions import operate
from scanner.frontends.python_code.functions import call_item
from scanner.frontends.python_code.lookups import STARS, mro, setter_of
from scanner.frontends.python_code.loops import follow_for, follow_while
from scanner.frontends.python_code.running import Arguments, function_of
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import (
    Box,
    Class,
    Function,
    Item,
    Kind,
    Partial,
    Scope,
    Symbol,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.python_code.machine import Machine

    Decorated: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    from scanner.frontends.python_code.values import Made


_EXITS: Final = frozenset({"sys.exit()", "builtins.exit()", "builtins.quit()", "os._exit()", "os.abort()"})


def _expression(machine: Machine, node: ast.Expr, scope: Scope) -> Flow:
    item = machine.evaluate(node.value, scope)
    ends = isinstance(item.value, Symbol) and item.value.path in _EXITS
    return Flow.RAISE if ends else Flow.NEXT


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
        update(machine, left.value, right)
        return Flow.NEXT
    if isinstance(left.value, Box) and left.value.kind is Kind.LIST and isinstance(node.op, ast.Add):
        extend(machine, left.value, right, node.value)
        return Flow.NEXT
    if isinstance(left.value, Box) and left.value.kind is Kind.SET:
        if isinstance(node.op, ast.BitOr):
            unite(machine, left.value, right, node.value)
        else:
            exchange(machine, left.value, node.value)
        return Flow.NEXT
    bind(machine, node.target, Item(operate(machine, type(node.op), left, right), node.value), scope)
    return Flow.NEXT


def _assert(machine: Machine, node: ast.Assert, scope: Scope) -> Flow:
    machine.evaluate(node.test, scope)
    return Flow.NEXT


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
    item = _decorated(machine, node, Item(function, node), scope)
    sets = any(isinstance(mark, ast.Attribute) and mark.attr == "setter" for mark in node.decorator_list)
    store_name(machine, setter_of(node.name) if sets else node.name, item, scope)
    return Flow.NEXT


def _decorated(machine: Machine, node: Decorated, item: Item, scope: Scope) -> Item:
    """Hand a function or a class to its decorators that the file has; others are taken to give it back."""
    for decorator in reversed(node.decorator_list):
        found = machine.evaluate(decorator, scope)
        if isinstance(found.value, Symbol) and (made := found.value.call):
            made.variable = node.name
        if isinstance(found.value, Function | Class | Partial):
            call = ast.copy_location(ast.Call(decorator, [], []), decorator)
            given = call_item(machine, found, Arguments((item,)), call)
            if given.value is not item.value and isinstance(item.value, Function):
                machine.done.add(id(item.value.node))  # what stands for it calls it
            item = given
    return item


def _class(machine: Machine, node: ast.ClassDef, scope: Scope) -> Flow:
    bases = tuple(machine.evaluate(base, scope) for base in node.bases)
    box = machine.store.box(Kind.OBJECT)
    name = f"{scope.name}.{node.name}" if scope.name else node.name
    machine.execute(node.body, Scope(box, scope, name, is_class=True))
    annotated = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
    known = Class(name, box, bases, tuple(target.id for target in annotated if isinstance(target, ast.Name)))
    machine.step(len(mro(known)) // 16)  # that of each base is known already
    for item in box.entries.values():
        if isinstance(item.value, Function):
            machine.owners[id(item.value.node)] = known
    store_name(machine, node.name, _decorated(machine, node, Item(known, node), scope), scope)
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
            case ast.Attribute(value=of, attr=name):
                if isinstance((holder := machine.evaluate(of, scope)).value, Box):
                    machine.store.drop(holder.value, name)
            case ast.Subscript():
                holder, key = machine.evaluate(target.value, scope), machine.evaluate(target.slice, scope)
                if isinstance(holder.value, Box):
                    take_out(machine, holder.value, key)
    return Flow.NEXT


STATEMENTS: Final[Mapping[type[ast.stmt], Callable[..., Flow]]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Assert: _assert,
    ast.If: follow_if,
    ast.Match: follow_match,
    ast.For: follow_for,
    ast.AsyncFor: follow_for,
    ast.While: follow_while,
    ast.With: follow_with,
    ast.AsyncWith: follow_with,
    ast.Try: follow_try,
    ast.TryStar: follow_try,
    ast.Return: follow_return,
    ast.Raise: follow_raise,
    ast.Break: follow_leave,
    ast.Continue: follow_leave,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Delete: _delete,
}
