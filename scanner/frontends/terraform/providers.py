"""Read the names of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.terraform.syntax import Attribute, Entries, Literal, Name

if TYPE_CHECKING:
    from scanner.frontends.terraform.syntax import Block, Expression


def provider_of(block: Block) -> str:
    """Name the provider of a resource: the one that it names, or else the one that its type begins with."""
    return _name(block.body.attributes.get("provider")) or block.labels[0].partition("_")[0]


def providers_of(expression: Expression | None) -> dict[str, str]:
    """Read the providers that a call hands to a module, by their names there."""
    entries = expression.entries if isinstance(expression, Entries) else ()
    return {_name(key): _name(value) for key, value in entries}


def _name(expression: Expression | None) -> str:
    """Read `aws.alias` as the name that it is; empty where there is none."""
    match expression:
        case Attribute(Name(provider), alias):
            return f"{provider}.{alias}"
        case Name(provider) | Literal(str() as provider):
            return provider
        case _:
            return ""
