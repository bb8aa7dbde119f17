"""Know the SDK's classes by where they are imported from, never by their bare names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import orjson

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

_V3_PACKAGES: Final = ("sagemaker.train.", "sagemaker.core.", "sagemaker.serve.", "sagemaker.modules.")


@record(frozen=True, slots=True)
class SdkClass:
    """A class: the SDK's major version, the family that it belongs to, and its first arguments in order."""

    name: str
    version: int
    family: str
    args: tuple[str, ...]


@lru_cache(10_000)
def class_of(path: str) -> SdkClass | None:
    """Find the class that a call makes an object of, by the path of the call."""
    module, _, name = path.removesuffix("()").removesuffix(".__init__").rpartition(".")
    if not module.startswith("sagemaker") or "(" in module:
        return None
    if f"{module}.".startswith(_V3_PACKAGES):
        same = _classes()["v2"].get(name, (None, ""))[0]
        return _classes()["v3"].get(name, (replace(same, version=3) if same and same.family == "config" else None, ""))[
            0
        ]
    known, home = _classes()["v2"].get(name, (None, ""))
    return known if module == home or home.startswith(f"{module}.") else None


@cache
def _classes() -> Mapping[str, Mapping[str, tuple[SdkClass | None, str]]]:
    """Read the table of classes, by version and name, each with its home module."""
    table = orjson.loads(resources.files(__package__).joinpath("signatures.json").read_bytes())
    return {
        version: {
            name: (SdkClass(name, int(version[1:]), about["family"], tuple(about["args"])), about["module"])
            for name, about in table[version].items()
        }
        for version in ("v2", "v3")
    }
