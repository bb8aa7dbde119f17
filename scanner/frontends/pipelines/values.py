"""Evaluate what a pipeline refers to: its parameters, the names of what its steps make, and texts joined of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import (
    Node,
    Unknown,
    Value,
    concatenate,
    entries,
    items,
    string,
    text_of,
    unsupported,
)
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from scanner.frontends.pipelines.steps import Step

_GET: Final = "Get"
_JOIN: Final = "Std:Join"
_FUNCTION: Final = "Std:"
_LONGEST_NAME: Final = 200


@record(frozen=True, slots=True)
class Values:
    """What names mean in one pipeline; its own is empty where there is only one.

    `given` are values of parameters that stand over their defaults; None where none can be given but by a run.
    """

    pipeline: str
    parameters: Mapping[str, Mapping[str, Node]]
    steps: Mapping[str, Step]
    given: Mapping[str, str] | None
    open: set[str] = field(default_factory=set)

    def resolve(self, node: Node) -> Value:
        """Evaluate an expression: a scalar, or a list or an object of further expressions."""
        match node.value:
            case Mapping() if len(node.value) == 1:
                ((name, argument),) = node.value.items()
                if name == _GET:
                    return self._get(argument)
                if name == _JOIN:
                    return self._join(argument)
                if name.startswith(_FUNCTION):
                    found = _references(argument)
                    function = Unknown(f"${{{name}}}", GapReason.DEPLOY, (f"the function {name}",))
                    return self._at_runtime(*found) if found else function
        return node.value

    def _get(self, argument: Node) -> Value:
        match argument.value:
            case Unknown() as missing:
                return missing
            case str() as reference:
                kind, _, name = reference.partition(".")
                if kind == "Parameters":
                    return self._parameter(name)
                return self._name(reference) if kind == "Steps" else self._at_runtime(reference)
            case _:
                return unsupported("Get takes a name", _GET)

    def _parameter(self, name: str) -> Value:
        if name not in self.parameters:
            return Unknown(f"${{{name}}}", GapReason.NOT_IN_CODE, (f"parameter {name}",))
        default = self.parameters[name].get("DefaultValue")
        value = (self.given or {}).get(name, default.value if default else None)
        if value is None:
            reason = GapReason.DEPLOY if self.given is None else GapReason.VARIABLE
            return Unknown(f"${{{name}}}", reason, (f"parameter {name}",))
        if isinstance(value, tuple | Mapping):
            return unsupported(f"parameter {name} is not a text or a number", name)
        return value

    def _name(self, reference: str) -> Value:
        """Give the name of what a step makes, if that is what is asked for: as its arguments give it."""
        _, _, rest = reference.partition(".")
        name, _, key = rest.rpartition(".")
        step = self.steps.get(name)
        given = entries(step.request).get(key) if step and key == step.name_key else None
        if given is None or reference in self.open:
            return self._at_runtime(reference)
        self.open.add(reference)
        value = self.resolve(given)
        self.open.discard(reference)
        return value if isinstance(value, str | Unknown) else self._at_runtime(reference)

    def _at_runtime(self, *references: str) -> Unknown:
        names = tuple(reference[:_LONGEST_NAME] for reference in references)
        own = f"{self.pipeline}/" if self.pipeline else ""
        return Unknown(f"${{{own}{', '.join(names)}}}", GapReason.DEPLOY, names)

    def _join(self, argument: Node) -> Value:
        values = entries(argument).get("Values")
        if values is None or not isinstance(values.value, tuple):
            return unsupported("Std:Join takes a list of values", _JOIN)
        separator = entries(argument).get("On")
        return concatenate(map(self.resolve, values.value), text_of(separator.value) if separator else "")


def parameters_of(definition: Node) -> dict[str, Mapping[str, Node]]:
    """Give the parameters of a pipeline by name."""
    fields = [entries(node) for node in items(entries(definition).get("Parameters"))]
    return {string(parameter.get("Name")): parameter for parameter in fields}


def _references(argument: Node) -> tuple[str, ...]:
    """Find what the arguments of a function refer to."""
    gets = [string(entries(node).get(_GET)) for node in entries(argument).values()]
    return tuple(reference for reference in gets if reference)
