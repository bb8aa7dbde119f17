"""Read CloudFormation: a template, as the resources that it declares and what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.definitions import read_definitions
from scanner.frontends.cloudformation.resources import read_resources
from scanner.frontends.cloudformation.scope import Scope, TooMuchWork
from scanner.frontends.cloudformation.template import template_of
from scanner.frontends.cloudformation.waivers import waivers_of
from scanner.frontends.files import WHOLE
from scanner.frontends.reading import Reading, reading_of, unreadable
from scanner.frontends.text.positions import TextError
from scanner.model import Gap, GapReason, Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scanner.frontends.cloudformation.template import Template
    from scanner.frontends.documents.parsing import Document
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Resource

_HARMLESS: Final = frozenset({"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen"})
"""Macros that leave the resources of the types that are read as they are."""


def read(document: Document, options: CodeOptions) -> Reading:
    """Read one template, a root of its own. Raises TextError."""
    template = template_of(document)
    if template is None:
        return Reading()
    if not document.alone:
        raise TextError("there is more than one YAML document", document.node.span)
    files = {document.root.path}
    found = [*waivers_of(template), *_read_template(document, template, options, files)]
    return reading_of(document.file, found, files)


def _read_template(
    document: Document, template: Template, options: CodeOptions, files: set[Path]
) -> list[Resource | Gap]:
    scope = Scope(template, options.parameters)
    try:
        return [*read_resources(scope), *read_definitions(scope, document.root, files), *_macros(template)]
    except TooMuchWork:
        message = f"evaluating {template.file} takes too long and was given up"
        return [unreadable(document.root, TextError(message, WHOLE))]


def _macros(template: Template) -> Iterator[Gap]:
    """Say which macros may add or change anything."""
    for name, node in template.macros.items():
        if name not in _HARMLESS:
            message = f"the macro {name} may add or change resources, and is not followed"
            location = Location(template.file, node.span)
            yield Gap(GapReason.UNSUPPORTED, message, f"the macro {name}", template.file, location=location)
