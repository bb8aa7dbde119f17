"""Look up names, attributes and elements."""

from __future__ import annotations

import builtins
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.contents import known_and_rest
from scanner.frontends.python_code.operators import mixed
from scanner.frontends.python_code.running import Arguments, marks_of, run
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Abstract,
    Box,
    Choice,
    Class,
    Function,
    Item,
    Kind,
    Scope,
    Super,
    Symbol,
    Table,
    doubt_of,
    maybe,
    unknown,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from scanner.frontends.python_code.machine import Machine

STARS: Final = "*"
"""The name under which a file's scope keeps what it imports all names of."""

_BUILTINS: Final = frozenset(dir(builtins))


def lookup(scope: Scope, name: str) -> Item:
    """Look a name up: in this function, those around it, the file, the packages it imports all of, and Python."""
    if name in scope.elsewhere:
        scope = scope.elsewhere[name]
    inner: Scope | None = scope
    while inner:
        if name in inner.box.entries:
            return inner.box.entries[name]
        inner = inner.outer.visible if inner.outer else None
    if name in _BUILTINS:
        return Item(Symbol(f"builtins.{name}"))
    if star := scope.module.box.entries.get(STARS):
        return Item(Symbol(f"{star.value}.{name}"))
    return Item(unknown(name))


def attribute(  # noqa: C901, PLR0911, PLR0912 - one case for each kind of value
    machine: Machine, item: Item, name: str, node: ast.AST
) -> Item:
    """Look an attribute up."""
    match item.value:
        case Symbol(path, call, owner):
            if call and (found := call.attributes.entries.get(name) or call.keywords.get(name)):
                return found
            return Item(Symbol(f"{path}.{name}", owner=call or owner), node)
        case Box(of=known, entries=entries) if known:
            if not name.startswith("__") and _is_method(known, "__getattribute__"):
                return Item(unknown(f"{known.name}.{name}"), node)
            if name in entries:
                return entries[name]
            if name == "__dict__":
                return Item(Box(Kind.DICT, entries, item.value.born), node)
            if REST in entries and not _is_method(known, name):
                return Item(doubt_of(entries[REST]), node)
            return _of_class(machine, known, name, node, item)
        case Class():
            return _of_class(machine, item.value, name, node, None)
        case Box() | tuple() | Table():
            return Item(Symbol(f"builtins.{name}"), node) if not machine.watches(name) else _stranger(name, node)
        case str() | int() | float() if name == "value":  # of an enumeration
            return item
        case str():
            return Item(Symbol(f"builtins.str.{name}"), node)
        case Super(me, classes, base):
            return _in_classes(machine, classes, name, me, node) or _of_base(base, name, node)
        case Choice(options, doubt):
            return machine.store.one_of([attribute(machine, option, name, node) for option in options], doubt)
        case Unknown(needs=needs, reason=reason):
            if machine.watches(name):
                return _stranger(name, node)
            return Item(Unknown(f"${{{needs[0]}.{name}}}", reason, tuple(f"{need}.{name}" for need in needs)), node)
        case _ if machine.watches(name):
            return _stranger(name, node)
        case _:
            return Item(unknown(name, GapReason.UNSUPPORTED), node)


def has_attribute(item: Item, name: str) -> bool | None:
    """Tell whether an object or a class of the file has an attribute; None where that cannot be told."""
    match item.value:
        case Box(of=Class() as known, entries=entries):
            if name in entries:
                return True
        case Class() as known:
            entries = {}
        case _:
            return None
    line = mro(known)
    if any(name in one.box.entries for one in line):
        return True
    whole = all(isinstance(base.value, Class) for one in line for base in one.bases)
    answers = any(_is_method(known, way) for way in ("__getattr__", "__getattribute__"))
    return False if whole and not answers and REST not in entries else None


def _is_method(known: Class, name: str) -> bool:
    return any(isinstance(one.box.entries.get(name, NOTHING).value, Function) for one in mro(known))


def _of_base(base: Symbol | None, name: str, node: ast.AST) -> Item:
    return Item(Symbol(f"{base.path}.{name}") if base else unknown(f"super().{name}", GapReason.UNSUPPORTED), node)


def _stranger(name: str, node: ast.AST) -> Item:
    """Stand for a method of something that is not known."""
    return Item(Symbol(f"?.{name}"), node)


def _of_class(machine: Machine, known: Class, name: str, node: ast.AST, instance: Item | None) -> Item:
    if found := _in_classes(machine, mro(known), name, instance or Item(known, node), node):
        return found
    if instance and not name.startswith("__") and _is_method(known, "__getattr__"):
        return Item(unknown(f"{known.name}.{name}"), node)
    if base := foreign_base(known):
        return Item(Symbol(f"{base.path}().{name}"), node)
    return Item(unknown(f"{known.name}.{name}"), node)


def _in_classes(machine: Machine, classes: Iterable[Class], name: str, me: Item, node: ast.AST) -> Item | None:
    """Look a name up in classes, nearest first; a method is bound to an object, or to its class."""
    found = next((one.box.entries[name] for one in classes if name in one.box.entries), None)
    if found is None or not isinstance(found.value, Function):
        return found
    marks = marks_of(found.value)
    if "classmethod" in marks:
        kind = me.value.of if isinstance(me.value, Box) else me.value
        return Item(replace(found.value, bound=Item(kind, node)), node) if isinstance(kind, Class) else found
    if "staticmethod" in marks or isinstance(me.value, Class):
        return found
    method = replace(found.value, bound=me)
    if marks.isdisjoint(_PROPERTIES):
        return Item(method, node)
    value = run(machine, method, Arguments(), node)
    if "cached_property" in marks and isinstance(me.value, Box):
        machine.store.put(me.value, name, value)
    return value


_PROPERTIES: Final = frozenset({"property", "cached_property"})


def setter_of(name: str) -> str:
    """Name what sets a property, in the box of its class."""
    return f"{name}.setter"


def mro(known: Class) -> tuple[Class, ...]:
    """Give a class and its bases in this file, in the order in which Python looks into them."""
    if not known.line:
        bases = [base.value for base in known.bases if isinstance(base.value, Class) and base.value is not known]
        if len(bases) == 1:
            known.line = (known, *mro(bases[0]))
            return known.line
        waiting = [*(deque(mro(base)) for base in bases), deque(bases)]
        line = [known]
        while waiting := [row for row in waiting if row]:
            behind = {one for row in waiting for one in list(row)[1:]}
            first = next((row[0] for row in waiting if row[0] not in behind), waiting[0][0])
            line.append(first)
            for row in waiting:
                if row[0] is first:
                    row.popleft()
        known.line = tuple(dict.fromkeys(line))
    return known.line


def foreign_base(known: Class) -> Symbol | None:
    """Give the class of another package that a class is made of, if it is."""
    if known.foreign is None:
        bases = (base.value for one in mro(known) for base in one.bases)
        known.foreign = next((base for base in bases if isinstance(base, Symbol)), _NO_BASE)
    return None if known.foreign is _NO_BASE else known.foreign


_NO_BASE: Final = Symbol("")


def element(machine: Machine, item: Item, key: Item, node: ast.AST) -> Item:  # noqa: C901, PLR0911 - one case for each kind of value
    """Look an element up."""
    match item.value, key.value:
        case Symbol("os.environ"), str() as name:
            return Item(environment_variable(name), node)
        case Symbol(path, call, owner), str() | int() as name:
            return Item(Symbol(f"{path}[{name}]", owner=call or owner), node)
        case Symbol(), _:
            return Item(doubt_of(item), node)
        case ((Box(kind=Kind.DICT | Kind.LIST) | tuple() | Table()), (Unknown() | Symbol())):
            return Item(_any_element(machine, item, maybe(doubt_of(key), present=True)), node)
        case Box(kind=Kind.DICT | Kind.LIST, entries=entries), str() | int() as name:
            if isinstance(name, int) and name < 0:
                name += len(entries)
            if found := entries.get(name):
                return found
            return Item(doubt_of(entries[REST]) if REST in entries else unknown(str(name)), node)
        case Table() as table, str() as name:
            return table.known.get(name) or Item(table.rest or unknown(name), node)
        case tuple() as parts, int() as at if -len(parts) <= at < len(parts):
            found_there: Item = parts[at]
            return found_there
        case Unknown(needs=needs, reason=reason), str() | int() as name:
            return Item(Unknown(f"${{{needs[0]}[{name}]}}", reason, tuple(f"{need}[{name}]" for need in needs)), node)
        case Box() | tuple() | Table(), _:
            return Item(maybe(doubt_of(key), present=True), node)
        case _:
            return Item(mixed([item, key]), node)


def _any_element(machine: Machine, item: Item, doubt: Unknown) -> Abstract:
    """Give what all elements agree on, where it is not known which one is asked for."""
    if isinstance(item.value, tuple):
        return machine.store.one_of(item.value, doubt).value if item.value else doubt
    known, rest = known_and_rest(item)
    return machine.store.one_of([*known.values()], doubt).value if known and not rest else doubt


def environment_variable(name: str) -> Unknown:
    """Say that only the environment decides."""
    return Unknown(f"${{{name}}}", GapReason.VARIABLE, (f"the environment variable {name}",))
