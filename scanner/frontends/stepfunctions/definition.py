"""Make resources of what a state machine calls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import Call, read_call
from scanner.frontends.resource import family_gap
from scanner.frontends.stepfunctions.states import Hidden, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.dialect import Dialect
    from scanner.frontends.nodes import Node
    from scanner.frontends.writer import Place
    from scanner.model import Gap, Resource

STATE: Final = "state-machine-state"
"""The type of gaps on what a machine runs: it may be anything, and covers no family."""


def read_definition(definition: Node, dialect: Dialect, place: Place) -> Iterator[Resource | Gap]:
    """Yield what the states of a machine make.

    The definition is evaluated as far as it can be. `place` is that of the machine: its address comes before those of
    its states, and is empty for a machine that is a whole file.
    """
    for found in tasks(definition, place.address):
        node = found.state if not isinstance(found, Hidden) else found.node
        header = node.key or dialect.first_line(node.span)
        address = "/".join(filter(None, (place.address, found.address)))
        own = replace(place, address=address, header=header)
        if isinstance(found, Hidden):
            yield family_gap(dialect, own, STATE, found.missing, f"what {address or place.file} runs")
        else:
            yield from read_call(Call(found.operation, found.request, own), dialect)
