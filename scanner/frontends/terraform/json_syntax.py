"""Read Terraform's JSON syntax as the blocks and expressions that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE
from scanner.frontends.nodes import Node, entries
from scanner.frontends.terraform.hcl_positions import Source, parse_source
from scanner.frontends.terraform.syntax import Block, Body, Entries, Items, Literal, Template, Unreadable
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node as SyntaxNode

    from scanner.frontends.terraform.syntax import Expression
    from scanner.model import Span

_LABELS: Final = {"resource": 2, "data": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "locals": 0}
"""How many labels each kind of block has; other kinds say nothing about resources."""

_COMMENT: Final = "//"
_DYNAMIC: Final = "dynamic"
_END: Final = "END_OF_TEMPLATE"


@record(frozen=True, slots=True)
class _Placed(Source):
    """A text that stands in a string of another file: everything in it has the place of that string."""

    place: Span = WHOLE

    def span(self, node: SyntaxNode) -> Span:  # noqa: ARG002 - whatever the node
        return self.place


def read_json_blocks(source: Source, root: Node) -> tuple[Block, ...]:
    """Read the blocks of a whole file."""
    return tuple(
        block
        for kind, node in entries(root).items()
        if kind in _LABELS
        for block in _blocks(source, kind, (), node, _LABELS[kind])
    )


def _blocks(source: Source, kind: str, labels: tuple[str, ...], node: Node, left: int) -> Iterator[Block]:
    for item in node.value if isinstance(node.value, tuple) else (node,):
        if left:
            for label, inner in entries(item).items():
                if label != _COMMENT:
                    yield from _blocks(source, kind, (*labels, label), inner, left - 1)
        elif isinstance(item.value, Mapping):
            body = _body(source, item, inner_blocks=kind == "provider")
            if kind == "variable":
                body = Body({**body.attributes, **_type(item)}, body.blocks)
            yield Block(kind, labels, body, source, node.key or item.span, item.span)


def _body(source: Source, node: Node, *, inner_blocks: bool = False) -> Body:
    """Read an object: its members are arguments, and `dynamic` ones are blocks; so are a provider's objects."""
    attributes: dict[str, Expression] = {}
    blocks: list[Block] = []
    for name, inner in entries(node).items():
        if name == _DYNAMIC:
            blocks.extend(_dynamic(source, inner))
        elif inner_blocks and isinstance(inner.value, Mapping | tuple):
            blocks.extend(_blocks(source, name, (), inner, 0))
        elif name != _COMMENT:
            attributes[name] = expression_of(inner)
    return Body(attributes, tuple(blocks))


def _dynamic(source: Source, node: Node) -> Iterator[Block]:
    for label, inner in entries(node).items():
        for item in inner.value if isinstance(inner.value, tuple) else (inner,):
            members = entries(item)
            arguments = Node({name: part for name, part in members.items() if name != "content"}, item.span)
            place = inner.key or item.span
            content = _body(source, members["content"]) if "content" in members else Body({}, ())
            body = Body(_body(source, arguments).attributes, (Block("content", (), content, source, place, item.span),))
            yield Block(_DYNAMIC, (label,), body, source, place, item.span)


def _type(node: Node) -> dict[str, Expression]:
    """Read a variable's type, which is an expression in a string."""
    kind = entries(node).get("type")
    if kind is None or not isinstance(kind.value, str):
        return {}
    return {"type": _parsed(f"x = {kind.value}\n", kind.span)}


def expression_of(node: Node) -> Expression:
    """Read a value as the expression that it stands for."""
    match node.value:
        case str() as text:
            return _template(text, node.span)
        case (Node(Mapping()) as only,):  # a block: it has the place of its name
            return Items((expression_of(replace(only, key=node.key)),), node.span)
        case tuple() as items:
            return Items(tuple(expression_of(item) for item in items), node.span)
        case Mapping() as members:
            pairs = ((_key(name, inner), expression_of(inner)) for name, inner in members.items() if name != _COMMENT)
            return Entries(tuple(pairs), node.key or node.span)
        case bool() | int() | float() | None as value:
            return Literal(value, node.span)
        case _:
            return Unreadable("a value", node.span)


def _key(name: str, node: Node) -> Expression:
    return _template(name, node.key or node.span)


def _template(text: str, span: Span) -> Expression:
    """Read a string, which is a template without escapes: a heredoc says the same."""
    if "${" not in text and "%{" not in text:
        return Literal(text, span)
    if _END in text:
        return Unreadable("a template", span)
    match _parsed(f"x = <<{_END}\n{text}\n{_END}\n", span):
        case Template((*parts, str() as last)):
            kept = (*parts, last.removesuffix("\n")) if last != "\n" else tuple(parts)
            return Template(kept, span)
        case Literal(str() as whole):  # all that looked like an expression was escaped
            return Literal(whole.removesuffix("\n"), span)
        case other:
            return other


def _parsed(text: str, span: Span) -> Expression:
    data = text.encode()
    source = _Placed("", data, tuple(data.split(b"\n")), place=span)
    root, problems = parse_source(source)
    found = None if problems else read_body(source, root).attributes.get("x")
    return found or Unreadable("a template that cannot be parsed", span)
