"""Walk the paths that are to be read, once for all formats, and look at each file's bytes before any parser starts."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Final

from scanner.errors import CodeError
from scanner.frontends.text.positions import LARGEST_FILE, TextError
from scanner.model import GapReason, Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_TO_PEEK: Final = os.O_RDONLY | os.O_NONBLOCK
"""Never waiting for the other end of a pipe."""

WHOLE: Final = Span(1, 1, 1, 1)
"""Where to point when a whole file is meant."""

SKIPPED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
"""Directories of packages, which are not of the project."""

_ENVIRONMENT: Final = "pyvenv.cfg"


@record(frozen=True, slots=True)
class Root:
    """What one front end reads at once: a file, or a directory of Terraform.

    `name` is how the user knows it, `tree` the directory that reading it stays in. `content` is there in place of a
    file's own bytes when it came from standard input. `parts` are the files of a directory and of its modules.
    """

    path: Path
    name: str
    tree: Path
    content: bytes | None = None
    parts: frozenset[Path] = frozenset()


@record(frozen=True, slots=True)
class Glance:
    """What the bytes of a file tell: whether it is about SageMaker, and the files or directories that it includes."""

    of_interest: bool = True
    links: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Seen:
    """A file that may be of a format."""

    root: Root
    glance: Glance


@record(frozen=True, slots=True)
class Surroundings:
    """What is there: files that may be of a format, by how its name ends, and directories that are not entered."""

    files: Mapping[str, list[Seen]]
    directories: Sequence[Root]


class NotFollowed(TextError):  # noqa: N818 - it says what is wrong with a file, and becomes a gap
    """A file that is there, and is not read on purpose."""

    reason = GapReason.UNSUPPORTED


def look_around(
    paths: Sequence[Path], glances: Mapping[str, Callable[[bytes], Glance | None]], given: Mapping[Path, bytes]
) -> Surroundings:
    """Find the files in or at the paths that may be of each format, and links to directories that lead out of the tree.

    `glances` tell from a file's bytes whether it may be of a format, by how its name ends; a path to a file ends in
    one of those. `given` are contents, by absolute path, that stand for those of files. Raises CodeError for a path
    that is not there, and for a directory that cannot be read.
    """
    found: dict[str, list[Seen]] = {suffix: [] for suffix in glances}
    directories: list[Root] = []
    suffixes = tuple(sorted(glances, key=len, reverse=True))
    seen: set[str] = set()
    for path in (*given, *paths):
        for file in _files(path, suffixes, given):
            if file.path in seen:
                continue
            seen.add(file.path)
            if file.directory:
                directories.append(file.root())
                continue
            suffix = next(end for end in suffixes if file.name.endswith(end))
            data = given.get(path) if path in given else file.peek()
            glance = Glance() if data is None else glances[suffix](data)
            if glance is not None:
                found[suffix].append(Seen(file.root(given.get(path)), glance))
    return Surroundings(found, directories)


@record(frozen=True, slots=True)
class _File:
    """A file on the way, or a link to a directory."""

    path: str
    name: str
    tree: Path
    link: bool = False
    directory: bool = False

    def root(self, content: bytes | None = None) -> Root:
        """Give what there is to read."""
        return Root(Path(self.path), self.name, self.tree, content)

    def peek(self) -> bytes | None:
        """Give its bytes, as many as are ever read; None for what is not looked at, which reading it will say."""
        if self.link and _leads_out(Path(self.path), self.tree):
            return None
        try:
            opened = os.open(self.path, _TO_PEEK)
            try:
                about = os.fstat(opened)
                return os.read(opened, min(about.st_size, LARGEST_FILE)) if S_ISREG(about.st_mode) else None
            finally:
                os.close(opened)
        except OSError:
            return None


def peek(root: Root) -> bytes | None:
    """Give a file's bytes without reading it for good, or None."""
    return root.content if root.content is not None else _File(str(root.path), root.name, root.tree, link=True).peek()


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
        about = root.path.lstat()
        if S_ISLNK(about.st_mode):
            if _leads_out(root.path, root.tree):
                raise not_followed(root)
            about = root.path.stat()
        if not S_ISREG(about.st_mode):
            raise NotFollowed(f"{root.name} is not a regular file and is not read", WHOLE)
        if about.st_size > LARGEST_FILE:
            message = f"{root.name} is larger than {LARGEST_FILE // 1024 // 1024} MiB and is not read"
            raise TextError(message, WHOLE)
        return root.path.read_bytes()
    except OSError as error:
        raise TextError(f"{root.name} cannot be read: {error.strerror}", WHOLE) from error


def not_followed(root: Root) -> NotFollowed:
    """Say that a symbolic link is not followed."""
    return NotFollowed(f"{root.name} is a symbolic link out of the tree, which is not followed", WHOLE)


def _leads_out(path: Path, tree: Path) -> bool:
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(tree)
    except (OSError, RuntimeError):  # a ring of links leads nowhere; reading it will say so
        return False


def _leads_to_directory(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return False


def size_of(root: Root) -> int:
    """Give the bytes of a file; a directory, or what cannot be looked at, has none."""
    if root.content is not None:
        return len(root.content)
    try:
        about = root.path.stat()
    except OSError:
        return 0
    return about.st_size if S_ISREG(about.st_mode) else 0


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


def _files(path: Path, suffixes: tuple[str, ...], given: Mapping[Path, bytes]) -> Iterator[_File]:
    absolute = absolute_path(path)
    if absolute in given:
        yield _File(str(absolute), show(path), tree_of(absolute.parent))
    elif path.is_dir():
        top = path.resolve()
        shown = show(top)
        yield from _walk(str(top), "" if shown == "." else f"{shown}/", suffixes, tree_of(top))
    elif path.exists() or path.is_symlink():
        directory = absolute.parent.resolve()
        file = directory / absolute.name
        yield _File(str(file), show(file), tree_of(directory), link=path.is_symlink())
    else:
        raise CodeError(f"there is no file or directory {path}", "give paths from where you are")


def _walk(top: str, prefix: str, suffixes: tuple[str, ...], tree: Path) -> Iterator[_File]:
    """Yield the files below a directory in the order of their names, without entering symbolic links or packages."""
    waiting = [(top, prefix)]
    while waiting:
        directory, prefix = waiting.pop()
        entries = _entries(directory)
        if any(entry.name == _ENVIRONMENT for entry in entries):
            continue
        for entry in entries:
            if entry.is_symlink():
                leads_on = _leads_to_directory(entry)
                if _leads_out(Path(entry.path), tree) if leads_on else entry.name.endswith(suffixes):
                    yield _File(entry.path, prefix + entry.name, tree, link=True, directory=leads_on)
            elif entry.name.endswith(suffixes) and entry.is_file():
                yield _File(entry.path, prefix + entry.name, tree)
        waiting.extend(
            (entry.path, f"{prefix}{entry.name}/") for entry in reversed(entries) if entry.is_dir(follow_symlinks=False)
        )


def _entries(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as found:
            seen = [entry for entry in found if entry.name[0] != "." and entry.name not in SKIPPED]
            return sorted(seen, key=lambda entry: entry.name)
    except OSError as error:
        hint = "check the path and its permissions"
        raise CodeError(f"{error.filename} cannot be read: {error.strerror}", hint) from error
