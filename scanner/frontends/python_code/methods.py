"""Follow the methods of texts, lists and dictionaries."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import LONGEST_TEXT
from scanner.frontends.python_code.changes import (
    add,
    copied,
    empty,
    exchange,
    extend,
    set_element,
    shuffle,
    take_out,
    unite,
    update,
)
from scanner.frontends.python_code.contents import in_order, known_and_rest
from scanner.frontends.python_code.operators import join, mixed, written
from scanner.frontends.python_code.values import (
    NOTHING,
    REST,
    Box,
    Item,
    Kind,
    Rest,
    Table,
    doubt_of,
    maybe,
    texts,
    unknown,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.running import Arguments

_FIELD: Final = re.compile(r"\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}|[{}]")
_POSITION_DIGITS: Final = 3
"""No call has more arguments than these digits count; a longer number is not read at all."""


def call_method(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item | None:
    """Call a method of a value that is known; None for anything else."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    found: Callable[..., Item] | None = None
    match holder.value:
        case str():
            found = _TEXT.get(name)
            if found is None and name in _SIMPLE:
                found = _simple
        case Box(kind=Kind.DICT) | Table():
            found = _DICT.get(name)
        case Box(kind=Kind.LIST):
            found = _LIST.get(name)
        case Box(kind=Kind.SET):
            found = _SET.get(name)
    return found(machine, holder, arguments, node) if found else None


def _format(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    template = holder.value if isinstance(holder.value, str) else ""
    parts: list[Item] = []
    end = count = 0
    for found in _FIELD.finditer(template):
        parts.append(Item(template[end : found.start()]))
        end = found.end()
        if found[0] in ("{{", "}}"):
            parts.append(Item(found[0][0]))
            continue
        name = found[1] or str(count)
        count += 1
        is_position = name.isdecimal() and len(name) <= _POSITION_DIGITS
        item = arguments.keywords.get(name) or (arguments.at(int(name)) if is_position else None)
        if found[1] is None or item is None:
            return Item(mixed([*arguments.args, *arguments.keywords.values()]), node)
        parts.append(_laid_out(item, found[2] or "", found[3] or ""))
    return Item(join([*parts, Item(template[end:])]), node)


def _laid_out(item: Item, conversion: str, layout: str) -> Item:
    if not isinstance(item.value, bool | int | float | str | None):
        return item
    try:
        return Item(written(item.value, conversion, layout))
    except ValueError:
        return Item(unknown("a formatted text", GapReason.UNSUPPORTED))


def _join(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    whole = arguments.at(0) or NOTHING
    parts = in_order(whole)
    separator = holder.value if isinstance(holder.value, str) else ""
    return Item(mixed([whole]) if parts is None else join(parts, separator), node)


def _replace(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    given = texts(arguments.args)
    if len(given) != 2 or not isinstance(holder.value, str):  # noqa: PLR2004 - the old text and the new
        return Item(mixed([holder, *arguments.args]), node)
    old, new = given
    fits = len(holder.value) * (len(new) + 1) <= LONGEST_TEXT
    return Item(holder.value.replace(old, new) if fits else unknown("replace()", GapReason.UNSUPPORTED), node)


def _simple(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    given = texts(arguments.args)
    if len(given) < len(arguments.args) or arguments.keywords or not isinstance(holder.value, str):
        return Item(mixed([holder, *arguments.args]), node)
    try:
        result = getattr(str, name)(holder.value, *given)
    except (TypeError, ValueError):
        return Item(unknown(f"{name}()", GapReason.UNSUPPORTED), node)
    if isinstance(result, list):
        machine.step(len(result))
        return Item(machine.store.list(Item(part, node) for part in result), node)
    return Item(result, node)


_SIMPLE: Final = frozenset(
    {"upper", "lower", "strip", "lstrip", "rstrip", "split", "startswith", "endswith", "title", "removeprefix"}
    | {"removesuffix", "capitalize"}
)


def _get(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    key, default = arguments.at(0) or NOTHING, arguments.at(1) or NOTHING
    entries, rest = known_and_rest(holder)
    if not isinstance(key.value, str | int):
        return machine.store.one_of([*entries.values(), default], maybe(doubt_of(key), present=False))
    if key.value in entries:
        return entries[key.value]
    return Item(maybe(rest, present=False), node) if rest else default


def _pop(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    item = _get(machine, holder, arguments, node)
    if isinstance(holder.value, Box):
        take_out(machine, holder.value, arguments.at(0) or NOTHING)
    return item


def _set_default(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    item = _get(machine, holder, arguments, node)
    key = arguments.at(0) or NOTHING
    if isinstance(holder.value, Box) and not (isinstance(key.value, str) and key.value in holder.value.entries):
        set_element(machine, holder.value, key, item)
    return item


def _update(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    if isinstance(holder.value, Box):
        for item in arguments.args:
            update(machine, holder.value, item)
        update(machine, holder.value, Item(Table(arguments.keywords, arguments.rest)))
    return NOTHING


def _items(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    entries, rest = known_and_rest(holder)
    if rest:
        return Item(maybe(rest, present=False), node)
    pairs = (Item((Item(key, item.key), item), item.at) for key, item in entries.items() if not isinstance(key, Rest))
    return Item(tuple(pairs), node)


def _keys(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    pairs = _items(machine, holder, arguments, node)
    return (
        Item(tuple(pair.value[0] for pair in pairs.value if isinstance(pair.value, tuple)), node)
        if isinstance(pairs.value, tuple)
        else pairs
    )


def _values(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    pairs = _items(machine, holder, arguments, node)
    return (
        Item(tuple(pair.value[1] for pair in pairs.value if isinstance(pair.value, tuple)), node)
        if isinstance(pairs.value, tuple)
        else pairs
    )


def _copy(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    return copied(machine, holder, node)


def _append(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    if isinstance(holder.value, Box) and arguments.args:
        machine.store.append(holder.value, arguments.args[0])
        if machine.looping:
            _open(machine, holder.value, Item(unknown("a loop"), node))
    return NOTHING


def _extend(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    if isinstance(holder.value, Box):
        extend(machine, holder.value, arguments.at(0) or NOTHING, node)
    return NOTHING


def _add(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    if isinstance(holder.value, Box):
        add(machine, holder.value, arguments.at(0) or NOTHING, node)
    return NOTHING


def _unite(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:
    if isinstance(holder.value, Box):
        for item in arguments.args:
            unite(machine, holder.value, item, node)
    return NOTHING


def _open(machine: Machine, box: Box, why: Item) -> None:
    machine.store.put(box, REST, Item(maybe(doubt_of(why), present=False), why.at))


def _shuffled(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    if isinstance(holder.value, Box):
        shuffle(machine, holder.value)
    return Item(unknown("an element of a list", GapReason.UNSUPPORTED), node)


def _exchanged(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    if isinstance(holder.value, Box):
        exchange(machine, holder.value, node)
    return NOTHING


def _cleared(machine: Machine, holder: Item, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    if isinstance(holder.value, Box):
        empty(machine, holder.value)
    return NOTHING


_TEXT: Final = {"format": _format, "join": _join, "replace": _replace}
_DICT: Final = {
    "get": _get,
    "pop": _pop,
    "setdefault": _set_default,
    "update": _update,
    "items": _items,
    "keys": _keys,
    "values": _values,
    "copy": _copy,
    "clear": _cleared,
    "popitem": _shuffled,
}
_SET: Final = {
    "add": _add,
    "update": _unite,
    "copy": _copy,
    "clear": _cleared,
    "discard": _shuffled,
    "remove": _shuffled,
    "pop": _shuffled,
    "difference_update": _shuffled,
    "intersection_update": _shuffled,
    "symmetric_difference_update": _exchanged,
}
_LIST: Final = {
    "append": _append,
    "extend": _extend,
    "copy": _copy,
    "insert": _shuffled,
    "pop": _shuffled,
    "remove": _shuffled,
    "reverse": _shuffled,
    "sort": _shuffled,
    "clear": _cleared,
}
