"""Know a text with blanks, which are filled in before it is used: by a shell, by Helm or Jinja, by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.nodes import Node, Value

_BLANK: Final = re.compile(
    r"\{\{[^{}]*\}{0,2}|\$\{[^{}\s]*\}|\$\([A-Za-z_]\w*\)|\$[A-Z_][A-Z0-9_]+|<[A-Za-z][\w ./-]{0,60}>"
)
_NAME: Final = re.compile(r"[\w.<> /-]{1,64}")
_END: Final = re.compile("[:,]")
_ENVIRONMENT: Final = "oc.env:"
"""How OmegaConf names what the environment gives."""
_EXPRESSION: Final = "an expression that is filled in before"


def value_of(node: Node) -> Value:
    """Give the value that is there, unless it is a text with blanks."""
    if not isinstance(node.value, str):
        return node.value
    names = tuple(dict.fromkeys(_name(found) for found in _BLANK.findall(node.value)))
    return Unknown(node.value, GapReason.VARIABLE, names) if names else node.value


def _name(blank: str) -> str:
    """Name what is to be filled in, if it is a name."""
    name = _END.split(blank.strip("${}()- ").removeprefix(_ENVIRONMENT))[0]
    return name if _NAME.fullmatch(name) else _EXPRESSION
