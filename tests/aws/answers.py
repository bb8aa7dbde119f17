"""Write answers and errors in each service's own protocol."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4
from xml.sax.saxutils import escape

from tests.aws.kinds import service_model
from tests.aws.request import protocol_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws.request import Request


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


class AwsError(Exception):
    """An error that AWS answers with."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def write_json(request: Request, result: object) -> Answer:
    """Answer with JSON."""
    return Answer(200, json.dumps(result).encode(), _json_type(request.service))


def write_error(request: Request, error: AwsError) -> Answer:
    """Answer with an error the way the service does."""
    match protocol_of(request.service):
        case "ec2":
            body = (
                f"<Response><Errors><Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
                f"</Error></Errors><RequestID>{uuid4()}</RequestID></Response>"
            )
            return Answer(error.status, body.encode(), "text/xml;charset=UTF-8")
        case "query":
            kind = "Receiver" if error.status >= 500 else "Sender"
            body = (
                f"<ErrorResponse><Error><Type>{kind}</Type><Code>{escape(error.code)}</Code>"
                f"<Message>{escape(error.message)}</Message></Error><RequestId>{uuid4()}</RequestId></ErrorResponse>"
            )
            return Answer(error.status, body.encode(), "text/xml")
        case "rest-xml":
            body = f"<Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
            return Answer(error.status, body.encode(), "application/xml")
        case _:
            body = {"__type": error.code, "message": error.message}
            headers = {"x-amzn-errortype": error.code}
            return Answer(error.status, json.dumps(body).encode(), _json_type(request.service), headers)


def write_element_list(request: Request, result: Mapping) -> Answer:
    """Answer with a list of elements: JSON, or EC2's XML."""
    if protocol_of(request.service) != "ec2":
        return write_json(request, result)
    from moto.core.model import ServiceModel  # noqa: PLC0415  # moto takes a second to import
    from moto.core.serialize import EC2Serializer  # noqa: PLC0415

    model = ServiceModel(service_model(request.service)._service_description, request.service)
    written = EC2Serializer(model.operation_model(request.name)).serialize(result)
    return Answer(200, written["body"].encode(), "text/xml;charset=UTF-8")


def _json_type(service: str) -> str:
    version = service_model(service).metadata.get("jsonVersion", "1.1")
    return f"application/x-amz-json-{version}"
