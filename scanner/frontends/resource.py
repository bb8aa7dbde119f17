"""Make a resource of what code writes: its document in the API's shape, its tags, and what of them is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, NoValue, Open, Unknown, needs_of, text_of
from scanner.frontends.writer import Place, Writer
from scanner.model import Gap, Location, Origin, Resource, Span
from scanner.resource_types import CODE_TYPES
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.frontends.dialect import Dialect
    from scanner.paths import Json, Path

TAGS: Final = "Tags"


def read_resource(
    dialect: Dialect, place: Place, kind: str, body: Node, own_name: Callable[[], Node]
) -> Iterator[Resource | Gap]:
    """Yield the resource that properties declare, and the gaps in it.

    `body` has the properties under the names that the dialect maps, and the tags under `Tags`. `own_name` gives what
    stands for the resource's name where nothing gives one: there always is a name, if only one that AWS makes up.
    """
    writer = Writer(dialect, place, kind)
    properties = _properties(writer, body)
    shape = fields_by_type()[kind]
    written = {name: node for name, node in properties.items() if name != TAGS}
    document = writer.fields(written, shape if isinstance(shape, dict) else {}, ())
    key = CODE_TYPES[kind].name_key
    if key not in document:
        writer.gaps[:] = [gap for gap in writer.gaps if gap.path != (key,)]
        document[key] = str(writer.value(own_name(), "string", (key,)))
    tags = _tags(writer, properties.get(TAGS))
    yield Resource(
        type=kind,
        id=place.id,
        name=str(document[key]),
        document=document,
        tags=tags,
        learned=dialect.learned,
        origin=_origin(place, writer),
    )
    yield from writer.gaps


def _origin(place: Place, writer: Writer) -> Origin:
    return Origin(
        root=place.root,
        address=place.address,
        file=place.file,
        span=place.header,
        spans=writer.spans,
        extent=_extent(place, writer.spans),
        defaults=writer.defaults,
        declared=place.declared,
        holder=place.holder,
        through=place.through,
    )


def _extent(place: Place, spans: Mapping[Path, Span]) -> Span:
    """Say where a resource's text ends: where its format says, or else behind the last value that is written."""
    if place.extent:
        return place.extent
    end = max((span.end_line, span.end_column) for span in (place.header, *spans.values()))
    return Span(place.header.start_line, place.header.start_column, *end)


def family_gap(dialect: Dialect, place: Place, kind: str, missing: Unknown, what: str) -> Gap:
    """Say `what` is not known of the resources of a type at one place: how many there are, or whether there is one."""
    return Gap(
        reason=missing.reason,
        message=dialect.explain(missing, what),
        needs=needs_of(missing),
        scope=place.root,
        type=kind,
        location=Location(place.file, place.header),
    )


def _properties(writer: Writer, body: Node) -> Mapping[str, Node]:
    match writer.dialect.resolve(body):
        case Open(known, rest):
            writer.gap(rest, (), body.span)
            return known
        case Unknown() as missing:
            writer.gap(missing, (), body.span)
            return {}
        case Mapping() as properties:
            return properties
        case _:
            return {}


def _tags(writer: Writer, node: Node | None) -> dict[str, str]:
    """Read tags, a list of keys and values or a map."""
    value = writer.dialect.resolve(node) if node else None
    if node is None or value is None:
        return {}
    if isinstance(value, tuple):
        value = _pairs(writer, value)
        writer.spans[TAGS,] = writer.dialect.first_line(node.span)
        written: Json | NoValue = writer.fields(value, {"*": "string"}, (TAGS,))
    else:
        written = writer.value(node, {"*": "string"}, (TAGS,))
    return {key: str(tag) for key, tag in written.items()} if isinstance(written, dict) else {}


def _pairs(writer: Writer, items: tuple[Node, ...]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for item in items:
        tag = writer.dialect.resolve(item)
        parts = {name.lower(): node for name, node in tag.items()} if isinstance(tag, Mapping) else {}
        key = writer.dialect.resolve(parts["key"]) if "key" in parts else tag
        for missing in (tag, key):
            if isinstance(missing, Unknown):
                writer.gap(replace(missing, present=False), (TAGS,), item.span)
                break
        else:
            if "value" in parts and not isinstance(key, Mapping):
                found[text_of(key)] = replace(parts["value"], key=None)
    return found
