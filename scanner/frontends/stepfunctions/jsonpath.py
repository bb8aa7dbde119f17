"""Evaluate `Parameters`, where a key that ends in `.$` has a path into the state's input, or a function of some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from scanner.frontends.nodes import Node, Open, Unknown, Value, unsupported
from scanner.frontends.stepfunctions.runtime import (
    LITERAL,
    LONGEST_LOOK,
    Variables,
    at_runtime,
    reference,
    variable,
    within,
    written,
)

RUNTIME_KEY: Final = ".$"
_PATH: Final = re.compile(r"\$\$?(?:\.[\w-]+|\[[^\]]*\])+|\$\w+(?:\.\w+)*|\$\$?")
_FUNCTION: Final = re.compile(r"States\.\w+")
_FORMAT: Final = re.compile(r"States\.Format\(\s*'([^'\\]*)'\s*((?:,\s*\$[^\s,'()]*\s*)*)\)\Z")
_HOLE: Final = "{}"


def evaluate_parameters(node: Node, variables: Variables) -> Node:
    """Evaluate what parameters say, all the way down."""
    read = partial(evaluate_parameters, variables=variables)
    match node.value:
        case Mapping() as fields:
            node = replace(node, value=dict(_fields(fields, variables)))
        case Open(known, rest):
            node = replace(node, value=Open(dict(_fields(known, variables)), rest))
    return within(node, read)


def _fields(fields: Mapping[str, Node], variables: Variables) -> Iterator[tuple[str, Node]]:
    for key, node in fields.items():
        if key.endswith(RUNTIME_KEY):
            yield key.removesuffix(RUNTIME_KEY), replace(node, value=_path(node.value, variables))
        else:
            yield key, node


def _path(path: Value, variables: Variables) -> Value:
    if isinstance(path, Unknown):
        return path
    if not isinstance(path, str):
        return unsupported("a path is not a text", "path")
    known = variable(path, variables)
    if known:
        return known.value
    look = path[:LONGEST_LOOK]
    if found := _FORMAT.match(look):
        names = [name.strip() for name in found[2].split(",")[1:]]
        texts = found[1].split(_HOLE)
        if len(texts) == len(names) + 1:
            values = [reference(name, variables) for name in names]
            return written([texts[0], *(part for pair in zip(values, texts[1:], strict=True) for part in pair)])
    if look.startswith("States."):
        look = LITERAL.sub("", look)
    names = [name[0] for name in _PATH.finditer(look)] or [name[0] for name in _FUNCTION.finditer(look)]
    return at_runtime(path, names or ["a path"])
