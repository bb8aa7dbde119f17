"""Say what the SDK's functions and small classes give, where they stand for a value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node
from scanner.frontends.python_code.sdk.arguments import arguments_of, made_of
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.python_code.sdk.core import SHAPES, structure
from scanner.frontends.python_code.sdk.images import retrieved
from scanner.frontends.python_code.values import unknown

if TYPE_CHECKING:
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Item, Made

_PARAMETERS: Final = ("ParameterString", "ParameterInteger", "ParameterFloat", "ParameterBoolean")
_RETRIEVE: Final = ("image_uris.retrieve", "amazon_estimator.get_image_uri", "get_image_uri")
_RETRIEVE_ARGS: Final = ("framework", "region", "version", "py_version", "instance_type")
_OLD_ARGS: Final = ("region", "framework", "version")


def sdk_meaning(trees: Trees, item: Item) -> Node | None:
    """Give the value that a call of the SDK stands for: an image, a parameter's default, an object."""
    made = made_of(item)
    path = made.path.removesuffix("()") if made else ""
    if (
        made is None
        or made.path != getattr(item.value, "path", "")
        or not path.startswith(("sagemaker.", "sagemaker_core."))
    ):
        return None
    span = trees.source.span(item.at) or trees.source.callee(made.where)
    if path.endswith(_RETRIEVE) and made.path.startswith("sagemaker."):
        order = _OLD_ARGS if path.endswith("get_image_uri") else _RETRIEVE_ARGS
        named = arguments_of(made, order)
        if "repo_name" in named.named:
            named = replace(named, named={**named.named, "framework": named.named["repo_name"]})
        found = retrieved(named)
        return Node(found, span) if found is not None else None
    if made.name in _PARAMETERS and ".workflow." in path:
        return _parameter(trees, made)
    if made.path.startswith(SHAPES):
        return replace(structure(trees, made), span=span)
    if (known := class_of(made.path)) and known.family == "config":
        named = arguments_of(made, known.args)
        return trees.object({name: trees.node(part) for name, part in named.named.items()}, span, named.rest)
    return None


def _parameter(trees: Trees, made: Made) -> Node:
    """Give a pipeline parameter: its default counts, as those of functions do."""
    arguments = arguments_of(made, ("name", "default_value"))
    if arguments.has("default_value"):
        return trees.node(arguments.item("default_value"))
    name = arguments.item("name").value
    shown = f"the pipeline parameter {name}" if isinstance(name, str) else "a pipeline parameter"
    return Node(unknown(shown), trees.source.callee(made.where))
