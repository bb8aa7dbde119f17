"""Say how Python writes down what the API has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.dialect import Dialect
from scanner.frontends.naming import api_key
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Path

_SENTENCES: Final = {
    GapReason.VARIABLE: "{what} depends on {needs}, which has no value here",
    GapReason.DEPLOY: "{what} depends on {needs}, which is known only when it runs",
    GapReason.UNSUPPORTED: "{what} cannot be evaluated: {needs}",
    GapReason.NOT_IN_CODE: "{what} depends on {needs}, which this file does not say",
}


def _key(fields: Mapping[str, object], name: str, path: Path) -> str | None:  # noqa: ARG001 - others look at it
    """Find the API's key for a name that is written as the API's own, or in Python's way."""
    return name if name in fields else api_key(fields, name)


PYTHON: Final = Dialect(learned="python", key=_key, sentences=_SENTENCES)
