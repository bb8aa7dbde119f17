"""What a front end gives: the resources that code declares, and what the code does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model import Gap, Resource


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """How to read code: Terraform variable files, in order, and CloudFormation parameters."""

    var_files: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one front end found under the paths it was given; `roots` also names those that hold nothing of interest."""

    roots: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    gaps: tuple[Gap, ...] = ()
