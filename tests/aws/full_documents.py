"""Make documents in which no field of a shape is left out, so that one that gets lost on the way is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.element_kinds import element_kinds
from tests.aws.kinds import kinds

if TYPE_CHECKING:
    from botocore.model import Shape

_TIMES = ("2026-11-0{}T03:00:00Z", "2026-11-0{}T03:00:01.250Z", "2026-11-0{}T23:59:59.007Z")
_LEFT_OUT = frozenset({"Tags", "NextToken"})
"""What is seeded beside a document, or is no part of one."""


def full_document(kind: str, number: int = 1, **own: object) -> dict:
    """Give a document of a kind with every field; `number` tells two of a kind apart, `own` says some fields.

    A field of its own that is None is left out; the ARN of what SageMaker describes is, so that the fake makes it.
    """
    if kind in element_kinds():
        document = full_value(element_kinds()[kind].shape, number)
    else:
        found = kinds()[kind]
        document = full_value(found.shape, number)
        for key in (found.arn_key, *_LEFT_OUT):
            document.pop(key, None)
        for key in found.beside:
            document[key] = f"{key}-{number}"
    return {key: value for key, value in {**document, **own}.items() if value is not None}


def full_value(shape: Shape, number: int, name: str = "", above: tuple[str, ...] = ()) -> object:
    """Give a value of a shape: all members of a structure, one of a union, and so on down to where it recurs."""
    inside = (*above, shape.name)
    match shape.type_name:
        case "structure":
            members = [(key, member) for key, member in shape.members.items() if not _recurs(member, inside)]
            if shape.is_tagged_union:
                members = [members[number % len(members)]]
            return {key: full_value(member, number, key, inside) for key, member in members}
        case "list":
            many = max(1, int(shape.metadata.get("min", 1)))
            return [full_value(shape.member, number + index, name, inside) for index in range(many)]
        case "map":
            key = full_value(shape.key, number, "key", inside)
            return {key: full_value(shape.value, number, name, inside)}
        case _:
            return _scalar(shape, number, name)


def _scalar(shape: Shape, number: int, name: str) -> object:
    match shape.type_name:
        case "string" if shape.name == "policyDocumentType":
            return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": f"s3:{name}{number}"}]}
        case "string":
            return _text(shape, number, name)
        case "timestamp":
            return _TIMES[(number + len(name)) % len(_TIMES)].format(number)
        case "boolean":
            return True
        case kind:
            return _number(shape, number, whole=kind in {"integer", "long"})


def _text(shape: Shape, number: int, name: str) -> str:
    if choices := getattr(shape, "enum", None):
        return choices[0]
    if name.lower().endswith(("arn", "arns")):
        return f"arn:aws:any:us-east-1:111122223333:{name}/{number}"
    return f"{name}-{number}".ljust(int(shape.metadata.get("min", 0)), "x")


def _number(shape: Shape, number: int, *, whole: bool) -> float:
    least = int(shape.metadata.get("min", 0))
    return least + number if whole else least + number + 0.5


def _recurs(shape: Shape, above: tuple[str, ...]) -> bool:
    return shape.name in above or (shape.type_name == "list" and shape.member.name in above)
