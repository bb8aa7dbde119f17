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
        first[1] in members and all(name in lowered for name in required) for members, required in _lowered()
    )


@cache
def _lowered() -> tuple[tuple[frozenset[bytes], frozenset[bytes]], ...]:
    return tuple((_names(request.members), _names(request.required)) for request in requests().values())


def _names(names: frozenset[str]) -> frozenset[bytes]:
    return frozenset(name.lower().encode() for name in names)
