"""Follow the functions of Python that make lists and sets, or that go through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Scalar, Unknown
from scanner.frontends.python_code.changes import shuffle
from scanner.frontends.python_code.contents import has_no_order, in_order, may_be_missing, sequence
from scanner.frontends.python_code.operators import mixed
from scanner.frontends.python_code.values import NOTHING, Box, Item, doubt_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.running import Arguments


def _list(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    if not arguments.args:
        return Item(machine.store.list(()), node)
    given = arguments.args[0]
    found = sequence(given)
    if found is None:
        return Item(doubt_of(given), node)
    made = machine.store.list(found)
    if has_no_order(given) and len(found) > 1:
        shuffle(machine, made, "the order of a set")
    return Item(made, node)


def _set(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    found = sequence(arguments.args[0]) if arguments.args else []
    return Item(doubt_of(arguments.args[0]) if found is None else machine.store.set(found), node)


def _sorted(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    """Sort what is known without a key; of all else the order is not known."""
    found = sequence(arguments.at(0) or NOTHING) or []
    kinds = {type(item.value) for item in found}
    if not arguments.keywords and kinds in ({str}, {int}):
        ordered = sorted(found, key=lambda item: item.value if isinstance(item.value, str | int) else 0)
        return Item(machine.store.list(ordered), node)
    made = _list(machine, arguments, node)
    if isinstance(made.value, Box):
        shuffle(machine, made.value)
    return made


def _whole(item: Item) -> list[Item] | None:
    """Give what a loop goes through, where each of it is certainly there and in its place; None for all else."""
    found = in_order(item)
    return None if any(map(may_be_missing, found or ())) else found


def _zip(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    columns = [_whole(item) for item in arguments.args]
    known = [column for column in columns if column is not None]
    if len(known) < len(columns) or arguments.rest:
        return Item(mixed(arguments.args), node)
    machine.step(sum(map(len, known)))
    return Item(tuple(Item(parts, node) for parts in zip(*known, strict=False)), node)


def _enumerate(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:
    whole, start = arguments.at(0, "iterable") or NOTHING, arguments.at(1, "start") or Item(0)
    found = _whole(whole)
    if found is None or not isinstance(start.value, int):
        return Item(mixed([whole, start]), node)
    machine.step(len(found))
    return Item(tuple(Item((Item(at, node), part), node) for at, part in enumerate(found, start.value)), node)


def _reversed(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    whole = arguments.at(0) or NOTHING
    found = _whole(whole)
    return Item(mixed([whole]) if found is None else tuple(reversed(found)), node)


def _shuffle(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    whole = arguments.at(0) or NOTHING
    if isinstance(whole.value, Box):
        shuffle(machine, whole.value)
    return NOTHING


def _len(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
    item = arguments.at(0) or NOTHING
    if isinstance(item.value, str):
        return Item(len(item.value), node)
    found = sequence(item)
    certain = found is not None and not any(isinstance(part.value, Unknown) for part in found)
    return Item(len(found) if found is not None and certain else mixed([item]), node)


def _chosen(choose: Callable[..., Scalar]) -> Callable[[Machine, Arguments, ast.Call], Item]:
    def choice(machine: Machine, arguments: Arguments, node: ast.Call) -> Item:  # noqa: ARG001 - all have these
        one = len(arguments.args) == 1
        items = (sequence(arguments.args[0]) if one else list(arguments.args)) or []
        numbers = [item.value for item in items if isinstance(item.value, int | float)]
        if not items or len(numbers) < len(items):
            return Item(mixed(items or list(arguments.args)), node)
        return Item(choose(numbers), node)

    return choice


SEQUENCE_CALLS: Final[Mapping[str, Callable[[Machine, Arguments, ast.Call], Item]]] = {
    "list": _list,
    "tuple": _list,
    "set": _set,
    "frozenset": _set,
    "sorted": _sorted,
    "reversed": _reversed,
    "enumerate": _enumerate,
    "zip": _zip,
    "len": _len,
    "max": _chosen(max),
    "min": _chosen(min),
    "sum": _chosen(sum),
    "random.shuffle": _shuffle,
}
