"""Map the names of Terraform and CloudFormation onto the API's own: one rule, and tables of its exceptions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def api_key(fields: Iterable[str], name: str, exceptions: Mapping[str, str] | None = None) -> str | None:
    """Find the API's key for a name: an exception, or equal without underscores and case, or its plural."""
    if exceptions and name in exceptions:
        return exceptions[name]
    by_plain = {_plain(key): key for key in fields}
    plain = _plain(name)
    candidates = (plain, plain + "s", plain.removesuffix("y") + "ies")
    return next((by_plain[candidate] for candidate in candidates if candidate in by_plain), None)


@cache
def _plain(name: str) -> str:
    return name.replace("_", "").lower()
