"""Read the definitions that other formats hold: of state machines and of pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.pipelines.definition import STEP
from scanner.frontends.pipelines.definition import read_definition as read_pipeline
from scanner.frontends.resource import family_gap
from scanner.frontends.stepfunctions.definition import STATE
from scanner.frontends.stepfunctions.definition import read_definition as read_machine
from scanner.model import Gap, GapReason, Location, Resource
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scanner.frontends.dialect import Dialect
    from scanner.frontends.nodes import Node, Unknown
    from scanner.frontends.text.positions import TextError
    from scanner.frontends.writer import Place

AT_RUNTIME: Final = "{what} depends on {needs}, which only a deployment or a run decides"
"""What is said of values that the format around leaves to its deployment, or the definition to its run."""


@record(frozen=True, slots=True)
class Definition:
    """One kind of definition.

    `covers` is the type of gaps on what it runs; `read` is given the definition, evaluated as far as the format around
    it can, and the place of what holds it.
    """

    name: str
    covers: str
    read: Callable[[Node, Dialect, Place], Iterator[Resource | Gap]]

    def unknown(self, dialect: Dialect, place: Place, missing: Unknown) -> Gap:
        """Say why the whole definition is not known."""
        return family_gap(dialect, place, self.covers, missing, f"what {place.address} runs")

    def stored(self, place: Place, where: str) -> Gap:
        """Say that the definition is kept elsewhere."""
        message = f"the {self.name} of {place.address} is in {where}, which is not read"
        location = Location(place.file, place.header)
        return Gap(GapReason.NOT_IN_CODE, message, where, place.root, self.covers, location=location)

    def unparsed(self, place: Place, error: TextError) -> Gap:
        """Say that the definition cannot be parsed."""
        at = f"{place.file}:{error.span.start_line}:{error.span.start_column}"
        message = f"{at}: the {self.name} cannot be parsed here: {error.message}"
        reason = getattr(error, "reason", GapReason.UNREADABLE)
        location = Location(place.file, error.span)
        return Gap(reason, message, place.file, place.root, self.covers, location=location)


MACHINE: Final = Definition("Step Functions definition", STATE, read_machine)
PIPELINE: Final = Definition("SageMaker pipeline definition", STEP, read_pipeline)


def perhaps(items: Iterable[Resource | Gap], dialect: Dialect, place: Place, missing: Unknown) -> Iterator[Gap]:
    """Say of what a definition makes that it is not known whether there is any: that depends on what holds it."""
    found = list(items)
    yield from (item for item in found if isinstance(item, Gap) and not item.resource)
    for kind in sorted({item.type for item in found if isinstance(item, Resource)}):
        yield family_gap(dialect, place, kind, missing, f"whether there is {place.address}")
