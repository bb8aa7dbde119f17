"""Follow the functions that nothing in a file calls: others may."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.functions import instance_of
from scanner.frontends.python_code.running import Arguments, marks_of, run
from scanner.frontends.python_code.values import Item, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Function


_OTHERS: Final = unknown("what is called before")


def run_uncalled(machine: Machine) -> None:
    """Follow the functions that were not called: first those that nothing mentions, as they may call the others."""
    instances: dict[int, Item] = {}
    mentions = machine.source.words
    for calls_others in (True, False):
        while pending := [
            function
            for function in machine.functions.values()
            if id(function.node) not in machine.done and not (calls_others and _mentioned(function, mentions))
        ]:
            if len(pending) > 1:
                pending.sort(key=partial(_makes, machine))
            for function in pending:
                if id(function.node) in machine.done:  # one before it calls it
                    continue
                method = _as_method(machine, function, instances)
                if id(function.node) not in machine.done:  # making the object did not run it
                    machine.store.perhaps(partial(_run_alone, machine, method), _OTHERS)


def _makes(machine: Machine, function: Function) -> bool:
    """Tell whether a function makes something: those come after the ones that only change what is there."""
    if not any(map(_changes, ast.walk(function.node))):
        return True
    _, makes = machine.rehearse(partial(run, machine, function, Arguments(rest=_OTHERS), function.node))
    return makes


def _changes(node: ast.AST) -> bool:
    """Tell whether something may change what is outside of the function that it stands in."""
    match node:
        case ast.Global() | ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            return True
        case ast.Call(func=ast.Attribute(attr="update" | "append" | "extend" | "setdefault")):
            return True
        case _:
            return False


def _run_alone(machine: Machine, function: Function) -> None:
    """Follow a function that nothing calls: with its defaults, or where it refuses those, with anything."""
    told = {name: item for name, item in function.defaults.items() if item.value}
    for defaults in (function.defaults, told, {}):
        start = len(machine.made)
        run(machine, replace(function, defaults=defaults), Arguments(), function.node)
        if not machine.raised or not defaults:
            return
        machine.forget(start)


def _mentioned(function: Function, mentions: Mapping[str, int]) -> bool:
    *_, owner, name = ("", *function.name.split("."))
    if name == "__init__":  # what calls it names its class
        return mentions[owner] > 1
    return mentions[name] > 1 and not name.startswith("__")


def _as_method(machine: Machine, function: Function, instances: dict[int, Item]) -> Function:
    """Bind a method to an object of its class that was made with nothing but defaults."""
    owner = machine.owners.get(id(function.node))
    marks = marks_of(function)
    if owner is None or "staticmethod" in marks:
        return function
    if "classmethod" in marks:
        return replace(function, bound=Item(owner))
    if id(owner) not in instances:
        instances[id(owner)] = instance_of(machine, owner, Arguments(), None)
    return replace(function, bound=instances[id(owner)])
