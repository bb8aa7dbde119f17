"""Find the directories that Terraform would deploy: those that no other one uses as a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.files import Glance, Root, peek, show
from scanner.frontends.terraform import glance
from scanner.frontends.terraform.project import code_files, module_directory
from scanner.records import record

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterable, Mapping, Sequence

    from scanner.frontends.files import Seen


@record(frozen=True, slots=True)
class _Directory:
    tree: pathlib.Path
    modules: frozenset[pathlib.Path]
    of_interest: bool
    files: tuple[pathlib.Path, ...]


def find_roots(seen: Sequence[Seen]) -> tuple[Root, ...]:
    """Find the roots of what is about SageMaker; a file stands for its directory."""
    given = {item.root.path: item.root.content for item in seen if item.root.content is not None}
    found: dict[pathlib.Path, _Directory] = {}
    waiting = sorted({(item.root.path.parent.resolve(), item.root.tree) for item in seen})
    asked = {directory for directory, _ in waiting}
    while waiting:
        directory, tree = waiting.pop()
        if directory not in found:
            found[directory] = _look(directory, tree, given)
            waiting.extend((module, tree) for module in found[directory].modules)
    chosen = _roots(sorted(asked), found)
    return tuple(
        Root(directory, show(directory), found[directory].tree, parts=parts)
        for directory in chosen
        if (parts := _parts([found[item] for item in _reached(directory, found)]))
    )


def _parts(directories: Sequence[_Directory]) -> frozenset[pathlib.Path]:
    """Give the files of directories that are deployed together, if any is about SageMaker."""
    of_interest = any(directory.of_interest for directory in directories)
    return frozenset(file for directory in directories for file in directory.files if of_interest)


def _look(directory: pathlib.Path, tree: pathlib.Path, given: Mapping[pathlib.Path, bytes]) -> _Directory:
    """Look at the text of a directory's files, which is far cheaper than to parse them."""
    roots = [Root(path, path.name, tree, given.get(path)) for path in code_files(directory, given)]
    glances = [_glance(root) for root in roots]
    sources = {link for item in glances for link in item.links}
    modules = {module for source in sources if (module := module_directory(directory, source, tree))}
    of_interest, files = any(item.of_interest for item in glances), tuple(root.path for root in roots)
    return _Directory(tree, frozenset(modules), of_interest, files)


def _glance(root: Root) -> Glance:
    data = peek(root)
    return Glance() if data is None else glance(data) or Glance(of_interest=False)


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
