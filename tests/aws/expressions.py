"""Turn a SearchExpression into one function that says whether a record passes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.aws.answers import AwsError
from tests.aws.documents import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Getter = Callable[[object], object]
    Test = Callable[[object], bool]

_LONGEST_FILTER_LIST = 20


def tester(expression: Mapping, getter: Callable[[str], Getter]) -> Test | None:
    """Make the test of an expression; none when all pass. `getter` makes what reads a property of a record."""
    if expression.get("NestedFilters"):
        raise AwsError("ValidationException", "the fake does not know NestedFilters")
    filters = expression.get("Filters") or []
    if len(filters) > _LONGEST_FILTER_LIST:
        raise AwsError("ValidationException", f"Filters must have length less than or equal to {_LONGEST_FILTER_LIST}")
    tests = [_condition(item, getter(item["Name"])) for item in filters]
    subs = [tester(item, getter) for item in expression.get("SubExpressions") or []]
    tests += [_everything if test is None else test for test in subs]
    if not tests:
        return None
    join = any if expression.get("Operator") == "Or" else all
    return lambda record: join(test(record) for test in tests)


def _everything(_: object) -> bool:
    return True


def _condition(item: Mapping, read: Getter) -> Test:
    operator, wanted = item.get("Operator", "Equals"), item.get("Value")
    if operator not in _OPERATORS:
        raise AwsError("ValidationException", f"Value '{operator}' at 'operator' is not an operator")
    decide = _OPERATORS[operator](wanted)
    return lambda record: decide(read(record))


def _compare(decide: Callable[[object, object], bool]) -> Callable[[object], Test]:
    """Compare in the kind of value that the record has; what is wanted is read once."""

    def prepare(wanted: object) -> Test:
        text = str(wanted)
        number = _number(text)

        def compare(actual: object) -> bool:
            match actual:
                case None:
                    return False
                case bool():
                    return decide(str(actual).lower(), text.lower())
                case int() | float():
                    if number is None:
                        raise AwsError("ValidationException", f"'{text}' is neither a number nor a time")
                    return decide(actual, number)
                case _:
                    return decide(str(actual), text)

        return compare

    return prepare


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return seconds(datetime.fromisoformat(text))
    except ValueError:
        return None


def _not_equals(wanted: object) -> Test:
    equals = _OPERATORS["Equals"](wanted)
    return lambda actual: not equals(actual)


def _one_of(wanted: object) -> Test:
    choices = {part.strip() for part in str(wanted).split(",")}
    return lambda actual: str(actual) in choices


_OPERATORS: dict[str, Callable[[object], Test]] = {
    "Equals": _compare(lambda actual, wanted: actual == wanted),
    "NotEquals": _not_equals,
    "GreaterThan": _compare(lambda actual, wanted: actual > wanted),
    "GreaterThanOrEqualTo": _compare(lambda actual, wanted: actual >= wanted),
    "LessThan": _compare(lambda actual, wanted: actual < wanted),
    "LessThanOrEqualTo": _compare(lambda actual, wanted: actual <= wanted),
    "Contains": _compare(lambda actual, wanted: str(wanted) in str(actual)),
    "Exists": lambda _: lambda actual: actual is not None,
    "NotExists": lambda _: lambda actual: actual is None,
    "In": _one_of,
}
