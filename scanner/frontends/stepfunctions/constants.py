"""Find the variables of a state machine that certainly have one value: set once, before anything else runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, Open, Unknown, entries, string
from scanner.frontends.stepfunctions.jsonata import is_expression
from scanner.frontends.stepfunctions.jsonpath import RUNTIME_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

_ASSIGN: Final = "Assign"


def assigned(machine: Node) -> Counter[str]:
    """Count how often each variable is set anywhere in a machine."""
    names: Counter[str] = Counter()
    waiting = [machine]
    while waiting:
        node = waiting.pop()
        names.update(name.removesuffix(RUNTIME_KEY) for name in entries(entries(node).get(_ASSIGN)))
        waiting.extend(_inside(node))
    return names


def constants(machine: Mapping[str, Node], counts: Mapping[str, int]) -> dict[str, Node]:
    """Give what the Pass states that a machine starts with set to constants, and nothing else sets."""
    states, name = entries(machine.get("States")), string(machine.get("StartAt"))
    found: dict[str, Node] = {}
    seen: set[str] = set()
    while name not in seen and string(entries(states.get(name)).get("Type")) == "Pass":
        seen.add(name)
        state = entries(states[name])
        found |= {
            key: node for key, node in entries(state.get(_ASSIGN)).items() if counts[key] == 1 and _is_constant(node)
        }
        name = string(state.get("Next"))
    return found


def _is_constant(node: Node) -> bool:
    waiting = [node]
    while waiting:
        item = waiting.pop()
        match item.value:
            case Unknown() | Open():
                return False
            case str() as text if is_expression(text):
                return False
            case Mapping() as fields if any(key.endswith(RUNTIME_KEY) for key in fields):
                return False
        waiting.extend(_inside(item))
    return True


def _inside(node: Node) -> Iterable[Node]:
    match node.value:
        case tuple() as items:
            return items
        case Mapping() as fields:
            return fields.values()
        case _:
            return ()
