"""Turn the resources of a template into the API's documents, their tags, and what of them is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.declarations import Family, declarations
from scanner.frontends.cloudformation.type_table import CLOUDFORMATION_TYPES, SCALING_TYPES
from scanner.frontends.cloudformation.values import NoValue, Unknown, explain, expression, made, needs_of, text_of
from scanner.frontends.cloudformation.writer import Writer
from scanner.model import Gap, Location, Origin, Resource
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.cloudformation.scope import Scope
    from scanner.frontends.cloudformation.template import Declared
    from scanner.frontends.text.positions import Node
    from scanner.paths import Json

_TAGS: Final = "Tags"


def read_resources(scope: Scope) -> Iterator[Resource | Gap]:
    """Read all resources of a template that policies know. Raises TooMuchWork."""
    for declared in declarations(scope):
        if isinstance(declared, Family):
            yield _family(scope, declared)
        elif _serves_sagemaker(scope, declared):
            resource, gaps = _read(scope, declared)
            yield resource
            yield from gaps


def _read(scope: Scope, declared: Declared) -> tuple[Resource, tuple[Gap, ...]]:
    writer = Writer(scope, CLOUDFORMATION_TYPES[declared.type], declared.address)
    document = _document(writer, declared)
    tags = _tags(writer, declared.properties.get(_TAGS))
    file = scope.template.file
    resource = Resource(
        type=declared.type,
        id=writer.id,
        name=str(document[writer.kind.identity]),
        document=document,
        tags=tags,
        learned="cloudformation",
        origin=Origin(file, declared.address, file, declared.header, writer.spans),
    )
    return resource, tuple(writer.gaps)


def _document(writer: Writer, declared: Declared) -> dict[str, Json]:
    shape = fields_by_type()[declared.type]
    properties = {name: node for name, node in declared.properties.items() if name != _TAGS}
    document = writer.fields(properties, shape if isinstance(shape, dict) else {}, ())
    key = writer.kind.identity
    if key not in document:  # there always is one, if only one that AWS makes up
        writer.gaps[:] = [gap for gap in writer.gaps if gap.path != (key,)]
        own = expression("Fn::GetAtt", made(declared.address), made(key), span=declared.header)
        document[key] = str(writer.value(own, "string", (key,)))
    return document


def _tags(writer: Writer, node: Node | None) -> dict[str, str]:
    """Read tags, a list of keys and values or a map."""
    value = writer.scope.resolve(node) if node else None
    if node is None or value is None:
        return {}
    if isinstance(value, tuple):
        value = _pairs(writer, value)
        writer.spans[_TAGS,] = writer.scope.template.text.first_line(node.span)
        written: Json | NoValue = writer.fields(value, {"*": "string"}, (_TAGS,))
    else:
        written = writer.value(node, {"*": "string"}, (_TAGS,))
    return {key: str(tag) for key, tag in written.items()} if isinstance(written, dict) else {}


def _pairs(writer: Writer, items: tuple[Node, ...]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for item in items:
        tag = writer.scope.resolve(item)
        key = writer.scope.resolve(tag["Key"]) if isinstance(tag, Mapping) and "Key" in tag else tag
        for missing in (tag, key):
            if isinstance(missing, Unknown):
                writer.gap(replace(missing, present=False), (_TAGS,), item.span)
                break
        else:
            if isinstance(tag, Mapping) and "Value" in tag and not isinstance(key, Mapping):
                found[text_of(key)] = replace(tag["Value"], key=None)
    return found


def _serves_sagemaker(scope: Scope, declared: Declared) -> bool:
    """Tell scaling of other services apart, where the template says so."""
    if declared.type not in SCALING_TYPES or "ServiceNamespace" not in declared.properties:
        return True
    value = scope.resolve(declared.properties["ServiceNamespace"])
    return not isinstance(value, str) or value == "sagemaker"


def _family(scope: Scope, family: Family) -> Gap:
    return Gap(
        reason=family.missing.reason,
        message=explain(family.missing, f"whether there is {family.address}"),
        needs=needs_of(family.missing),
        scope=scope.template.file,
        type=family.type,
        location=Location(scope.template.file, family.header),
    )
