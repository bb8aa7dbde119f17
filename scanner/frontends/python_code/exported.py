"""Follow the cells of a notebook that was exported as a script: those with a magic are texts there."""

from __future__ import annotations

import ast
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import LONGEST_TEXT
from scanner.frontends.python_code.ipython import KEPT, plain_python
from scanner.frontends.python_code.source import parse_python
from scanner.frontends.text.positions import TextError

if TYPE_CHECKING:
    from scanner.frontends.python_code.machine import Machine
    from scanner.frontends.python_code.values import Scope

_UNIT: Final = re.compile(r"\\(?:[0-7]{1,3}|x..|u.{4}|U.{8}|N\{[^}]*\}|.)|.")
"""One character as a plain literal writes it."""


def run_cell(machine: Machine, node: ast.Call, scope: Scope) -> None:
    """Follow `get_ipython().run_cell_magic("time", "", "…")`, if the magic runs the cell's Python."""
    match node.args:
        case [ast.Constant(value=str() as magic), _, ast.Constant(value=str() as code) as text] if magic in KEPT:
            try:
                tree = parse_python(plain_python(code))
            except TextError:
                return
            if _put(tree, code, text, machine.source.lines):
                machine.execute(tree.body, scope)


def _put(tree: ast.Module, code: str, text: ast.Constant, lines: tuple[str, ...]) -> bool:
    """Give all of a tree its place in the literal that holds its code; tell whether it has one."""
    literal = lines[text.lineno - 1].encode()[text.col_offset : text.end_col_offset].decode(errors="replace")
    if text.lineno != text.end_lineno or literal[0] not in "'\"" or literal[:2] == literal[-2:]:
        return False
    units = [found.start() for found in _UNIT.finditer(literal, 1)]
    if len(units) != len(code) + 1 or len(code) > LONGEST_TEXT:
        return False
    before = list(accumulate((len(character.encode()) for character in literal), initial=text.col_offset))
    rows = code.split("\n")
    starts = list(accumulate((len(row) + 1 for row in rows), initial=0))

    def column(line: int, offset: int) -> int:
        row = rows[line - 1]
        at = offset if row.isascii() else len(row.encode()[:offset].decode(errors="replace"))
        return before[units[min(starts[line - 1] + at, len(code))]]

    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias):
            node.col_offset = column(node.lineno, node.col_offset)
            node.end_col_offset = column(node.end_lineno or node.lineno, node.end_col_offset or 0)
            node.lineno = node.end_lineno = text.lineno
    return True
