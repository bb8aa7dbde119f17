"""Follow the few functions of Python and its library that code builds its settings with."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import LONGEST_TEXT, Scalar
from scanner.frontends.python_code.changes import copied
from scanner.frontends.python_code.contents import sequence, spread_into
from scanner.frontends.python_code.freezing import Freezer
from scanner.frontends.python_code.lookups import environment_variable
from scanner.frontends.python_code.object_calls import OBJECT_CALLS
from scanner.frontends.python_code.operators import join, mixed, written
from scanner.frontends.python_code.running import Arguments, run
from scanner.frontends.python_code.sequence_calls import SEQUENCE_CALLS
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Abstract,
    Box,
    Function,
    Item,
    Key,
    Kind,
    Partial,
    Symbol,
    Table,
    maybe,
    unknown,
)
from scanner.frontends.text.positions import LONGEST_NUMBER
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.python_code.machine import Machine


def _environment(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    """Read the environment: a default that the code gives counts, as the defaults of parameters do."""
    name, default = arguments.at(0, "key"), arguments.at(1, "default")
    if default and default.value is not None:
        return default
    missing = environment_variable(name.value) if name and isinstance(name.value, str) else unknown("os.environ")
    return Item(maybe(missing, present=False), node)


def _dict(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    entries: dict[Key, Item] = {}
    for item in arguments.args:
        pairs = sequence(item) if not isinstance(item.value, Table) else None
        values = (part.value for part in pairs or ())
        whole = [value for value in values if isinstance(value, tuple) and len(value) == len(("key", "value"))]
        if pairs and len(whole) == len(pairs):
            entries |= {key.value: value for key, value in whole if isinstance(key.value, str | int)}
        else:
            spread_into(entries, item)
    entries.update(arguments.keywords)
    if arguments.rest:
        entries[REST] = Item(arguments.rest)
    return Item(machine.store.box(Kind.DICT, entries), node)


def _default_dict(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Make a dictionary in which there is something under every key: what is asked for may be made only then."""
    made = _dict(machine, Arguments(arguments.args[1:], arguments.keywords, arguments.rest), node)
    if isinstance(made.value, Box):
        machine.store.put(made.value, REST, Item(unknown("an entry that is made when it is asked for", present=False)))
    return made


def _partial(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    callee, *args = arguments.args or (NOTHING,)
    made = Partial(callee, tuple(args), arguments.keywords, arguments.rest)
    if isinstance(callee.value, Partial):
        machine.step(len(callee.value.args) + len(callee.value.keywords))
        made = callee.value.with_more(made)
    return Item(made, node)


def _copied(*, deep: bool) -> Callable[[Machine, Arguments, ast.Call], Item]:
    def copy(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
        return copied(machine, arguments.at(0) or Item(unknown("a value"), node), node, deep=deep)

    return copy


def _str(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    item = arguments.at(0, "object") or Item("")
    if isinstance(item.value, bool | int | float | str | None):
        try:
            return Item(written(item.value), node)
        except ValueError:
            return Item(unknown("str()", GapReason.UNSUPPORTED), node)
    return Item(join([item]), node)


def _converted(kind: Callable[[bool | int | float | str], Scalar]) -> Callable[[Machine, Arguments, ast.Call], Item]:
    def convert(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
        item = arguments.at(0) or NOTHING
        value = item.value
        if not isinstance(value, bool | int | float | str) or len(str(value)) > LONGEST_NUMBER:
            return Item(mixed([item]), node)
        try:
            return Item(kind(value), node)
        except (ValueError, OverflowError):
            return Item(unknown("a conversion", GapReason.UNSUPPORTED), node)

    return convert


def _dumps(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    item = arguments.at(0) or NOTHING
    try:
        text = json.dumps(_plain(Freezer().frozen(item)))
    except ValueError:
        return Item(mixed([item]), node)
    return Item(text if len(text) <= LONGEST_TEXT else unknown("json.dumps()", GapReason.UNSUPPORTED), node)


def _plain(item: Item) -> object:
    """Give a value as JSON has it. Raises ValueError for one that is not wholly known."""
    match item.value:
        case tuple():
            return [_plain(part) for part in item.value]
        case Table(known, None):
            return {key: _plain(part) for key, part in known.items()}
        case None | bool() | int() | float() | str():
            return item.value
        case _:
            raise ValueError


def _loads(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    item = arguments.at(0) or NOTHING
    if not isinstance(item.value, str):
        return Item(mixed([item]), node)
    try:
        return Item(_boxed(machine, json.loads(item.value), item.at).value, node)
    except (ValueError, RecursionError):
        return Item(unknown("json.loads()", GapReason.UNSUPPORTED), node)


def _boxed(machine: Machine, value: object, at: ast.AST | None) -> Item:
    machine.step()
    match value:
        case dict():
            return Item(
                machine.store.box(Kind.DICT, {str(key): _boxed(machine, part, at) for key, part in value.items()}), at
            )
        case list():
            return Item(machine.store.list(_boxed(machine, part, at) for part in value), at)
        case None | bool() | int() | float() | str():
            return Item(value, at)
        case _:
            return Item(unknown("json.loads()", GapReason.UNSUPPORTED), at)


def _path(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    return Item(join(arguments.args, "/"), node)


def _second(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    """Give the second of two arguments: `typing.cast(kind, value)`."""
    return arguments.at(1) or Item(unknown("a value"), node)


def _field(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Give what a field of a data class is if nothing is given for it."""
    factory = arguments.keywords.get("default_factory")
    if factory and isinstance(factory.value, Function):
        return run(machine, factory.value, Arguments(), node)
    if (
        factory
        and isinstance(factory.value, Symbol)
        and (made := BUILTINS.get(factory.value.path.removeprefix("builtins.")))
    ):
        return made(machine, Arguments(), node)
    default = arguments.at(0, "default")
    if default is None or (isinstance(default.at, ast.Constant) and default.at.value is ...):
        return Item(unknown("a field that must be given"), node)
    return default


def _is_instance(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    value, kind = arguments.at(0) or NOTHING, arguments.at(1) or NOTHING
    kinds = {"builtins.str": str, "builtins.int": int, "builtins.bool": bool}
    wanted = kinds.get(kind.value.path) if isinstance(kind.value, Symbol) else None
    known: Abstract = mixed([value])
    if wanted and isinstance(value.value, bool | int | float | str | None):
        known = isinstance(value.value, wanted)
    return Item(known, node)


BUILTINS: Final[Mapping[str, Callable[[Machine, Arguments, ast.Call], Item]]] = {
    **SEQUENCE_CALLS,
    **OBJECT_CALLS,
    "os.environ.get": _environment,
    "os.getenv": _environment,
    "os.environ.setdefault": _environment,
    "dict": _dict,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _default_dict,
    "functools.partial": _partial,
    "str": _str,
    "int": _converted(int),
    "float": _converted(float),
    "bool": _converted(bool),
    "isinstance": _is_instance,
    "json.dumps": _dumps,
    "json.loads": _loads,
    "os.path.join": _path,
    "copy.copy": _copied(deep=False),
    "copy.deepcopy": _copied(deep=True),
    "typing.cast": _second,
    "dataclasses.field": _field,
    "pydantic.Field": _field,
    "attr.ib": _field,
    "attr.field": _field,
    "attrs.field": _field,
}
