"""Say what a state machine leaves to its run, and what of it the machine itself tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from scanner.frontends.nodes import Node, Open, Unknown, Value, concatenate, entries
from scanner.model import GapReason
from scanner.records import record

LONGEST_LOOK: Final = 10_000
"""How much of an expression is looked at."""

LITERAL: Final = re.compile(r"'(?:\\.|[^'\\])*+'?|\"(?:\\.|[^\"\\])*+\"?", re.DOTALL)
_LONGEST_NAME: Final = 80
_VARIABLE: Final = re.compile(r"\$([A-Za-z_]\w*)((?:\.\w+)*)\Z")


@record(frozen=True, slots=True)
class Run:
    """What is known of a run: its machine, empty where there is only one, and the variables that have one value."""

    machine: str
    variables: Mapping[str, Node]

    def unknown(self, text: str, names: Iterable[str]) -> Unknown:
        """Make the unknown that an expression is which depends on what is named."""
        short = (name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…" for name in names)
        own = f"{self.machine}/{text}" if self.machine else text
        return Unknown(f"${{{own}}}", GapReason.DEPLOY, tuple(dict.fromkeys(short)))

    def reference(self, name: str) -> Value:
        """Give the value of a reference: a variable's, if it is known."""
        known = self.variable(name)
        return known.value if known else self.unknown(name, [name])

    def variable(self, name: str) -> Node | None:
        """Look up a variable, or a part of one; None for one that is not known, and for anything else."""
        found = _VARIABLE.match(name)
        node = self.variables.get(found[1]) if found else None
        for step in found[2].split(".")[1:] if found else ():
            node = entries(node).get(step)
        return node


def written(parts: Iterable[Value]) -> Value:
    """Write parts of a text one after the other."""
    return concatenate(part for part in parts if part != "")


def within(node: Node, read: Callable[[Node], Node]) -> Node:
    """Read what is inside of a list or an object."""
    match node.value:
        case tuple() as items:
            return replace(node, value=tuple(map(read, items)))
        case Mapping() as fields:
            return replace(node, value={key: read(item) for key, item in fields.items()})
        case Open(known, rest):
            return replace(node, value=Open({key: read(item) for key, item in known.items()}, rest))
        case _:
            return node
