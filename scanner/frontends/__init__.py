"""Read code: the table of front ends, each of which turns one format into resources and gaps."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.errors import CodeError
from scanner.frontends.reading import CodeOptions, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _terraform(paths: Sequence[Path], options: CodeOptions) -> Reading:
    from scanner.frontends.terraform.front_end import read_terraform  # noqa: PLC0415 - a parser loads only for its own format

    return read_terraform(paths, options)


def _cloudformation(paths: Sequence[Path], options: CodeOptions) -> Reading:
    from scanner.frontends.cloudformation.front_end import read_cloudformation  # noqa: PLC0415 - as above

    return read_cloudformation(paths, options)


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """One format: how files of it end, and what reads them."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Sequence[Path], CodeOptions], Reading]


FRONT_ENDS: Final = (
    FrontEnd("Terraform", (".tf", ".tf.json"), _terraform),
    FrontEnd("CloudFormation", (".yaml", ".yml", ".json", ".template"), _cloudformation),
)


def read_code(paths: Sequence[Path], options: CodeOptions) -> Reading:
    """Read all code in or at the paths.

    Raises CodeError for a path that is not there, a file that no front end reads, and when there is nothing to read.
    """
    for path in paths:
        if not path.exists():
            raise CodeError(f"there is no file or directory {path}", "give paths from where you are")
    readings = []
    read: set[Path] = set()
    for end in FRONT_ENDS:
        asked = [path for path in paths if path.is_dir() or path.name.endswith(end.suffixes)]
        reading = end.read(asked, options) if asked else Reading()
        known = {_absolute(Path(root)) for root in reading.roots}
        read.update(path for path in asked if path.is_dir() or known & {_absolute(path), _absolute(path.parent)})
        readings.append(reading)
    _refuse_strangers([path for path in paths if path not in read])
    roots = tuple(root for reading in readings for root in reading.roots)
    if not roots:
        names = " or ".join(end.name for end in FRONT_ENDS)
        raise CodeError(f"there is no {names} code in {', '.join(map(str, paths))}", _HINT)
    return Reading(
        roots=roots,
        resources=tuple(resource for reading in readings for resource in reading.resources),
        gaps=tuple(gap for reading in readings for gap in reading.gaps),
    )


_HINT: Final = "give Terraform directories, or CloudFormation templates in YAML or JSON"


def _refuse_strangers(paths: Sequence[Path]) -> None:
    if paths:
        names = ", ".join(map(str, paths))
        raise CodeError(f"{names} is neither Terraform nor a CloudFormation template", _HINT)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a symbolic link
