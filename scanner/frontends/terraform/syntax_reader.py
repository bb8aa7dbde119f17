"""Read HCL syntax from the tree that tree-sitter gives."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.syntax import (
    Attribute,
    Block,
    Body,
    Call,
    Conditional,
    Entries,
    Expression,
    For,
    Index,
    Items,
    Literal,
    Name,
    Operation,
    Splat,
    Template,
    Unreadable,
)
from scanner.frontends.terraform.templates import heredoc_parts, quoted_parts, unescape
from scanner.frontends.terraform.values import EvaluationError, number
from scanner.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tree_sitter import Node

    from scanner.frontends.terraform.hcl_positions import Source

_WHOLE: Final = re.compile(r"\d{1,40}\Z")
_OPERATORS: Final = frozenset({"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"})
_CONSTANTS: Final = {"true": True, "false": False, "null": None}


def read_body(source: Source, node: Node) -> Body:
    """Read the attributes and blocks of a body or a whole file, without those that are broken."""
    attributes: dict[str, Expression] = {}
    blocks = []
    for child in (item for part in node.children for item in (part.children if part.type == "body" else (part,))):
        if child.has_error:
            continue
        if child.type == "attribute":
            name, expression = child.named_children[0], child.named_children[-1]
            attributes[_text(name)] = _shallow(source, expression)
        elif child.type == "block":
            blocks.append(_block(source, child))
    return Body(attributes, tuple(blocks))


def _block(source: Source, node: Node) -> Block:
    names = [child for child in node.named_children if child.type in ("identifier", "string_lit")]
    body = next((child for child in node.named_children if child.type == "body"), None)
    first, last = source.span(names[0]), source.span(names[-1])
    return Block(
        kind=_text(names[0]),
        labels=tuple(_label(name) for name in names[1:]),
        body=read_body(source, body) if body else Body({}, ()),
        source=source,
        span=Span(first.start_line, first.start_column, last.end_line, last.end_column),
        extent=source.span(node),
    )


def _label(node: Node) -> str:
    text = _text(node)
    return unescape(text[1:-1]) if node.type == "string_lit" else text


def read_expression(source: Source, node: Node) -> Expression:
    """Read an expression."""
    return _chain(source, _significant(node)) if node.type == "expression" else _term(source, node)


def _shallow(source: Source, node: Node) -> Expression:
    try:
        return read_expression(source, node)
    except RecursionError:
        return Unreadable("an expression that is nested too deep", source.span(node))


def _significant(node: Node) -> list[Node]:
    return [child for child in node.children if child.type != "comment"]


def _chain(source: Source, nodes: list[Node]) -> Expression:
    """Read siblings that are one operand: a term or a parenthesis, then what is asked of it."""
    if nodes[0].type == "(":
        inside, rest = read_expression(source, nodes[1]), nodes[3:]
        expression = replace(inside, span=_between(source, nodes[0], nodes[2]))
    else:
        expression, rest = read_expression(source, nodes[0]), nodes[1:]
    for accessor in rest:
        expression = _access(source, expression, accessor, _between(source, nodes[0], accessor))
    return expression


def _between(source: Source, first: Node, last: Node) -> Span:
    start, end = source.span(first), source.span(last)
    return Span(start.start_line, start.start_column, end.end_line, end.end_column)


def _access(source: Source, target: Expression, node: Node, span: Span) -> Expression:
    inner = node.children[0]
    match inner.type:
        case "legacy_index":
            return Index(target, Literal(int(_text(inner)[1:]), source.span(inner)), span)
        case "new_index":
            return Index(target, read_expression(source, inner.named_children[0]), span)
        case "full_splat" | "attr_splat":
            return Splat(target, tuple(_step(source, step) for step in inner.named_children), span)
        case _:
            return Attribute(target, _text(node.named_children[0]), span)


def _step(source: Source, node: Node) -> str | Expression:
    if node.type == "get_attr":
        return _text(node.named_children[0])
    key = _access(source, Name("", source.span(node)), node, source.span(node))
    return key.key if isinstance(key, Index) else Unreadable("a splat in a splat", source.span(node))


def _term(source: Source, node: Node) -> Expression:
    """Read what is not `expression` itself; most kinds wrap the kind that decides."""
    match node.type:
        case "literal_value" | "collection_value" | "template_expr" | "operation" | "for_expr":
            return _term(source, node.named_children[0])
        case "variable_expr":
            return Name(_text(node), source.span(node))
        case _ if node.type in _READERS:
            return _READERS[node.type](source, node)
        case _:
            return Unreadable(f"a {node.type.replace('_', ' ')}", source.span(node))


def _text(node: Node) -> str:
    return node.text.decode() if node.text is not None else ""


def _constant(source: Source, node: Node) -> Expression:
    return Literal(_CONSTANTS[_text(node)], source.span(node))


def _number(source: Source, node: Node) -> Expression:
    text = _text(node)
    try:
        return Literal(int(text) if _WHOLE.match(text) else number(float(text)), source.span(node))
    except (ValueError, OverflowError, EvaluationError):
        return Unreadable(f"the number {text[:20]}", source.span(node))


def _quoted(source: Source, node: Node) -> Expression:
    return _template(source, node, quoted_parts(source.data, node))


def _heredoc(source: Source, node: Node) -> Expression:
    parts = heredoc_parts(source.data, node)
    if parts is None:
        return Unreadable("an indented heredoc with ~ markers", source.span(node))
    return _template(source, node, parts)


def _template(source: Source, node: Node, parts: list[str | Node]) -> Expression:
    span = source.span(node)
    read = tuple(part if isinstance(part, str) else _inserted(source, part) for part in parts)
    match read:
        case ():
            return Literal("", span)
        case (str() as text,):
            return Literal(text, span)
        case _:
            return Template(read, span)


def _inserted(source: Source, node: Node) -> Expression:
    expression = next((child for child in node.named_children if child.type == "expression"), None)
    if node.type == "template_interpolation" and expression is not None:
        return read_expression(source, expression)
    return Unreadable("a template directive", source.span(node))


def _items(source: Source, node: Node) -> Expression:
    items = (child for child in node.named_children if child.type == "expression")
    return Items(tuple(read_expression(source, item) for item in items), source.span(node))


def _entries(source: Source, node: Node) -> Expression:
    entries = []
    for element in node.named_children:
        if element.type == "object_elem":
            key, value = (child for child in element.named_children if child.type == "expression")
            entries.append((_key(source, key), read_expression(source, value)))
    return Entries(tuple(entries), source.span(node))


def _key(source: Source, node: Node) -> Expression:
    match read_expression(source, node):
        case (Name() | Literal()) as bare if not _text(node).startswith(("(", '"')):
            return Literal(_text(node), bare.span)
        case other:
            return other


def _for(source: Source, node: Node) -> Expression:
    intro = next(child for child in node.named_children if child.type == "for_intro")
    condition = next((child for child in node.named_children if child.type == "for_cond"), None)
    results = [read_expression(source, child) for child in node.named_children if child.type == "expression"]
    collection = next(child for child in intro.named_children if child.type == "expression")
    return For(
        names=tuple(_text(child) for child in intro.named_children if child.type == "identifier"),
        collection=read_expression(source, collection),
        key=results[0] if len(results) > 1 else None,
        value=results[-1],
        grouped=any(child.type == "ellipsis" for child in node.children),
        condition=read_expression(source, condition.named_children[-1]) if condition else None,
        span=source.span(node),
    )


def _conditional(source: Source, node: Node) -> Expression:
    """Read `a ? b : c ? d : e` as `a ? b : (c ? d : e)`; the tree has it the other way round."""
    span, branches = source.span(node), []
    while True:
        head, yes, no = (child for child in node.named_children if child.type == "expression")
        branches.append((read_expression(source, yes), no))
        bare = _significant(head)
        if bare[0].type != "conditional":
            break
        node = bare[0]
    result = read_expression(source, branches[0][1])
    for (yes_branch, _), condition in zip(branches, [no for _, no in branches[1:]] + [head], strict=True):
        result = Conditional(read_expression(source, condition), yes_branch, result, span)
    return result


def _call(source: Source, node: Node) -> Expression:
    arguments = next((child for child in node.named_children if child.type == "function_arguments"), None)
    given = arguments.children if arguments else []
    return Call(
        name=_text(node.named_children[0]),
        arguments=tuple(read_expression(source, child) for child in given if child.type == "expression"),
        spread=any(child.type == "ellipsis" for child in given),
        span=source.span(node),
    )


def _unary(source: Source, node: Node) -> Expression:
    operator, *operand = _significant(node)
    return Operation(_text(operator), None, _chain(source, operand), source.span(node))


def _binary(source: Source, node: Node) -> Expression:
    children = _significant(node)
    at = next(at for at, child in enumerate(children) if child.type in _OPERATORS)
    left, right = _chain(source, children[:at]), _chain(source, children[at + 1 :])
    return Operation(children[at].type, left, right, source.span(node))


_READERS: Final[Mapping[str, Callable[[Source, Node], Expression]]] = {
    "numeric_lit": _number,
    "bool_lit": _constant,
    "null_lit": _constant,
    "string_lit": _quoted,
    "quoted_template": _quoted,
    "heredoc_template": _heredoc,
    "tuple": _items,
    "object": _entries,
    "for_tuple_expr": _for,
    "for_object_expr": _for,
    "conditional": _conditional,
    "function_call": _call,
    "unary_operation": _unary,
    "binary_operation": _binary,
}
