"""Change lists and dictionaries: what may be overwritten by something that is not known is not known any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.contents import in_order, known_and_rest, sequence
from scanner.frontends.python_code.values import REST, Box, Item, Kind, doubt_of, is_plain, maybe, unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    import ast

    from scanner.frontends.python_code.machine import Machine

_DEEPEST: Final = 40


def update(machine: Machine, box: Box, item: Item) -> None:
    """Add the entries of a dictionary to another."""
    known, rest = known_and_rest(item)
    if rest:
        doubt_all(machine, box, rest)
        machine.store.put(box, REST, Item(rest, item.at))
    for key, part in known.items():
        machine.store.put(box, key, part)


def extend(machine: Machine, box: Box, more: Item, at: ast.AST) -> None:
    """Add what something has to a list; in a loop, nobody knows how often."""
    found = in_order(more)
    for item in found or ():
        machine.step()
        machine.store.append(box, item)
    if found is None or machine.looping:
        machine.store.put(box, REST, Item(maybe(doubt_of(more), present=False), at))


def add(machine: Machine, box: Box, item: Item, at: ast.AST) -> None:
    """Add an element to a set where it is not there; in a loop, nobody knows how many there will be."""
    machine.step(len(box.entries))
    plain = is_plain(item.value)
    if plain and any(is_plain(part.value) and part.value == item.value for part in box.entries.values()):
        return
    machine.store.append(box, item)
    if machine.looping or not (plain or isinstance(item.value, Unknown)):
        machine.store.put(box, REST, Item(maybe(doubt_of(item), present=False), at))


def unite(machine: Machine, box: Box, more: Item, at: ast.AST) -> None:
    """Add what something has to a set."""
    found = sequence(more)
    for item in found or ():
        add(machine, box, item, at)
    if found is None:
        machine.store.put(box, REST, Item(maybe(doubt_of(more), present=False), at))


def exchange(machine: Machine, box: Box, at: ast.AST) -> None:
    """Give up on a set of which elements are taken out, or others put in."""
    shuffle(machine, box)
    machine.store.put(box, REST, Item(unknown("a set that is changed", GapReason.UNSUPPORTED, present=False), at))


def set_element(machine: Machine, box: Box, key: Item, item: Item) -> None:
    """Set an entry of a dictionary, or an element of a list."""
    match box.kind, key.value:
        case Kind.DICT, (str() | int()) as name:
            machine.store.put(box, name, item.under(key.at))
        case Kind.LIST, int() as at if (place := at + len(box.entries) if at < 0 else at) in box.entries:
            machine.store.put(box, place, item)
        case _:
            doubt = maybe(doubt_of(key), present=False)
            doubt_all(machine, box, doubt)
            machine.store.put(box, REST, Item(doubt, key.at))


def take_out(machine: Machine, box: Box, key: Item) -> None:
    """Delete an entry of a dictionary, or an element of a list."""
    if box.kind is Kind.DICT and isinstance(key.value, str | int):
        machine.store.drop(box, key.value)
    elif box.kind is Kind.DICT:
        doubt_all(machine, box, maybe(doubt_of(key), present=False))
    else:
        shuffle(machine, box)


def copied(machine: Machine, item: Item, at: ast.AST, *, deep: bool = False) -> Item:
    """Copy a list, a dictionary or an object of the file; with `deep`, all that is in it too."""
    copies: dict[int, Box] = {}

    def copy(part: Item, depth: int) -> Item:
        machine.step()
        match part.value:
            case Box() as box if id(box) in copies:
                return Item(copies[id(box)], part.at, part.key)
            case Box() as box if depth <= _DEEPEST:
                copies[id(box)] = made = machine.store.box(box.kind, box.entries)
                made.of = box.of
                if deep:
                    for key, inner in box.entries.items():
                        machine.store.put(made, key, copy(inner, depth + 1))
                return Item(made, part.at, part.key)
            case tuple() as parts if deep and depth <= _DEEPEST:
                return Item(tuple(copy(inner, depth + 1) for inner in parts), part.at, part.key)
            case Box() | tuple() if deep:
                return Item(unknown("a value of too many parts", GapReason.UNSUPPORTED), part.at, part.key)
            case _:
                return part

    found = copy(item, 0)
    return Item(found.value, at) if isinstance(found.value, Box) else found


def empty(machine: Machine, box: Box) -> None:
    """Delete all that is in a list or dictionary."""
    for key in list(box.entries):
        machine.store.drop(box, key)


def shuffle(machine: Machine, box: Box, why: str = "a list that is changed") -> None:
    """Give up on where in a list anything is: it is changed in ways that are not followed, or made of a set."""
    doubt_all(machine, box, unknown(why, GapReason.UNSUPPORTED, present=False))


def doubt_all(machine: Machine, box: Box, doubt: Unknown) -> None:
    """Say of all entries that they may be something else now."""
    machine.step(len(box.entries))
    for key, item in list(box.entries.items()):
        if key is not REST:
            machine.store.put(box, key, Item(doubt, item.at, item.key))
