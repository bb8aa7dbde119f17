"""Walk the paths that are to be read, once for all formats, and look at each file's bytes before any parser starts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Final

from scanner.errors import CodeError
from scanner.frontends.text.positions import LARGEST_FILE, TextError
from scanner.model import GapReason, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

WHOLE: Final = Span(1, 1, 1, 1)
"""Where to point when a whole file is meant."""

_SKIPPED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
_ENVIRONMENT: Final = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Root:
    """What one front end reads at once: a file, or a directory of Terraform.

    `name` is how the user knows it, `tree` the directory that reading it stays in. `content` is there in place of a
    file's own bytes when it came from standard input.
    """

    path: Path
    name: str
    tree: Path
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """What the bytes of a file tell: whether it is about SageMaker, and the files or directories that it includes."""

    of_interest: bool = True
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that may be of a format."""

    root: Root
    glance: Glance


class NotFollowed(TextError):  # noqa: N818 - it says what is wrong with a file, and becomes a gap
    """A file that is there, and is not read on purpose."""

    reason = GapReason.UNSUPPORTED


def look_around(
    paths: Sequence[Path], glances: Mapping[str, Callable[[bytes], Glance | None]], given: Mapping[Path, bytes]
) -> dict[str, list[Seen]]:
    """Find the files in or at the paths that may be of each format.

    `glances` tell from a file's bytes whether it may be of a format, by how its name ends; what they give is under
    the same suffix. `given` are contents that stand for those of files. Raises CodeError for a path that is not there,
    and for a directory that cannot be read.
    """
    found: dict[str, list[Seen]] = {suffix: [] for suffix in glances}
    suffixes = sorted(glances, key=len, reverse=True)
    seen: set[Path] = set()
    for root in (root for path in (*paths, *given) for root in _files(path, given)):
        suffix = next((end for end in suffixes if root.name.endswith(end)), None)
        if suffix is None or root.path in seen:
            continue
        seen.add(root.path)
        data = peek(root)
        glance = Glance() if data is None else glances[suffix](data)
        if glance is not None:
            found[suffix].append(Seen(root, glance))
    return found


def peek(root: Root) -> bytes | None:
    """Give a file's bytes, as many as are ever read; None for what is not looked at, which reading it will say."""
    if root.content is not None:
        return root.content
    try:
        if _leads_out(root) or not S_ISREG(root.path.stat().st_mode):
            return None
        with root.path.open("rb") as stream:
            return stream.read(LARGEST_FILE)
    except OSError:
        return None


def show(path: Path) -> str:
    """Name a path as seen from the working directory."""
    absolute = absolute_path(path)
    cwd = Path.cwd()
    return (absolute.relative_to(cwd) if absolute.is_relative_to(cwd) else absolute).as_posix()


def absolute_path(path: Path) -> Path:
    """Make a path absolute, without following symbolic links."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a symbolic link


def read_bytes(root: Root) -> bytes:
    """Read a whole file. Raises TextError."""
    if root.content is not None:
        return root.content
    try:
        if _leads_out(root):
            raise NotFollowed(f"{root.name} is a symbolic link out of the tree, which is not followed", WHOLE)
        about = root.path.stat()
        if not S_ISREG(about.st_mode):
            raise NotFollowed(f"{root.name} is not a regular file and is not read", WHOLE)
        if about.st_size > LARGEST_FILE:
            message = f"{root.name} is larger than {LARGEST_FILE // 1024 // 1024} MiB and is not read"
            raise TextError(message, WHOLE)
        return root.path.read_bytes()
    except OSError as error:
        raise TextError(f"{root.name} cannot be read: {error.strerror}", WHOLE) from error


def _leads_out(root: Root) -> bool:
    return root.path.is_symlink() and not root.path.resolve().is_relative_to(root.tree)


def itself(root: Root) -> str:
    """Name what a file is deployed with where that is nothing else."""
    return root.name


def directory_of(root: Root) -> str:
    """Name what a file is deployed with where that is all of its directory."""
    return root.name.rpartition("/")[0] or "."


def tree_of(path: Path) -> Path:
    """Give the directory that reading a path stays in: the working directory, or the path itself outside of it."""
    cwd = Path.cwd()
    return cwd if path.is_relative_to(cwd) else path


def _files(path: Path, given: Mapping[Path, bytes]) -> Iterator[Root]:
    if path in given:
        absolute = absolute_path(path)
        yield Root(absolute, show(path), tree_of(absolute.parent), given[path])
    elif path.is_dir():
        top = path.resolve()
        yield from _walk(str(top), tree_of(top))
    elif path.exists() or path.is_symlink():
        absolute = absolute_path(path)
        yield Root(absolute, show(path), tree_of(absolute.parent.resolve()))
    else:
        raise CodeError(f"there is no file or directory {path}", "give paths from where you are")


def _walk(top: str, tree: Path) -> Iterator[Root]:
    """Yield the files below a directory in the order of their names, without entering symbolic links or packages."""
    shown = show(Path(top))
    prefix = "" if shown == "." else f"{shown}/"
    waiting = [(top, prefix)]
    while waiting:
        directory, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
        except OSError as error:
            raise CodeError(
                f"{error.filename} cannot be read: {error.strerror}", "check the path and its permissions"
            ) from error
        if any(entry.name == _ENVIRONMENT for entry in entries):
            continue
        for entry in entries:
            if not entry.name.startswith(".") and (entry.is_file() or (entry.is_symlink() and not entry.is_dir())):
                yield Root(Path(entry.path), prefix + entry.name, tree)
        waiting.extend(
            (entry.path, f"{prefix}{entry.name}/")
            for entry in reversed(entries)
            if not entry.name.startswith(".") and entry.name not in _SKIPPED and entry.is_dir(follow_symlinks=False)
        )
