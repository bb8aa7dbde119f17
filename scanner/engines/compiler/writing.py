"""Write Rego modules as one Python program."""

from __future__ import annotations

from pprint import pformat
from typing import TYPE_CHECKING, Final

from scanner.digests import digest
from scanner.engines.compiler.definitions import Rules
from scanner.engines.compiler.rules import Function

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Document

_HEAD: Final = '"""The shipped Rego policies as Python. Generated from *.rego by `make generate`: do not edit."""\n'


def write_program(modules: Mapping[str, str], data: Document) -> str:
    """Write modules as Python: the digest of each, its rules, the data that they name, and a function for each rule.

    Raises PolicyError for a syntax error, UnknownSyntaxError for what is not known.
    """
    rules = Rules.read(modules, data)
    functions, uses = [], {}
    for rule in rules.by_path.values():
        function = Function(rules, rule)
        functions.append(function.write())
        uses[rule.path] = function.uses
    tables = {
        "DIGESTS": {file: digest(text) for file, text in modules.items()},
        "CONSTANTS": rules.constants,
        "RULES": {path: (rule.function, rule.arity) for path, rule in rules.by_path.items()},
        "INDEPENDENT": sorted(_independent(uses)),
    }
    written = [f"{name} = {pformat(table, width=120, sort_dicts=False)}" for name, table in tables.items()]
    return "\n".join([_HEAD, *written, *functions, ""])


def _independent(uses: Mapping[str, set[str]]) -> set[str]:
    """Name the rules that use no input, not even through other rules."""
    dependent = {path for path, used in uses.items() if "input" in used}
    while more := {path for path, used in uses.items() if path not in dependent and used & dependent}:
        dependent |= more
    return set(uses) - dependent
