"""Read CloudFormation: a template, as the resources that it declares and what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import may_be_scaled, unscaled
from scanner.frontends.cloudformation.combinations import read_combinations
from scanner.frontends.cloudformation.definitions import read_definitions
from scanner.frontends.cloudformation.resources import read_resources
from scanner.frontends.cloudformation.rules import allowed
from scanner.frontends.cloudformation.scope import Scope
from scanner.frontends.cloudformation.stacks import STACK, UNREAD, UNREAD_SET, Library, is_about_sagemaker
from scanner.frontends.cloudformation.template import template_of
from scanner.frontends.cloudformation.waivers import waivers_of
from scanner.frontends.cloudformation.work import TooMuchWork, Work
from scanner.frontends.comments import MARK, waivers_in
from scanner.frontends.files import WHOLE
from scanner.frontends.reading import Reading, reading_of, unreadable
from scanner.frontends.text.positions import TextError
from scanner.frontends.text.yaml_comments import yaml_comments
from scanner.model import Gap, GapReason, Location, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.frontends.cloudformation.template import Template
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions
    from scanner.model import InlineWaiver, Span

_HARMLESS: Final = frozenset({"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen"})
"""Macros that leave the resources of the types that are read as they are."""


def read(document: Document, options: CodeOptions) -> Reading:
    """Read one template, a root of its own. Raises TextError."""
    template = template_of(document)
    if template is None:
        return Reading()
    if not document.alone:
        raise TextError("there is more than one YAML document", document.node.span)
    library = Library(document.root)
    found = _read_template(document, template, options, library)
    unread = [item for item in found if isinstance(item, Gap) and item.scope == document.file]
    waivers = [*waivers_of(template, _places(template, unread))]
    for nested in library.nested:
        waivers += [*waivers_of(nested, _places(nested, unread)), *_in_comments(nested)]
    return reading_of(document.file, [*waivers, *found], [document.root.path, *library.files])


def _places(template: Template, gaps: Iterable[Gap]) -> frozenset[Span]:
    """Say where in a template there is something that is not known in any combination."""
    return frozenset(gap.location.span for gap in gaps if gap.location and gap.location.file == template.file)


def _in_comments(nested: Template) -> Iterator[InlineWaiver]:
    """Find what the comments of a template waive that is not read alone."""
    if MARK.decode() in nested.text.content:
        yield from waivers_in(nested.file, nested.text.content.split("\n"), yaml_comments(nested.text))


def _read_template(
    document: Document, template: Template, options: CodeOptions, library: Library
) -> list[Resource | Gap]:
    def read_once(work: Work) -> Iterator[Resource | Gap]:
        scope = Scope(template, options.parameters, library, work)
        yield from read_resources(scope)
        yield from read_definitions(scope)

    def may_be(work: Work) -> bool:
        return not template.rules or allowed(Scope(template, options.parameters, library, work))

    try:
        found = read_combinations(read_once, may_be)
        more = () if found is not None else (_too_many(template),)
        whole = list(read_once(Work())) if found is None else found
        return [*_with_unread(whole, (template, *library.nested)), *more, *library.gaps, *_macros(template)]
    except TooMuchWork:
        message = f"evaluating {template.file} takes too long and was given up"
        return [unreadable(document.root, TextError(message, WHOLE))]


def _too_many(template: Template) -> Gap:
    message = f"{template.file} can be deployed in more ways than are looked at one by one, for want of parameters"
    needs = "values for its parameters"
    return Gap(GapReason.VARIABLE, message, needs, template.file, STACK, location=Location(template.file, WHOLE))


def _with_unread(found: Sequence[Resource | Gap], templates: Iterable[Template]) -> Iterator[Resource | Gap]:
    """Say what templates that are not read may have; it matters only where anything is about SageMaker."""
    resources = [item for item in found if isinstance(item, Resource)]
    unread = {item.type for item in found if isinstance(item, Gap)} & {UNREAD, UNREAD_SET}
    matters = resources or (unread and any(is_about_sagemaker(each.text.content) for each in templates))
    yield from (item for item in found if matters or item.type not in unread)
    for root in unscaled(resources) if UNREAD in unread else ():
        yield from may_be_scaled(root, "the templates of its nested stacks")


def _macros(template: Template) -> Iterator[Gap]:
    """Say which macros may add or change anything."""
    for name, node in template.macros.items():
        if name not in _HARMLESS:
            message = f"the macro {name} may add or change resources, and is not followed"
            location = Location(template.file, node.span)
            yield Gap(GapReason.UNSUPPORTED, message, f"the macro {name}", template.file, location=location)
