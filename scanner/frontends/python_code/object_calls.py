"""Follow the functions of Python and its library that make objects, or that ask for what they have by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.binding import set_attribute
from scanner.frontends.python_code.changes import copied, doubt_all, set_element
from scanner.frontends.python_code.contents import sequence
from scanner.frontends.python_code.lookups import attribute, has_attribute, mro
from scanner.frontends.python_code.operators import mixed
from scanner.frontends.python_code.values import NOTHING, REST, Box, Choice, Class, Item, Key, Kind, maybe, unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.running import Arguments

_DEEPEST: Final = 40


def _set_attribute(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    holder, name, item = (arguments.at(place) or NOTHING for place in range(3))
    if isinstance(name.value, str):
        set_attribute(machine, holder, name.value, item)
    elif isinstance(holder.value, Box):
        set_element(machine, holder.value, name, item)
    return NOTHING


def _get_attribute(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    holder, name = (arguments.at(place) or NOTHING for place in range(2))
    if not isinstance(name.value, str):
        return Item(mixed([holder, name]), node)
    if (default := arguments.at(2)) and has_attribute(holder, name.value) is False:
        return default
    return attribute(machine, holder, name.value, node)


def _namespace(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Make an object of the keyword arguments: `types.SimpleNamespace`."""
    entries: dict[Key, Item] = {name: item for name, item in arguments.keywords.items()}  # noqa: C416 - the keys are of a wider type
    if arguments.args or arguments.rest:
        entries[REST] = Item(unknown("types.SimpleNamespace()", GapReason.UNSUPPORTED, present=False))
    box = machine.store.box(Kind.OBJECT, entries)
    box.of = Class("SimpleNamespace", machine.store.box(Kind.OBJECT), ())
    return Item(box, node)


def _named_tuple(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Make a class of the names of its fields, in one text or several: `collections.namedtuple`."""
    name, names = (arguments.at(place) or NOTHING for place in range(2))
    parts = [item.value for item in sequence(names) or ()]
    if isinstance(names.value, str):
        parts = list(names.value.replace(",", " ").split())
    fields = [part for part in parts if isinstance(part, str)]
    if len(fields) < len(parts) or not fields or not isinstance(name.value, str):
        return Item(unknown("collections.namedtuple()", GapReason.UNSUPPORTED), node)
    defaults = sequence(arguments.keywords.get("defaults", NOTHING)) or []
    given = zip(reversed(fields), reversed(defaults), strict=False)
    required: dict[Key, Item] = {field: Item(unknown(f"{name.value}({field})")) for field in fields}
    return Item(Class(name.value, machine.store.box(Kind.OBJECT, required | dict(given)), (), tuple(fields)), node)


def _replaced(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Copy an object with other fields: `dataclasses.replace`."""
    made = copied(machine, arguments.at(0) or NOTHING, node)
    followed = (has_attribute(made, name) is False for name in ("__init__", "__post_init__"))
    if not isinstance(made.value, Box) or arguments.rest or not all(followed):
        return Item(unknown("dataclasses.replace()", GapReason.UNSUPPORTED), node)
    for name, item in arguments.keywords.items():
        machine.store.put(made.value, name, item)
    return made


def _as_dict(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Copy the fields of a data class into a dictionary; those that are objects become such too."""
    return _fields_of(machine, arguments.at(0) or NOTHING, node, 0)


def _fields_of(machine: Machine, item: Item, node: ast.Call, depth: int) -> Item:
    machine.step()
    match item.value:
        case Box(kind=Kind.OBJECT, of=Class() as known, entries=entries) if depth < _DEEPEST:
            fields = dict.fromkeys(name for one in reversed(mro(known)) for name in one.fields)
            found: dict[Key, Item] = {
                name: _fields_of(machine, attribute(machine, item, name, node), node, depth + 1) for name in fields
            }
            if REST in entries:
                found[REST] = entries[REST]
            return Item(machine.store.box(Kind.DICT, found), node)
        case Box(kind=Kind.DICT | Kind.LIST) as box if depth < _DEEPEST:
            parts = {key: _fields_of(machine, part, node, depth + 1) for key, part in box.entries.items()}
            return Item(machine.store.box(box.kind, parts), item.at, item.key)
        case Box():
            return Item(unknown("dataclasses.asdict()", GapReason.UNSUPPORTED), node)
        case _:
            return item


def _variables(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Give the attributes of an object, as a dictionary that is the same: `vars`. Of one of several, any may change."""
    holder = arguments.at(0) or NOTHING
    match holder.value:
        case Box(of=Class()):
            return attribute(machine, holder, "__dict__", node)
        case Choice(options, doubt):
            for option in options:
                if isinstance(option.value, Box):
                    doubt_all(machine, option.value, maybe(doubt, present=False))
    return Item(mixed([holder]), node)


OBJECT_CALLS: Final[Mapping[str, Callable[[Machine, Arguments, ast.Call], Item]]] = {
    "getattr": _get_attribute,
    "setattr": _set_attribute,
    "vars": _variables,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "collections.namedtuple": _named_tuple,
    "dataclasses.replace": _replaced,
    "dataclasses.asdict": _as_dict,
}
