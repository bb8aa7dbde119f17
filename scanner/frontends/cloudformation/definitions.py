"""Read the definitions that templates hold: of state machines and pipelines, written out or in files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.declarations import scopes, types_in
from scanner.frontends.cloudformation.dialect import dialect_of
from scanner.frontends.cloudformation.dynamic import texts_filled_later
from scanner.frontends.cloudformation.expressions import under
from scanner.frontends.cloudformation.joined_texts import JoinedText, joined_text
from scanner.frontends.definitions import AT_RUNTIME, MACHINE, PIPELINE, Definition, perhaps
from scanner.frontends.dialect import Dialect
from scanner.frontends.files import Root, absolute_path, read_bytes, show
from scanner.frontends.nodes import (
    ELSEWHERE,
    Node,
    NoValue,
    Open,
    Unknown,
    Value,
    entries,
    text_of,
    unsupported,
)
from scanner.frontends.text.placeholders import PLACEHOLDER, fill_texts, holes_in, parse_filled
from scanner.frontends.text.positions import LARGEST_FILE, Text, TextError, decode_text
from scanner.frontends.writer import Place
from scanner.model import GapReason, Location
from scanner.records import record
from scanner.resource_types import MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.cloudformation.scope import Scope
    from scanner.frontends.cloudformation.template import Declared
    from scanner.model import Gap, Resource, Span


@record(frozen=True, slots=True)
class Holder:
    """A type of resource that holds a definition; each property is given by its path.

    `written` are those that have it as a text or an object, `file` the one that names a file or an object in S3, and
    `substitutions` the one that says what its placeholders stand for.
    """

    definition: Definition
    written: tuple[tuple[str, ...], ...]
    file: tuple[str, ...]
    substitutions: str = "DefinitionSubstitutions"


HOLDERS: Final = {
    "AWS::StepFunctions::StateMachine": Holder(
        MACHINE, (("DefinitionString",), ("Definition",)), ("DefinitionS3Location",)
    ),
    "AWS::Serverless::StateMachine": Holder(MACHINE, (("Definition",),), ("DefinitionUri",)),
    "AWS::SageMaker::Pipeline": Holder(
        PIPELINE,
        (("PipelineDefinition", "PipelineDefinitionBody"),),
        ("PipelineDefinition", "PipelineDefinitionS3Location"),
    ),
}


_TO_JSON: Final = "Fn::ToJsonString"


def read_definitions(whole: Scope) -> Iterator[Resource | Gap]:
    """Read what the definitions in a template and its nested stacks make. Raises TooMuchWork."""
    for scope, doubt in scopes(whole):
        yield from _in_template(scope, whole.template.file, doubt)


def _in_template(scope: Scope, root: str, doubt: Unknown | None) -> Iterator[Resource | Gap]:
    reader = _Reader(scope)
    for declared in scope.resources.values():
        if declared.type not in HOLDERS:
            continue
        address = f"{scope.prefix}{declared.address}"
        place = Place(root, scope.template.file, address, declared.header, through=scope.made_by(declared))
        there = scope.condition(declared.condition) if declared.condition else True
        if there and doubt:
            yield from perhaps(reader.read(declared, place), reader.dialect(scope.template.text), place, doubt)
        elif isinstance(there, Unknown):
            missing = replace(there, needs=under(declared.condition, there))
            yield from perhaps(reader.read(declared, place), reader.dialect(scope.template.text), place, missing)
        elif there:
            yield from reader.read(declared, place)
    for name, (loop, missing) in scope.loops.items():
        place = Place(root, scope.template.file, f"{scope.prefix}{name}", loop.key or loop.span)
        for kind in sorted(types_in(loop) & HOLDERS.keys()):
            yield HOLDERS[kind].definition.unknown(reader.dialect(scope.template.text), place, missing)


@dataclass(slots=True)
class _Reader:
    """Reads the definitions of one template; `left` is how much text it reads before it gives up."""

    scope: Scope
    left: int = LARGEST_FILE

    def dialect(self, text: Text) -> Dialect:
        """Give the dialect of definitions in one text."""
        around = dialect_of(self.scope, MODEL)
        sentences = {**around.sentences, GapReason.DEPLOY: AT_RUNTIME}
        return Dialect(around.learned, first_line=text.first_line, sentences=sentences)

    def read(self, declared: Declared, place: Place) -> Iterator[Resource | Gap]:
        """Read the definition of one resource."""
        holder = HOLDERS[declared.type]
        properties = Node(declared.properties, declared.header)
        given = _Substitutions(self.scope, entries(self._property(properties, (holder.substitutions,))))
        for path in holder.written:
            if (node := self._property(properties, path)) is not None:
                yield from self._written(holder, node, given, place)
                return
        if (node := self._property(properties, holder.file)) is not None:
            text = Location(place.file, declared.extent or declared.header, place.address)
            yield from self._filed(holder, node, given, replace(place, holder=text))

    def _property(self, node: Node, path: tuple[str, ...]) -> Node | None:
        for name in path:
            value = self.scope.resolve(node)
            found = value.get(name) if isinstance(value, Mapping) else None
            if found is None:
                return replace(node, value=value) if isinstance(value, Unknown) else None
            node = found
        return node

    def _written(self, holder: Holder, node: Node, given: _Substitutions, place: Place) -> Iterator[Resource | Gap]:
        text = self.scope.template.text
        node = entries(node).get(_TO_JSON, node)
        match joined_text(self.scope, text, node, given.value):
            case JoinedText() as joined:
                yield from self._parsed(holder, joined, place, text)
            case Unknown() as missing:
                yield holder.definition.unknown(self.dialect(text), place, missing)
            case _:
                whole = fill_texts(self._evaluated(node), PLACEHOLDER, given.value)
                yield from holder.definition.read(whole, self.dialect(text), place)

    def _filed(self, holder: Holder, node: Node, given: _Substitutions, place: Place) -> Iterator[Resource | Gap]:
        """Read a definition in a file of its own, if that is here."""
        where = _location(self.scope, node)
        root = self.scope.template.root
        path = absolute_path(root.path.parent / where) if where and "://" not in where else None
        if path is None or not path.is_file() or not path.resolve().is_relative_to(root.tree):
            yield holder.definition.stored(place, where or "a place that is not known")
            return
        self.scope.library.files.add(path)
        there = replace(place, file=show(path))
        try:
            text = decode_text(read_bytes(Root(path, there.file, root.tree)))
        except TextError as error:
            yield holder.definition.unparsed(there, error)
        else:
            yield from self._parsed(holder, JoinedText(text, tuple(holes_in(text, given.value))), there, text)

    def _parsed(self, holder: Holder, joined: JoinedText, place: Place, outer: Text) -> Iterator[Resource | Gap]:
        self.left -= len(joined.text.content)
        if self.left < 0:
            missing = unsupported("there is more text in definitions than is read")
            yield holder.definition.unknown(self.dialect(outer), place, missing)
            return
        try:
            node = parse_filled(joined.text, joined.holes)
        except TextError as error:
            yield holder.definition.unparsed(place, error)
        else:
            yield from holder.definition.read(texts_filled_later(node), self.dialect(outer), place)

    def _evaluated(self, node: Node) -> Node:
        """Evaluate an object down to its last value."""
        match dialect_of(self.scope, MODEL).resolve(node):
            case tuple() as items:
                found = (self._evaluated(replace(item, span=_span(item, node))) for item in items)
                return replace(node, value=tuple(item for item in found if not isinstance(item.value, NoValue)))
            case Mapping() as fields:
                return replace(node, value=self._fields(fields, node))
            case Open(known, rest):
                return replace(node, value=Open(self._fields(known, node), rest))
            case value:
                return replace(node, value=value)

    def _fields(self, fields: Mapping[str, Node], around: Node) -> dict[str, Node]:
        found = {name: self._evaluated(replace(node, span=_span(node, around))) for name, node in fields.items()}
        return {name: node for name, node in found.items() if not isinstance(node.value, NoValue)}


@record(frozen=True, slots=True)
class _Substitutions:
    """What the placeholders of a definition stand for."""

    scope: Scope
    given: Mapping[str, Node] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """Give the value of a placeholder."""
        if name in self.given:
            return self.scope.resolve(self.given[name])
        return Unknown(f"${{{name}}}", GapReason.NOT_IN_CODE, (f"${{{name}}}",))


def _span(node: Node, around: Node) -> Span:
    return around.span if node.span == ELSEWHERE else node.span


def _location(scope: Scope, node: Node) -> str:
    """Name a file, or an object in S3."""
    match scope.resolve(node):
        case Mapping() as parts:
            names = [text_of(scope.resolve(parts[key])) for key in ("Bucket", "Key") if key in parts]
            return "/".join(("s3:/", *names))
        case str() | Unknown() as value:
            return text_of(value)
        case _:
            return ""
