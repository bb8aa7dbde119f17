"""Find the steps of a pipeline, also those of conditions and loops, and the AWS operation that each calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS
from scanner.frontends.nodes import Node, Unknown, entries, string, unsupported
from scanner.records import record
from scanner.resource_types import CODE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATIONS_OF_STEPS: Final = {
    "AutoML": "CreateAutoMLJobV2",
    "ClarifyCheck": "CreateProcessingJob",
    "Endpoint": "CreateEndpoint",
    "EndpointConfig": "CreateEndpointConfig",
    "InferenceComponent": "CreateInferenceComponent",
    "Model": "CreateModel",
    "Processing": "CreateProcessingJob",
    "QualityCheck": "CreateProcessingJob",
    "RegisterModel": "CreateModelPackage",
    "Training": "CreateTrainingJob",
    "Transform": "CreateTransformJob",
    "Tuning": "CreateHyperParameterTuningJob",
}
"""The operation that each type of step calls; the others call none that makes what policies know."""

_INSIDE: Final = ("IfSteps", "ElseSteps", "ForEachBody")
_VARIANTS: Final = "ProductionVariants"


@record(frozen=True, slots=True)
class Step:
    """A step that calls an operation; `address` is its name, after the names of the steps that it is in."""

    name: str
    address: str
    header: Node
    operation: str
    request: Node

    @property
    def name_key(self) -> str:
        """The API's key for the name of what the step makes."""
        return CODE_TYPES[OPERATIONS[self.operation]].name_key


@record(frozen=True, slots=True)
class Hidden:
    """Steps that are not known, and why."""

    address: str
    node: Node
    missing: Unknown


def steps_of(definition: Node) -> Iterator[Step | Hidden]:
    """Yield the steps of a pipeline that make a resource of a type that is known."""
    waiting = [("", entries(definition).get("Steps", definition))]
    while waiting:
        address, listed = waiting.pop()
        if not isinstance(listed.value, tuple):
            yield Hidden(address, listed, _missing(listed, "the steps are not a list"))
            continue
        inner: list[tuple[str, Node]] = []
        for at, node in enumerate(listed.value):
            step = entries(node)
            if not step:
                yield Hidden(address, node, _missing(node, "a step is not an object"))
                continue
            name = string(step.get("Name")) or f"Steps[{at}]"
            own = f"{address}/{name}" if address else name
            arguments = step.get("Arguments", node)
            yield from _calls(own, name, node, arguments)
            inner += [(own, entries(arguments)[key]) for key in _INSIDE if key in entries(arguments)]
        waiting.extend(reversed(inner))


def _calls(address: str, name: str, node: Node, arguments: Node) -> Iterator[Step]:
    step = entries(node)
    operation = OPERATIONS_OF_STEPS.get(string(step.get("Type")))
    if operation == "CreateEndpoint" and _VARIANTS in entries(arguments):
        operation = "CreateEndpointConfig"
    if operation:
        yield Step(name, address, step.get("Name", node), operation, arguments)


def _missing(node: Node, what: str) -> Unknown:
    return node.value if isinstance(node.value, Unknown) else unsupported(what)
