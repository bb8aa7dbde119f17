"""Read the definitions that Terraform holds: of state machines and pipelines, written out or in files of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends import nodes
from scanner.frontends.definitions import AT_RUNTIME, MACHINE, PIPELINE, Definition, perhaps
from scanner.frontends.dialect import Dialect
from scanner.frontends.files import Root, read_bytes
from scanner.frontends.nodes import ELSEWHERE
from scanner.frontends.terraform.blocks import Copy
from scanner.frontends.terraform.body import body_nodes, node_of
from scanner.frontends.terraform.copy_texts import with_texts
from scanner.frontends.terraform.dialect import SENTENCES
from scanner.frontends.terraform.evaluation import Frame, evaluate
from scanner.frontends.terraform.functions import measure
from scanner.frontends.terraform.syntax import Attribute, Call, Expression, Literal, Name, Template
from scanner.frontends.terraform.values import EvaluationError, OpenMap, Unknown, Value
from scanner.frontends.terraform.written_texts import Insertion, WrittenText, template_text, written_text
from scanner.frontends.text.inner import InnerText, Piece, inner_text
from scanner.frontends.text.placeholders import Hole, parse_any, parse_filled
from scanner.frontends.text.positions import Text, TextError, decode_text
from scanner.frontends.writer import Place
from scanner.model import GapReason, Location
from scanner.records import record

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from scanner.frontends.nodes import Node
    from scanner.frontends.terraform.modules import Module
    from scanner.frontends.terraform.syntax import Block
    from scanner.model import Gap, Resource


@record(frozen=True, slots=True)
class Holder:
    """A type of resource that holds a definition: in which argument, or in which other one if that is kept in S3."""

    definition: Definition
    argument: str
    stored: str = ""


HOLDERS: Final = {
    "aws_sfn_state_machine": Holder(MACHINE, "definition"),
    "aws_sagemaker_pipeline": Holder(PIPELINE, "pipeline_definition", "pipeline_definition_s3_location"),
    "awscc_stepfunctions_state_machine": Holder(MACHINE, "definition_string", "definition_s3_location"),
}

_SENTENCES: Final = {**SENTENCES, GapReason.DEPLOY: AT_RUNTIME}
_CHARACTERS_A_STEP: Final = 20
_MOST_LINKS: Final = 10


def read_definitions(module: Module, block: Block, scope: str) -> Iterator[Resource | Gap]:
    """Read what the definition makes that a block holds. Raises TooMuchWork."""
    name = ".".join(block.labels)
    copies = module.copies(block, name)
    if not isinstance(copies, Unknown):
        for copy in with_texts(module, block, copies):
            yield from _read_copy(module, block, copy, scope)
        return
    place = Place(scope, block.source.file, module.within(name), block.span)
    missing = nodes.Unknown(copies.text, copies.reason, copies.needs, copies.present)
    items = _read_copy(module, block, Copy(place.address, None, module.frame), scope)
    yield from perhaps(items, _dialect(Text("")), place, missing)


def holds_definition(kind: str) -> bool:
    """Tell whether resources of a type hold definitions."""
    return kind in HOLDERS


def planned_definition(kind: str, values: Node, content: str, place: Place) -> Iterator[Resource | Gap]:
    """Read what the definition makes that a resource of a plan holds; `content` is what the file of its place says."""
    holder, text = HOLDERS[kind], Text(content)
    node = nodes.entries(values).get(holder.argument)
    match node.value if node else None:
        case nodes.Unknown() as missing:
            yield holder.definition.unknown(_dialect(text), place, missing)
        case str() as value if node:
            try:
                definition = parse_any(inner_text(text, value, place.header if node.span == ELSEWHERE else node.span))
            except TextError as error:
                yield holder.definition.unparsed(place, error)
            else:
                yield from holder.definition.read(definition, _dialect(text), place)
        case _:
            yield from _stored(holder, nodes.entries(values).get(holder.stored), place)


def _read_copy(module: Module, block: Block, copy: Copy, scope: str) -> Iterator[Resource | Gap]:
    holder = HOLDERS[block.labels[0]]
    place = Place(scope, block.source.file, copy.address, block.span, through=copy.through)
    expression = block.body.attributes.get(holder.argument)
    if expression is not None:
        text = Location(block.source.file, block.extent)
        yield from _Reader(module, holder.definition, place, text).read(block, expression, copy.frame)
        return
    yield from _stored(holder, body_nodes(block.body, copy.frame).get(holder.stored), place)


def _stored(holder: Holder, node: Node | None, place: Place) -> Iterator[Gap]:
    """Say where a definition is kept that is not in the code."""
    for item in nodes.items(node) or ((node,) if node else ()):
        parts = nodes.entries(item)
        names = [nodes.text_of(parts[key].value) for key in ("bucket", "object_key", "key") if key in parts]
        if names:
            yield holder.definition.stored(place, "/".join(("s3:/", *names)))


def _dialect(text: Text) -> Dialect:
    return Dialect("terraform", first_line=text.first_line, sentences=_SENTENCES)


@record(frozen=True, slots=True)
class _Spot:
    """Where an expression is written, and what names mean there."""

    file: str
    text: Text
    frame: Frame


@record(frozen=True, slots=True)
class _Reader:
    """Reads one definition; `place` is that of the resource that holds it, `holder` all of its block."""

    module: Module
    definition: Definition
    place: Place
    holder: Location

    def read(self, block: Block, expression: Expression, frame: Frame, links: int = 0) -> Iterator[Resource | Gap]:
        """Read the definition that an expression in a block gives, also by way of local values."""
        spot = _Spot(block.source.file, Text(block.source.data.decode()), frame)
        frame.meter.tick(len(spot.text.content) // _CHARACTERS_A_STEP)
        match _unwrapped(expression):
            case Attribute(Name("local"), name) if links < _MOST_LINKS and (found := self.module.local_block(name)):
                yield from self.read(found, found.body.attributes[name], self.module.frame, links + 1)
            case other:
                try:
                    yield from self._read(spot, other)
                except EvaluationError as error:
                    yield self.definition.unknown(_dialect(spot.text), self.place, nodes.unsupported(str(error)))

    def _read(self, spot: _Spot, expression: Expression) -> Iterator[Resource | Gap]:
        match expression:
            case Literal(str()) | Template():
                yield from self._parsed(spot, written_text(spot.text, expression))
            case Call("file", (path,)):
                yield from self._included(spot, path, None)
            case Call("templatefile", (path, variables)):
                yield from self._included(spot, path, variables)
            case Call("jsonencode", (inner,)):
                value = evaluate(inner, spot.frame)
                measure(value)
                yield from self._made(spot, node_of(value, inner, spot.frame))
            case _:
                yield from self._evaluated(spot, expression)

    def _included(self, spot: _Spot, path: Expression, variables: Expression | None) -> Iterator[Resource | Gap]:
        """Read a definition in a file of its own."""
        name = evaluate(path, spot.frame)
        if not isinstance(name, str):
            raise EvaluationError("the name of a file is not known")
        path_found = self.module.project.find(name)
        file = self.module.project.show(path_found)
        match self._text(path_found, file, template=variables is not None):
            case TextError() as error:
                yield self.definition.unparsed(replace(self.place, file=file), error)
            case written:
                frame = spot.frame if variables is None else _template_frame(variables, spot.frame)
                yield from self._parsed(_Spot(file, written.text, frame), written)

    def _text(self, path: pathlib.Path, file: str, *, template: bool) -> WrittenText | TextError:
        """Read a file once, for all that include it."""
        project = self.module.project
        if (path, template) not in project.included:
            try:
                text = decode_text(read_bytes(Root(path, file, project.tree, project.given.get(path))))
                project.included[path, template] = template_text(text) if template else WrittenText(text)
            except TextError as error:
                project.included[path, template] = error
        return project.included[path, template]

    def _parsed(self, spot: _Spot, written: WrittenText) -> Iterator[Resource | Gap]:
        spot.frame.meter.tick(len(written.text.content) // _CHARACTERS_A_STEP)
        holes = [_hole(insertion, spot.frame) for insertion in written.insertions]
        try:
            node = parse_filled(written.text, holes)
        except TextError as error:
            yield self.definition.unparsed(replace(self.place, file=spot.file), error)
        else:
            yield from self._made(spot, node)

    def _evaluated(self, spot: _Spot, expression: Expression) -> Iterator[Resource | Gap]:
        """Read a definition that is calculated: all of it stands where the expression does."""
        node = node_of(evaluate(expression, spot.frame), expression, spot.frame)
        match node.value:
            case str() as value:
                span = node.span
                start = spot.text.offset(span.start_line, span.start_column)
                end = spot.text.offset(span.end_line, span.end_column)
                yield from self._parsed(spot, WrittenText(InnerText(spot.text, [Piece(value, start, end)])))
            case nodes.Unknown() as missing:
                yield self.definition.unknown(_dialect(spot.text), self.place, missing)
            case _:
                raise EvaluationError("the definition is not a text")

    def _made(self, spot: _Spot, node: Node) -> Iterator[Resource | Gap]:
        place = replace(self.place, file=spot.file, through=self._through(spot, node))
        yield from self.definition.read(node, _dialect(spot.text), place)

    def _through(self, spot: _Spot, node: Node) -> tuple[Location, ...]:
        """Add the block that holds the definition, where it is written outside of that."""
        inside = spot.file == self.holder.file and self.holder.span.holds_start_of(node.span)
        return self.place.through if inside else (*self.place.through, self.holder)


def _unwrapped(expression: Expression) -> Expression:
    """Leave out what changes nothing: JSON that is read to be written again, and a string that is one insertion."""
    match expression:
        case Call("jsonencode", (Call("jsondecode" | "yamldecode", (inner,)),)):
            return _unwrapped(inner)
        case Template((part,)) if not isinstance(part, str):
            return _unwrapped(part)
        case _:
            return expression


def _hole(insertion: Insertion, frame: Frame) -> Hole:
    value = evaluate(insertion.expression, frame)
    return Hole(insertion.start, insertion.end, node_of(value, insertion.expression, frame).value)


def _template_frame(variables: Expression, frame: Frame) -> Frame:
    """Say what names mean in a template file: the variables that it is given, and nothing else."""
    given = evaluate(variables, frame)
    names = given.known if isinstance(given, OpenMap) else given if isinstance(given, dict) else {}
    missing = given.rest if isinstance(given, OpenMap) else given

    def resolve(name: str) -> Value:
        if isinstance(missing, Unknown):
            return missing
        raise EvaluationError(f"the template is not given {name}")

    return replace(frame, resolve=resolve, names=names)
