"""The WSGI application: faults first, then the fake's own answers, then moto's."""

from __future__ import annotations

import socket
import struct
import threading
import time
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.aws.answers import Answer, AwsError, write_element_list, write_error, write_json
from tests.aws.calls import HUNG, Call, CallLog
from tests.aws.elements import find_tagged, list_elements, list_tags
from tests.aws.faults import Delay, EmptyPage, Faults, Hang, Refuse, Reset
from tests.aws.kinds import elements_by_operation, kinds_by_operation
from tests.aws.listing import describe, list_page
from tests.aws.refusals import refusal
from tests.aws.request import read_request
from tests.aws.search import search
from tests.aws.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.aws.request import Request

_EC2 = ("Subnet", "SecurityGroup")


class App:
    """All of AWS on one address."""

    def __init__(self) -> None:
        self.store = Store()
        self.faults = Faults()
        self.calls = CallLog()
        self.uses_moto = False
        self._released = threading.Event()

    def release(self) -> None:
        """End every call that hangs."""
        self._released.set()
        self._released = threading.Event()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        request = read_request(environ)
        empty = False
        for effect in self.faults.effects(request):
            match effect:
                case Delay(seconds):
                    time.sleep(seconds)
                case Hang():
                    self._log(request, HUNG)
                    self._released.wait()
                    return _no_answer(start_response)
                case Reset():
                    self._log(request, HUNG)
                    _cut_connection(environ)
                    return _no_answer(start_response)
                case Refuse():
                    return self._send(request, write_error(request, refusal(request, effect)), start_response)
                case EmptyPage():
                    empty = True
        try:
            answer = self._answer(request, empty=empty)
        except AwsError as error:
            answer = write_error(request, error)
        if answer is None:
            return self._ask_moto(request, environ, start_response)
        return self._send(request, answer, start_response)

    def _answer(self, request: Request, *, empty: bool) -> Answer | None:
        """Give the fake's own answer, or none where moto knows better."""
        place = self.store.region(request.account, request.region)
        element = elements_by_operation().get(request.operation)
        if element is not None:
            if element.name in _EC2 and not any(place.elements.get(name) for name in _EC2):
                return None
            return write_element_list(request, list_elements(place, element, request, empty=empty))
        if request.operation == "resourcegroupstaggingapi:GetResources" and _asks_for_sagemaker(request):
            return write_json(request, find_tagged(place, request, empty=empty))
        if request.service != "sagemaker":
            return None
        kind = kinds_by_operation().get(request.name)
        match request.name:
            case "Search":
                result = search(place, request, empty=empty)
            case "ListTags":
                result = list_tags(place, request, empty=empty)
            case _ if kind is None:
                raise AwsError("UnknownOperationException", f"the fake does not know sagemaker:{request.name}")
            case kind.describe:
                result = describe(place, kind, request)
            case _:
                result = list_page(place, kind, request, empty=empty)
        return write_json(request, result)

    def _send(self, request: Request, answer: Answer, start_response: Callable) -> Iterable[bytes]:
        self._log(request, answer.status)
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            "x-amzn-RequestId": str(uuid4()),
        }
        start_response(_status_line(answer.status), list((headers | dict(answer.headers)).items()))
        return [answer.body]

    def _ask_moto(self, request: Request, environ: dict, start_response: Callable) -> Iterable[bytes]:
        self.uses_moto = True
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = request.account

        def log_and_start(status: str, headers: list, *rest: object) -> object:
            self._log(request, int(status.partition(" ")[0]))
            kept = [(key, value) for key, value in headers if key.lower() != "connection"]
            return start_response(status, kept, *rest)

        return moto_app()(environ, log_and_start)

    def _log(self, request: Request, status: int) -> None:
        self.calls.add(Call(request.operation, request.params, request.account, request.region, status))


@cache
def moto_app() -> Callable:
    """Moto, without its listing of 180 directories at each request."""
    from moto import backends  # noqa: PLC0415  # moto takes a second to import
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415

    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    return DomainDispatcherApplication(create_backend_app)


def _cut_connection(environ: dict) -> None:
    """Let waitress close the connection in its own thread; a linger of nothing makes that a reset."""
    channel = environ["waitress.client_disconnected"].__self__
    channel.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    channel.server.trigger.pull_trigger(channel.handle_close)
    while channel.connected:
        time.sleep(0.001)


def _no_answer(start_response: Callable) -> Iterable[bytes]:
    """Finish the call towards waitress; the client has gone."""
    start_response(_status_line(HTTPStatus.SERVICE_UNAVAILABLE), [("Content-Length", "0")])
    return [b""]


def _asks_for_sagemaker(request: Request) -> bool:
    types = request.params.get("ResourceTypeFilters") or ["sagemaker"]
    return all(str(item).partition(":")[0] == "sagemaker" for item in types)


def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
