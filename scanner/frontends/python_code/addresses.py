"""Give every resource an address of its own in its file: the name that the call gives it, the variable, or the call.

Lines are no part of it, so that it stays the same where a line is added above.
"""

from __future__ import annotations

import ast
import re
from dataclasses import field
from itertools import count
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.values import NOTHING, Item
from scanner.frontends.writer import Place
from scanner.model import Location
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.python_code.source import Source
    from scanner.frontends.python_code.values import Abstract, Made

_NAME: Final = re.compile(r"[\w.-]{1,63}", re.ASCII)
"""What AWS takes for a name."""


@record(frozen=True, slots=True)
class Addresses:
    """The addresses that were given in one file."""

    file: str
    source: Source
    _given: set[str] = field(default_factory=set)
    _numbers: dict[str, Iterator[int]] = field(default_factory=dict)
    _places: dict[tuple[int, str], Place] = field(default_factory=dict)

    def place(self, made: Made, what: str = "", *, named: Item = NOTHING) -> Place:
        """Place what a call makes; one that makes several things has a word for each but one.

        `named` is what the call says that the thing is called, which tells it from others better than a variable does.
        """
        key = (id(made), what)
        if key not in self._places:
            self._places[key] = self._new(made, what, named.value)
        return self._places[key]

    def _new(self, made: Made, what: str, named: Abstract) -> Place:
        part, _ = self.source.part(made.where.lineno)
        prefix = ".".join(name for name in (part, made.function.removesuffix(".__init__")) if name)
        name = made.variable or made.name
        if isinstance(named, str) and _NAME.fullmatch(named):
            name = f"{made.name}.{named}"
        name = f"{name}.{what}" if what else name
        address = self._own(f"{prefix}.{name}" if prefix else name)
        extent = self.source.span(made.where)
        callee = self.source.callee(made.where)
        return Place(self.file, self.file, address, callee, extent=extent, through=self._through(made))

    def _through(self, made: Made) -> tuple[Location, ...]:
        """Give the calls of functions of the file that lead to a call, and the call itself, but the one to point at."""
        calls = (*(node for _, node in made.through if isinstance(node, ast.Call)), made.node)
        spans = (self.source.span(node) for node in calls if node is not made.where)
        return tuple(Location(self.file, span) for span in spans if span)

    def _own(self, address: str) -> str:
        own = address
        while own in self._given:
            own = f"{address}[{next(self._numbers.setdefault(address, count(2)))}]"
        self._given.add(own)
        return own
