"""Read one root whatever it holds: within a deadline, and with a gap in place of what went wrong."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scanner.errors import ScannerError
from scanner.frontends.files import WHOLE
from scanner.frontends.reading import Reading, reading_of
from scanner.model import Gap, GapReason, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.frontends.files import Root


class Overdue(BaseException):
    """Reading takes longer than it may; no reader catches it on its way out."""


def read_guarded(read: Callable[[Root], Reading], root: Root, seconds: float) -> Reading:
    """Read a root. What a reader did not foresee, in a file by someone else, is a gap and stops nothing.

    Raises ScannerError for what the user can put right.
    """
    try:
        with _deadline(seconds):
            return read(root)
    except Overdue:
        return given_up(root, f"reading {root.name} took more than {seconds:g} seconds and was given up")
    except ScannerError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep the other files from being judged
        return given_up(root, f"reading {root.name} failed inside tipstaff ({type(error).__name__}): please report it")


def given_up(root: Root, message: str) -> Reading:
    """Give the reading of a root that could not be read."""
    gap = Gap(GapReason.UNREADABLE, message, root.name, root.name, location=Location(root.name, WHOLE))
    return reading_of(root.name, [gap], [root.path, *root.parts])


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raise Overdue in this thread; only a main thread can be told so, and where there is no timer nobody is."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(*_: object) -> None:
    raise Overdue
