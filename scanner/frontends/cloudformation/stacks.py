"""Find the templates of nested stacks among the files of the tree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.assembly import Assemblies
from scanner.frontends.cloudformation.template import Template, template_of
from scanner.frontends.files import Root, absolute_path, read_bytes, show
from scanner.frontends.nodes import Unknown, string, unsupported
from scanner.frontends.parsing import parse_documents
from scanner.frontends.reading import unparsed
from scanner.frontends.text.positions import TextError

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.frontends.cloudformation.template import Declared
    from scanner.model import Gap

STACK: Final = "AWS::CloudFormation::Stack"
STACKS: Final = {STACK: "TemplateURL", "AWS::Serverless::Application": "Location"}
"""Types that stand for a template, and the property that says where it is."""

STACK_SET: Final = "AWS::CloudFormation::StackSet"
"""Deploys a template, also in other accounts and regions: one that is a file of the tree is read alone."""

MODULE: Final = "::MODULE"
"""What the types end in that stand for a template in the registry of an account."""

UNREAD: Final = "nested-stack"
"""The type of gaps on what is in a template that is not read: it may be anything, and covers no family."""

UNREAD_SET: Final = "stack-set"
"""The same of what a stack set deploys: that is no part of the stack around it."""

_SAGEMAKER: Final = "sagemaker"
_LOCATION: Final = "TemplateURL"
_ASSET_OF: Final = "aws:asset:property"
_ASSET: Final = "aws:asset:path"  # the file that the CDK uploads, where the template has only its place in S3


def is_about_sagemaker(text: str) -> bool:
    """Tell whether a text speaks of SageMaker."""
    return _SAGEMAKER in text.lower()


@dataclass(slots=True)
class Library:
    """The templates that a template is made of, each read once.

    `files` are those whose resources were read, or that cannot be read, which `gaps` say.
    """

    root: Root
    files: set[Path] = field(default_factory=set)
    templates: dict[Path, Template | Unknown] = field(default_factory=dict)
    assemblies: Assemblies = field(default_factory=Assemblies)
    gaps: list[Gap] = field(default_factory=list)

    def template(self, beside: Root, declared: Declared) -> Template | Unknown:
        """Give the template of a nested stack, a file of the tree beside another; why not, for anything else."""
        key = STACKS.get(declared.type, _LOCATION)
        asset = declared.metadata if string(declared.metadata.get(_ASSET_OF)) == key else {}
        location = string(asset.get(_ASSET, declared.properties.get(key)))
        if not location or any(mark in location for mark in ("://", "{{", "\0")):
            return unsupported("its template is not a file of this code")
        path = absolute_path(beside.path.parent / location)
        if path not in self.templates:
            self.templates[path] = self._read(Root(path, show(path), beside.tree))
        return self.templates[path]

    def _read(self, root: Root) -> Template | Unknown:
        if not root.path.resolve().is_relative_to(root.tree):
            return unsupported(f"{root.name} is out of the tree")
        if not root.path.is_file():
            return unsupported(f"there is no file {root.name}")
        try:
            documents = list(parse_documents(root, read_bytes(root)))
        except TextError as error:
            self.gaps.append(replace(unparsed(root, error, "the nested template"), scope=self.root.name))
            self.files.add(root.path)
            return unsupported(f"{root.name} cannot be read")
        template = template_of(documents[0]) if len(documents) == 1 else None
        return template or unsupported(f"{root.name} is no template")

    @property
    def nested(self) -> list[Template]:
        """The templates of the stacks whose resources were read."""
        return [each for each in self.templates.values() if isinstance(each, Template) and each.root.path in self.files]
