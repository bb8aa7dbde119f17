"""Name a place inside a document: `resource.ProductionVariants[0].InstanceType`."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.errors import PathError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Path: TypeAlias = tuple[str | int, ...]
"""Keys of objects and indexes of lists, outermost first; `()` is the whole document."""

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What orjson reads and writes."""

Document: TypeAlias = "Mapping[str, Json]"
"""A JSON object in the shape of an AWS API answer (PascalCase keys)."""


class Absent(Enum):
    """That there is nothing at a path; None is a value."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT

_PART = re.compile(r"\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[\"((?:[^\"\\]|\\.)*)\"\]")
_PLAIN = re.compile(r"[A-Za-z_$][\w$-]*\Z")


def parse_path(text: str) -> Path:
    """Read `a.b[0]["c.d"]` as `("a", "b", 0, "c.d")`. Raises PathError."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None or (at == 0 and text.startswith(".")):
            raise PathError(text, at)
        name, index, quoted = match.groups()
        if index is not None:
            parts.append(int(index))
        else:
            parts.append(name if name is not None else re.sub(r"\\(.)", r"\1", quoted))
        at = match.end()
    return tuple(parts)


@lru_cache(10_000)
def format_path(path: Path) -> str:
    """Write a path the way `parse_path` reads it."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN.match(part):
            text += f".{part}" if text else part
        else:
            escaped = part.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
    return text


def without_indexes(path: Path) -> Path:
    """Leave the keys only, the form in which policies declare what they read."""
    return tuple(part for part in path if isinstance(part, str))


def starts_with(path: Path, prefix: Path) -> bool:
    """Tell whether a path is at or under a prefix."""
    return path[: len(prefix)] == prefix


def overlaps(one: Path, other: Path) -> bool:
    """Tell whether one of two index-free paths is at or under the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def diverges_in_a_list(one: Path, other: Path) -> bool:
    """Tell whether two paths part at two different elements of the same list."""
    for left, right in zip(one, other, strict=False):
        if left != right:
            return isinstance(left, int) and isinstance(right, int)
    return False


def lookup(document: Json, path: Path) -> Json | Absent:
    """Give the value at a path, or ABSENT."""
    value = document
    for part in path:
        match value, part:
            case dict(), str() if part in value:
                value = value[part]
            case list() | tuple(), int() if part < len(value):
                value = value[part]
            case _:
                return ABSENT
    return value


def spread(document: Json, keys: Sequence[str]) -> Iterator[tuple[Path, Json]]:
    """Yield every value that index-free keys name, through all elements of the lists on the way."""
    match document:
        case list() | tuple():
            for index, item in enumerate(document):
                for rest, value in spread(item, keys):
                    yield (index, *rest), value
        case _ if not keys:
            yield (), document
        case dict() if keys[0] in document:
            for rest, value in spread(document[keys[0]], keys[1:]):
                yield (keys[0], *rest), value
        case _:
            return
