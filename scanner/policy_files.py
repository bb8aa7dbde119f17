"""Read one policy file: its metadata, its identity, and what it reads."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import orjson

from scanner.digests import digest
from scanner.errors import PolicyError, suggest
from scanner.model import MetricNeed, Policy, Read, Severity
from scanner.shapes import fields_at, input_fields, subject_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scanner.paths import Json

_PACKAGE = re.compile(r"^package\s+([\w.]+)", re.MULTILINE)
_NEGATION = re.compile(r"^import\s+future\.keywords\.not\b", re.MULTILINE)
_GUIDE = "see docs/writing-policies.md"
_FIELDS = "the fields are those of the AWS API's Describe answer"


def read_policy(file: str, text: str, *, shipped: bool = False) -> Policy:
    """Read one policy file: its metadata, and its identity from where it lies. Raises PolicyError.

    The metadata of shipped policies is checked when they are linted, not in every run.
    """
    metadata = (_shipped().get(digest(text)) if shipped else None) or metadata_of(file, text)
    if not shipped:
        from scanner.policy_metadata import check_metadata  # noqa: PLC0415  # pydantic takes long to import

        check_metadata(file, metadata)
    place = FilePath(file)
    package = f"tipstaff.{place.parent.name}.{place.stem}"
    identity = f"{place.parent.name}-{place.stem.replace('_', '-')}"
    language = "rego" if place.suffix == ".rego" else "python"
    if language == "rego":
        _check_rego(file, text, package)
    custom = metadata["custom"]
    subjects = (custom["subject"],) if isinstance(custom["subject"], str) else tuple(custom["subject"])
    return Policy(
        id=identity,
        code=custom["code"],
        title=metadata["title"],
        description=_unwrap(metadata["description"]),
        severity=Severity.parse(custom["severity"]),
        category=custom["category"],
        subjects=subjects,
        reads=_reads(file, subjects, custom["reads"]),
        remediation=_unwrap(custom["remediation"]),
        package=package,
        file=file,
        text=text,
        language=language,
        params=custom.get("params", {}),
        controls={framework: tuple(ids) for framework, ids in custom.get("controls", {}).items()},
        links=tuple(link["ref"] for link in metadata.get("related_resources", ())),
        aliases=tuple(custom.get("aliases", ())),
        metrics=tuple(MetricNeed(**need) for need in custom.get("metrics", ())),
        shipped=shipped,
    )


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    """Give the metadata of the shipped policies by what tells their texts: YAML takes long to read."""
    known: dict[str, dict[str, Any]] = orjson.loads(resources.files("policies").joinpath("metadata.json").read_bytes())
    return known


def metadata_of(file: str, text: str) -> dict[str, Any]:
    """Read the METADATA block of a policy file. Raises PolicyError where there is none that can be read."""
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.strip() == "# METADATA"), None)
    if start is None:
        raise PolicyError(f"{file} has no METADATA block", "start the file with `# METADATA`; " + _GUIDE)
    block: list[str] = []
    for line in lines[start + 1 :]:
        if not line.startswith("#"):
            break
        block.append(line[1:].removeprefix(" "))
    import yaml  # noqa: PLC0415 - takes long to import, and only policies of the user's own need it

    try:
        metadata: dict[str, Any] = yaml.load("\n".join(block), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        at = start + 2 + (error.problem_mark.line if error.problem_mark else 0)
        raise PolicyError(f"{file}:{at}: the metadata is not valid YAML: {error.problem}", "quote the value") from error
    return metadata


def _unwrap(text: str) -> str:
    """Join the lines of each paragraph, as Markdown does; lines of a list stay."""
    return re.sub(r"(?<!\n)\n(?!\n|\s*[-*\d])", " ", text.strip())


def _check_rego(file: str, text: str, package: str) -> None:
    match = _PACKAGE.search(text)
    if match is None or match[1] != package:
        found = match[1] if match else "none"
        raise PolicyError(f"{file}: the package is {found}", f"write `package {package}`, as the file's place says")
    if not _NEGATION.search(text):
        raise PolicyError(
            f"{file} does not import future.keywords.not",
            "add `import future.keywords.not`: without it engines differ on fields that are missing",
        )


def _reads(file: str, subjects: Sequence[str], reads: Iterable[str]) -> tuple[Read, ...]:
    for subject in subjects:
        if subject not in subject_types():
            hint = suggest(subject, subject_types()) or f"one of {', '.join(subject_types())}"
            raise PolicyError(f"{file}: there is no subject type {subject!r}", hint)
    parsed = []
    for text in reads:
        path = tuple(text.removesuffix("?").split("."))
        if all(fields_at(input_fields(subject), path) is None for subject in subjects):
            raise PolicyError(
                f"{file}: reads {text!r}, which {' and '.join(subjects)} do not have", _near(subjects, path)
            )
        parsed.append(Read(path, presence=text.endswith("?")))
    return tuple(parsed)


def _near(subjects: Sequence[str], path: tuple[str, ...]) -> str:
    for subject in subjects:
        for length in range(len(path), 0, -1):
            above: Json = fields_at(input_fields(subject), path[: length - 1])
            if isinstance(above, list):
                above = above[0]
            if isinstance(above, dict):
                return suggest(path[length - 1], list(above)) or _FIELDS
    return _FIELDS
