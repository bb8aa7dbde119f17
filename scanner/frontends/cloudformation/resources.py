"""Yield the resources of a template that policies know, and what of them is not known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scanner.frontends.cloudformation.declarations import Family, declarations
from scanner.frontends.cloudformation.dialect import dialect_of
from scanner.frontends.cloudformation.expressions import expression
from scanner.frontends.cloudformation.type_table import CLOUDFORMATION_TYPES, SCALING_TYPES
from scanner.frontends.nodes import Node, made
from scanner.frontends.resource import family_gap, read_resource
from scanner.frontends.writer import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.cloudformation.scope import Scope
    from scanner.frontends.cloudformation.template import Declared
    from scanner.model import Gap, Resource


def read_resources(scope: Scope) -> Iterator[Resource | Gap]:
    """Read all resources of a template that policies know, with those of nested stacks. Raises TooMuchWork."""
    root = scope.template.file
    for inner, declared in declarations(scope):
        dialect = dialect_of(inner, declared.type)
        place = _place(root, inner, declared)
        if isinstance(declared, Family):
            what = declared.what or f"whether there is {place.address}"
            yield family_gap(dialect, place, declared.type, declared.missing, what)
        elif _serves_sagemaker(inner, declared):
            body = Node(declared.properties, declared.header)
            yield from read_resource(dialect, place, declared.type, body, partial(_own_name, declared))


def _place(root: str, scope: Scope, declared: Declared | Family) -> Place:
    """Say where a resource is written; one of the CDK's is called by its path there."""
    template = scope.template
    source = scope.resources.get(declared.address)
    known = scope.library.assemblies.declared(template.root, source) if source else None
    address = f"{scope.prefix}{template.paths.get(declared.address, declared.address)}"
    if isinstance(declared, Family):
        return Place(root, template.file, address, declared.header, None, known)
    through = scope.made_by(declared)
    return Place(root, template.file, address, declared.header, declared.extent, known, through=through)


def _own_name(declared: Declared) -> Node:
    key = CLOUDFORMATION_TYPES[declared.type].identity
    return expression("Fn::GetAtt", made(declared.address), made(key), span=declared.header)


def _serves_sagemaker(scope: Scope, declared: Declared) -> bool:
    """Tell scaling of other services apart, where the template says so."""
    if declared.type not in SCALING_TYPES or "ServiceNamespace" not in declared.properties:
        return True
    value = scope.resolve(declared.properties["ServiceNamespace"])
    return not isinstance(value, str) or value == "sagemaker"
