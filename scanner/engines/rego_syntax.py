"""Take Rego apart with regorus' own parser: syntax trees, imports, and where things stand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson
import regorus

from scanner.errors import PolicyError
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.paths import Document, Json

_WHERE: Final = re.compile(r"--> (?P<file>[^\n]*?):(?P<line>\d+):(?P<column>\d+)\n")
_WHAT: Final = re.compile(r"^error: (?P<text>.*)$", re.MULTILINE)
COMPUTED: Final = "*"
"""Stands for a key that is computed."""
MAX_COLUMNS: Final = 8192
"""Longest line that the embedded engine takes; its own limit of 1,024 is short for imports written out."""


@record(frozen=True, slots=True)
class Complaint:
    """What regorus said is wrong, and where."""

    text: str
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.file else self.text


@record(frozen=True, slots=True)
class Reference:
    """A reference such as `input.resource.Tags[i]`: its root, its keys (COMPUTED where only a run tells), its place.

    `start` and `end` are the root's own place in the text, in bytes.
    """

    root: str
    keys: tuple[str, ...]
    called: bool
    line: int
    column: int
    start: int
    end: int


def read_complaint(error: BaseException) -> Complaint:
    """Read an exception of regorus, without the stack of the interpreter below it."""
    text = str(error).partition("\n\nStack backtrace:")[0].strip()
    where, what = _WHERE.search(text), _WHAT.search(text)
    said = what["text"] if what else text
    if where is None:
        return Complaint(said)
    return Complaint(said, where["file"], int(where["line"]), int(where["column"]))


def new_engine() -> regorus.Engine:
    """Make an engine that takes long lines."""
    engine = regorus.Engine()
    engine.set_policy_length_config(max_col=MAX_COLUMNS, max_file_bytes=1024 * 1024, max_lines=20_000)
    return engine


def parse_module(file: str, text: str) -> Document:
    """Give the syntax tree of a module. Raises PolicyError with file, line and column."""
    engine = new_engine()
    try:
        engine.add_policy(file, text)
        return dict(orjson.loads(engine.get_ast_as_json())[0]["ast"])
    except RuntimeError as error:
        complaint = read_complaint(error)
    finally:
        del engine  # an error that is kept must not keep it: only the thread that made it may end it
    raise syntax_error(complaint, {file: text})


def syntax_error(complaint: Complaint, texts: Mapping[str, str]) -> PolicyError:
    """Say what is wrong in a module, with the line that is."""
    lines = texts.get(complaint.file, "").splitlines()
    line = lines[complaint.line - 1] if 0 < complaint.line <= len(lines) else ""
    column = _in_code_points(complaint.column, line)
    where = f"{complaint.file}:{complaint.line}:{column}: " if complaint.file else ""
    return PolicyError(f"{where}{complaint.text}", f"the line is: {line.strip()}" if line else "")


def _in_code_points(column: int, line: str) -> int:
    """Count a tab as one column, where regorus counts it as four."""
    at = 1
    for number, character in enumerate(line, start=1):
        if at >= column:
            return number
        at += 4 if character == "\t" else 1
    return len(line) + 1


def nodes(tree: Json) -> Iterator[tuple[str, Document]]:
    """Yield every node of a tree with its kind, outer ones first, in the order of the text; places are no nodes."""
    waiting: list[tuple[str, Json]] = [("", tree)]
    while waiting:
        kind, node = waiting.pop()
        if isinstance(node, dict):
            if kind:
                yield kind, node
            waiting += [(name, child) for name, child in reversed(node.items()) if name != "span"]
        elif isinstance(node, list):
            waiting += [("", child) for child in reversed(node)]


def references(tree: Json, *, called: bool = False) -> Iterator[Reference]:
    """Yield every reference in a part of a syntax tree, also those inside brackets; `called` ones are functions."""
    match tree:
        case {"RefDot": dict()} | {"RefBrack": dict()}:
            yield from _chain(tree, called=called)
        case {"Var": {"value": str(name), "span": dict(span)}}:
            yield Reference(name, (), called, span["line"], span["col"], span["start"], span["end"])
        case {"fcn": function, "params": parameters}:
            yield from references(function, called=True)
            yield from references(parameters)
        case dict():
            for child in tree.values():
                yield from references(child)
        case list():
            for child in tree:
                yield from references(child)


def _chain(tree: Json, *, called: bool) -> Iterator[Reference]:
    """Yield a whole chain of dots and brackets as one reference, then what its brackets hold."""
    keys: list[str] = []
    brackets: list[Json] = []
    while True:
        match tree:
            case {"RefDot": {"refr": inner, "field": [_, str(name)]}}:
                keys.append(name)
                tree = inner
            case {"RefBrack": {"refr": inner, "index": {"String": {"value": str(name)}}}}:
                keys.append(name)
                tree = inner
            case {"RefBrack": {"refr": inner, "index": index}}:
                brackets.append(index)
                keys.append(COMPUTED)
                tree = inner
            case _:
                break
    is_root = isinstance(tree, dict) and "Var" in tree
    for inner in references(tree):
        yield replace(inner, keys=tuple(reversed(keys)), called=called) if is_root else inner
    for bracket in brackets:
        yield from references(bracket)
