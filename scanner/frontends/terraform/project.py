"""Read the files of one root: the code of its modules, each directory once."""

from __future__ import annotations

import os
import pathlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from scanner.errors import CodeError
from scanner.frontends.comments import MARK, waivers_in
from scanner.frontends.files import WHOLE, Root
from scanner.frontends.terraform.evaluation import Meter
from scanner.frontends.terraform.hcl_positions import Problem, Source, comments_of, parse_source, read_source
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.frontends.terraform.values import EvaluationError, Value
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scanner.frontends.terraform.syntax import Block
    from scanner.model import InlineWaiver

_LARGEST_TEXT_FILE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Code:
    """The blocks of one directory, what of it cannot be read (by file), and the waivers in its comments."""

    directory: pathlib.Path
    blocks: tuple[Block, ...]
    named: Mapping[tuple[str, ...], Block]
    problems: tuple[tuple[str, Problem], ...]
    files: tuple[pathlib.Path, ...] = ()
    waivers: tuple[InlineWaiver, ...] = ()

    def find(self, kind: str, *labels: str) -> Block | None:
        """Find a block by its kind and labels."""
        return self.named.get((kind, *labels))


@dataclass(frozen=True, slots=True)
class Project:
    """What all modules of one root share."""

    root: pathlib.Path
    show: Callable[[pathlib.Path], str]
    tree: pathlib.Path
    meter: Meter = field(default_factory=Meter)
    codes: dict[pathlib.Path, Code] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    given: Mapping[pathlib.Path, bytes] = field(default_factory=dict)

    def code(self, directory: pathlib.Path) -> Code:
        """Read a directory, once."""
        if directory not in self.codes:
            self.codes[directory] = self._read(directory)
        return self.codes[directory]

    def _read(self, directory: pathlib.Path) -> Code:
        blocks: list[Block] = []
        problems: list[tuple[str, Problem]] = []
        waivers: list[InlineWaiver] = []
        files = code_files(directory, self.given)
        for path in files:
            file = self.show(path)
            source = self._source(path, file)
            if isinstance(source, Problem):
                problems.append((file, source))
            else:
                root, broken = parse_source(source)
                problems.extend((file, problem) for problem in broken)
                blocks.extend(read_body(source, root).blocks)
                if MARK in source.data:
                    waivers.extend(waivers_in(file, source.data.decode().split("\n"), comments_of(source, root)))
        named = {(block.kind, *block.labels): block for block in reversed(blocks)}
        return Code(directory, tuple(blocks), named, tuple(problems), tuple(files), tuple(waivers))

    def _source(self, path: pathlib.Path, file: str) -> Source | Problem:
        if unfollowed := _unfollowed(path):
            return Problem(f"{file} is {unfollowed}, which is not followed", WHOLE, GapReason.UNSUPPORTED)
        return read_source(Root(path, file, self.tree, self.given.get(path)))

    def read_text(self, name: str) -> Value:
        """Read a file for `file()`, inside the tree only."""
        path = (self.root / name).resolve()
        try:
            if not path.is_relative_to(self.tree) or path.stat().st_size > _LARGEST_TEXT_FILE:
                raise EvaluationError(f"the file {name} is outside of the tree or too large")
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EvaluationError(f"the file {name} cannot be read") from error


def code_files(directory: pathlib.Path, given: Iterable[pathlib.Path] = ()) -> list[pathlib.Path]:
    """Find the files of a module, in the order of their names; those that are given need not be there."""
    try:
        paths = set(directory.iterdir())
    except OSError as error:
        refuse(error)
    return sorted(
        path
        for path in (*paths, *(path for path in given if path.parent == directory and path not in paths))
        if not path.name.startswith(".") and path.name.endswith((".tf", ".tf.json")) and not path.is_dir()
    )


def refuse(error: OSError) -> NoReturn:
    """Stop at a directory that cannot be read. Raises CodeError."""
    raise CodeError(
        f"{error.filename} cannot be read: {error.strerror}", "check the path and its permissions"
    ) from error


def module_directory(directory: pathlib.Path, source: str, tree: pathlib.Path) -> pathlib.Path | None:
    """Find the directory of a local module; none if there is none, or only by a symbolic link out of the tree."""
    written = pathlib.Path(os.path.normpath(directory / source))
    found = written.resolve()
    return found if found.is_dir() and (found == written or found.is_relative_to(tree)) else None


def _unfollowed(path: pathlib.Path) -> str:
    """Name what a file is, if it is of a kind that is not followed."""
    if path.suffix == ".json":
        return "Terraform in JSON"
    return "an override file" if path.stem == "override" or path.stem.endswith("_override") else ""
