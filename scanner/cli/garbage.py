"""Let Python look for cycles more seldom: modules and the answers of AWS are many objects that are no garbage."""

from __future__ import annotations

import gc
from typing import Final

_NEW_OBJECTS: Final = 50_000
"""How many there are until Python looks."""


def collect_seldom() -> None:
    """Do it from here on."""
    gc.set_threshold(_NEW_OBJECTS)


def keep_what_is_loaded() -> None:
    """Never look at again what there is now."""
    gc.freeze()
