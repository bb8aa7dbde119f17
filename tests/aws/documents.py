"""Make of a seeded document what AWS would answer: complete, checked against botocore's shape, times in seconds."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

import orjson
from botocore.validate import ParamValidator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape

FILLED_TIME = datetime(2026, 11, 1, tzinfo=UTC)
"""When everything happened that a seeded document does not date."""

_USUAL = ("Completed", "InService", "COMPLETED", "Active", "Default", "sagemaker")
_USUAL_SCALING = ("TargetTrackingScaling", "Successful")
_LOOSE = {"State"}
"""Values that EC2 answers in another case than its model says: `available` for `Available`."""

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
    return dict(_required(shape)) | document


def wire(shape: Shape, document: Mapping) -> dict:
    """Give a copy of a document as JSON has it: times in seconds since 1970, nothing that is null."""
    try:
        text = orjson.dumps(document, default=_as_json, option=orjson.OPT_PASSTHROUGH_DATETIME)
        copy = orjson.loads(text)
    except orjson.JSONEncodeError:  # half a surrogate pair, which Python's own encoder escapes
        text = json.dumps(document, default=_as_json).encode()
        copy = json.loads(text)
    if b"null" in text:
        copy = _without_null(copy)
    _read_times(shape, copy)
    return copy


def cut(shape: Shape, document: Mapping) -> dict:
    """Keep only the fields of a shape, as when a summary or a search record is made of a whole document.

    One level deep: what is nested has one shape in summaries, records and documents.
    """
    kept = dict(document)
    for key in document.keys() - shape.members.keys():
        del kept[key]
    return kept


def with_policy_texts(shape: Shape, value: object) -> object:
    """Write policies of IAM that are given as documents as the texts that IAM has."""
    match shape.type_name, value:
        case "structure", dict():
            return {
                key: with_policy_texts(shape.members[key], item) if key in shape.members else item
                for key, item in value.items()
            }
        case "list", list():
            return [with_policy_texts(shape.member, item) for item in value]
        case "string", dict() if shape.name == "policyDocumentType":
            return json.dumps(value)
        case _:
            return value


def seconds(value: object) -> float:
    """Read a time: a datetime, an ISO 8601 text, or seconds."""
    match value:
        case datetime():
            moment = value
        case bool():
            raise SeedError(f"{value!r} is no time")
        case int() | float():
            return value
        case date():
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # put in UTC below
        case str():
            moment = datetime.fromisoformat(value)
        case _:
            raise SeedError(f"{value!r} is no time")
    stamp = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return int(stamp) if stamp == int(stamp) else round(stamp, 3)


def _as_json(value: object) -> object:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else seconds(value)


def _without_null(value: object) -> object:
    match value:
        case dict():
            return {key: _without_null(item) for key, item in value.items() if item is not None}
        case list():
            return [_without_null(item) for item in value]
        case _:
            return value


def _read_times(shape: Shape, value: dict) -> None:
    """Read the times that are written as texts, in place, wherever a structure has times inside."""
    for key, member in _timed(shape):
        item = value.get(key)
        match member.type_name, item:
            case "timestamp", str():
                value[key] = seconds(item)
            case "structure", dict():
                _read_times(member, item)
            case "list", list() if member.member.type_name == "structure":
                for part in item:
                    _read_times(member.member, part)
            case "map", dict() if member.value.type_name == "structure":
                for part in item.values():
                    _read_times(member.value, part)
            case _:
                pass


@cache
def _timed(shape: Shape) -> tuple[tuple[str, Shape], ...]:
    """Give the fields of a structure that are times or have times inside."""
    return tuple((key, member) for key, member in shape.members.items() if _has_times(member, ()))


def _has_times(shape: Shape, above: tuple[str, ...]) -> bool:
    if shape.name in above:
        return False
    match shape.type_name:
        case "structure":
            return any(_has_times(member, (*above, shape.name)) for member in shape.members.values())
        case "list":
            return _has_times(shape.member, above)
        case "map":
            return _has_times(shape.value, above)
        case kind:
            return kind == "timestamp"


@cache
def _required(shape: Shape) -> dict:
    return {key: _plain_value(shape.members[key]) for key in shape.required_members}


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
        case "string", str() if shape.name not in _LOOSE and getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{path} is {value!r}, which is not a value of {shape.name}"
        case _:
            return
