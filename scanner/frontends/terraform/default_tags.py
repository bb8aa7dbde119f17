"""Give the tags that a provider gives to everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.terraform.blocks import nested_blocks
from scanner.frontends.terraform.evaluation import evaluate

if TYPE_CHECKING:
    from scanner.frontends.terraform.modules import Module
    from scanner.frontends.terraform.syntax import Block
    from scanner.frontends.terraform.values import Value


def default_tags(module: Module, provider: str) -> Value:
    """Evaluate the tags that a provider (`aws`, `aws.alias`) gives to everything in a module, once."""
    mark = f"default_tags of {provider}"
    if mark not in module.memo:
        module.memo[mark] = _default_tags(module, provider)
    return module.memo[mark]


def _default_tags(module: Module, provider: str) -> Value:
    for block in module.code.blocks:
        if block.kind == "provider" and block.labels == ("aws",) and _name(module, block) == provider:
            nested = nested_blocks(block.body, module.frame)
            inner = next((inner for inner in nested if inner.label == "default_tags"), None)
            return inner.member("tags") if inner else None
    if module.parent is None:
        return None
    return default_tags(module.parent, module.providers.get(provider, provider))


def _name(module: Module, block: Block) -> str:
    alias = block.body.attributes.get("alias")
    return f"aws.{evaluate(alias, module.frame)}" if alias else "aws"
