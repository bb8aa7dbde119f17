"""Do the same to many things at once, and give what comes of it in their order."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@record(frozen=True, slots=True)
class _Outcome(Generic[_Result]):
    result: _Result


def side_by_side(function: Callable[[_Item], _Result], items: Sequence[_Item], *, threads: int) -> Iterator[_Result]:
    """Yield `function(item)` for each item, in order; raises the error of the first that has one.

    The threads are daemons, so that a call that hangs delays no exit.
    """
    if len(items) <= 1 or threads <= 1:
        yield from map(function, items)
        return
    work = iter(enumerate(items))
    lock, given_up = threading.Lock(), threading.Event()
    outcomes: SimpleQueue[tuple[int, _Outcome[_Result] | BaseException]] = SimpleQueue()

    def labour() -> None:
        while not given_up.is_set():
            with lock:
                task = next(work, None)
            if task is None:
                return
            try:
                outcomes.put((task[0], _Outcome(function(task[1]))))
            except BaseException as error:  # noqa: BLE001  # whoever takes the outcome raises it again
                outcomes.put((task[0], error))

    for _ in range(min(threads, len(items))):
        threading.Thread(target=labour, daemon=True).start()
    held: dict[int, _Outcome[_Result] | BaseException] = {}
    try:
        for number in range(len(items)):
            while number not in held:
                at, outcome = outcomes.get()
                held[at] = outcome
            match held.pop(number):
                case _Outcome(result):
                    yield result
                case error:
                    raise error
    finally:
        given_up.set()
