"""Judge with a real OPA server.

The modules of the scan are uploaded under ids that start with `tipstaff/`, the data as `data.reference` and
`data.params`, and all of it is removed at the end. A server serves one scan at a time.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Self

import orjson

from scanner.engines.entry import ENTRY_FILE, ENTRY_PACKAGE, entry_module, policy_rule_name, rule_name
from scanner.engines.opa_answers import Answer, Complaints
from scanner.engines.verdicts import read_verdict
from scanner.errors import EngineError, PolicyError
from scanner.model import PolicyCrash

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from scanner.engines.opa_answers import OpaAddress
    from scanner.engines.opa_session import OpaSession
    from scanner.model import Policy, Verdict
    from scanner.paths import Document

_PREFIX: Final = "tipstaff/"
_DATA: Final = ("reference", "params")
_LEAST: Final = (1, 17)
"""The first OPA with `import future.keywords.not`, without which engines differ on fields that are missing."""
_IN_FLIGHT: Final = 16
_VERSION_MODULE: Final = "package tipstaff.server\n\nversion := opa.runtime().version\n"


class OpaServer:
    """The Rego policies of a scan on an OPA server. Raises EngineError when the server cannot be used."""

    name = "opa"

    def __init__(
        self, policies: Sequence[Policy], libraries: Mapping[str, str], data: Document, address: OpaAddress
    ) -> None:
        self._policies: dict[str, list[Policy]] = {}
        for policy in policies:
            for subject in policy.subjects:
                self._policies.setdefault(subject, []).append(policy)
        texts = {**libraries, **{policy.file: policy.text for policy in policies}, ENTRY_FILE: entry_module(policies)}
        self._modules = {_identity(number, file): (file, text) for number, (file, text) in enumerate(texts.items())}
        self._data = data
        self._session = _new_session(address)
        self._runner = asyncio.Runner()
        self._uploaded: list[str] = []
        self._owns_data = False

    def __enter__(self) -> Self:
        """Connect, check the server's version, and upload modules and data. Raises EngineError or PolicyError."""
        try:
            self._runner.run(self._connect())
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was uploaded."""
        self._close()

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order, with a few requests at once."""
        loop = self._runner.get_loop()
        asked: deque[asyncio.Task[Mapping[str, Verdict | PolicyCrash]]] = deque()
        try:
            for kind, document in subjects:
                asked.append(loop.create_task(self._judge_one(kind, document)))
                if len(asked) == _IN_FLIGHT:
                    yield loop.run_until_complete(asked.popleft())
            while asked:
                yield loop.run_until_complete(asked.popleft())
        finally:
            for task in asked:
                task.cancel()

    async def _judge_one(self, kind: str, document: Document) -> Mapping[str, Verdict | PolicyCrash]:
        policies = self._policies.get(kind, ())
        if not policies:
            return {}
        match await self._session.ask(_path(rule_name(kind)), document):
            case Answer(value=dict(answers)):
                return {policy.id: read_verdict(answers[policy.id]) for policy in policies}
            case _:
                return {policy.id: await self._judge_alone(policy, document) for policy in policies}

    async def _judge_alone(self, policy: Policy, document: Document) -> Verdict | PolicyCrash:
        """Ask one policy only, so that its error costs only itself."""
        match await self._session.ask(_path(policy_rule_name(policy)), document):
            case Complaints(messages):
                return PolicyCrash(self._in_files("; ".join(messages)))
            case Answer(value):
                return read_verdict(value)

    async def _connect(self) -> None:
        await self._session.__aenter__()
        self.name = f"opa {await _checked_version(self._session)}"
        left = [identity for identity in await self._session.modules() if identity.startswith(_PREFIX)]
        await self._to_fixpoint(left, self._session.drop_module)
        for name in () if left else _DATA:
            match await self._session.send("GET", f"data/{name}"):
                case {"result": _}:
                    raise EngineError(
                        f"the OPA server already has data.{name}, which is not from a scan",
                        "use a server without data of its own, or the embedded engine",
                    )
                case _:
                    continue
        self._owns_data = True
        for name in _DATA:
            await self._session.send("PUT", f"data/{name}", orjson.dumps(self._data.get(name, {})), "application/json")
        await self._to_fixpoint(self._modules, self._upload)

    async def _upload(self, identity: str) -> Complaints | None:
        refused = await self._session.put_module(identity, self._modules[identity][1])
        if refused is None:
            self._uploaded.append(identity)
        return refused

    async def _to_fixpoint(self, identities: Iterable[str], act: Callable[[str], Awaitable[Complaints | None]]) -> None:
        """Act on modules that need each other, in whatever order the server takes them. Raises PolicyError."""
        waiting = list(identities)
        while waiting:
            refused = [(identity, said) for identity in waiting if (said := await act(identity))]
            if len(refused) == len(waiting):
                raise PolicyError(self._in_files(refused[0][1].messages[0]), "the OPA server refuses the module")
            waiting = [identity for identity, _ in refused]

    async def _clean(self) -> None:
        if not self._owns_data:
            return
        await self._to_fixpoint(reversed(self._uploaded), self._session.drop_module)
        for name in _DATA:
            await self._session.send("DELETE", f"data/{name}")

    def _close(self) -> None:
        """Remove what was uploaded and close; what a server that went away keeps, the next scan replaces."""
        with self._runner, suppress(EngineError, PolicyError):
            try:
                self._runner.run(self._clean())
            finally:
                self._runner.run(self._session.close_connection())

    def _in_files(self, text: str) -> str:
        """Name files where OPA names modules."""
        for identity, (file, _) in self._modules.items():
            text = text.replace(f"{identity}:", f"{file}:")
        return text


def opa_version(address: OpaAddress) -> str:
    """Ask an OPA server for its version, and nothing else. Raises EngineError where it cannot be used."""

    async def ask() -> str:
        async with _new_session(address) as session:
            return await _checked_version(session)

    return asyncio.run(ask())


async def _checked_version(session: OpaSession) -> str:
    identity = _PREFIX + "server"
    await session.put_module(identity, _VERSION_MODULE)
    match await session.ask("tipstaff/server/version", {}):
        case Answer(value=str(version)) if version:
            await session.drop_module(identity)
        case _:
            raise EngineError("the OPA server does not tell its version", "use OPA 1.17 or later")
    if _numbers(version) < _LEAST:
        raise EngineError(
            f"the OPA server has version {version}, and policies need 1.17 or later",
            "update the server, or use the embedded engine",
        )
    return version


def _new_session(address: OpaAddress) -> OpaSession:
    try:
        from scanner.engines.opa_session import OpaSession  # noqa: PLC0415  # an extra, and slow to import
    except ModuleNotFoundError as error:
        raise EngineError(f"the engine opa needs {error.name}", "install tipstaff[opa]") from error
    return OpaSession(address)


def _identity(number: int, file: str) -> str:
    return f"{_PREFIX}{number:03}-{PurePosixPath(file).name}"


def _path(rule: str) -> str:
    return f"{ENTRY_PACKAGE.replace('.', '/')}/{rule}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
