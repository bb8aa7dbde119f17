"""The syntax of Terraform's language as frozen types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.frontends.terraform.hcl_positions import Source
    from scanner.model import Span


@record(frozen=True, slots=True)
class Literal:
    """A number, a string without interpolation, true, false or null."""

    value: bool | int | float | str | None
    span: Span


@record(frozen=True, slots=True)
class Template:
    """A string with interpolations."""

    parts: tuple[str | Expression, ...]
    span: Span


@record(frozen=True, slots=True)
class Items:
    """`[a, b]`."""

    items: tuple[Expression, ...]
    span: Span


@record(frozen=True, slots=True)
class Entries:
    """`{ a = b }`; a bare key is a Literal."""

    entries: tuple[tuple[Expression, Expression], ...]
    span: Span


@record(frozen=True, slots=True)
class For:
    """`[for k, v in c : x if y]`, or with a key `{for v in c : k => x...}`."""

    names: tuple[str, ...]
    collection: Expression
    key: Expression | None
    value: Expression
    grouped: bool
    condition: Expression | None
    span: Span


@record(frozen=True, slots=True)
class Conditional:
    """`condition ? yes : no`."""

    condition: Expression
    yes: Expression
    no: Expression
    span: Span


@record(frozen=True, slots=True)
class Operation:
    """`left + right`, or `-right`."""

    operator: str
    left: Expression | None
    right: Expression
    span: Span


@record(frozen=True, slots=True)
class Call:
    """`name(a, b...)`; `spread` when the last argument's elements are the arguments."""

    name: str
    arguments: tuple[Expression, ...]
    spread: bool
    span: Span


@record(frozen=True, slots=True)
class Name:
    """The first word of a reference: `var`, `local`, `aws_subnet`, a loop's own name."""

    name: str
    span: Span


@record(frozen=True, slots=True)
class Attribute:
    """`target.name`."""

    target: Expression
    name: str
    span: Span


@record(frozen=True, slots=True)
class Index:
    """`target[key]`."""

    target: Expression
    key: Expression
    span: Span


@record(frozen=True, slots=True)
class Splat:
    """`target[*].a.b`."""

    target: Expression
    steps: tuple[str | Expression, ...]
    span: Span


@record(frozen=True, slots=True)
class Unreadable:
    """Syntax that is not followed, such as a template's `%{ for }`."""

    what: str
    span: Span


Expression: TypeAlias = (
    "Literal | Template | Items | Entries | For | Conditional | Operation | Call | Name | Attribute | Index | Splat"
    " | Unreadable"
)


def parts_of(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all in it."""
    waiting: list[object] = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, _KINDS):
            yield part
            waiting.extend(getattr(part, name) for name in _MEMBERS.get(type(part), ()))


_KINDS: Final = (
    *(Literal, Template, Items, Entries, For, Conditional, Operation),
    *(Call, Name, Attribute, Index, Splat, Unreadable),
)
_MEMBERS: Final[Mapping[type, tuple[str, ...]]] = {
    Template: ("parts",),
    Items: ("items",),
    Entries: ("entries",),
    For: ("collection", "key", "value", "condition"),
    Conditional: ("condition", "yes", "no"),
    Operation: ("left", "right"),
    Call: ("arguments",),
    Attribute: ("target",),
    Index: ("target", "key"),
    Splat: ("target", "steps"),
}


@record(frozen=True, slots=True)
class Body:
    """What stands between a block's braces."""

    attributes: Mapping[str, Expression]
    blocks: tuple[Block, ...]


@record(frozen=True, slots=True)
class Block:
    """`kind "label" { … }`; the span is the header without the brace, the extent all of it."""

    kind: str
    labels: tuple[str, ...]
    body: Body
    source: Source
    span: Span
    extent: Span
