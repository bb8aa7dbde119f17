"""Tell at once whether a text may hold one of many patterns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def spotter(pattern: str) -> Callable[[str | bytes], bool]:
    """Take a pattern of the Rust kind (no look-around); the result tells whether UTF-8 holds it somewhere.

    What pydantic checks texts with looks for all alternatives together, at gigabytes a second; `re` tries one after
    the other at every character and takes a hundred times as long. A string with lone surrogates is never spotted.
    """

    def may_hold(text: str | bytes) -> bool:
        return _compiled(pattern)(text)

    return may_hold


@cache
def _compiled(pattern: str) -> Callable[[object], bool]:
    from pydantic_core import SchemaValidator, core_schema  # noqa: PLC0415 - takes long to load, and code needs none

    return SchemaValidator(core_schema.str_schema(pattern=pattern)).isinstance_python
