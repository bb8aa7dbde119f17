"""Read the names of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.terraform.syntax import Attribute, Entries, Literal, Name

if TYPE_CHECKING:
    from scanner.frontends.terraform.syntax import Expression


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
