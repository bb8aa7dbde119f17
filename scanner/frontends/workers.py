"""Read many roots, or large ones, in processes of their own: on all cores, and so that any can be stopped."""

from __future__ import annotations

import gc
import pickle
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

from scanner.frontends.guarded import given_up, read_guarded
from scanner.processes import CONTEXT, cores, pickled, without_cycles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from scanner.frontends.files import Root
    from scanner.frontends.reading import Reading

_AT_ONCE: Final = 8
"""Roots that a process is given at a time, so that it seldom waits for more."""


@without_cycles()
def read_in_workers(read: Callable[[Root], Reading], roots: Sequence[Root], seconds: float) -> list[Reading]:
    """Read all roots, in their order. Raises ScannerError as reading one does."""
    readings: dict[int, Reading] = {}
    waiting = deque(enumerate(roots))
    workers = [_Worker.start(read, seconds) for _ in range(min(cores(), len(roots)))]
    try:
        while len(readings) < len(roots):
            for worker in workers:
                worker.feed(waiting)
            for at, worker in enumerate(workers):
                if worker.is_stuck(seconds):
                    worker.stop()
                    readings |= worker.lost(waiting, f"took more than {seconds:g} seconds and was given up")
                    workers[at] = _Worker.start(read, seconds)
            for connection in wait([worker.connection for worker in workers if worker.given], timeout=1):
                at = next(at for at, worker in enumerate(workers) if worker.connection is connection)
                answer = workers[at].take()
                if answer is None:
                    readings |= workers[at].lost(waiting, "ended the process that read it, perhaps for lack of memory")
                    workers[at] = _Worker.start(read, seconds)
                elif isinstance(answer[1], BaseException):
                    raise answer[1]
                else:
                    readings[answer[0]] = answer[1]
    finally:
        for worker in workers:
            worker.stop()
    return [readings[number] for number in range(len(roots))]


@dataclass(slots=True)
class _Worker:
    """One process, and the roots that it has been given and has not answered."""

    process: BaseProcess
    connection: Connection
    given: deque[tuple[int, Root]] = field(default_factory=deque)
    since: float = 0.0

    @classmethod
    def start(cls, read: Callable[[Root], Reading], seconds: float) -> _Worker:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_serve, args=(ours, theirs, read, seconds), daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)

    def feed(self, waiting: deque[tuple[int, Root]]) -> None:
        """Give it more to do before it has nothing left."""
        if len(self.given) < _AT_ONCE and waiting:
            if not self.given:
                self.since = time.monotonic()
            more = [waiting.popleft() for _ in range(min(_AT_ONCE, len(waiting)))]
            self.given += more
            with suppress(ConnectionError):  # that it has ended is seen when its answer is taken
                self.connection.send(more)

    def take(self) -> tuple[int, Reading | BaseException] | None:
        """Take one answer, or None when the process has ended."""
        try:
            answer: tuple[int, Reading | BaseException] = pickle.loads(self.connection.recv_bytes())  # noqa: S301 - our own
        except (EOFError, OSError):
            return None
        self.given.popleft()
        self.since = time.monotonic()
        return answer

    def is_stuck(self, seconds: float) -> bool:
        """Tell whether it has not even noticed that the time for a root is over."""
        return bool(seconds and self.given) and time.monotonic() - self.since > 2 * seconds + 1

    def lost(self, waiting: deque[tuple[int, Root]], what: str) -> dict[int, Reading]:
        """Give up the root that it was at, and leave the rest to others."""
        number, root = self.given.popleft()
        waiting.extendleft(reversed(self.given))
        self.given.clear()
        return {number: given_up(root, f"reading {root.name} {what}")}

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(parents: Connection, connection: Connection, read: Callable[[Root], Reading], seconds: float) -> None:
    """Answer roots with readings until nobody asks any more.

    Cycles of objects are looked for between roots, when little is left of those; what stays is not looked at again.
    """
    parents.close()  # so that nobody asks any more when the parent is gone
    gc.disable()
    gc.freeze()
    with suppress(EOFError, ConnectionError):  # the parent is gone
        while True:
            for number, root in connection.recv():
                try:
                    answer: Reading | BaseException = read_guarded(read, root, seconds)
                except BaseException as error:  # noqa: BLE001 - the parent raises it again
                    answer = error
                connection.send_bytes(pickled((number, answer)))
            gc.collect()
            gc.freeze()
