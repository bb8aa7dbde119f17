"""Read the requests that `aws sagemaker create-… --cli-input-json` takes from files."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from scanner.shapes import requests

_FIRST_KEY: Final = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s++|#[^\n]*+|---[^\n]*+)*+\{?+\s*+[\"']?+(\w++)[\"']?+\s*+:")


def opens(lowered: bytes) -> bool:
    """Tell from a file's bytes whether it may be a request: by its first key, and by all that an operation requires."""
    first = _FIRST_KEY.match(lowered)
    return first is not None and any(
        all(name in lowered for name in required) for required in _required_beside().get(first[1], ())
    )


@cache
def _required_beside() -> dict[bytes, list[frozenset[bytes]]]:
    """Give what is required with each member, once for every operation that has it."""
    beside: dict[bytes, list[frozenset[bytes]]] = {}
    for request in requests().values():
        for member in _names(request.members):
            beside.setdefault(member, []).append(_names(request.required))
    return beside


def _names(names: frozenset[str]) -> frozenset[bytes]:
    return frozenset(name.lower().encode() for name in names)
