"""What OPA has and regorus lacks or does otherwise, as far as the portable subset of Rego needs it."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.paths import Json


def _cidr_intersects(one: str, other: str) -> bool:
    return ipaddress.ip_network(one, strict=False).overlaps(ipaddress.ip_network(other, strict=False))


POLYFILLS: Final[Mapping[str, tuple[int, Callable[..., Json]]]] = {
    "net.cidr_intersects": (2, _cidr_intersects),
}
"""By name, how many arguments a function takes, and the function."""
