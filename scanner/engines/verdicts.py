"""Read what a Rego policy said of a subject; nothing that is malformed becomes a verdict."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar, cast

from scanner.engines.compiler.values import RegoSet, ordered
from scanner.engines.entry import RULE_SETS
from scanner.errors import PathError, suggest
from scanner.model import (
    Confidence,
    Exemption,
    PolicyCrash,
    SavingFacts,
    Severity,
    Unrecognized,
    Verdict,
    Violation,
)
from scanner.paths import format_path, parse_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scanner.paths import Document, Json, Path

_Item = TypeVar("_Item")

_ROOTS: Final = ("resource", "related", "runs", "tags")
_VIOLATION: Final = ("path", "message", "severity", "confidence", "evidence", "saving")
_EXEMPTION: Final = ("reason", "path")
_UNRECOGNIZED: Final = ("path", "reason")
_SAVING: Final = ("component", "instance_type", "hours_per_month", "instead")
_SEVERITIES: Final = {severity.label: severity for severity in Severity}
_CONFIDENCES: Final = {confidence.value: confidence for confidence in Confidence}
_SETS: Final = frozenset(RULE_SETS)
_EMPTY: Final = Verdict()
_DIGITS: Final = 12


_parse = lru_cache(10_000)(parse_path)
"""Policies name the same few paths again and again."""


class _MalformedError(ValueError):
    """What a rule yielded is not what the contract says."""


def read_verdict(answer: Json) -> Verdict | PolicyCrash:
    """Read the sets of one policy, in an order that does not depend on the engine."""
    if not isinstance(answer, dict) or not answer.keys() <= _SETS:
        return PolicyCrash("the policy gave no answer")
    if not answer:
        return _EMPTY
    try:
        violations, exemptions, unrecognized = (_elements(answer, name) for name in RULE_SETS)
        if not violations and not exemptions and not unrecognized:
            return _EMPTY
        return Verdict(
            _in_order(map(_violation, violations), _place),
            _in_order(map(_exemption, exemptions), lambda item: (item.reason, str(item.path))),
            _in_order(map(_unrecognized, unrecognized), lambda item: (str(item.path), item.reason)),
        )
    except (_MalformedError, PathError) as error:
        return PolicyCrash(f"the policy yields what cannot be read: {error}")


def _in_order(items: Iterable[_Item], key: Callable[[_Item], tuple[str, str]]) -> tuple[_Item, ...]:
    found = tuple(items)
    return found if len(found) < 2 else tuple(sorted(found, key=key))  # noqa: PLR2004  # one is in order


def _place(violation: Violation) -> tuple[str, str]:
    return format_path(violation.path), violation.message


def _elements(answer: Mapping[str, Json], name: str) -> Sequence[Json]:
    elements = answer.get(name, ())
    if not isinstance(elements, list | tuple):
        raise _MalformedError(f"{name} is not a set; write `{name} contains {{…}} if {{…}}`")
    return elements


def _violation(item: Json) -> Violation:
    fields = _fields("violation", item, _VIOLATION)
    severity = _word(fields, "severity")
    confidence = _word(fields, "confidence") or Confidence.CERTAIN
    if severity and severity not in _SEVERITIES:
        raise _MalformedError(f"the severity {severity!r} does not exist")
    if confidence not in _CONFIDENCES:
        raise _MalformedError(f"the confidence {confidence!r} does not exist")
    evidence = fields.get("evidence", {})
    if not isinstance(evidence, dict):
        raise _MalformedError("the evidence is not an object")
    return Violation(
        path=_path(fields),
        message=_text(fields, "message"),
        severity=_SEVERITIES[severity] if severity else None,
        confidence=_CONFIDENCES[confidence],
        evidence={key: _settled(value) for key, value in evidence.items()},
        saving=_saving(fields["saving"]) if "saving" in fields else None,
    )


def _exemption(item: Json) -> Exemption:
    fields = _fields("exemption", item, _EXEMPTION)
    return Exemption(_text(fields, "reason"), _path(fields) if "path" in fields else ())


def _unrecognized(item: Json) -> Unrecognized:
    fields = _fields("unrecognized", item, _UNRECOGNIZED)
    return Unrecognized(_path(fields), _text(fields, "reason"))


def _saving(item: Json) -> SavingFacts:
    fields = _fields("saving", item, _SAVING)
    hours = fields.get("hours_per_month")
    if isinstance(hours, bool) or not isinstance(hours, int | float):
        raise _MalformedError("a saving has no number of hours_per_month")
    return SavingFacts(
        _text(fields, "component"),
        _text(fields, "instance_type"),
        float(f"{hours:.{_DIGITS}g}"),
        _word(fields, "instead"),
    )


def _settled(value: object) -> Json:
    """Cut off the digits in which engines differ: some write 3.0 for 3, and 0.30000000000000004 for 0.3; sort sets."""
    match value:
        case RegoSet():
            return [_settled(inner) for inner in ordered(value)]
        case float():
            return int(value) if value.is_integer() else float(f"{value:.{_DIGITS}g}")
        case dict():
            return {key: _settled(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_settled(inner) for inner in value]
        case _:
            return cast("Json", value)


def _fields(what: str, item: Json, known: Sequence[str]) -> Document:
    if not isinstance(item, dict):
        raise _MalformedError(f"a {what} is an object, not {item!r}")
    for key in item:
        if key not in known:
            raise _MalformedError(f"a {what} has no key {key!r}; {suggest(key, known) or 'it has ' + ', '.join(known)}")
    return item


def _path(fields: Document) -> Path:
    path = _parse(_text(fields, "path"))
    if path[0] not in _ROOTS:
        raise _MalformedError(f"the path {format_path(path)!r} does not start with {', '.join(_ROOTS)}")
    return path


def _text(fields: Document, key: str) -> str:
    text = _word(fields, key)
    if not text:
        raise _MalformedError(f"there is no {key} in {dict(fields)!r}")
    return text


def _word(fields: Document, key: str) -> str:
    text = fields.get(key, "")
    if not isinstance(text, str):
        raise _MalformedError(f"{key} is text, not {text!r}")
    return text
