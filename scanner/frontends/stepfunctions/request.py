"""Give what a state asks an operation for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.nodes import Node
from scanner.frontends.stepfunctions.jsonata import evaluate_arguments
from scanner.frontends.stepfunctions.jsonpath import evaluate_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.stepfunctions.runtime import Run


def request_of(state: Mapping[str, Node], header: Node, run: Run) -> Node:
    """Evaluate the arguments (JSONata) or parameters (JSONPath) of a state; with neither its input is the request."""
    if "Arguments" in state:
        return evaluate_arguments(state["Arguments"], run)
    if "Parameters" in state:
        return evaluate_parameters(state["Parameters"], run)
    return Node(run.unknown("$", ["the input of the state"]), header.key or header.span)
