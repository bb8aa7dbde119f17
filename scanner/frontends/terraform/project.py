"""Read the files of one root: the code of its modules, each directory once."""

from __future__ import annotations

import os
import pathlib
from dataclasses import field
from typing import TYPE_CHECKING, Final, NoReturn

from scanner.errors import CodeError
from scanner.frontends.files import Root
from scanner.frontends.terraform.code_file import read_code_file
from scanner.frontends.terraform.evaluation import Meter
from scanner.frontends.terraform.values import EvaluationError, NotFollowedError, Value
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scanner.frontends.terraform.hcl_positions import Problem
    from scanner.frontends.terraform.syntax import Block, Expression
    from scanner.frontends.terraform.written_texts import WrittenText
    from scanner.frontends.text.positions import TextError
    from scanner.model import InlineWaiver

_LARGEST_TEXT_FILE: Final = 1024 * 1024
_NO_PATH: Final = (OSError, ValueError, RuntimeError)  # nothing there, a zero byte in the name, a ring of links


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Project:
    """What all modules of one root share.

    `included` are texts of files of other formats, as such or as templates, `read` what files of data say;
    `variable_files` give variables of the root, a later one before an earlier one.
    """

    root: pathlib.Path
    show: Callable[[pathlib.Path], str]
    tree: pathlib.Path
    meter: Meter = field(default_factory=Meter)
    codes: dict[pathlib.Path, Code] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    given: Mapping[pathlib.Path, bytes] = field(default_factory=dict)
    workspace: str = ""
    included: dict[tuple[pathlib.Path, bool], WrittenText | TextError] = field(default_factory=dict)
    variable_files: tuple[pathlib.Path, ...] = ()
    read: dict[pathlib.Path, Expression | None] = field(default_factory=dict)

    @property
    def files(self) -> frozenset[pathlib.Path]:
        """The files that were read."""
        code = (file for code in self.codes.values() for file in code.files)
        return frozenset(code).union(path for path, _ in self.included)

    def code(self, directory: pathlib.Path) -> Code:
        """Read a directory, once."""
        if directory not in self.codes:
            self.codes[directory] = self._read(directory)
        return self.codes[directory]

    def _read(self, directory: pathlib.Path) -> Code:
        files = code_files(directory, self.given)
        roots = [Root(path, self.show(path), self.tree, self.given.get(path)) for path in files]
        read = [(root.name, read_code_file(root)) for root in roots]
        blocks = tuple(block for _, code in read for block in code.blocks)
        return Code(
            directory=directory,
            blocks=blocks,
            named={(block.kind, *block.labels): block for block in reversed(blocks)},
            problems=tuple((file, problem) for file, code in read for problem in code.problems),
            files=tuple(files),
            waivers=tuple(waiver for _, code in read for waiver in code.waivers),
        )

    def read_text(self, name: str) -> Value:
        """Read a file for `file()`, inside the tree only."""
        path = self.find(name)
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise EvaluationError(f"the file {name} is not UTF-8") from error
        except OSError as error:
            raise NotFollowedError(f"the file {name} cannot be read") from error

    def data(self, path: pathlib.Path) -> Expression | None:
        """Read a file of data, once; None for what cannot be read."""
        if path not in self.read:
            from scanner.frontends.terraform.data_files import read_data  # noqa: PLC0415 - few roots read such files

            self.read[path] = read_data(Root(path, self.show(path), path.parent, self.given.get(path)))
        return self.read[path]

    def find(self, name: str) -> pathlib.Path:
        """Find a file that code names, inside the tree only."""
        try:
            path = (self.root / name).resolve()
            if not path.is_relative_to(self.tree) or path.stat().st_size > _LARGEST_TEXT_FILE:
                raise NotFollowedError(f"the file {name} is outside of the tree or too large")
        except _NO_PATH as error:
            raise EvaluationError(f"the file {name} cannot be read") from error
        return path


def code_files(directory: pathlib.Path, given: Iterable[pathlib.Path] = ()) -> list[pathlib.Path]:
    """Find the files of a module, in the order of their names; those that are given need not be there."""
    own = {path for path in given if path.parent == directory}
    try:
        paths = own | set(directory.iterdir())
    except OSError as error:
        if not own:
            refuse(error)
        paths = own
    return sorted(
        path
        for path in paths
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
    try:
        found = written.resolve()
        return found if found.is_dir() and (found == written or found.is_relative_to(tree)) else None
    except _NO_PATH:
        return None
