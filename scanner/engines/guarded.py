"""Judge with the Rego policies of others in a process that can be killed.

regorus has no limits of its own: a rule that recurses ends its process, a loop never ends, a huge range takes all
memory. So policies that are not shipped run in a worker with a deadline for every subject and a limit of memory.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections import Counter
from typing import TYPE_CHECKING, Final, Self

from scanner.engines.rego_embedded import EmbeddedRego
from scanner.errors import PolicyError
from scanner.model import PolicyCrash
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

    from scanner.model import Policy, Verdict
    from scanner.paths import Document

_CRASHES: Final = 3
"""How often a policy may end its worker before it is not asked any more: every time costs a deadline."""


@record(frozen=True, slots=True)
class Limits:
    """What a worker may use: seconds to start, seconds for a subject, bytes of address space.

    The allocator of regorus reserves a GiB of addresses at a time, long before it uses them.
    """

    start: float = 30.0
    subject: float = 5.0
    memory: int = 4 * 1024**3


class GuardedRego:
    """The Rego policies of others. Raises PolicyError for a policy that does not compile."""

    name = "embedded"

    def __init__(
        self,
        policies: Sequence[Policy],
        libraries: Mapping[str, str],
        data: Document,
        limits: Limits | None = None,
    ) -> None:
        self._policies = tuple(policies)
        self._shared = (libraries, data, limits or Limits())
        self._crashes: Counter[str] = Counter()
        self._worker = _Worker(self._policies, *self._shared)

    def __enter__(self) -> Self:
        """Nothing to connect to: the worker runs."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker."""
        self._worker.kill()

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order."""
        for subject in subjects:
            dismissed = [policy for policy in self._about(subject) if self._is_dismissed(policy)]
            yield self._judge_one(subject) | {
                policy.id: PolicyCrash(f"not asked any more after {_CRASHES} crashes") for policy in dismissed
            }

    def _judge_one(self, subject: tuple[str, Document]) -> dict[str, Verdict | PolicyCrash]:
        answer = self._worker.ask(subject)
        if not isinstance(answer, PolicyCrash):
            return dict(answer)
        verdicts = {policy.id: self._judge_alone(policy, subject) for policy in self._about(subject)}
        remaining = tuple(policy for policy in self._policies if not self._is_dismissed(policy))
        self._worker = _Worker(remaining, *self._shared)
        return verdicts

    def _judge_alone(self, policy: Policy, subject: tuple[str, Document]) -> Verdict | PolicyCrash:
        """Ask one policy in a worker of its own, so that its end costs only itself."""
        worker = _Worker((policy,), *self._shared)
        try:
            answer = worker.ask(subject)
        finally:
            worker.kill()
        if isinstance(answer, PolicyCrash):
            self._crashes[policy.id] += 1
            return answer
        return answer[policy.id]

    def _about(self, subject: tuple[str, Document]) -> list[Policy]:
        return [policy for policy in self._policies if subject[0] in policy.subjects]

    def _is_dismissed(self, policy: Policy) -> bool:
        return self._crashes[policy.id] >= _CRASHES


class _Worker:
    """One process with an embedded engine."""

    def __init__(
        self, policies: Sequence[Policy], libraries: Mapping[str, str], data: Document, limits: Limits
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._limits = limits
        self._process = context.Process(target=_work, args=(theirs, policies, libraries, data, limits), daemon=True)
        self._process.start()
        theirs.close()
        match self._receive(limits.start):
            case PolicyCrash(error):
                files = ", ".join(policy.file for policy in policies)
                raise PolicyError(f"{files} cannot be loaded: {error}", "make the policy simpler")
            case PolicyError() as error:
                self.kill()
                raise error
            case _:
                return

    def ask(self, subject: tuple[str, Document]) -> Mapping[str, Verdict | PolicyCrash] | PolicyCrash:
        """Judge one subject; a crash says how the worker ended."""
        self._pipe.send(subject)
        match self._receive(self._limits.subject):
            case dict(verdicts):
                return verdicts
            case PolicyCrash() as crash:
                return crash
            case other:
                raise TypeError(f"the worker answered {other!r}")

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _receive(self, seconds: float) -> object:
        """Wait for an answer; a worker that gives none in time or ended is a crash."""
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv()
            crash = PolicyCrash(f"the policy took longer than {seconds:g} seconds")
        except (EOFError, ConnectionResetError):
            self._process.join()
            crash = PolicyCrash(f"the policy ended its process ({_ending(self._process.exitcode or 0)})")
        self.kill()
        return crash


def _ending(code: int) -> str:
    ways = {-signal.SIGSEGV: "endless recursion", -signal.SIGABRT: "out of memory", -signal.SIGKILL: "killed"}
    return ways.get(code, f"exit code {code}")


def _work(
    pipe: Connection, policies: Sequence[Policy], libraries: Mapping[str, str], data: Document, limits: Limits
) -> None:
    """Answer subject after subject, until the pipe closes or the process is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the user stops the scan, and the scan its workers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        engine = EmbeddedRego(policies, libraries, data)
    except PolicyError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            subject = pipe.recv()
        except EOFError:
            return
        pipe.send(next(engine.judge((subject,))))
