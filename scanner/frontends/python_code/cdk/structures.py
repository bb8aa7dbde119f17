"""Read the structures that tasks of the AWS CDK are given: images, instance types, sizes and durations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import ELSEWHERE, Node, string
from scanner.frontends.python_code.sdk.arguments import Arguments, arguments_of, made_of

if TYPE_CHECKING:
    from scanner.frontends.nodes import Scalar
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Item


def inner(given: Arguments, name: str) -> Arguments:
    """Give the arguments of a structure that is an argument."""
    made = made_of(given.item(name))
    return arguments_of(made, ()) if made else Arguments({}, given.rest)


def image(trees: Trees, item: Item) -> Node:
    """Give the URI of an image that is one of a registry."""
    made = made_of(item)
    if made and made.path.endswith("DockerImage.from_registry()") and made.args:
        return trees.node(made.args[0])
    return trees.node(item)


_SIZES: Final = re.compile(r"(X*?)(LARGE)(\d*)$")
_FAMILY: Final = re.compile(r"[A-Z]{1,3}\d[A-Z]*")
_SPOKEN: Final = re.compile(r"([A-Z]{4,})(\d+)")
_LETTERS: Final = {
    "STANDARD": "m",
    "MEMORY": "r",
    "COMPUTE": "c",
    "BURSTABLE": "t",
    "PARALLEL": "p",
    "GRAPHICS": "g",
    "INFERENCE": "inf",
}
"""Families by the other names that the CDK has for them: `MEMORY5` is `R5`."""


def instance_type(trees: Trees, item: Item) -> Node:
    """Name an instance type: it is given without `ml.`, or by its class and size."""
    made = made_of(item)
    span = trees.source.span(item.at) or ELSEWHERE
    if made and made.path.endswith(".InstanceType()") and made.args:
        node = trees.node(made.args[0])
        return replace(node, value=f"ml.{string(node).removeprefix('ml.')}") if string(node) else node
    if made and made.path.endswith(".InstanceType.of()") and len(made.args) == 2:  # noqa: PLR2004 - class and size
        family, size = (getattr(arg.value, "path", "").rpartition(".")[2] for arg in made.args)
        if (letters := _family(family)) and (found := _SIZES.match(size)):
            return Node(f"ml.{letters}.{found[3]}{found[1].lower()}large", span)
    if item.value is None:
        return or_default(trees.node(item), "instance_type", "ml.m4.xlarge")
    return trees.node(item)


def _family(name: str) -> str:
    if _FAMILY.fullmatch(name):
        return name.lower()
    spoken = _SPOKEN.fullmatch(name)
    return f"{_LETTERS[spoken[1]]}{spoken[2]}" if spoken and spoken[1] in _LETTERS else ""


SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
GIBIBYTES: Final = {"gibibytes": 1, "tebibytes": 1024}


def amount(trees: Trees, item: Item, units: dict[str, int]) -> Node:
    """Count a duration or a size in the API's unit."""
    made = made_of(item)
    if made and made.name in units and made.args:
        node = trees.node(made.args[0])
        return replace(node, value=node.value * units[made.name]) if isinstance(node.value, int) else node
    return trees.node(item)


def or_default(node: Node, name: str, value: Scalar) -> Node:
    """Give a value, or what the CDK takes if there is none."""
    if node.value is not None:
        return node
    shown = f"{value:,}" if isinstance(value, int) else value
    return Node(value, ELSEWHERE, default=f"{name} is not given: the AWS CDK takes {shown}")
