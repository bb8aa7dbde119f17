"""Make of a seeded document what AWS would answer: complete, checked against botocore's shape, times in seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from botocore.validate import ParamValidator

if TYPE_CHECKING:
    from botocore.model import Shape

FILLED_TIME = datetime(2026, 11, 1, tzinfo=UTC)
"""When everything happened that a seeded document does not date."""

_USUAL = ("Completed", "InService", "COMPLETED", "Active", "Default", "sagemaker")
_USUAL_SCALING = ("TargetTrackingScaling", "Successful")
_PLAIN = {"timestamp": FILLED_TIME, "list": [], "map": {}, "boolean": False}


class SeedError(AssertionError):
    """A document that AWS would never answer."""


def check(kind: str, shape: Shape, document: dict) -> None:
    """Raise SeedError when a field is unknown, of a wrong type, missing, or not among the values that AWS has."""
    report = ParamValidator().validate(document, shape)
    problems = [report.generate_report()] if report.has_errors() else []
    problems += list(_wrong_values(shape, document, kind))
    if problems:
        raise SeedError(f"{kind}: " + "; ".join(problems))


def complete(shape: Shape, document: dict) -> dict:
    """Add what AWS always gives and the document leaves out: required fields, with plain values."""
    filled = dict(document)
    for key in shape.required_members:
        if key not in filled:
            filled[key] = _plain_value(shape.members[key])
    return filled


def wire(shape: Shape, value: object) -> object:
    """Give a value as JSON has it: times in seconds since 1970."""
    match shape.type_name, value:
        case "structure", dict():
            return {key: wire(shape.members[key], item) for key, item in value.items() if item is not None}
        case "list", list() | tuple():
            return [wire(shape.member, item) for item in value]
        case "map", dict():
            return {key: wire(shape.value, item) for key, item in value.items()}
        case "timestamp", _:
            return seconds(value)
        case _:
            return value


def cut(shape: Shape, value: object) -> object:
    """Keep only what a shape has, as when a summary or a search record is made of a whole document."""
    match shape.type_name, value:
        case "structure", dict():
            return {key: cut(shape.members[key], item) for key, item in value.items() if key in shape.members}
        case "list", list():
            return [cut(shape.member, item) for item in value]
        case _:
            return value


def seconds(value: object) -> float:
    """Read a time: a datetime, an ISO 8601 text, or seconds."""
    match value:
        case bool():
            raise SeedError(f"{value!r} is no time")
        case int() | float():
            return value
        case datetime():
            moment = value
        case date():
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # put in UTC below
        case str():
            moment = datetime.fromisoformat(value)
        case _:
            raise SeedError(f"{value!r} is no time")
    stamp = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return int(stamp) if stamp == int(stamp) else round(stamp, 3)


def _plain_value(shape: Shape) -> object:
    match shape.type_name:
        case "structure":
            return complete(shape, {})
        case "string":
            choices = getattr(shape, "enum", None) or []
            usual = next((value for value in _USUAL + _USUAL_SCALING if value in choices), None)
            return usual or (choices[0] if choices else "-" * int(shape.metadata.get("min", 0)))
        case "integer" | "long" | "float" | "double":
            return shape.metadata.get("min", 0)
        case other:
            return _PLAIN[other]


def _wrong_values(shape: Shape, value: object, path: str):
    match shape.type_name, value:
        case "structure", dict():
            for key, item in value.items():
                if key in shape.members:
                    yield from _wrong_values(shape.members[key], item, f"{path}.{key}")
        case "list", list() | tuple():
            for index, item in enumerate(value):
                yield from _wrong_values(shape.member, item, f"{path}[{index}]")
        case "map", dict():
            for key, item in value.items():
                yield from _wrong_values(shape.value, item, f"{path}.{key}")
        case "string", str() if getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{path} is {value!r}, which is not a value of {shape.name}"
        case _:
            return
