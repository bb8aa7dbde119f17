"""Read Terraform: every root under the paths, as the resources that it declares and what it leaves open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.frontends.hcl_positions import Problem
from scanner.frontends.reading import Reading
from scanner.frontends.terraform_documents import explain, needs_of, read_resource
from scanner.frontends.terraform_evaluation import TooMuchWork
from scanner.frontends.terraform_modules import Module, Remote
from scanner.frontends.terraform_project import Project
from scanner.frontends.terraform_roots import Root, find_roots, within
from scanner.frontends.terraform_types import TERRAFORM_TYPES
from scanner.frontends.terraform_values import Unknown, Value
from scanner.frontends.terraform_variables import automatic_files, given_files, read_variables
from scanner.model import Gap, GapReason, Location, Resource, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scanner.frontends.reading import CodeOptions
    from scanner.frontends.terraform_syntax import Block

MODULE: Final = "module"
"""The type of gaps on modules that are not in the tree: they may hold anything, and cover no family."""


def read_terraform(paths: Sequence[Path], options: CodeOptions) -> Reading:
    """Read all Terraform in or at the paths. Raises CodeError for a variable file that is not there."""
    var_files = tuple(given_files(options.var_files))
    roots = find_roots(paths)
    found = [item for root in roots if root.of_interest for item in _read_root(root, var_files)]
    return Reading(
        roots=tuple(show(root.directory) for root in roots),
        resources=tuple(item for item in found if isinstance(item, Resource)),
        gaps=tuple(item for item in found if isinstance(item, Gap)),
    )


def show(path: Path) -> str:
    """Name a path as seen from the working directory."""
    cwd = Path.cwd()
    return (path.relative_to(cwd) if path.is_relative_to(cwd) else path).as_posix()


def _read_root(root: Root, var_files: Sequence[Path]) -> list[Resource | Gap]:
    scope = show(root.directory)
    project = Project(root.directory, show, partial(within, tree=root.tree))
    given: dict[str, Value] = {}
    found: list[Resource | Gap] = []
    for path in (*automatic_files(root.directory), *var_files):
        values = read_variables(path, show(path.absolute()))
        if isinstance(values, Problem):
            found.append(_unreadable(values, show(path.absolute()), scope))
        else:
            given |= values
    module = Module(
        project, project.code(root.directory), "", {name: _constant(value) for name, value in given.items()}
    )
    try:
        found.extend(_read_module(module, scope))
    except TooMuchWork:
        problem = Problem(f"{scope}: evaluating this takes too long and was given up", Span(1, 1, 1, 1))
        found.append(_unreadable(problem, scope, scope))
    problems = (problem for code in project.codes.values() for problem in code.problems)
    return [*found, *(_unreadable(problem, file, scope) for file, problem in problems)]


def _constant(value: Value) -> Callable[[], Value]:
    return lambda: value


def _unreadable(problem: Problem, file: str, scope: str) -> Gap:
    return Gap(GapReason.UNREADABLE, problem.message, file, scope, location=Location(file, problem.span))


def _read_module(module: Module, scope: str) -> Iterator[Resource | Gap]:
    for block in module.code.blocks:
        if block.kind == "resource" and len(block.labels) > 1 and block.labels[0] in TERRAFORM_TYPES:
            yield from _read_block(module, block, scope)
        elif block.kind == "module" and block.labels:
            yield from _read_call(module, block, scope)


def _read_block(module: Module, block: Block, scope: str) -> Iterator[Resource | Gap]:
    name = ".".join(block.labels)
    copies = module.copies(block, name)
    if isinstance(copies, Unknown):
        yield _family(copies, block, TERRAFORM_TYPES[block.labels[0]].type, scope, module.within(name))
        return
    for copy in copies:
        resource, gaps = read_resource(block, copy, scope)
        if resource.document.get("ServiceNamespace", "sagemaker") in ("sagemaker", None):
            yield resource
            yield from gaps


def _read_call(module: Module, block: Block, scope: str) -> Iterator[Resource | Gap]:
    match module.copies_of_module(block):
        case Remote(message, needs, reason):
            location = Location(block.source.file, block.span)
            yield Gap(reason, message, needs, scope, MODULE, location=location)
        case Unknown() as missing:
            for kind in sorted(module.declares(block)):
                yield _family(missing, block, kind, scope, module.within(f"module.{block.labels[0]}"))
        case copies:
            for _, child in copies:
                yield from _read_module(child, scope)


def _family(missing: Unknown, block: Block, kind: str, scope: str, address: str) -> Gap:
    return Gap(
        reason=missing.reason,
        message=explain(missing, f"how many of {address} there are"),
        needs=needs_of(missing),
        scope=scope,
        type=kind,
        location=Location(block.source.file, block.span),
    )
