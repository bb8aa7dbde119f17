"""Say which provider a block uses, and the tags that it gives to everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.terraform.blocks import nested_blocks
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.syntax import Attribute, Entries, Literal, Name

if TYPE_CHECKING:
    from scanner.frontends.terraform.modules import Module
    from scanner.frontends.terraform.syntax import Block, Expression
    from scanner.frontends.terraform.values import Value


def provider_name(expression: Expression | None) -> str:
    """Read `aws.alias` as the name that it is."""
    match expression:
        case Attribute(Name(provider), alias):
            return f"{provider}.{alias}"
        case Name(provider) | Literal(str() as provider):
            return provider
        case _:
            return "aws"


def providers_of(expression: Expression | None) -> dict[str, str]:
    """Read the providers that a call hands to a module, by their names there."""
    entries = expression.entries if isinstance(expression, Entries) else ()
    return {provider_name(key): provider_name(value) for key, value in entries}


def default_tags(module: Module, provider: str = "aws") -> Value:
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
