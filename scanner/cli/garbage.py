"""Spend little time on the many objects that are no garbage: modules, the answers of AWS, what is to be reported."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import Final

_NEW_OBJECTS: Final = 50_000
"""How many there are until Python looks for cycles."""


def collect_seldom() -> None:
    """Let Python look for cycles more seldom from here on."""
    gc.set_threshold(_NEW_OBJECTS)


def keep_what_is_loaded() -> None:
    """Never look at again what there is now."""
    gc.freeze()


def leave(code: int) -> None:
    """End the process at once: the system takes all objects back together, where Python would one by one.

    Comes back if a stream cannot be flushed; Python ends with its own words on that.
    """
    with suppress(OSError):
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
        os._exit(code)
