"""Evaluate CloudFormation's intrinsic functions, as far as the template decides them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.expressions import substitutions, under
from scanner.frontends.cloudformation.lookups import cidr, find_in_map
from scanner.frontends.nodes import (
    ELSEWHERE,
    Node,
    NoValue,
    Open,
    Unknown,
    Value,
    certain,
    combine,
    concatenate,
    entries,
    inner_text,
    made,
    text_of,
    unsupported,
    whole,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.frontends.cloudformation.evaluator import Evaluator
    from scanner.paths import Json


def _ref(scope: Evaluator, argument: Node) -> Value:
    name = scope.resolve(argument)
    return scope.ref(name) if isinstance(name, str) else unsupported("Ref takes a name", "Ref")


def _get_att(scope: Evaluator, argument: Node) -> Value:
    match argument.value:
        case str() as text if "." in text:
            name, attribute = text.split(".", 1)
            return scope.attribute(name, attribute)
        case (Node(str() as name), last):
            attribute_name = scope.resolve(last)
            return certain(_attribute(scope, name, attribute_name))
    return unsupported("Fn::GetAtt takes a resource and an attribute", "GetAtt")


def _attribute(scope: Evaluator, name: str, attribute: Value) -> Value:
    if isinstance(attribute, Unknown):
        return replace(attribute, text=f"${{{name}.{inner_text(attribute)}}}")
    return scope.attribute(name, text_of(attribute))


def _sub(scope: Evaluator, argument: Node) -> Value:
    variables: Mapping[str, Node] = {}
    match argument.value:
        case str() as text:
            pass
        case (Node(str() as text), given):
            variables = entries(given)
        case _:
            return unsupported("Fn::Sub takes a text and its variables", "Sub")
    values: dict[str, Value] = {}
    parts: list[Value] = []
    at = 0
    for found in substitutions(text):
        parts.append(text[at : found.start()])
        at = found.end()
        name = found[2].strip()
        if found[1]:
            parts.append(f"${{{name}}}")
            continue
        if name not in values:
            values[name] = _substitute(scope, name, variables)
        parts.append(values[name])
    return concatenate([part for part in (*parts, text[at:]) if part != ""])


def _substitute(scope: Evaluator, name: str, variables: Mapping[str, Node]) -> Value:
    if name in variables:
        return scope.resolve(variables[name])
    resource, dot, attribute = name.partition(".")
    return scope.attribute(resource, attribute) if dot else scope.ref(name)


def _join(scope: Evaluator, argument: Node) -> Value:
    match argument.value:
        case (Node(str() as separator), items):
            listed = scope.resolve(items)
        case _:
            return unsupported("Fn::Join takes a separator and a list", "Join")
    if isinstance(listed, Unknown):
        return replace(listed, text=f"${{Join {separator} of {inner_text(listed)}}}", present=True)
    if not isinstance(listed, tuple):
        return unsupported("Fn::Join takes a separator and a list", "Join")
    values = (scope.resolve(item) for item in listed)
    return concatenate((value for value in values if not isinstance(value, NoValue)), separator)


def _split(scope: Evaluator, argument: Node) -> Value:
    match argument.value:
        case (Node(str() as separator), source) if separator:
            whole_text = scope.resolve(source)
        case _:
            return unsupported("Fn::Split takes a separator and a text", "Split")
    if isinstance(whole_text, Unknown):
        if whole_text.name and separator == "/":  # an ARN ends in the name, after the only slash
            return Node(replace(whole_text, name=None), ELSEWHERE), whole_text.name
        return replace(whole_text, text=f"${{Split {separator} of {inner_text(whole_text)}}}", present=True, name=None)
    if isinstance(whole_text, tuple | Mapping | NoValue):
        return unsupported("Fn::Split takes a separator and a text", "Split")
    return tuple(made(part) for part in text_of(whole_text).split(separator))


def _select(scope: Evaluator, argument: Node) -> Value:
    match argument.value:
        case (which, items):
            index, listed = scope.resolve(which), scope.resolve(items)
        case _:
            return unsupported("Fn::Select takes an index and a list", "Select")
    if isinstance(index, Unknown):
        return replace(index, text=f"${{Select {inner_text(index)}}}", present=True)
    try:
        at = whole(index)
    except ValueError:
        return unsupported("Fn::Select takes a number", "Select")
    if isinstance(listed, Unknown):
        return replace(listed, text=f"${{{inner_text(listed)}[{at}]}}", present=True, name=None)
    if isinstance(listed, tuple) and 0 <= at < len(listed):
        return scope.resolve(listed[at])
    return unsupported("Fn::Select takes an index of the list", "Select")


def _zones(scope: Evaluator, argument: Node) -> Value:
    region = scope.resolve(argument)
    if region == "":
        region = scope.ref("AWS::Region")
    name = inner_text(region)
    return Unknown(f"${{Zones of {name}}}", GapReason.DEPLOY, (f"the Availability Zones of {name}",))


def _if(scope: Evaluator, argument: Node) -> Value:
    match argument.value:
        case (Node(str() as name), yes, no):
            truth = scope.condition(name)
        case _:
            return unsupported("Fn::If takes a condition and two values", "If")
    if not isinstance(truth, Unknown):
        return scope.resolve(yes if truth else no)
    one, other = scope.resolve(yes), scope.resolve(no)
    if _same(scope, one, other):
        return one
    present = not any(isinstance(value, NoValue) or _absent(value) for value in (one, other))
    text = f"${{If {name}: {_brief(one)} or {_brief(other)}}}"
    return replace(combine([truth], text), needs=under(name, truth), present=present)


def _brief(value: Value) -> str:
    """Write a value as a part of an unknown's text, so that different choices have different texts."""
    return "…" if isinstance(value, tuple | Mapping | NoValue) else inner_text(value)


def _same(scope: Evaluator, one: Value, other: Value) -> bool:
    """Compare to the last part; what is not known somewhere inside is not the same."""
    match one, other:
        case (tuple(), tuple()) | (Mapping(), Mapping()):
            left, right = _plain(scope, one), _plain(scope, other)
            return left == right and not isinstance(left, Unknown)
        case _:
            return type(one) is type(other) and one == other


def _absent(value: Value) -> bool:
    return isinstance(value, Unknown) and not value.present


def _import(scope: Evaluator, argument: Node) -> Value:
    name = scope.resolve(argument)
    text = f"ImportValue {inner_text(name)}"
    return Unknown(f"${{{text}}}", GapReason.DEPLOY, (f"the export {inner_text(name)} of another stack",))


def _base64(scope: Evaluator, argument: Node) -> Value:
    value = scope.resolve(argument)
    if isinstance(value, Unknown):
        return replace(value, text=f"${{Base64 {inner_text(value)}}}", present=True, name=None)
    if isinstance(value, tuple | Mapping | NoValue):
        return unsupported("Fn::Base64 takes a text", "Base64")
    return base64.b64encode(text_of(value).encode()).decode()


def _length(scope: Evaluator, argument: Node) -> Value:
    value = scope.resolve(argument)
    if isinstance(value, Unknown):
        return replace(value, text=f"${{Length {inner_text(value)}}}", present=True, name=None)
    return len(value) if isinstance(value, tuple) else unsupported("Fn::Length takes a list", "Length")


def _to_json(scope: Evaluator, argument: Node) -> Value:
    value = _plain(scope, scope.resolve(argument))
    if isinstance(value, Unknown):
        return replace(value, text="${ToJsonString}", present=True, name=None)
    if isinstance(value, NoValue):
        return unsupported("Fn::ToJsonString takes a list or an object", "ToJsonString")
    return json.dumps(value, separators=(",", ":"))


def _plain(scope: Evaluator, value: Value) -> Json | Unknown | NoValue:
    """Evaluate to the last part; one unknown part makes the whole unknown."""
    if isinstance(value, Open):
        return value.rest
    if not isinstance(value, tuple | Mapping):
        return value
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    parts: dict[str | int, Json] = {}
    for key, item in pairs:
        inner = _plain(scope, scope.resolve(item))
        if isinstance(inner, Unknown):
            return inner
        if not isinstance(inner, NoValue):
            parts[key] = inner
    if isinstance(value, Mapping):
        return {str(key): part for key, part in parts.items()}
    return list(parts.values())


FUNCTIONS: Final[Mapping[str, Callable[[Evaluator, Node], Value]]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Split": _split,
    "Fn::Select": _select,
    "Fn::GetAZs": _zones,
    "Fn::Cidr": cidr,
    "Fn::FindInMap": find_in_map,
    "Fn::If": _if,
    "Fn::ImportValue": _import,
    "Fn::Base64": _base64,
    "Fn::Length": _length,
    "Fn::ToJsonString": _to_json,
}
"""The functions that are followed; the value of any other is not known."""
