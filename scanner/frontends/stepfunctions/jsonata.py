"""Evaluate `Arguments`, where texts between `{%` and `%}` are JSONata expressions."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.stepfunctions.runtime import (
    LITERAL,
    LONGEST_LOOK,
    Run,
    within,
    written,
)

if TYPE_CHECKING:
    from scanner.frontends.nodes import Node, Value

_REFERENCE: Final = re.compile(r"\$[A-Za-z_]\w*(?:\.\w+)*(\s*\()?")
_PART: Final = re.compile(r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\"|(\$[A-Za-z_]\w*(?:\.\w+)*))\s*(&|\Z)")


def is_expression(text: str) -> bool:
    """Tell an expression from a text."""
    return text.startswith("{%") and text.endswith("%}")


def evaluate_arguments(node: Node, run: Run) -> Node:
    """Evaluate what arguments say, all the way down."""
    if isinstance(node.value, str):
        if not is_expression(node.value):
            return node
        return replace(node, value=_expression(node.value[2:-2].strip(), run))
    return within(node, partial(evaluate_arguments, run=run))


def _expression(text: str, run: Run) -> Value:
    known = run.variable(text)
    if known:
        return known.value
    look = text[:LONGEST_LOOK]
    parts = _joined(look, run)
    if parts:
        return written(parts)
    found = list(_REFERENCE.finditer(LITERAL.sub("", look)))
    names = [name[0] for name in found if not name[1]]
    functions = [f"{name[0].rstrip('( ')}()" for name in found if name[1]]
    return run.unknown(text, names or functions or ["an expression"])


def _joined(text: str, run: Run) -> list[Value]:
    """Give the parts of texts and references that `&` joins; none for any other expression."""
    parts: list[Value] = []
    at = 0
    while found := _PART.match(text, at):
        name = found[3]
        parts.append(run.reference(name) if name else found[1] or found[2] or "")
        at = found.end()
        if not found[4]:
            return parts
    return []
