"""Add to security groups the rules that blocks of their own declare."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from scanner.frontends.terraform.body import body_nodes, node_of
from scanner.frontends.terraform.dialect import dialect_of
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.syntax import Name
from scanner.frontends.terraform.type_table import RULE_TYPES, TERRAFORM_TYPES
from scanner.frontends.terraform.values import Unknown, Value, text_of, unknown
from scanner.frontends.writer import Place, Writer
from scanner.model import Gap, GapReason, Location, Resource
from scanner.records import record
from scanner.resource_types import SECURITY_GROUP
from scanner.shapes import fields_at, fields_by_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.frontends.terraform.blocks import Copy
    from scanner.frontends.terraform.syntax import Block


@record(frozen=True, slots=True)
class Rule:
    """One copy of a rule's block; without a copy when it is not known how many there are."""

    block: Block
    copy: Copy | None
    group: Value
    key: str


def read_rules(block: Block, copies: Iterable[Copy]) -> Iterator[Rule]:
    """Read which group each copy of a rule belongs to, and which way it goes."""
    attributes = block.body.attributes
    for copy in copies:
        direction = evaluate(attributes["type"], copy.frame) if "type" in attributes else ""
        key = RULE_TYPES[block.labels[0]].get(direction if isinstance(direction, str) else "")
        if key and "security_group_id" in attributes:
            yield Rule(block, copy, evaluate(attributes["security_group_id"], copy.frame), key)


def unknown_rules(block: Block) -> Iterator[Rule]:
    """Stand for rules of which it is not known how many there are, or for which group."""
    for key in RULE_TYPES[block.labels[0]].values():
        yield Rule(block, None, unknown("rules"), key)


def add_rules(group: Resource, rules: Iterable[Rule]) -> tuple[Resource, tuple[Gap, ...]]:
    """Add the rules that belong to a group. They stand elsewhere, so they have no positions in the group."""
    document, gaps = dict(group.document), list[Gap]()
    for rule in rules:
        if rule.copy is None:
            gaps.append(_open(group, rule))
        elif _belongs(rule.group, group):
            before = document.get(rule.key)
            known = list(before) if isinstance(before, list) else []
            writer = _writer(rule, rule.copy, group.scope)
            shape = fields_at(fields_by_type()[SECURITY_GROUP], (rule.key,))
            element = shape[0] if isinstance(shape, list) else {}
            properties = body_nodes(rule.block.body, rule.copy.frame)
            written = writer.fields(properties, element if isinstance(element, dict) else {}, (rule.key, len(known)))
            document[rule.key] = [*known, written]
            gaps.extend(replace(gap, resource=group.id) for gap in writer.gaps)
    return replace(group, document=document), tuple(gaps)


def _writer(rule: Rule, copy: Copy, root: str) -> Writer:
    block = rule.block
    group = block.body.attributes.get("security_group_id", Name("id", block.span))
    own_id = partial(node_of, rule.group, group, copy.frame)
    place = Place(root, block.source.file, copy.address, block.span)
    return Writer(
        dialect_of(TERRAFORM_TYPES["aws_security_group"], block.source.first_line, own_id), place, SECURITY_GROUP
    )


def _belongs(group: Value, resource: Resource) -> bool:
    return isinstance(group, str | Unknown) and text_of(group) == resource.document.get("GroupId")


def _open(group: Resource, rule: Rule) -> Gap:
    name = ".".join(rule.block.labels)
    location = Location(rule.block.source.file, rule.block.span)
    message = f"{rule.key} may have more rules from {name}, of which the number is not known"
    return Gap(GapReason.VARIABLE, message, name, group.scope, group.type, group.id, (rule.key,), location=location)
