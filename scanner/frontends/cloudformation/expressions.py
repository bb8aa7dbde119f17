"""Make the expressions that templates write, and say which condition decides an unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import ELSEWHERE, Node, made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.nodes import Unknown
    from scanner.model import Span

NO_VALUE_NAME: Final = "AWS::NoValue"
"""What a template refers to for a property that is not to be there."""

_VARIABLE: Final = re.compile(r"\$\{(!?)([^}]*)\}")


def expression(function: str, *arguments: Node, span: Span = ELSEWHERE) -> Node:
    """Make an intrinsic function call."""
    return Node({function: made(arguments)}, span)


def substitutions(text: str) -> Iterator[re.Match[str]]:
    """Find what `Fn::Sub` fills in: whether it is to stay as it is, and its name."""
    return _VARIABLE.finditer(text, 0, text.rfind("}") + 1)  # what is left open is not looked for to the end each time


def under(condition: str, missing: Unknown) -> tuple[str, ...]:
    """Say what would decide a condition that is not known, and which one."""
    return tuple(need if "condition " in need else f"{need} (condition {condition})" for need in missing.needs)
