"""Say how one format writes down what the API has: what its words mean, and what would decide an unknown."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, Value, needs_of
from scanner.model import GapReason, Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.nodes import Unknown
    from scanner.paths import Path


def as_written(node: Node) -> Value:
    """Give the value that is there: nothing in it is left to evaluate."""
    return node.value


def same_key(fields: Mapping[str, object], name: str, path: Path) -> str | None:  # noqa: ARG001 - others look at it
    """Find the API's key for a name that is written as the API's own."""
    return name if name in fields else None


def as_it_is(properties: Mapping[str, Node], path: Path) -> Mapping[str, Node]:  # noqa: ARG001 - others look at it
    """Leave properties where they are written."""
    return properties


def first_line(span: Span) -> Span:
    """Cut a place at the end of its first line; where that is, only the text would tell."""
    if span.start_line == span.end_line:
        return span
    return Span(span.start_line, span.start_column, span.start_line, span.start_column + 1)


SENTENCES: Final[Mapping[GapReason, str]] = {
    GapReason.VARIABLE: "{what} depends on {needs}, which has no value here",
    GapReason.DEPLOY: "{what} depends on {needs}, which is known only when it runs",
    GapReason.UNSUPPORTED: "{what} cannot be evaluated: {needs}",
    GapReason.NOT_IN_CODE: "{what} depends on {needs}, which the code does not say",
}


@record(frozen=True, slots=True)
class Dialect:
    """One format, as it is written in one file.

    `learned` names the format in snapshots. `resolve` evaluates an expression, `key` finds the API's key for a name
    among the fields of a shape, `rearrange` moves properties to where the API has them, and `first_line` cuts a place
    at the end of its first line. `sentences` say why something is not known, of `{what}` by `{needs}`.
    """

    learned: str
    resolve: Callable[[Node], Value] = as_written
    key: Callable[[Mapping[str, object], str, Path], str | None] = same_key
    rearrange: Callable[[Mapping[str, Node], Path], Mapping[str, Node]] = as_it_is
    first_line: Callable[[Span], Span] = first_line
    sentences: Mapping[GapReason, str] = field(default_factory=lambda: SENTENCES)

    def explain(self, missing: Unknown, what: str) -> str:
        """Say why something is not known; names only, never values."""
        return self.sentences[missing.reason].format(what=what, needs=needs_of(missing))
