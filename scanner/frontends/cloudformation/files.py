"""Find the files that may be CloudFormation templates, whatever they are called."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.template import may_be_template
from scanner.frontends.text.positions import LARGEST_FILE, TextError
from scanner.model import GapReason, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES: Final = (".yaml", ".yml", ".json", ".template")
WHOLE: Final = Span(1, 1, 1, 1)
_SKIPPED: Final = frozenset({"node_modules"})
_HEAD: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file; `file` is how the user knows it, `tree` the directory that reading it stays in."""

    path: Path
    file: str
    tree: Path | None = None


class NotFollowed(TextError):  # noqa: N818 - it says what is wrong with a file, and becomes a gap
    """A file that is there, and is not read on purpose."""

    reason = GapReason.UNSUPPORTED


def find_candidates(paths: Sequence[Path]) -> Iterator[Candidate]:
    """Yield each file in or at the paths once, by its suffix."""
    seen: set[Path] = set()
    for path in paths:
        for candidate in _walk(path) if path.is_dir() else _given(path):
            if candidate.path not in seen:
                seen.add(candidate.path)
                yield candidate


def show(path: Path) -> str:
    """Name a path as seen from the working directory."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a symbolic link
    cwd = Path.cwd()
    return (absolute.relative_to(cwd) if absolute.is_relative_to(cwd) else absolute).as_posix()


def read_candidate(candidate: Candidate) -> bytes | None:
    """Read a file whose bytes look like a template's, or give None. Raises TextError."""
    path, tree = candidate.path, candidate.tree
    if tree and path.is_symlink() and not path.resolve().is_relative_to(tree):
        raise NotFollowed(f"{candidate.file} is a symbolic link out of the tree, which is not followed", WHOLE)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            large = path.stat().st_size > LARGEST_FILE
            data = head if large else head + stream.read(LARGEST_FILE)
    except OSError as error:
        raise TextError(f"{candidate.file} cannot be read: {error.strerror}", WHOLE) from error
    if not may_be_template(data):
        return None
    if large:
        message = f"{candidate.file} is larger than {LARGEST_FILE // 1024 // 1024} MiB and is not read"
        raise TextError(message, WHOLE)
    return data


def _given(path: Path) -> Iterator[Candidate]:
    if path.name.endswith(SUFFIXES):
        yield Candidate(Path(os.path.abspath(path)), show(path))  # noqa: PTH100 - as above


def _walk(top: Path) -> Iterator[Candidate]:
    root = top.resolve()
    cwd = Path.cwd()
    tree = cwd if root.is_relative_to(cwd) else root
    for name, directories, files in os.walk(root):
        directories[:] = sorted(item for item in directories if not item.startswith(".") and item not in _SKIPPED)
        for file in sorted(files):
            path = Path(name, file)
            if file.endswith(SUFFIXES) and (path.is_file() or path.is_symlink()):
                yield Candidate(path, show(path), tree)
