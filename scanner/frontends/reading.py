"""What a front end gives: the resources that code declares, and what the code does not say."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.model import Gap, GapReason, InlineWaiver, Location, Resource
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.frontends.files import Root
    from scanner.frontends.text.positions import TextError


@record(frozen=True, slots=True)
class CodeOptions:
    """How to read code: Terraform variable files, in order, and CloudFormation parameters.

    `given` are contents, by absolute path, that stand for those of files: what came from standard input. `workspace`
    is what `terraform.workspace` gives. `file_timeout` is how many seconds reading one file, or one directory of
    Terraform, may take; for ever when 0.
    """

    var_files: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[Path, bytes] = field(default_factory=dict)
    workspace: str = ""
    file_timeout: float = 30.0


@record(frozen=True, slots=True)
class Reading:
    """What was found in one root, or in all of them.

    `roots` are the names of what a deployment takes at once, `files` all the files that were read for them, `waivers`
    what the code itself asks to accept.
    """

    roots: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    gaps: tuple[Gap, ...] = ()
    files: frozenset[Path] = frozenset()
    waivers: tuple[InlineWaiver, ...] = ()


def reading_of(root: str, items: Iterable[Resource | Gap | InlineWaiver], files: Iterable[Path]) -> Reading:
    """Sort what was found in one root."""
    found = list(items)
    return Reading(
        roots=(root,),
        resources=tuple(item for item in found if isinstance(item, Resource)),
        gaps=tuple(item for item in found if isinstance(item, Gap)),
        files=frozenset(files),
        waivers=tuple(item for item in found if isinstance(item, InlineWaiver)),
    )


def together(readings: Iterable[Reading]) -> Reading:
    """Make one reading of many; a root or a waiver that several share is there once."""
    found = list(readings)
    return Reading(
        roots=tuple(dict.fromkeys(root for reading in found for root in reading.roots)),
        resources=tuple(resource for reading in found for resource in reading.resources),
        gaps=tuple(gap for reading in found for gap in reading.gaps),
        files=frozenset[Path]().union(*(reading.files for reading in found)),
        waivers=tuple(dict.fromkeys(waiver for reading in found for waiver in reading.waivers)),
    )


def unreadable(root: Root, error: TextError) -> Gap:
    """Say that a file could not be read."""
    reason = getattr(error, "reason", GapReason.UNREADABLE)
    return Gap(reason, error.message, root.name, root.name, location=Location(root.name, error.span))


def unparsed(root: Root, error: TextError, what: str = "") -> Gap:
    """Say that a file cannot be parsed from some place on; `what` is it, as a part of a sentence."""
    place = f"{root.name}:{error.span.start_line}:{error.span.start_column}"
    message = f"{place}: {f'{what} cannot be parsed here: ' if what else ''}{error.message}"
    return replace(unreadable(root, error), message=message)
