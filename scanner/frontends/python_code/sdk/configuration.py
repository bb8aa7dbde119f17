"""Give the values that the SDK's nearest configuration file has for what the code leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from scanner.frontends.sdk_config.defaults import defaults_for

if TYPE_CHECKING:
    from scanner.frontends.files import Root
    from scanner.frontends.nodes import Node
    from scanner.frontends.python_code.sdk.reader import Configured


def configured_for(script: Root) -> Configured:
    """Look for the file when first something is asked; most scripts ask nothing."""
    defaults = cache(partial(defaults_for, script))

    @cache
    def configured(kind: str) -> Node | None:
        found = defaults()
        if found is None or kind not in found.by_type:
            return None
        return _said(found.by_type[kind], "", found.file)

    return configured


def _said(node: Node, name: str, file: str) -> Node:
    """Say of every value which file gives it."""
    match node.value:
        case Mapping() as members:
            return replace(node, value={key: _said(item, key, file) for key, item in members.items()})
        case tuple() as elements:
            return replace(node, value=tuple(_said(item, name, file) for item in elements))
        case _:
            return replace(node, default=f"{name} is not given: {file} sets it")
