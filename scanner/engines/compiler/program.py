"""Compile Rego to Python functions, one a rule: they judge many times as fast as an interpreter of syntax trees.

Only syntax whose meaning is certain here is compiled; anything else raises UnknownSyntaxError, and the interpreter does
the work. What is undefined is ABSENT, and goes through every operation as Rego wants it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from scanner.engines.compiler import operations
from scanner.engines.compiler.bodies import builtin_name
from scanner.engines.compiler.calls import BUILTINS
from scanner.engines.compiler.definitions import Rule, Rules
from scanner.engines.compiler.rules import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.paths import Document

_MEMORY: Final = 10_000
"""How many answers of one function are remembered."""


class Program:
    """Modules as Python functions. Raises PolicyError for a syntax error, UnknownSyntaxError for what is not known."""

    def __init__(self, modules: Mapping[str, str], data: Document) -> None:
        rules = Rules.read(modules, data)
        source, uses = [], {}
        for rule in rules.by_path.values():
            function = Function(rules, rule)
            source.append(function.write())
            uses[rule.path] = function.uses
        self._scope: dict[str, object] = {
            **{name: getattr(operations, name) for name in operations.__all__},
            **{builtin_name(name): function for name, function in BUILTINS.items()},
            **rules.constants,
            "found": {},
            "given": {},
            "resource": {},
            "related": {},
        }
        exec(compile("\n".join(source), "<rego>", "exec"), self._scope)  # noqa: S102  # of our own policies
        self._rules = rules.by_path
        for path in _independent(uses):
            self._remember(rules.by_path[path])

    def rule(self, path: str) -> Callable[[], object]:
        """Give what evaluates a rule for the input that is set; it raises EvaluationError where Rego has an error."""
        return self._function(self._rules[path])

    def set_input(self, document: Document) -> None:
        """Set what rules see as `input`."""
        self._scope["given"] = document
        for name in ("resource", "related"):  # what most rules look into, so that they find it at once
            part = document.get(name)
            self._scope[name] = part if isinstance(part, dict) else {}
        self._scope["found"] = {}

    def _function(self, rule: Rule) -> Callable[..., object]:
        function = self._scope[rule.function]
        assert callable(function)  # noqa: S101  # our own source defines it
        return function

    def _remember(self, rule: Rule) -> None:
        """Evaluate what depends on no input once for each of its arguments."""
        function = self._function(rule)
        if not rule.arity:
            self._scope[rule.function] = cache(function)
            return
        self._scope[rule.function] = _remembering(function) if rule.arity == 1 else function


def _remembering(function: Callable[[object], object]) -> Callable[[object], object]:
    """Remember what a function gives for texts, such as names of images."""
    known: dict[object, object] = {}

    def ask(argument: object) -> object:
        if type(argument) is not str:  # also because 1, 1.0 and true are one key to Python
            return function(argument)
        try:
            return known[argument]
        except KeyError:
            if len(known) >= _MEMORY:
                known.clear()
            answer = known[argument] = function(argument)
            return answer

    return ask


def _independent(uses: Mapping[str, set[str]]) -> set[str]:
    """Name the rules that use no input, not even through other rules."""
    dependent = {path for path, used in uses.items() if "input" in used}
    while more := {path for path, used in uses.items() if path not in dependent and used & dependent}:
        dependent |= more
    return set(uses) - dependent
