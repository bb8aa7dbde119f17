"""Write Terraform's arguments in the API's shape, with a position for every value and a gap for every unknown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.naming import api_key
from scanner.frontends.terraform.blocks import Copy, Nested, identity, nested_blocks
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.syntax import Block, Body, Entries, Expression, Items
from scanner.frontends.terraform.type_table import (
    IDENTITY_KEYS,
    NESTED_EXCEPTIONS,
    PROVIDER_ARGUMENTS,
    SINGLE,
    WRAPPED,
    TerraformType,
)
from scanner.frontends.terraform.values import (
    EvaluationError,
    Lazy,
    OpenMap,
    Unknown,
    Value,
    certain,
    number,
    text_of,
    truth,
    unknown,
)
from scanner.model import Gap, GapReason, Location, Span
from scanner.paths import ABSENT, format_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scanner.frontends.terraform.evaluation import Frame
    from scanner.paths import Absent, Json, Path

_SENTENCES: Final = {
    GapReason.VARIABLE: "{path} depends on {needs}, which has no value here: give it in a .tfvars file",
    GapReason.DEPLOY: "{path} depends on {needs}, which only a deployment decides",
    GapReason.UNSUPPORTED: "{path} cannot be evaluated: {needs}",
    GapReason.NOT_IN_CODE: "{path} depends on {needs}, which the code does not declare",
}


def explain(missing: Unknown, what: str) -> str:
    """Say why something is not known; names only, never values."""
    return _SENTENCES[missing.reason].format(path=what, needs=needs_of(missing))


def needs_of(missing: Unknown) -> str:
    """Name what would decide an unknown."""
    return ", ".join(missing.needs)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its value, and the expression that gives it."""

    name: str
    value: Value
    expression: Expression
    frame: Frame


@dataclass(frozen=True, slots=True)
class Writer:
    """Write one document, and note where its values stand and what is not known."""

    block: Block
    copy: Copy
    kind: TerraformType
    root: str
    spans: dict[Path, Span] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The resource's id in the snapshot."""
        return f"{self.block.source.file}:{self.copy.address}"

    def own(self) -> Value:
        """Give the resource's own name; for a rule, that of its group."""
        group = self.block.body.attributes.get("security_group_id")
        return identity(self.block, self.copy) if group is None else evaluate(group, self.copy.frame)

    def body(self, body: Body, frame: Frame, shape: Json, path: Path) -> dict[str, Json]:
        """Write the arguments and the blocks of a body."""
        arguments = (Argument(name, evaluate(found, frame), found, frame) for name, found in body.attributes.items())
        document = self.arguments(arguments, shape, path)
        for nested in nested_blocks(body, frame):
            key, inner = self.key(shape, nested.label, path)
            if inner is not None:
                self.nested(nested, inner, document, (*path, key))
        return document

    def arguments(self, arguments: Iterable[Argument], shape: Json, path: Path) -> dict[str, Json]:
        """Write arguments under the API's keys; what the API does not have is left out."""
        document: dict[str, Json] = {}
        for argument in _as_rule(arguments, path, self.own):
            key, inner = self.key(shape, argument.name, path)
            if inner is not None:
                written = self.value(argument, inner, (*path, key))
                if written is not ABSENT:
                    document[key] = written
        return document

    def key(self, shape: Json, name: str, path: Path) -> tuple[str, Json]:
        """Find the API's key for a name, and the shape of what is under it; None for what the API does not have."""
        if not isinstance(shape, dict) or (not path and name in PROVIDER_ARGUMENTS):
            return name, None
        if "*" in shape:
            return name, shape["*"]
        key = api_key(shape, name, NESTED_EXCEPTIONS.get(_above(path)) if path else self.kind.exceptions)
        return (name, None) if key is None else (key, shape.get(key))

    def nested(self, nested: Nested, shape: Json, document: dict[str, Json], path: Path) -> None:
        """Write one block under its key: as the object, or as one more element of the list."""
        if nested.missing:
            self.gap(replace(nested.missing, present=False), path, nested.header.span)
        elif isinstance(shape, list):
            items = document.setdefault(str(path[-1]), [])
            if isinstance(items, list):
                self.spans.setdefault(path, nested.header.span)
                items.append(self.nested_object(nested, shape[0], (*path, len(items))))
        else:
            document[str(path[-1])] = self.nested_object(nested, shape, path)

    def nested_object(self, nested: Nested, shape: Json, path: Path) -> dict[str, Json]:
        """Write one block as an object; its position is its header."""
        self.spans[path] = nested.header.span
        return self.body(nested.body, nested.frame, shape, path)

    def value(  # noqa: C901, PLR0911 - one case for each pair of value and shape
        self, argument: Argument, shape: Json, path: Path
    ) -> Json | Absent:
        """Write a value in the API's shape, or ABSENT."""
        argument.frame.meter.tick()
        value = argument.value
        if isinstance(value, Lazy):
            value = unknown(value.label)
        match value, shape:
            case None, _:
                return ABSENT
            case Unknown(), _:
                return self.unknown(value, argument, shape, path)
            case list(), [inner]:
                return self.items(argument, value, inner, path)
            case [single], dict() if "*" not in shape:
                return self.value(replace(argument, value=single), shape, path)
            case dict(), [inner]:
                return self.items(argument, [value], inner, path)
            case OpenMap(known, rest), dict():
                self.gap(rest, path, argument.expression.span)
                return self.entries(argument, known, shape, path)
            case dict(), dict():
                return self.entries(argument, value, shape, path)
            case _, dict() if _above(path) in WRAPPED:
                key = WRAPPED[_above(path)]
                written = self.value(argument, "string", (*path, key))
                return ABSENT if written is ABSENT else {key: written}
            case _, str():
                return self.scalar(argument, shape, path)
            case _:
                return self.unknown(_UNFIT, argument, shape, path)

    def items(self, argument: Argument, values: Sequence[Value], shape: Json, path: Path) -> Json:
        """Write a list; positions are the elements' own where the code writes them out."""
        self.spans[path] = self.block.source.first_line(argument.expression.span)
        written: list[Json] = []
        for at, value in enumerate(values):
            written_out = argument.expression.items if isinstance(argument.expression, Items) else ()
            own = written_out[at] if at < len(written_out) else argument.expression
            element = replace(argument, value=certain(value), expression=own)
            item = self.value(element, shape, (*path, len(written)))
            if item is not ABSENT:
                written.append(item)
        return written

    def entries(self, argument: Argument, values: Mapping[str, Value], shape: Json, path: Path) -> Json:
        """Write a map or an object; positions are the entries' own where the code writes them out."""
        self.spans[path] = self.block.source.first_line(argument.expression.span)
        own = dict(_entries(argument))
        entries = (
            replace(argument, name=name, value=value, expression=own.get(name, argument.expression))
            for name, value in values.items()
        )
        return self.arguments(entries, shape, path)

    def scalar(self, argument: Argument, shape: str, path: Path) -> Json | Absent:
        """Write a text, number or boolean as the API has it."""
        try:
            written = _SCALARS.get(shape, text_of)(argument.value)
        except EvaluationError:
            return self.unknown(_UNFIT, argument, shape, path)
        self.spans[path] = argument.expression.span
        return written

    def unknown(self, missing: Unknown, argument: Argument, shape: Json, path: Path) -> Json | Absent:
        """Note what is not known; where there certainly is a text, write what stands for it."""
        if missing.identity is not None and _above(path) in IDENTITY_KEYS:
            return self.value(replace(argument, value=missing.identity), shape, path)
        self.gap(missing, path, argument.expression.span)
        if isinstance(shape, dict) and _above(path) in WRAPPED:
            return {WRAPPED[_above(path)]: missing.text}
        if shape != "string" or not missing.present:
            return ABSENT
        self.spans[path] = argument.expression.span
        return missing.text

    def gap(self, missing: Unknown, path: Path, span: Span) -> None:
        """Note that something is not known."""
        self.gaps.append(
            Gap(
                reason=missing.reason,
                message=explain(missing, format_path(path)),
                needs=needs_of(missing),
                scope=self.root,
                type=self.kind.type,
                resource=self.id,
                path=path,
                present=missing.present,
                location=Location(self.block.source.file, span),
            )
        )


def _as_rule(arguments: Iterable[Argument], path: Path, own: Callable[[], Value]) -> Iterable[Argument]:
    """Write one text as a list of one, and a rule's `self = true` as the group's own id among the others."""
    if _above(path) not in NESTED_EXCEPTIONS:
        return arguments
    by_name = {
        argument.name: replace(argument, value=[argument.value])
        if argument.name in SINGLE and argument.value is not None
        else argument
        for argument in arguments
    }
    itself, others = by_name.get("self"), by_name.get("security_groups")
    given = others.value if others and others.value is not None else []
    if itself is not None and itself.value in (True, "true") and isinstance(given, list):
        by_name["security_groups"] = replace(others or itself, name="security_groups", value=[*given, own()])
    elif itself is not None and isinstance(itself.value, Unknown):
        by_name["security_groups"] = replace(itself, name="security_groups")
    return by_name.values()


def _above(path: Path) -> str:
    """Give the nearest key that is not an index."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _entries(argument: Argument) -> Iterator[tuple[str, Expression]]:
    if isinstance(argument.expression, Entries):
        for key, expression in argument.expression.entries:
            name = evaluate(key, argument.frame)
            if isinstance(name, str):
                yield name, expression


def _whole(value: Value) -> Json:
    made = number(value)
    return int(made) if isinstance(made, float) and made.is_integer() else made


_UNFIT: Final = unknown("the value is not of the argument's type", GapReason.UNSUPPORTED)

_SCALARS: Final[Mapping[str, Callable[[Value], Json]]] = {
    "string": text_of,
    "timestamp": text_of,
    "boolean": truth,
    "integer": _whole,
    "long": _whole,
    "float": number,
    "double": number,
}
