"""The WSGI application: faults first, then the fake's own answers, then moto's."""

from __future__ import annotations

import socket
import struct
import threading
import time
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.aws.answers import Answer, AwsError, write_element_list, write_error, write_json
from tests.aws.calls import HUNG, Call, CallLog
from tests.aws.elements import answers_elements, list_elements
from tests.aws.extra_fields import with_extra_fields
from tests.aws.faults import Delay, EmptyPage, ExtraFields, Faults, Hang, Refuse, Reset
from tests.aws.kinds import kinds_by_operation
from tests.aws.listing import describe, list_page
from tests.aws.refusals import refusal
from tests.aws.request import protocol_of, read_request
from tests.aws.search import search
from tests.aws.sessions import gives_credentials
from tests.aws.store import Store
from tests.aws.tags import find_tagged, list_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.aws.request import Request
    from tests.aws.store import AccountRegion


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
        effects = self.faults.effects(request)
        for effect in effects:
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
        try:
            answer = self._answer(request, empty=EmptyPage() in effects, extra=ExtraFields() in effects)
        except AwsError as error:
            answer = write_error(request, error)
        if answer is None:
            return self._ask_moto(request, environ, start_response)
        return self._send(request, answer, start_response)

    def _answer(self, request: Request, *, empty: bool, extra: bool) -> Answer | None:
        """Give the fake's own answer, or none where moto knows better."""
        result = self._result(request, empty=empty)
        if result is None:
            return None
        if protocol_of(request.service) != "json":
            return write_element_list(request, result)
        return write_json(request, with_extra_fields(request, result) if extra else result)

    def _result(self, request: Request, *, empty: bool) -> dict | None:
        if answers_elements(self.store, request):
            return list_elements(self.store, request, empty=empty)
        place = self.store.region(request.account, request.region)
        if request.operation == "resourcegroupstaggingapi:GetResources" and _asks_for_sagemaker(request):
            return find_tagged(place, request, empty=empty)
        return ask_sagemaker(place, request, empty=empty) if request.service == "sagemaker" else None

    def _send(self, request: Request, answer: Answer, start_response: Callable) -> Iterable[bytes]:
        self._log(request, answer.status)
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            "x-amzn-RequestId": str(uuid4()),
            "Date": self._date(),
        }
        start_response(_status_line(answer.status), list((headers | dict(answer.headers)).items()))
        return [answer.body]

    def _ask_moto(self, request: Request, environ: dict, start_response: Callable) -> Iterable[bytes]:
        self.uses_moto = True
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = request.account

        def log_and_start(status: str, headers: list, *rest: object) -> object:
            self._log(request, int(status.partition(" ")[0]))
            kept = [(key, value) for key, value in headers if key.lower() not in {"connection", "date"}]
            kept.append(("Date", self._date()))
            return start_response(status, kept, *rest)

        if not gives_credentials(request.operation):
            return moto_app()(environ, log_and_start)
        started: list = []
        answer = b"".join(moto_app()(environ, lambda *head: started.append(head)))
        answer = self.faults.sessions.give(request.operation, request.account, answer)
        status, headers = started[0][:2]
        log_and_start(status, [(key, value) for key, value in headers if key.lower() != "content-length"])
        return [answer]

    def _date(self) -> str:
        return formatdate(time.time() + self.faults.clock_ahead, usegmt=True)

    def _log(self, request: Request, status: int) -> None:
        self.calls.add(Call(request.operation, request.params, request.account, request.region, status))


def ask_sagemaker(place: AccountRegion, request: Request, *, empty: bool) -> dict:
    """Give what SageMaker answers."""
    found = kinds_by_operation().get(request.name)
    match request.name:
        case "Search":
            return search(place, request, empty=empty)
        case "ListTags":
            return list_tags(place, request, empty=empty)
        case _ if found is None:
            raise AwsError("UnknownOperationException", f"the fake does not know sagemaker:{request.name}")
        case name if name == found[0].describe:
            return describe(place, found[0], request)
        case _:
            return list_page(place, found, request, empty=empty)


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
