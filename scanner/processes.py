"""Work in several processes: on all cores, with what they find handed over fast."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from io import BytesIO
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_Result = TypeVar("_Result")

FORKS: Final = sys.platform == "linux"
"""Whether a process starts with all that its parent knows."""

if sys.platform == "linux":
    CONTEXT: Final = multiprocessing.get_context("fork")
else:
    CONTEXT: Final = multiprocessing.get_context("spawn")


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def pickled(value: object) -> bytes:
    """Pickle a value, dataclasses by their fields: frozen ones with slots are slow in their own way."""
    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return buffer.getvalue()


class _Reducers(dict[type, "Callable[[object], tuple[type, tuple[object, ...]]]"]):
    """How to pickle each class of dataclasses, worked out when first there is one."""

    def __missing__(self, kind: type) -> Callable[[object], tuple[type, tuple[object, ...]]]:
        if not is_dataclass(kind):
            raise KeyError(kind)
        names = [field.name for field in fields(kind) if field.init]
        values = attrgetter(*names)
        self[kind] = lambda one: (kind, values(one) if len(names) > 1 else (values(one),))
        return self[kind]


_REDUCERS: Final = _Reducers()


@contextmanager
def without_cycles() -> Iterator[None]:
    """Do not look for objects in cycles meanwhile, nor later at what is made here: next to none of it is."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.freeze()
            gc.enable()


def in_parts(work: Callable[[int, int], _Result], count: int) -> list[_Result]:
    """Give what `work(part, count)` gives for each part: of the first here, of the others in forks of this process.

    A part that a fork fails at is done here too: nothing is lost, and what is wrong is raised.
    """
    forks = [_Fork.start(work, part, count) for part in range(1, count)] if FORKS else []
    try:
        found = [work(0, count)]
        for part in range(1, count):
            answer = forks[part - 1].take() if forks else None
            found.append(work(part, count) if answer is None else answer[0])
        return found
    finally:
        for fork in forks:
            fork.stop()


@record(frozen=True, slots=True)
class _Fork(Generic[_Result]):
    """A process that does one part."""

    process: BaseProcess
    connection: Connection

    @classmethod
    def start(cls, work: Callable[[int, int], _Result], part: int, count: int) -> _Fork[_Result]:
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=_answer, args=(ours, theirs, work, part, count), daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)

    def take(self) -> tuple[_Result] | None:
        """Wait for what it has found; None when it has failed."""
        try:
            return (cast("_Result", pickle.loads(self.connection.recv_bytes())),)  # noqa: S301 - of our own process
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def _answer(
    parents: Connection, connection: Connection, work: Callable[[int, int], object], part: int, count: int
) -> None:
    parents.close()  # a pipe that only its reader holds open ends with the reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and stops this
    gc.freeze()
    try:
        connection.send_bytes(pickled(work(part, count)))
    except Exception:  # noqa: BLE001 - whatever it is, the parent meets it too
        connection.close()
