"""Give the values that the SDK's nearest configuration file has for what the code leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.frontends.sdk_config.defaults import defaults_for

if TYPE_CHECKING:
    from scanner.frontends.files import Root
    from scanner.frontends.nodes import Node
    from scanner.frontends.python_code.sdk.reader import Configured
    from scanner.frontends.sdk_config.defaults import SdkDefaults


def configured_for(script: Root) -> Configured:
    """Look for the file when first something is asked; most scripts ask nothing."""
    files: list[SdkDefaults | None] = []
    known: dict[str, Node | None] = {}

    def configured(kind: str) -> Node | None:
        if kind not in known:
            if not files:
                files.append(defaults_for(script))
            (found,) = files
            known[kind] = _said(found.by_type[kind], "", found.file) if found and kind in found.by_type else None
        return known[kind]

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
