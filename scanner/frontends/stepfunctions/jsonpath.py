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
    Run,
    within,
    written,
)

RUNTIME_KEY: Final = ".$"
_PATH: Final = re.compile(r"\$\$?(?:\.[\w-]+|\[[^\]]*\])+|\$\w+(?:\.\w+)*|\$\$?")
_FUNCTION: Final = re.compile(r"States\.\w+")
_FORMAT: Final = re.compile(r"States\.Format\(\s*'([^'\\]*)'\s*((?:,\s*\$[^\s,'()]*\s*)*)\)\Z")
_HOLE: Final = "{}"


def evaluate_parameters(node: Node, run: Run) -> Node:
    """Evaluate what parameters say, all the way down."""
    read = partial(evaluate_parameters, run=run)
    match node.value:
        case Mapping() as fields:
            node = replace(node, value=dict(_fields(fields, run)))
        case Open(known, rest):
            node = replace(node, value=Open(dict(_fields(known, run)), rest))
    return within(node, read)


def _fields(fields: Mapping[str, Node], run: Run) -> Iterator[tuple[str, Node]]:
    for key, node in fields.items():
        if key.endswith(RUNTIME_KEY):
            yield key.removesuffix(RUNTIME_KEY), replace(node, value=_path(node.value, run))
        else:
            yield key, node


def _path(path: Value, run: Run) -> Value:
    if isinstance(path, Unknown):
        return path
    if not isinstance(path, str):
        return unsupported("a path is not a text", "path")
    known = run.variable(path)
    if known:
        return known.value
    look = path[:LONGEST_LOOK]
    if found := _FORMAT.match(look):
        names = [name.strip() for name in found[2].split(",")[1:]]
        texts = found[1].split(_HOLE)
        if len(texts) == len(names) + 1:
            values = [run.reference(name) for name in names]
            return written([texts[0], *(part for pair in zip(values, texts[1:], strict=True) for part in pair)])
    if look.startswith("States."):
        look = LITERAL.sub("", look)
    names = [name[0] for name in _PATH.finditer(look)] or [name[0] for name in _FUNCTION.finditer(look)]
    return run.unknown(path, names or ["a path"])
