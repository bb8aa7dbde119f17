"""Turn one Terraform resource into the API's document, its tags, and what of it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.terraform.blocks import Copy, identity
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.functions import call
from scanner.frontends.terraform.syntax import Block, Name
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.frontends.terraform.writer import Argument, Writer
from scanner.model import Gap, Origin, Resource
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from scanner.frontends.terraform.values import Value
    from scanner.paths import Json


def read_resource(block: Block, copy: Copy, root: str, default_tags: Value) -> tuple[Resource, tuple[Gap, ...]]:
    """Read one copy of a resource block."""
    kind = TERRAFORM_TYPES[block.labels[0]]
    writer = Writer(block, copy, kind, root)
    document = _document(writer)
    tags = _tags(writer, default_tags)
    resource = Resource(
        type=kind.type,
        id=writer.id,
        name=str(document[kind.identity_key]),
        document=document,
        tags=tags,
        learned="terraform",
        origin=Origin(root, copy.address, block.source.file, block.span, writer.spans),
    )
    return resource, tuple(writer.gaps)


def _document(writer: Writer) -> dict[str, Json]:
    block, copy, kind = writer.block, writer.copy, writer.kind
    document = writer.body(block.body, copy.frame, fields_by_type()[kind.type], ())
    key = kind.identity_key
    if key not in document:  # there always is one, if only one that AWS or the provider makes up
        writer.gaps[:] = [gap for gap in writer.gaps if gap.path != (key,)]
        name = Name(kind.identity, block.span)
        own = Argument(name.name, identity(block, copy), name, copy.frame)
        document[key] = str(writer.value(own, "string", (key,)))
    return document


def _tags(writer: Writer, default_tags: Value) -> dict[str, str]:
    """Read the tags, over those that the provider gives to everything."""
    frame = writer.copy.frame
    expression = writer.block.body.attributes.get("tags", Name("default_tags", writer.block.span))
    own = evaluate(expression, frame) if "tags" in writer.block.body.attributes else None
    value = own if default_tags is None else call("merge", [default_tags, own])
    written = writer.value(Argument("tags", value, expression, frame), {"*": "string"}, ("Tags",))
    return {key: str(tag) for key, tag in written.items()} if isinstance(written, dict) else {}
