"""Run Rego that is written as Python over the base data of a scan.

The program of the shipped policies is written ahead (`policies/compiled.py`, by `make generate`), because writing it
takes longer than judging the code of a pull request; it counts only where it is of the very texts that are asked for.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from scanner.digests import digest
from scanner.engines.compiler import operations
from scanner.engines.compiler.calls import BUILTINS, builtin_name
from scanner.paths import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

    from scanner.paths import Document

_MEMORY: Final = 10_000
"""How many answers of one function are remembered."""
_WRITTEN_AHEAD: Final = "policies.compiled"
_LIBRARY: Final = {
    **{name: getattr(operations, name) for name in operations.__all__},
    **{builtin_name(name): function for name, function in BUILTINS.items()},
}


class Program:
    """Modules as Python functions. Raises PolicyError for a syntax error, UnknownSyntaxError for what is not known."""

    def __init__(self, modules: Mapping[str, str], data: Document) -> None:
        self._scope: dict[str, Any] = {}
        code = _written_ahead()
        if code is None or not self._is_of(modules, code):
            from scanner.engines.compiler.writing import write_program  # noqa: PLC0415  # needs a Rego parser

            self._scope = _run(compile(write_program(modules, data), "<rego>", "exec"))
        for name, keys in self._scope["CONSTANTS"].items():
            self._scope[name] = lookup(data, keys)
        self._rules: Mapping[str, tuple[str, int]] = self._scope["RULES"]
        for path in self._scope["INDEPENDENT"]:
            self._remember(*self._rules[path])
        self.set_input({})

    def rule(self, path: str) -> Callable[[], object]:
        """Give what evaluates a rule for the input that is set; it raises EvaluationError where Rego has an error."""
        function: Callable[[], object] = self._scope[self._rules[path][0]]
        return function

    def set_input(self, document: Document) -> None:
        """Set what rules see as `input`."""
        self._scope["given"] = document
        for name in ("resource", "related"):  # what most rules look into, so that they find it at once
            part = document.get(name)
            self._scope[name] = part if isinstance(part, dict) else {}
        self._scope["found"] = {}

    def _is_of(self, modules: Mapping[str, str], code: CodeType) -> bool:
        """Run a program, and tell whether it is of these modules."""
        self._scope = _run(code)
        digests = self._scope["DIGESTS"]
        return all(digests.get(file) == digest(text) for file, text in modules.items())

    def _remember(self, name: str, arity: int) -> None:
        """Evaluate what depends on no input once for each of its arguments."""
        function = self._scope[name]
        if arity == 0:
            self._scope[name] = cache(function)
        elif arity == 1:
            self._scope[name] = _remembering(function)


def _run(code: CodeType) -> dict[str, Any]:
    """Run a program in a scope of its own, so that engines side by side share nothing."""
    scope: dict[str, Any] = dict(_LIBRARY)
    exec(code, scope)  # noqa: S102  # of our own policies
    return scope


@cache
def _written_ahead() -> CodeType | None:
    """Find the program of the shipped policies; in a checkout it may not be written yet."""
    spec = find_spec(_WRITTEN_AHEAD)
    code: CodeType | None = spec.loader.get_code(_WRITTEN_AHEAD) if spec and spec.loader else None  # type: ignore[attr-defined]  # the loader of a source file
    return code


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
