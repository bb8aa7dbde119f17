"""Load the dated facts that policies consult: instance types, algorithms, container images and their registries."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.paths import Document, Json


def _flag(text: str) -> bool:
    return text in {"1", "true"}


def _words(text: str) -> list[str]:
    return text.split("|")


_FLAGS = ("burstable", "training", "hosting", "processing", "transform", "notebook", "cluster", "studio_app")

_CONVERTERS: Final[Mapping[str, Callable[[str], Json]]] = {
    "vcpus": int,
    "memory_gib": float,
    "accelerator_count": int,
    "accelerator_memory_gib": float,
    "reserved_capacity": _flag,
    "needs_gpu": _flag,
    "scopes": _words,
    "processors": _words,
    "regions": _words,
    **dict.fromkeys(_FLAGS, _flag),
}
"""What a column's text becomes; every other column stays text. An empty cell is a fact not known: left out."""

_TABLES: Final = {
    "instance_types": "instance_type",
    "algorithms": "repository",
    "images": "repository",
    "registries": "account",
}
"""The tables that policies see as `data.reference`, with the column that each is looked up by."""


@cache
def load_reference() -> Document:
    """Give `data.reference`: for every table its rows by key, `{"instance_types": {"ml.m5.large": {…}}, …}`."""
    return {table: _read_table(table, key) for table, key in _TABLES.items()}


def _read_table(table: str, key: str) -> Document:
    text = resources.files("policies.reference").joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return {row[key]: _read_row(row, key) for row in csv.DictReader(text.splitlines())}


def _read_row(row: Mapping[str, str], key: str) -> Document:
    return {name: _CONVERTERS.get(name, str)(text) for name, text in row.items() if text and name != key}
