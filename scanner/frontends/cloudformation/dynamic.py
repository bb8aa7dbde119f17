"""Read texts that something fills in before or at deployment: dynamic references, and templates of other tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown, unsupported
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.nodes import Value

_REFERENCE: Final = re.compile(r"\{\{resolve:([a-z-]+):[^{}]*\}\}")
_ACTION: Final = re.compile(r"\{\{[^{}]*\}\}")
_OPEN: Final = "ssm"  # the other services keep secrets, of which not even the name is shown


def read_text(text: str) -> Value:
    """Give a text, or an unknown when a part of it is filled in later."""
    if "{{" not in text:
        return text
    services = [found[1] for found in _REFERENCE.finditer(text)]
    if services:
        needs = tuple(dict.fromkeys(f"a dynamic reference to {service}" for service in services))
        return Unknown(_REFERENCE.sub(_placeholder, text), GapReason.DEPLOY, needs)
    if _ACTION.search(text):
        return unsupported("a template expression in {{ }} is not followed", "template expression")
    return text


def _placeholder(found: re.Match[str]) -> str:
    return f"${{{found[0][2:-2]}}}" if found[1] == _OPEN else f"${{resolve:{found[1]}}}"
