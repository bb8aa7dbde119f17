"""Run the fake on a free loopback port and give tests the handles to it."""

from __future__ import annotations

import threading
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Self

import botocore.session
from botocore.config import Config
from waitress.server import create_server
from waitress.wasyncore import close_all

from tests.aws.app import App
from tests.aws.request import access_key_of

if TYPE_CHECKING:
    from tests.aws.calls import CallLog
    from tests.aws.faults import Faults
    from tests.aws.store import AccountRegion

ACCOUNT = "111122223333"
REGION = "us-east-1"
_THREADS = 48


_SESSION = cache(botocore.session.Session)
"""One session for all test clients: a session of its own costs each a fifth of a second."""


class FakeAws:
    """A running fake of AWS: `url`, `faults`, `calls`, and what each account has in each region."""

    def __init__(self, app: App, server: Any, thread: threading.Thread) -> None:
        self._app = app
        self._server = server
        self._thread = thread
        self.url = f"http://127.0.0.1:{server.effective_port}"

    @classmethod
    def start(cls) -> FakeAws:
        """Start on a free port of the loopback address."""
        app = App()
        server = create_server(
            app,
            host="127.0.0.1",
            port=0,
            threads=_THREADS,
            ident=None,
            asyncore_loop_timeout=0.1,
            connection_limit=1000,
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        return cls(app, server, thread)

    def stop(self) -> None:
        """End the server and every call that hangs."""
        self._app.release()
        self._server.task_dispatcher.shutdown()
        # waitress runs until nothing is open, and only its own thread may close what it waits for
        self._server.trigger.pull_trigger(partial(close_all, self._server._map, ignore_all=True))
        self._thread.join(timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self._app.faults

    @property
    def calls(self) -> CallLog:
        """All calls since the last reset."""
        return self._app.calls

    def account(self, account: str = ACCOUNT, region: str = REGION) -> AccountRegion:
        """Give one region of an account, to seed it."""
        return self._app.store.region(account, region)

    def reset(self) -> None:
        """Forget documents, faults and calls, and end every call that hangs."""
        self._app.faults.reset()
        self._app.release()
        self._app.store.reset()
        if self._app.uses_moto:
            from moto.moto_api._internal import moto_api_backend  # noqa: PLC0415  # moto takes a second to import

            moto_api_backend.reset()
            self._app.uses_moto = False
        self._app.calls.reset()

    def environment(self, account: str = ACCOUNT, region: str | None = None) -> dict[str, str]:
        """Give the environment variables that send botocore here, and nowhere else, as an account."""
        variables = {
            "AWS_ACCESS_KEY_ID": access_key_of(account),
            "AWS_SECRET_ACCESS_KEY": "not-a-secret",
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        return variables | ({"AWS_DEFAULT_REGION": region} if region else {})

    def client(self, service: str, account: str = ACCOUNT, region: str = REGION, **config: object) -> Any:
        """Give a botocore client of a service; it does not try again unless `retries` says so."""
        settings = {"retries": {"total_max_attempts": 1}, "read_timeout": 30, "connect_timeout": 5} | config
        return _SESSION().create_client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=access_key_of(account),
            aws_secret_access_key="not-a-secret",
            config=Config(**settings),
        )
