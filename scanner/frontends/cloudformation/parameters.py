"""Say what a template's parameters are: given, defaulted, supposed, or not known and what they may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import NO_VALUE, Unknown, Value, entries, items, made, string, text_of
from scanner.model import GapReason

if TYPE_CHECKING:
    from scanner.frontends.cloudformation.evaluator import Evaluator
    from scanner.frontends.nodes import Node

_LISTS: Final = ("CommaDelimitedList", "List<")
_STORED: Final = "AWS::SSM::Parameter::"
_OWN: Final = frozenset({"AWS::StackName", "AWS::StackId"})
"""Pseudo parameters that a nested stack has of its own."""


def pseudo_parameter(scope: Evaluator, name: str) -> Value:
    """Say what one of AWS's own parameters is."""
    text = f"{scope.prefix}{name}" if name in _OWN else name
    given = scope.given.get(name)
    return scope.work.supposed(Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,))) if given is None else given


def parameter(scope: Evaluator, name: str) -> Value:
    """Say what a parameter is."""
    fields = entries(scope.template.parameters[name])
    kind, text = string(fields.get("Type")), f"{scope.prefix}{name}"
    value = scope.given.get(name, _default(fields))
    if isinstance(value, Unknown):
        return value
    needs = (f"parameter {text}",)
    if value is NO_VALUE or value is None or isinstance(value, Mapping):
        missing = Unknown(f"${{{text}}}", GapReason.VARIABLE, needs)
        _bound(scope, missing, fields.get("AllowedValues"))
        value = scope.work.supposed(missing)
    elif kind.startswith(_STORED) or _hidden(scope, fields):
        value = scope.work.supposed(Unknown(f"${{{text}}}", GapReason.DEPLOY, needs))
    if kind.startswith(_LISTS) and not isinstance(value, Unknown | tuple):
        return tuple(made(item.strip()) for item in text_of(value).split(",") if item.strip())
    return value


def _default(fields: Mapping[str, Node]) -> Value:
    default = fields.get("Default")
    return NO_VALUE if default is None or isinstance(default.value, tuple) else default.value


def _hidden(scope: Evaluator, fields: Mapping[str, Node]) -> bool:
    return "NoEcho" in fields and text_of(scope.resolve(fields["NoEcho"])).lower() == "true"


def _bound(scope: Evaluator, missing: Unknown, allowed: Node | None) -> None:
    """Note what a parameter may be, where the template says so."""
    if items(allowed):
        scope.work.domains[missing.text] = frozenset(text_of(item.value) for item in items(allowed))


def nested_parameters(scope: Evaluator, passed: Node | None) -> dict[str, Value]:
    """Evaluate what a stack passes to one that is nested in it."""
    same = {name: value for name, value in scope.given.items() if name.startswith("AWS::") and name not in _OWN}
    resolved = scope.settled(passed) if passed else NO_VALUE
    given = {name: node.value for name, node in resolved.items()} if isinstance(resolved, Mapping) else {}
    return same | {name: value for name, value in given.items() if value is not NO_VALUE}
