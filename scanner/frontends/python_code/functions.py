"""Call what can be called: functions and classes of the file with their arguments, and what other packages give."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.builtin_calls import BUILTINS
from scanner.frontends.python_code.exported import run_cell
from scanner.frontends.python_code.lookups import attribute, foreign_base, mro
from scanner.frontends.python_code.methods import call_method
from scanner.frontends.python_code.running import Arguments, run
from scanner.frontends.python_code.store import Flow
from scanner.frontends.python_code.values import (
    REST,
    Box,
    Choice,
    Class,
    Function,
    Item,
    Kind,
    Partial,
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
    from collections.abc import Mapping

    from scanner.frontends.nodes import Unknown
    from scanner.frontends.python_code.machine import Machine

_HAND_ON: Final = frozenset({"to_thread", "run_in_executor", "submit"})
"""What calls what it is given with the arguments that follow: of asyncio, its loops and executors."""

_TYPED_DICTS: Final = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})


def call(machine: Machine, node: ast.Call, scope: Scope) -> Item:
    """Call what an expression names."""
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return _super(machine, scope, node)
    if isinstance(node.func, ast.Attribute):
        if node.func.attr == "run_cell_magic":
            run_cell(machine, node, scope)
        holder = machine.evaluate(node.func.value, scope)
        arguments = arguments_of(machine, node, scope)
        if (found := call_method(machine, holder, arguments, node)) is not None:
            return found
        target = attribute(machine, holder, node.func.attr, node.func)
    else:
        target = machine.evaluate(node.func, scope)
        arguments = arguments_of(machine, node, scope)
    return call_item(machine, target, arguments, node)


def call_item(machine: Machine, target: Item, arguments: Arguments, node: ast.Call) -> Item:
    """Call what an item is."""
    machine.step(len(arguments.args) + len(arguments.keywords))
    match target.value:
        case Function() as function:
            return run(machine, function, arguments, node)
        case Class() as known:
            return instance_of(machine, known, arguments, node)
        case Partial(callee) as bound:
            whole = bound.with_more(Partial(callee, arguments.args, arguments.keywords, arguments.rest))
            return call_item(machine, callee, Arguments(whole.args, whole.keywords, whole.rest), node)
        case Choice() as choice:
            return _call_any(machine, choice, arguments, node)
        case Symbol() as symbol:
            return _call_foreign(machine, symbol, arguments, node)
        case _:
            _hand_over(machine, arguments, node)
            return Item(doubt_of(target), node)


def _call_foreign(machine: Machine, symbol: Symbol, arguments: Arguments, node: ast.Call) -> Item:
    if (known := BUILTINS.get(symbol.path.removeprefix("builtins."))) is not None:
        return known(machine, arguments, node)
    _hand_over(machine, arguments, node)
    if (key := _entry(symbol, arguments)) and not machine.follows(symbol):
        return Item(Symbol(f"{symbol.path.removesuffix('.get')}[{key}]"), node)
    return machine.call_symbol(symbol, arguments.args, arguments.keywords, arguments.rest, node)


def _call_any(machine: Machine, choice: Choice, arguments: Arguments, node: ast.Call) -> Item:
    """Call each thing that it may be, in a branch of its own."""
    found: list[Item] = []

    def follow(option: Item) -> Flow:
        found.append(call_item(machine, option, arguments, node))
        return Flow.NEXT

    machine.store.branch(choice.doubt, [partial(follow, option) for option in choice.options])
    return machine.store.one_of(found, choice.doubt)


def _entry(symbol: Symbol, arguments: Arguments) -> str:
    """Name the entry that is asked for of what another package gave; of the text in a call, only a name."""
    key = arguments.args[0].value if arguments.args else ""
    asks = symbol.path.endswith((").get", "].get"))
    return key if asks and isinstance(key, str) and key.replace("-", "_").isidentifier() else ""


def _hand_over(machine: Machine, arguments: Arguments, node: ast.Call) -> None:
    """Follow what another package is given to call: with what is given after it, where it goes on to it."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    for at, item in enumerate((*arguments.args, *arguments.keywords.values())):
        given = Arguments()
        if name in _HAND_ON and at < len(arguments.args):
            given = Arguments(arguments.args[at + 1 :], arguments.keywords, arguments.rest)
        match item.value:
            case Function() as function if name in _HAND_ON or isinstance(function.node, ast.Lambda):
                if id(function.node) not in machine.handed:
                    machine.handed.add(id(function.node))
                    run(machine, function, given, node)
                    machine.handed.discard(id(function.node))
            case Symbol() as symbol if name in _HAND_ON and machine.watches(symbol.path.rsplit(".", 1)[-1]):
                machine.call_symbol(symbol, given.args, given.keywords, given.rest, node)


def arguments_of(machine: Machine, node: ast.Call, scope: Scope) -> Arguments:
    """Evaluate the arguments of a call; of `**` of something that is not known, any may be given."""
    args: list[Item] = []
    rest: Unknown | None = None
    for arg in node.args:
        item = machine.evaluate(arg, scope)
        if not isinstance(arg, ast.Starred):
            args.append(item)
        elif isinstance(item.value, tuple):
            args += item.value
        elif isinstance(item.value, Box) and item.value.kind is Kind.LIST:
            args += item.value.entries.values()
        else:
            rest = maybe(doubt_of(item), present=False)
    keywords: dict[str, Item] = {}
    for keyword in node.keywords:
        item = machine.evaluate(keyword.value, scope)
        if keyword.arg:
            keywords[keyword.arg] = item.under(keyword)
            continue
        more, left = _spread(item)
        keywords |= more
        rest = left or rest
    return Arguments(tuple(args), keywords, rest)


def _spread(item: Item) -> tuple[Mapping[str, Item], Unknown | None]:
    match item.value:
        case Box(kind=Kind.DICT, entries=entries):
            known = {key: part for key, part in entries.items() if isinstance(key, str)}
            return known, doubt_of(entries[REST]) if REST in entries else None
        case Table(known, rest):
            return known, rest
        case None:
            return {}, None
        case _:
            return {}, maybe(doubt_of(item), present=False)


def instance_of(machine: Machine, known: Class, arguments: Arguments, node: ast.Call | None) -> Item:
    """Make an object of a class of the file."""
    box = machine.store.box(Kind.OBJECT)
    box.of = known
    item = Item(box, node)
    init = next((one.box.entries["__init__"] for one in mro(known) if "__init__" in one.box.entries), None)
    if init and isinstance(init.value, Function):
        run(machine, replace(init.value, bound=item), arguments, node or init.value.node)
    elif (base := foreign_base(known)) and node and base.path in _TYPED_DICTS:
        return BUILTINS["dict"](machine, arguments, node)
    elif base and node and machine.follows(base):
        return machine.call_symbol(base, arguments.args, arguments.keywords, arguments.rest, node)
    else:
        fields = dict.fromkeys(name for one in reversed(mro(known)) for name in one.fields)
        for name, given in (*zip(fields, arguments.args, strict=False), *arguments.keywords.items()):
            machine.store.put(box, name, given)
        after = attribute(machine, item, "__post_init__", node or ast.Pass())
        if isinstance(after.value, Function):
            run(machine, after.value, Arguments(), node or after.value.node)
    return item


def _super(machine: Machine, scope: Scope, node: ast.Call) -> Item:
    """Give an object as the classes after the one that its method is of see it."""
    me = next(iter(scope.box.entries.values()), None)
    known = getattr(me and me.value, "of", me and me.value)
    if me is None or not isinstance(known, Class):
        return Item(unknown("super()", GapReason.UNSUPPORTED), node)
    own = machine.owners.get(machine.active[-1][0]) if machine.active else None
    classes = mro(known)
    after = classes[classes.index(own) + 1 :] if own in classes else classes[1:]
    return Item(Super(me, tuple(after), foreign_base(known)), node)
