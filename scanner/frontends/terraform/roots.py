"""Find the directories that Terraform would deploy: those that no other one uses as a module."""

from __future__ import annotations

import os
import pathlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.project import code_files, glance, mentions_sagemaker, module_directory, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SKIPPED: Final = frozenset({"node_modules"})
_SOURCE: Final = re.compile(rb"""^[ \t]*source[ \t]*=[ \t]*"(\.{1,2}/[^"\r\n]*)\"""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Root:
    """One root; `tree` is the directory that reading it stays in, `of_interest` whether SageMaker is mentioned."""

    directory: pathlib.Path
    tree: pathlib.Path
    of_interest: bool


@dataclass(frozen=True, slots=True)
class _Directory:
    tree: pathlib.Path
    modules: frozenset[pathlib.Path]
    of_interest: bool


def find_roots(paths: Sequence[pathlib.Path]) -> tuple[Root, ...]:
    """Find the roots in or at the paths; a file stands for its directory."""
    found: dict[pathlib.Path, _Directory] = {}
    waiting = [(directory, tree) for path in paths for directory, tree in _walk(path)]
    asked = {directory for directory, _ in waiting}
    while waiting:
        directory, tree = waiting.pop()
        if directory not in found:
            found[directory] = _look(directory, tree)
            waiting.extend((module, tree) for module in found[directory].modules)
    chosen = _roots(sorted(asked), found)
    return tuple(Root(directory, found[directory].tree, _of_interest(directory, found)) for directory in chosen)


def _walk(path: pathlib.Path) -> Iterator[tuple[pathlib.Path, pathlib.Path]]:
    cwd = pathlib.Path.cwd()
    if path.is_file():
        if path.name.endswith((".tf", ".tf.json")):
            directory = path.parent.resolve()
            yield directory, cwd if directory.is_relative_to(cwd) else directory
        return
    top = path.resolve()
    tree = cwd if top.is_relative_to(cwd) else top
    for name, directories, files in os.walk(top, onerror=refuse):
        directories[:] = sorted(item for item in directories if not item.startswith(".") and item not in _SKIPPED)
        if any(file.endswith((".tf", ".tf.json")) for file in files):
            yield pathlib.Path(name), tree


def _look(directory: pathlib.Path, tree: pathlib.Path) -> _Directory:
    """Look at the text of a directory's files, which is far cheaper than to parse them."""
    modules: set[pathlib.Path] = set()
    of_interest = False
    for path in code_files(directory):
        of_interest = of_interest or mentions_sagemaker(path)
        sources = (os.fsdecode(found[1]) for found in _SOURCE.finditer(glance(path) or b""))
        modules.update(module for source in sources if (module := module_directory(directory, source, tree)))
    return _Directory(tree, frozenset(modules), of_interest)


def _roots(directories: Iterable[pathlib.Path], found: Mapping[pathlib.Path, _Directory]) -> list[pathlib.Path]:
    used = {module for directory, seen in found.items() for module in seen.modules if module != directory}
    chosen = [directory for directory in directories if directory not in used]
    reached = set().union(*(_reached(directory, found) for directory in chosen))
    for directory in directories:  # modules that use each other in a ring
        if directory not in reached:
            chosen.append(directory)
            reached |= _reached(directory, found)
    return sorted(chosen)


def _reached(directory: pathlib.Path, found: Mapping[pathlib.Path, _Directory]) -> set[pathlib.Path]:
    reached, waiting = set(), [directory]
    while waiting:
        item = waiting.pop()
        if item in found and item not in reached:
            reached.add(item)
            waiting.extend(found[item].modules)
    return reached


def _of_interest(directory: pathlib.Path, found: Mapping[pathlib.Path, _Directory]) -> bool:
    return any(found[item].of_interest for item in _reached(directory, found))
