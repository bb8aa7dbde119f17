"""The table of the formats that are written in YAML or JSON: what tells them apart, and what reads each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.nodes import Node

_SAGEMAKER: Final = b"sagemaker"


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `signs` are rows of bytes, lower-cased: all of one row are in every file of the format that is about SageMaker.
    `keys` are at the top of every document of it. `module` has `read(document, options)`.
    """

    name: str
    signs: tuple[tuple[bytes, ...], ...]
    keys: tuple[str, ...]
    module: str

    def claims(self, lowered: bytes) -> bool:
        """Tell from a file's bytes whether it may be of this format."""
        return any(all(sign in lowered for sign in row) for row in self.signs)

    def recognises(self, document: Mapping[str, Node]) -> bool:
        """Tell whether a document is of this format."""
        return all(key in document for key in self.keys)


FORMATS: Final = (
    Format(
        "Terraform plan",
        ((b"format_version", b"planned_values", _SAGEMAKER),),
        ("format_version", "planned_values"),
        "scanner.frontends.terraform.plan",
    ),
    Format(
        "CloudFormation template",
        ((b"aws::", b"resources", _SAGEMAKER),),
        ("Resources",),
        "scanner.frontends.cloudformation.front_end",
    ),
)
