"""Write answers and errors in each service's own protocol."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4
from xml.sax.saxutils import escape

import orjson

from tests.aws.kinds import service_model
from tests.aws.request import protocol_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from moto.core.model import OperationModel, ServiceModel

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
    try:
        body = orjson.dumps(result)
    except orjson.JSONEncodeError:  # half a surrogate pair, which Python's own encoder escapes
        body = json.dumps(result).encode()
    return Answer(200, body, _json_type(request.service))


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
    """Answer with a list of elements in a protocol of XML."""
    protocol = protocol_of(request.service)
    from moto.core.serialize import get_serializer_class  # noqa: PLC0415  # moto takes a second to import

    serializer = get_serializer_class(request.service, protocol)(_motos_operation(request))
    serializer._timestamp_serializer.default_format = "iso8601"  # moto would put zeros for the milliseconds of EC2
    written = serializer.serialize(result)
    return Answer(200, written["body"].encode(), "text/xml;charset=UTF-8")


def read_params(request: Request) -> Mapping[str, object]:
    """Give the parameters as the operation's input has them: flat texts become lists, structures and numbers."""
    protocol = protocol_of(request.service)
    if protocol not in {"ec2", "query"}:
        return request.params
    from moto.core.parse import EC2QueryParser, QueryParser  # noqa: PLC0415  # moto takes a second to import

    parser = EC2QueryParser if protocol == "ec2" else QueryParser
    return parser(_motos_operation(request)).parse({"values": request.params})


def _motos_operation(request: Request) -> OperationModel:
    return _motos_service(request.service).operation_model(request.name)


@cache
def _motos_service(service: str) -> ServiceModel:
    from moto.core.model import ServiceModel  # noqa: PLC0415  # moto takes a second to import

    return ServiceModel(service_model(service)._service_description, service)


def _json_type(service: str) -> str:
    version = service_model(service).metadata.get("jsonVersion", "1.1")
    return f"application/x-amz-json-{version}"
