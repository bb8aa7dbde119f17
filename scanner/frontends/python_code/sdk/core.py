"""Read sagemaker-core: resources that are created with the API's own requests, in Python's names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS, Call
from scanner.frontends.python_code.values import NOTHING, Item
from scanner.resource_types import CODE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.nodes import Node
    from scanner.frontends.python_code.sdk.reader import Sdk
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Made

_RESOURCES: Final = ("sagemaker.core.resources.", "sagemaker_core.resources.", "sagemaker_core.main.resources.")
SHAPES: Final = (
    "sagemaker.core.shapes.",
    "sagemaker_core.shapes.",
    "sagemaker_core.main.shapes.",
    "sagemaker.core.training.configs.",
    "sagemaker.train.configs.",
    "sagemaker.modules.configs.",
    "sagemaker.core.modules.configs.",
    "sagemaker.serve.configs.",
)
"""Modules whose classes are the API's own structures."""


def core_calls(sdk: Sdk) -> Iterator[Call]:
    """Yield the resources that are created."""
    for made in sdk.calls:
        kind, _, method = made.path.removesuffix("()").rpartition(".")
        operation = f"Create{kind.rpartition('.')[2]}"
        if method == "create" and kind.startswith(_RESOURCES) and operation in OPERATIONS:
            place = sdk.addresses.place(made, named=_name(made, operation))
            yield Call(operation, structure(sdk.trees, made), place)


def _name(made: Made, operation: str) -> Item:
    key = CODE_TYPES[OPERATIONS[operation]].name_key.lower()
    return next((item for name, item in made.given.items() if name.replace("_", "") == key), NOTHING)


def structure(trees: Trees, made: Made) -> Node:
    """Make an object of a call's keyword arguments; tags have the names that all formats give them."""
    names = {"key": "Key", "value": "Value"} if made.name in ("Tag", "CfnTag") else {"tags": "Tags"}
    parts = {names.get(name, name): trees.node(item) for name, item in made.given.items()}
    return trees.object(parts, trees.source.callee(made.where), made.rest)
