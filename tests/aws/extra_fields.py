"""Put fields that botocore does not know into answers: AWS adds fields without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.kinds import operation_model

if TYPE_CHECKING:
    from botocore.model import Shape

    from tests.aws.request import Request

EXTRA_FIELD = "FieldOfTomorrow"
EXTRA_VALUE = {"Kind": "unheard-of", "Numbers": [1, 2.5, None, True]}


def with_extra_fields(request: Request, result: dict) -> dict:
    """Give a copy of an answer with EXTRA_FIELD in each of its structures; maps and unions stay as they are."""
    return _grown(operation_model(request.service, request.name).output_shape, result)


def _grown(shape: Shape, value: object) -> object:
    match shape.type_name, value:
        case "structure", dict():
            grown = {key: _grown(shape.members[key], item) for key, item in value.items() if key in shape.members}
            return grown if shape.is_tagged_union else grown | {EXTRA_FIELD: EXTRA_VALUE}
        case "list", list() | tuple():
            return [_grown(shape.member, item) for item in value]
        case "map", dict():
            return {key: _grown(shape.value, item) for key, item in value.items()}
        case _:
            return value
