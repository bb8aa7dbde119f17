"""Read a file of data, with variables or what code decodes, as the expression that would say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE, read_bytes
from scanner.frontends.terraform.hcl_positions import Problem, parse_source, read_source
from scanner.frontends.terraform.json_syntax import expression_of
from scanner.frontends.terraform.syntax import Entries, Literal
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.frontends.text.placeholders import parse_any
from scanner.frontends.text.positions import TextError, decode_text

if TYPE_CHECKING:
    from scanner.frontends.files import Root
    from scanner.frontends.terraform.syntax import Expression

_VARIABLES: Final = ".tfvars"


def read_data(root: Root) -> Expression | None:
    """Read a whole file; None for what cannot be read."""
    if root.path.suffix != _VARIABLES:
        try:
            return expression_of(parse_any(decode_text(read_bytes(root))))
        except TextError:
            return None
    source = read_source(root)
    if isinstance(source, Problem):
        return None
    body, _ = parse_source(source)
    attributes = read_body(source, body).attributes
    return Entries(tuple((Literal(name, item.span), item) for name, item in attributes.items()), WHOLE)
