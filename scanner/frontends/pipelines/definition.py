"""Make resources of what the steps of a pipeline call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import Call, read_call
from scanner.frontends.nodes import Node, made
from scanner.frontends.pipelines.steps import Hidden, Step, steps_of
from scanner.frontends.pipelines.values import Values, parameters_of
from scanner.frontends.resource import family_gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.dialect import Dialect
    from scanner.frontends.writer import Place
    from scanner.model import Gap, Resource

STEP: Final = "pipeline-step"
"""The type of gaps on what a pipeline runs: it may be anything, and covers no family."""


def read_definition(
    definition: Node, dialect: Dialect, place: Place, given: Mapping[str, str] | None = None
) -> Iterator[Resource | Gap]:
    """Yield what the steps of a pipeline make.

    The definition is evaluated as far as the format around it can. `place` is that of the pipeline: its address comes
    before those of its steps, and is empty for a pipeline that is a whole file. `given` are values of its parameters,
    where any can be given.
    """
    found = list(steps_of(definition))
    steps = {step.name: step for step in found if isinstance(step, Step)}
    own = replace(dialect, resolve=Values(place.address, parameters_of(definition), steps, given).resolve)
    for step in found:
        address = "/".join(filter(None, (place.address, step.address)))
        if isinstance(step, Hidden):
            there = replace(place, address=address, header=dialect.first_line(step.node.span))
            yield family_gap(own, there, STEP, step.missing, f"what {address or place.file} runs")
        else:
            there = replace(place, address=address, header=dialect.first_line(step.header.span))
            yield from read_call(Call(step.operation, _named(step), there), own)


def _named(step: Step) -> Node:
    """Give what a step makes the name by which others refer to it, if it has no other."""
    fields = step.request.value
    if not isinstance(fields, Mapping) or step.name_key in fields:
        return step.request
    reference = made({"Get": made(f"Steps.{step.name}.{step.name_key}")})
    return replace(step.request, value={**fields, step.name_key: replace(reference, span=step.header.span)})
