"""Say what a block means from outside: its copies, the blocks inside it, and how others refer to it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.evaluation import Frame, evaluate
from scanner.frontends.terraform.members import elements
from scanner.frontends.terraform.prebuilt_images import DATA_SOURCE, PATH, image_path
from scanner.frontends.terraform.syntax import Block, Body
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.frontends.terraform.values import Lazy, Unknown, Value, certain, unknown, unknowns
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model import Location

MOST_COPIES: Final = 1000

_NEVER_NULL: Final = frozenset({"arn", "id", "name"})
"""Attributes that every resource has which has them; others may be optional, and those of data sources too."""


@record(frozen=True, slots=True)
class Copy:
    """One instance of a block: its address, the key that tells it from the others, and what names mean in it.

    `through` are the texts that make it be there, besides the block.
    """

    address: str
    key: Value
    frame: Frame
    through: tuple[Location, ...] = ()


def entity(block: Block, copy: Copy, mode: str = "resource") -> Lazy:
    """Give a resource as others see it: what its block says, and the rest is decided by the deployment."""
    return Lazy(copy.address, partial(_member, block, copy, mode))


def _member(block: Block, copy: Copy, mode: str, name: str) -> Value:
    kind = TERRAFORM_TYPES.get(block.labels[0]) if mode == "resource" else None
    if mode == "data" and (block.labels[0], name) == (DATA_SOURCE, PATH):
        return image_path(block.body, copy.frame)
    if kind and name in ("id", kind.identity):
        return identity(block, copy)
    if kind and name in kind.arns:
        return replace(unknown(f"{copy.address}.arn"), identity=identity(block, copy))
    value = evaluate(block.body.attributes[name], copy.frame) if name in block.body.attributes else None
    if value is not None:
        return certain(value)
    nested = [inner for inner in nested_blocks(block.body, copy.frame) if inner.label == name]
    if nested and not any(inner.missing for inner in nested):
        return [Lazy(f"{copy.address}.{name}[{at}]", inner.member) for at, inner in enumerate(nested)]
    missing = unknown(f"{copy.address}.{name}")
    return missing if mode == "resource" and name in _NEVER_NULL else replace(missing, nullable=True)


def identity(block: Block, copy: Copy) -> Value:
    """Give the name by which others refer to a resource, or the one text that stands for it everywhere."""
    name = TERRAFORM_TYPES[block.labels[0]].identity
    given = next((block.body.attributes[key] for key in (name, "name") if key in block.body.attributes), None)
    value = evaluate(given, copy.frame) if given is not None and name != "id" else None
    if value is None:
        return unknown(f"{copy.address}.{name}")
    return replace(value, present=True, nullable=False) if isinstance(value, Unknown) else value


@record(frozen=True, slots=True)
class Nested:
    """A block inside another, plain or made by `dynamic`; or `missing` decides whether it is there."""

    label: str
    header: Block
    body: Body
    frame: Frame
    missing: Unknown | None = None

    def member(self, name: str) -> Value:
        """Evaluate one of its arguments."""
        found = self.body.attributes.get(name)
        return None if found is None else certain(evaluate(found, self.frame))


def nested_blocks(body: Body, frame: Frame) -> Iterator[Nested]:
    """Expand the blocks of a body in the order in which they are written."""
    for block in body.blocks:
        if block.kind != "dynamic" or not block.labels:
            yield Nested(block.kind, block, block.body, frame)
            continue
        label, attributes = block.labels[0], block.body.attributes
        content = next((inner.body for inner in block.body.blocks if inner.kind == "content"), Body({}, ()))
        collection = evaluate(attributes["for_each"], frame) if "for_each" in attributes else []
        iterator = getattr(attributes.get("iterator"), "name", label)
        if not isinstance(collection, list | dict):
            unfit = unknown(f"the for_each of {label} is not a collection", GapReason.UNSUPPORTED)
            missing = next(unknowns(collection), unfit)
            yield Nested(label, block, content, frame, missing)
            continue
        for key, value in islice(elements(collection), MOST_COPIES):
            yield Nested(label, block, content, frame.bind(**{iterator: {"key": key, "value": value}}))
