"""Read the YAML and JSON files of all formats that are written in them."""

from __future__ import annotations

import re
from typing import Final

from scanner.frontends.documents.formats import FORMATS, Content
from scanner.frontends.files import Glance

_STACK: Final = (
    b"AWS::CloudFormation::Stack",
    b"AWS::Serverless::Application",
    b"AWS::Serverless::StateMachine",
    b"AWS::StepFunctions::StateMachine",
)
_AWS: Final = b"aws::"
_KUSTOMIZATION: Final = b"kustomize.config.k8s.io"
_FILE: Final = re.compile(rb"""[^\s"':,\[\]{}]+\.(?:ya?ml|json)\b""")
_LINK: Final = re.compile(
    rb"""["']?(?:TemplateURL|Location|Definition(?:Uri|S3Location)|TemplateFile|aws:asset:path)["']?"""
    rb"""[ \t]*:[ \t]*["']?([^\s"'{}\[\],:!&*|>]+)"""
)


def glance(data: bytes) -> Glance | None:
    """Tell whether a file may be about SageMaker, and which local files it includes; None when it is neither."""
    content = Content(data)
    of_interest = any(known.claims(content) for known in FORMATS)
    links: tuple[str, ...] = ()
    if of_interest or (content.has(_AWS) and any(kind in data for kind in _STACK)):
        links = tuple(found[1].decode(errors="replace") for found in _LINK.finditer(data))
    if of_interest and _KUSTOMIZATION in data:  # reads the patches; the resources are read after it
        links += tuple(found[0].decode(errors="replace") for found in _FILE.finditer(data))
    return Glance(of_interest, links) if of_interest or links else None
