"""Read CloudFormation: every template under the paths, as the resources that it declares and what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.files import WHOLE, NotFollowed, find_candidates, read_candidate
from scanner.frontends.cloudformation.resources import read_resources
from scanner.frontends.cloudformation.scope import Scope, TooMuchWork
from scanner.frontends.cloudformation.template import parse_template
from scanner.frontends.reading import Reading
from scanner.frontends.text.positions import TextError, decode_text
from scanner.model import Gap, GapReason, Location, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scanner.frontends.cloudformation.files import Candidate
    from scanner.frontends.cloudformation.template import Template
    from scanner.frontends.reading import CodeOptions

_HARMLESS: Final = frozenset({"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen"})
"""Macros that leave the resources of the types that are read as they are."""


def read_cloudformation(paths: Sequence[Path], options: CodeOptions) -> Reading:
    """Read all templates in or at the paths; each is a root of its own."""
    roots: list[str] = []
    found: list[Resource | Gap] = []
    for candidate in find_candidates(paths):
        items = _read_file(candidate, options)
        if items is not None:
            roots.append(candidate.file)
            found.extend(items)
    return Reading(
        roots=tuple(roots),
        resources=tuple(item for item in found if isinstance(item, Resource)),
        gaps=tuple(item for item in found if isinstance(item, Gap)),
    )


def _read_file(candidate: Candidate, options: CodeOptions) -> list[Resource | Gap] | None:
    """Read one file, or give None when it is no template."""
    file = candidate.file
    try:
        data = read_candidate(candidate)
    except NotFollowed as error:
        return [_problem(error.message, error, file, GapReason.UNSUPPORTED)]
    except TextError as error:
        return [_problem(error.message, error, file)]
    if data is None:
        return None
    try:
        template = parse_template(decode_text(data), file)
    except TextError as error:
        place = f"{file}:{error.span.start_line}:{error.span.start_column}"
        return [_problem(f"{place}: the template cannot be parsed here: {error.message}", error, file)]
    return None if template is None else _read_template(template, options)


def _read_template(template: Template, options: CodeOptions) -> list[Resource | Gap]:
    try:
        return [*read_resources(Scope(template, options.parameters)), *_macros(template)]
    except TooMuchWork:
        message = f"evaluating {template.file} takes too long and was given up"
        return [_problem(message, TextError(message, WHOLE), template.file)]


def _macros(template: Template) -> Iterator[Gap]:
    """Say which macros may add or change anything."""
    for name, node in template.macros.items():
        if name not in _HARMLESS:
            message = f"the macro {name} may add or change resources, and is not followed"
            location = Location(template.file, node.span)
            yield Gap(GapReason.UNSUPPORTED, message, f"the macro {name}", template.file, location=location)


def _problem(message: str, error: TextError, file: str, reason: GapReason = GapReason.UNREADABLE) -> Gap:
    return Gap(reason, message, file, file, location=Location(file, error.span))
