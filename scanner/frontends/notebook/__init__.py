"""Read Jupyter notebooks: the Python of their cells, in the order of the file. Outputs are never looked at."""

from __future__ import annotations

from typing import Final

from scanner.frontends.files import Glance
from scanner.frontends.python_code import followed

_SAGEMAKER: Final = b"sagemaker"
_BEFORE: Final = b" \t\r\n\xef\xbb\xbf"


def glance(data: bytes) -> Glance | None:
    """Tell whether a file may be about SageMaker; what is no notebook at all is, so that reading it says so."""
    start = data[:64].lstrip(_BEFORE)
    if start and not start.startswith(b"{"):
        return Glance()
    return Glance() if _SAGEMAKER in data.lower() and followed(data) else None
