"""Turn one Terraform resource into the API's document, its tags, and what of it is not known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scanner.frontends.nodes import Node
from scanner.frontends.resource import TAGS, read_resource
from scanner.frontends.terraform.blocks import Copy, identity
from scanner.frontends.terraform.body import body_nodes, node_of
from scanner.frontends.terraform.dialect import dialect_of
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.syntax import Block, Call, Name
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.frontends.writer import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.terraform.values import Value
    from scanner.model import Gap, Resource


def read_block(block: Block, copy: Copy, root: str, default_tags: Value) -> Iterator[Resource | Gap]:
    """Read one copy of a resource block, and the gaps in it. Raises TooMuchWork."""
    kind = TERRAFORM_TYPES[block.labels[0]]
    own_name = partial(_own_name, block, copy)
    place = Place(root, block.source.file, copy.address, block.span, block.extent, through=copy.through)
    body = body_nodes(block.body, copy.frame) | {TAGS: _tags(block, copy, default_tags)}
    dialect = dialect_of(kind, block.source.first_line, own_name)
    yield from read_resource(dialect, place, kind.type, Node(body, block.span), own_name)


def _own_name(block: Block, copy: Copy) -> Node:
    name = Name(TERRAFORM_TYPES[block.labels[0]].identity, block.span)
    return node_of(identity(block, copy), name, copy.frame)


def _tags(block: Block, copy: Copy, default_tags: Value) -> Node:
    """Read the tags, over those that the provider gives to everything."""
    expression = block.body.attributes.get("tags", Name("default_tags", block.span))
    tags = evaluate(expression, copy.frame) if "tags" in block.body.attributes else None
    if default_tags is not None:
        merge = Call("merge", (Name("default", block.span), Name("own", block.span)), spread=False, span=block.span)
        tags = evaluate(merge, copy.frame.bind(default=default_tags, own=tags))
    return node_of(tags, expression, copy.frame)
