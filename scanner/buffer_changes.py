"""Tell what has changed in texts that stand for files: what an editor has not saved yet."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from scanner.git_changes import Hunk, read_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scanner.git_changes import Changes

_MOST_LINES: Final = 2_000
"""Lines between the first and the last change that are compared one by one: it takes their square."""


def with_buffers(changes: Changes, buffers: Mapping[str, bytes]) -> Changes:
    """Put what has changed in texts, by the names of the files that they stand for, in place of that in the files.

    What the commit does not have under the same name counts as new. Raises ChangesError.
    """
    found: dict[str, Sequence[Hunk] | None] = dict(changes.hunks)
    for name, text in buffers.items():
        before = read_base(changes.base, name)
        found[name] = None if before is None else tuple(hunks_between(before, text))
    return replace(changes, hunks=found)


def hunks_between(old: bytes, new: bytes) -> Iterator[Hunk]:
    """Compare two texts line by line, whatever ends their lines."""
    before, after = _lines(old), _lines(new)
    first = _alike(before, after)
    before, after = before[first:], after[first:]
    last = _alike(before[::-1], after[::-1])
    before, after = before[: len(before) - last], after[: len(after) - last]
    if max(len(before), len(after)) > _MOST_LINES:
        yield _hunk(first, len(after))
        return
    for tag, _, _, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            yield _hunk(first + start, end - start)


def _alike(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """Count the lines that both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _hunk(behind: int, count: int) -> Hunk:
    return Hunk(behind + 1 if count else behind, count)


def _lines(text: bytes) -> list[bytes]:
    return [line.removesuffix(b"\r") for line in text.removesuffix(b"\n").split(b"\n")] if text else []
