"""Read Terraform."""

from __future__ import annotations

import re
from typing import Final

from scanner.frontends.files import Glance

_SAGEMAKER: Final = b"sagemaker"
_MACHINE: Final = b"aws_sfn_state_machine"
_FILE: Final = b"file("  # what a machine runs may be said in a file of its own
_SOURCE: Final = re.compile(
    rb"""(?:(?:^|\{)[ \t]*source[ \t]*=|"source"\s*:)\s*"(\.{1,2}/[^"\r\n]*)\"""",
    re.MULTILINE,
)
_LOCAL: Final = (b'"./', b'"../')


def glance(data: bytes) -> Glance | None:
    """Tell whether a file is about SageMaker, and which local modules it calls; None when it is neither."""
    links = (
        tuple(found[1].decode(errors="replace") for found in _SOURCE.finditer(data))
        if any(mark in data for mark in _LOCAL)
        else ()
    )
    of_interest = _SAGEMAKER in data.lower() or (_MACHINE in data and _FILE in data)
    return Glance(of_interest, links) if of_interest or links else None
