"""Evaluate CloudFormation's functions of conditions and rules with three values: true, false, and not known why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.expressions import expression
from scanner.frontends.nodes import (
    Unknown,
    combine,
    inner_text,
    made,
    text_of,
    unsupported,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.frontends.cloudformation.evaluator import Evaluator
    from scanner.frontends.nodes import Node


def _equals(scope: Evaluator, argument: Node) -> bool | Unknown:
    match argument.value:
        case (left, right):
            one, other = scope.resolve(left), scope.resolve(right)
        case _:
            return unsupported("Fn::Equals takes two values", "Equals")
    if isinstance(one, tuple | Mapping) or isinstance(other, tuple | Mapping):
        return unsupported("Fn::Equals of a list or an object", "Equals")
    unknowns = [value for value in (one, other) if isinstance(value, Unknown)]
    if unknowns and one != other:
        missing = combine(unknowns, f"${{{inner_text(one)} = {inner_text(other)}}}")
        return scope.work.compare(one, other, missing)
    return text_of(one) == text_of(other)


def _not(scope: Evaluator, argument: Node) -> bool | Unknown:
    truths = list(_truths(scope, argument))
    if len(truths) != 1:
        return unsupported("Fn::Not takes one condition", "Not")
    return truths[0] if isinstance(truths[0], Unknown) else not truths[0]


def _and(scope: Evaluator, argument: Node) -> bool | Unknown:
    return _decide(scope, argument, decisive=False)


def _or(scope: Evaluator, argument: Node) -> bool | Unknown:
    return _decide(scope, argument, decisive=True)


def _contains(scope: Evaluator, argument: Node) -> bool | Unknown:
    return _each(scope, argument, "Fn::Equals", decisive=True)


def _each_equals(scope: Evaluator, argument: Node) -> bool | Unknown:
    return _each(scope, argument, "Fn::Equals", decisive=False)


def _each_in(scope: Evaluator, argument: Node) -> bool | Unknown:
    return _each(scope, argument, "Fn::Contains", decisive=False)


def _each(scope: Evaluator, argument: Node, function: str, *, decisive: bool) -> bool | Unknown:
    """Compare each member of a list with something, by a function that takes first that and then the member."""
    match argument.value:
        case (listed, other):
            members = scope.resolve(listed)
        case _:
            return unsupported("a function of lists takes a list and a value", "list")
    if isinstance(members, Unknown):
        return members
    if not isinstance(members, tuple):
        return unsupported("a function of lists takes a list and a value", "list")
    return _decide(scope, made(tuple(expression(function, other, member) for member in members)), decisive=decisive)


def _decide(scope: Evaluator, argument: Node, *, decisive: bool) -> bool | Unknown:
    unknowns = []
    for truth in _truths(scope, argument):
        if isinstance(truth, Unknown):
            unknowns.append(truth)
        elif truth is decisive:
            return decisive
    return combine(unknowns, "${condition}") if unknowns else not decisive


def _truths(scope: Evaluator, argument: Node) -> Iterator[bool | Unknown]:
    for node in argument.value if isinstance(argument.value, tuple) else ():
        yield scope.truth(node)


CONDITIONS: Final[Mapping[str, Callable[[Evaluator, Node], bool | Unknown]]] = {
    "Fn::Equals": _equals,
    "Fn::Not": _not,
    "Fn::And": _and,
    "Fn::Or": _or,
    "Fn::Contains": _contains,
    "Fn::EachMemberEquals": _each_equals,
    "Fn::EachMemberIn": _each_in,
}
