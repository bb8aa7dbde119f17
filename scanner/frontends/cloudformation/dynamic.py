"""Read texts that something fills in before or at deployment: dynamic references, and templates of other tools."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Open, Unknown, combine, unsupported
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.nodes import Node, Value

_UNKNOWN: Final = r"\$\{(?:[^{}]|\$\{[^{}]*\})*\}"
_REFERENCE: Final = re.compile(r"\{\{resolve:([a-z-]+):(?:[^{}]|" + _UNKNOWN + r")*\}\}")
_ACTION: Final = re.compile(r"\{\{[^{}]*\}\}")
_OPEN: Final = "ssm"  # the other services keep secrets, of which not even the name is shown


def filled_later(value: Value) -> Value:
    """Give a value, or an unknown when something fills in a part of its text later."""
    match value:
        case str() as text if "{{" in text:
            return _read(text, ())
        case Unknown(text) if "{{" in text:
            return _read(text, (value,))
        case _:
            return value


def texts_filled_later(node: Node) -> Node:
    """Make unknowns of the texts in a tree that something fills in later."""
    match node.value:
        case tuple() as items:
            return replace(node, value=tuple(map(texts_filled_later, items)))
        case Mapping() as fields:
            return replace(node, value={name: texts_filled_later(item) for name, item in fields.items()})
        case Open(known, rest):
            inside = {name: texts_filled_later(item) for name, item in known.items()}
            return replace(node, value=Open(inside, rest))
        case value:
            filled = filled_later(value)
            return node if filled is value else replace(node, value=filled)


def _read(text: str, missing: tuple[Unknown, ...]) -> Value:
    """Read a text; `missing` is there for one that is not known anyhow."""
    services = dict.fromkeys(found[1] for found in _REFERENCE.finditer(text))
    references = [Unknown("", GapReason.DEPLOY, (f"a dynamic reference to {service}",)) for service in services]
    if references:
        return combine((*missing, *references), _REFERENCE.sub(_placeholder, text))
    if not missing and _ACTION.search(text):
        return unsupported("a template expression in {{ }} is not followed", "template expression")
    return missing[0] if missing else text


def _placeholder(found: re.Match[str]) -> str:
    return f"${{{found[0][2:-2]}}}" if found[1] == _OPEN else f"${{resolve:{found[1]}}}"
