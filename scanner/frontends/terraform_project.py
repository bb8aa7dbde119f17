"""Read the files of one root: the code of its modules, each directory once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.frontends.hcl_positions import Problem, parse_source, read_source
from scanner.frontends.terraform_evaluation import Meter
from scanner.frontends.terraform_reader import read_body
from scanner.frontends.terraform_values import EvaluationError, Value

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from scanner.frontends.terraform_syntax import Block

_LARGEST_TEXT_FILE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Code:
    """The blocks of one directory, and what of it cannot be read (by file)."""

    directory: pathlib.Path
    blocks: tuple[Block, ...]
    problems: tuple[tuple[str, Problem], ...]

    def find(self, kind: str, *labels: str) -> Block | None:
        """Find a block by its kind and labels."""
        return next((block for block in self.blocks if block.kind == kind and block.labels == labels), None)


@dataclass(frozen=True, slots=True)
class Project:
    """What all modules of one root share."""

    root: pathlib.Path
    show: Callable[[pathlib.Path], str]
    readable: Callable[[pathlib.Path], bool]
    meter: Meter = field(default_factory=Meter)
    codes: dict[pathlib.Path, Code] = field(default_factory=dict)

    def code(self, directory: pathlib.Path) -> Code:
        """Read a directory, once."""
        if directory not in self.codes:
            self.codes[directory] = self._read(directory)
        return self.codes[directory]

    def _read(self, directory: pathlib.Path) -> Code:
        blocks: list[Block] = []
        problems: list[tuple[str, Problem]] = []
        for path in sorted(directory.glob("*.tf")):
            if path.name.startswith(".") or not path.is_file() or not self.readable(path):
                continue
            file = self.show(path)
            source = read_source(path, file)
            if isinstance(source, Problem):
                problems.append((file, source))
                continue
            root, broken = parse_source(source)
            problems.extend((file, problem) for problem in broken)
            blocks.extend(read_body(source, root).blocks)
        return Code(directory, tuple(blocks), tuple(problems))

    def read_text(self, name: str) -> Value:
        """Read a file for `file()`, inside the tree only."""
        path = (self.root / name).resolve()
        try:
            if not self.readable(path) or path.stat().st_size > _LARGEST_TEXT_FILE:
                raise EvaluationError(f"the file {name} is outside of the tree or too large")
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EvaluationError(f"the file {name} cannot be read") from error
