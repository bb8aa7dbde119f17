"""Tell which functions of a file can make anything: those that mention what does, or a function that can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.values import Box, Class, Function, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scanner.frontends.python_code.values import Item, Key

WORD: Final = re.compile(r"[^\W\d]\w*")
_STAR: Final = re.compile(r"\s*from\s.*\simport\s+\*")


def relevant(
    functions: Iterable[Function], lines: Sequence[str], telling: frozenset[str], names: Mapping[Key, Item]
) -> frozenset[int]:
    """Give the nodes, by identity, of the functions that may make something.

    `telling` are words that tell: packages and methods. `names` are those of the module: what is of such a package, or
    made in the file, tells too.
    """
    if any(_STAR.match(line) for line in lines):  # any word may be a name of that package
        return frozenset(id(function.node) for function in functions)
    words = {id(function.node): _words(function, lines) for function in functions}
    by_name = {function.name.rsplit(".", 1)[-1]: id(function.node) for function in functions}
    known = telling | {name for name, item in names.items() if isinstance(name, str) and _tells(item, telling)}
    found = {node for node, said in words.items() if said & known}
    while more := {node for node, said in words.items() if node not in found and _calls(said, by_name, found)}:
        found |= more
    return frozenset(found)


def _tells(item: Item, telling: frozenset[str]) -> bool:
    match item.value:
        case Symbol(path):
            return path.split(".", 1)[0].removesuffix("()") in telling
        case Box() | Class():
            return True
        case _:
            return False


def _words(function: Function, lines: Sequence[str]) -> frozenset[str]:
    node = function.node
    return frozenset(WORD.findall("\n".join(lines[node.lineno - 1 : node.end_lineno])))


def _calls(said: frozenset[str], by_name: Mapping[str, int], found: set[int]) -> bool:
    return any(by_name[name] in found for name in said if name in by_name)
