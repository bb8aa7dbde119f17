"""Find the tasks of a state machine, also in its branches and loops, and the AWS operation that each calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS
from scanner.frontends.nodes import Node, Open, Unknown, text_of, unsupported
from scanner.frontends.stepfunctions.constants import assigned, constants
from scanner.frontends.stepfunctions.request import request_of
from scanner.frontends.stepfunctions.runtime import Run
from scanner.records import record
from scanner.resource_types import CODE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

_RESOURCE: Final = re.compile(r":states:[^:]*:[^:]*:(?:aws-sdk:)?(\w+):(\w+)")
_LOOPS: Final = ("Iterator", "ItemProcessor")
_BRANCHES: Final = "Branches"

_OPERATIONS: Final = {
    (CODE_TYPES[kind].service.replace("-", ""), name.lower()): name for name, kind in OPERATIONS.items()
}
"""Operations by the service and the name that a `Resource` calls them by."""


@record(frozen=True, slots=True)
class Task:
    """A state that calls an operation; `address` is its name, after the names of the states that it is in."""

    address: str
    state: Node
    operation: str
    request: Node


@record(frozen=True, slots=True)
class Hidden:
    """States that are not known, and why."""

    address: str
    node: Node
    missing: Unknown


@record(frozen=True, slots=True)
class _Machine:
    """A machine, or one that runs inside of a state of another; that state is its address."""

    address: str
    node: Node
    run: Run


def tasks(definition: Node, own_name: str) -> Iterator[Task | Hidden]:
    """Yield the tasks of a machine that make a resource of a type that is known; `own_name` tells it from others."""
    counts = assigned(definition)
    waiting = [_Machine("", definition, Run(own_name, {}))]
    while waiting:
        machine = waiting.pop()
        fields, hidden = _fields(machine.address, machine.node)
        yield from hidden
        states, hidden = _fields(machine.address, fields["States"]) if "States" in fields else ({}, ())
        yield from hidden
        run = replace(machine.run, variables={**machine.run.variables, **constants(fields, counts)})
        inner: list[_Machine] = []
        for name, node in states.items():
            address = f"{machine.address}/{name}" if machine.address else name
            state, hidden = _fields(address, node)
            yield from hidden
            yield from _calls(address, node, state, run)
            branches, hidden = _branches(address, state)
            yield from hidden
            inner += [_Machine(place, branch, run) for place, branch in branches]
        waiting.extend(reversed(inner))


def _calls(address: str, node: Node, state: Mapping[str, Node], run: Run) -> Iterator[Task]:
    resource = state.get("Resource")
    value = resource.value if resource else None
    found = _RESOURCE.search(text_of(value)) if isinstance(value, str | Unknown) else None
    operation = _OPERATIONS.get((found[1], found[2].lower())) if found else None
    if operation:
        yield Task(address, node, operation, request_of(state, node, run))


def _branches(address: str, state: Mapping[str, Node]) -> tuple[list[tuple[str, Node]], tuple[Hidden, ...]]:
    """Give the machines inside of a state; one that runs for every item of a list stands for all of its runs."""
    found = [(address, state[key]) for key in _LOOPS if key in state]
    branches = state.get(_BRANCHES)
    match branches.value if branches else ():
        case tuple() as listed:
            return [*found, *((f"{address}[{at}]", branch) for at, branch in enumerate(listed))], ()
        case Unknown() as missing if branches:
            return found, (Hidden(address, branches, missing),)
        case _:
            return found, ()


def _fields(address: str, node: Node) -> tuple[Mapping[str, Node], tuple[Hidden, ...]]:
    match node.value:
        case Mapping() as fields:
            return fields, ()
        case Open(known, rest):
            return known, (Hidden(address, node, rest),)
        case Unknown() as missing:
            return {}, (Hidden(address, node, missing),)
        case _:
            return {}, (Hidden(address, node, unsupported("it is not an object", "object")),)
