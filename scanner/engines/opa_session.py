"""Talk to an OPA server through opa-python-client; import this module only where the extra `opa` is installed."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote, urlsplit

import aiohttp
import orjson
from opa_client.opa_async import AsyncOpaClient

from scanner.engines.opa_answers import Answer, Complaints
from scanner.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.engines.opa_answers import OpaAddress
    from scanner.paths import Document, Json

_OK: Final = frozenset({200, 204})
_REFUSED: Final = frozenset({401, 403})
_PORTS: Final = {"http": 8181, "https": 443}
_ATTEMPTS: Final = 2
"""A server may close a connection that was idle just when it is used again, so each request has a second try."""


class OpaSession(AsyncOpaClient):  # type: ignore[misc]  # opa_client ships no types
    """An AsyncOpaClient with TLS settings of its own, which tells OPA's errors apart from the network's.

    The client's own methods lose what OPA says and cannot take a certificate authority.
    """

    def __init__(self, address: OpaAddress) -> None:
        try:
            parts = urlsplit(address.url)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise _bad_url(address.url) from error
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise _bad_url(address.url)
        super().__init__(
            host=f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname,
            port=port,
            ssl=parts.scheme == "https",
            token=address.token,
            retries=0,
            timeout=address.timeout,
        )
        self._address = address

    async def _init_session(self) -> None:
        """Open the connections; ~/.netrc and proxies of the environment are not used."""
        self._session = aiohttp.ClientSession(
            headers=self.headers,
            connector=aiohttp.TCPConnector(ssl=_tls(self._address) if self.ssl else False),
            timeout=aiohttp.ClientTimeout(total=self._address.timeout),
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        """Open the connections."""
        await self._init_session()
        return self

    async def ask(self, rule: str, document: Document) -> Answer | Complaints:
        """Evaluate a rule (`tipstaff/entry/ready`) for an input; what goes wrong inside a rule is an error."""
        body = orjson.dumps({"input": document})
        answer = await self.send("POST", f"data/{rule}?strict-builtin-errors=true", body, "application/json")
        match answer:
            case Complaints():
                return answer
            case {"result": value}:
                return Answer(value)
            case _:
                return Answer(None, undefined=True)

    async def put_module(self, identity: str, text: str) -> Complaints | None:
        """Upload a module as it is: the client's own method rewrites what OPA refuses."""
        answer = await self.send("PUT", f"policies/{quote(identity)}", text.encode(), "text/plain")
        return answer if isinstance(answer, Complaints) else None

    async def drop_module(self, identity: str) -> Complaints | None:
        """Remove a module."""
        answer = await self.send("DELETE", f"policies/{quote(identity)}")
        return answer if isinstance(answer, Complaints) else None

    async def modules(self) -> Mapping[str, str]:
        """List all modules of the server: id and text."""
        match await self.send("GET", "policies"):
            case {"result": list(items)}:
                return {item["id"]: item.get("raw", "") for item in items if isinstance(item, dict) and "id" in item}
            case _:
                return {}

    async def send(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Json | Complaints:
        """Send one request. Raises EngineError for everything that is not about a rule or module."""
        url = f"{self.root_url}/{path}"
        headers = {"Content-Type": kind} if kind else None
        for attempt in range(_ATTEMPTS):
            try:
                async with self._request(method, url, data=body, headers=headers) as response:
                    return self._read(response.status, await response.read())
            except TimeoutError as error:
                raise EngineError(
                    f"the OPA server {self._address.url} did not answer within {self._address.timeout:g} seconds",
                    "see what keeps it busy, or use the embedded engine",
                ) from error
            except aiohttp.ClientError as error:
                if attempt + 1 < _ATTEMPTS and _closed_while_idle(error):
                    continue
                raise self._unreachable(error) from error
        raise AssertionError  # the last attempt returns or raises

    def _read(self, status: int, body: bytes) -> Json | Complaints:
        try:
            answer: Json = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            raise EngineError(
                f"{self._address.url} does not answer like an OPA server (HTTP {status})", "check the URL"
            ) from error
        if status in _OK:
            return answer
        if status in _REFUSED:
            raise EngineError(
                f"the OPA server {self._address.url} refuses access (HTTP {status})",
                "give its token in TIPSTAFF_OPA_TOKEN; it has to allow policies and data to be read and written",
            )
        match answer:
            case {"errors": list(errors)} if errors:
                return Complaints(tuple(_sentence(error) for error in errors))
            case {"message": str(message)}:
                said = message
            case _:
                said = "no reason given"
        raise EngineError(
            f"the OPA server {self._address.url} failed with HTTP {status}: {said}", "see the server's log"
        )

    def _unreachable(self, error: aiohttp.ClientError) -> EngineError:
        if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
            hint = "give the certificate authority that signed its certificate (opa_ca_file)"
        else:
            hint = f"start it with `opa run --server --addr {self.host}:{self.port}`, or use the embedded engine"
        return EngineError(f"the OPA server {self._address.url} cannot be reached: {error}", hint)


def _closed_while_idle(error: aiohttp.ClientError) -> bool:
    lost = isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError)
    return lost and not isinstance(error, aiohttp.ClientConnectorError)


def _sentence(error: Json) -> str:
    match error:
        case {"message": str(message), "location": {"file": str(file), "row": int(row), "col": int(column)}}:
            return f"{file}:{row}:{column}: {message}"
        case {"message": str(message)}:
            return message
        case _:
            return str(error)


def _tls(address: OpaAddress) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=address.ca_file)
    except OSError as error:
        raise EngineError(
            f"the certificate authority {address.ca_file} cannot be read: {error}", "give a file in PEM format"
        ) from error
    if not address.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _bad_url(url: str) -> EngineError:
    return EngineError(f"{url!r} is not the URL of an OPA server", "write it like http://127.0.0.1:8181")
