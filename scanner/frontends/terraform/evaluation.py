"""Evaluate Terraform's expressions as far as the code decides them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.functions import LONGEST_TEXT, call, measure
from scanner.frontends.terraform.known_functions import MOST_ITEMS
from scanner.frontends.terraform.members import elements, member
from scanner.frontends.terraform.operators import OPERATORS, decide
from scanner.frontends.terraform.syntax import (
    Attribute,
    Call,
    Conditional,
    Entries,
    Expression,
    For,
    Index,
    Items,
    Literal,
    Name,
    Operation,
    Splat,
    Template,
    Unreadable,
)
from scanner.frontends.terraform.values import (
    EvaluationError,
    Lazy,
    ListOf,
    NotFollowedError,
    OpenMap,
    SetOf,
    Unknown,
    Value,
    as_typed,
    combine,
    equal,
    inner_text,
    is_there,
    number,
    text_of,
    truth,
    unknowns,
)
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_STEPS: Final = 1_000_000


class TooMuchWork(Exception):  # noqa: N818 - it says what is wrong with the code, and never reaches a user
    """Code that would take for ever to evaluate."""


@dataclass(slots=True)
class Meter:
    """Count the work that one root asks for, so that no code under review can take for ever."""

    left: int = MOST_STEPS

    def tick(self, steps: int = 1) -> None:
        """Count a step, or several. Raises TooMuchWork."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork


@record(frozen=True, slots=True)
class Frame:
    """What names mean at one place: the module's, and over them those of the block or loop."""

    resolve: Callable[[str], Value]
    read_file: Callable[[str], Value]
    meter: Meter
    names: Mapping[str, Value] = field(default_factory=dict)

    def bind(self, **names: Value) -> Frame:
        """Give names a meaning inside."""
        return replace(self, names={**self.names, **names})


def evaluate(expression: Expression, frame: Frame) -> Value:
    """Evaluate an expression; whatever Terraform would refuse is an unknown that says so."""
    try:
        return _evaluate(expression, frame)
    except EvaluationError as error:
        return _refused(error)
    except RecursionError:
        return Unknown("${...}", GapReason.UNSUPPORTED, ("the expression is nested too deep",))


def _refused(error: EvaluationError) -> Unknown:
    return Unknown(f"${{{error}}}", GapReason.UNSUPPORTED, (str(error),))


def _evaluate(expression: Expression, frame: Frame) -> Value:  # noqa: PLR0911 - one return for each kind
    frame.meter.tick()
    match expression:
        case Literal(value):
            return value
        case Name(name):
            return frame.names[name] if name in frame.names else frame.resolve(name)
        case Attribute(target, name):
            return member(_evaluate(target, frame), name)
        case Index(target, key):
            return member(_evaluate(target, frame), _evaluate(key, frame))
        case Items(items):
            return [_evaluate(item, frame) for item in items]
        case Unreadable(what):
            return Unknown(f"${{{what}}}", GapReason.UNSUPPORTED, (f"{what} is not followed",), present=True)
        case _:
            return _COMPOUND[type(expression)](expression, frame)


def _template(expression: Template, frame: Frame) -> Value:
    if len(expression.parts) == 1 and not isinstance(expression.parts[0], str):
        return _evaluate(expression.parts[0], frame)
    values = [part if isinstance(part, str) else _evaluate(part, frame) for part in expression.parts]
    text = "".join(map(text_of, values))
    if len(text) > LONGEST_TEXT:
        raise NotFollowedError("a string is too long")
    missing = list(unknowns(values))
    return combine(missing, text) if missing else text


def _entries(expression: Entries, frame: Frame) -> Value:
    known: dict[str, Value] = {}
    rest: list[Unknown] = []
    for key_expression, item in expression.entries:
        key = _evaluate(key_expression, frame)
        if isinstance(key, Unknown | Lazy):
            rest.extend(unknowns(key))
        else:
            known[text_of(key)] = _evaluate(item, frame)
    return OpenMap(known, combine(rest, f"${{a map with the keys {inner_text(list(rest))}}}")) if rest else known


def _for(expression: For, frame: Frame) -> Value:
    collection = _evaluate(expression.collection, frame)
    if not isinstance(collection, list | dict):
        missing = list(unknowns(collection))
        if not missing:
            raise EvaluationError("a loop needs a list or a map")
        return combine(missing, f"${{for {inner_text(collection)}}}")
    if len(collection) > MOST_ITEMS:
        raise NotFollowedError("a collection is too long")
    entries: list[tuple[Value, Value]] = []
    for key, item in elements(collection):
        frame.meter.tick()
        names = dict(zip(reversed(expression.names), (item, key), strict=False))
        inner = frame.bind(**names)
        wanted = True if expression.condition is None else _evaluate(expression.condition, inner)
        if isinstance(wanted, Unknown | Lazy):
            return combine(unknowns(wanted), f"${{for {inner_text(collection)} if {inner_text(wanted)}}}")
        if truth(wanted):
            made = None if expression.key is None else _evaluate(expression.key, inner)
            entries.append((made, _evaluate(expression.value, inner)))
    return [item for _, item in entries] if expression.key is None else _keyed(entries, grouped=expression.grouped)


def _keyed(entries: list[tuple[Value, Value]], *, grouped: bool) -> Value:
    known: dict[str, Value] = {}
    rest: list[Unknown] = []
    for key, item in entries:
        if isinstance(key, Unknown | Lazy):
            rest.extend(unknowns(key))
        elif grouped:
            group = known.setdefault(text_of(key), [])
            if isinstance(group, list):
                group.append(item)
        else:
            known[text_of(key)] = item
    return OpenMap(known, combine(rest, f"${{a map with the keys {inner_text(list(rest))}}}")) if rest else known


def _conditional(expression: Conditional, frame: Frame) -> Value:
    condition = _evaluate(expression.condition, frame)
    if not isinstance(condition, Unknown | Lazy):
        taken, other = (expression.yes, expression.no)[:: 1 if truth(condition) else -1]
        value = _evaluate(taken, frame)
        if not isinstance(value, list | dict):
            return value
        measure(value)
        return as_typed(value, evaluate(other, frame))
    yes, no = evaluate(expression.yes, frame), evaluate(expression.no, frame)
    measure([yes, no])
    if not any(unknowns([yes, no])) and equal(yes, no):
        return yes
    present = all(branch.present if isinstance(branch, Unknown) else branch is not None for branch in (yes, no))
    text = f"${{{inner_text(condition)} ? {inner_text(yes)} : {inner_text(no)}}}"
    nullable = not (is_there(yes) and is_there(no))
    return replace(combine(unknowns(condition), text, present=present), nullable=nullable)


def _operation(expression: Operation, frame: Frame) -> Value:
    name = expression.operator
    right = _evaluate(expression.right, frame)
    if expression.left is None:
        if isinstance(right, Unknown | Lazy):
            return combine(unknowns(right), f"${{{name}{inner_text(right)}}}")
        return not truth(right) if name == "!" else -number(right)
    left = _evaluate(expression.left, frame)
    measure([left, right])
    missing = list(unknowns([left, right]))
    if missing:
        decided = decide(name, left, right)
        text = f"${{{inner_text(left)} {name} {inner_text(right)}}}"
        return combine(missing, text) if decided is None else decided
    try:
        return OPERATORS[name](left, right)
    except ArithmeticError as error:
        raise EvaluationError("this cannot be calculated") from error


def _call(expression: Call, frame: Frame) -> Value:
    if expression.name in ("try", "can"):
        return _try(expression, frame)
    arguments = [_evaluate(argument, frame) for argument in expression.arguments]
    if expression.spread and arguments:
        last = arguments.pop()
        if not isinstance(last, list):
            if not any(unknowns(last)):
                raise EvaluationError("a list is needed before ...")
            return combine(unknowns([*arguments, last]), f"${{{expression.name}({inner_text(last)}...)}}")
        arguments.extend(last)
    if expression.name == "file" and len(arguments) == 1 and isinstance(arguments[0], str):
        return frame.read_file(arguments[0])
    return call(expression.name, arguments)


def _try(expression: Call, frame: Frame) -> Value:
    for argument in expression.arguments:
        try:
            value = _evaluate(argument, frame)
        except NotFollowedError as error:  # whether Terraform goes on to the next is not known
            return _refused(error)
        except EvaluationError:
            continue
        if expression.name == "can":
            return combine(unknowns(value), f"${{can({inner_text(value)})}}") if any(unknowns(value)) else True
        return value if not isinstance(value, Unknown) else replace(value, present=False)
    if expression.name == "can":
        return False
    raise EvaluationError("nothing that is tried here works")


def _splat(expression: Splat, frame: Frame) -> Value:
    target = _evaluate(expression.target, frame)
    if isinstance(target, Unknown):
        return combine([target], f"${{{inner_text(target)}[*]}}")
    items = target if isinstance(target, list) else [] if target is None else [target]
    results: list[Value] = []
    for item in items:
        result = item
        for step in expression.steps:
            result = member(result, step if isinstance(step, str) else _evaluate(step, frame))
        results.append(result)
    return ListOf(results) if isinstance(target, ListOf | SetOf) else results


_COMPOUND: Final[Mapping[type, Callable[..., Value]]] = {
    Template: _template,
    Entries: _entries,
    For: _for,
    Conditional: _conditional,
    Operation: _operation,
    Call: _call,
    Splat: _splat,
}
