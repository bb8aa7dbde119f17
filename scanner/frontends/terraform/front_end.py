"""Read Terraform: every root under the paths, as the resources that it declares and what it leaves open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE, Root, peek, show
from scanner.frontends.reading import Reading, reading_of, together
from scanner.frontends.terraform.copy_texts import with_texts
from scanner.frontends.terraform.default_tags import default_tags
from scanner.frontends.terraform.dialect import SENTENCES
from scanner.frontends.terraform.documents import read_block
from scanner.frontends.terraform.evaluation import TooMuchWork, evaluate
from scanner.frontends.terraform.hcl_positions import Problem
from scanner.frontends.terraform.modules import Module, Remote
from scanner.frontends.terraform.project import Project
from scanner.frontends.terraform.providers import provider_of
from scanner.frontends.terraform.roots import find_roots
from scanner.frontends.terraform.rules import Rule, add_rules, read_rules, unknown_rules
from scanner.frontends.terraform.type_table import DEFINITION_TYPES, RULE_TYPES, TERRAFORM_TYPES
from scanner.frontends.terraform.values import Unknown, Value
from scanner.frontends.terraform.variables import automatic_files, given_files, read_variables
from scanner.model import Gap, InlineWaiver, Location, Resource
from scanner.resource_types import SECURITY_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from scanner.frontends.files import Seen
    from scanner.frontends.reading import CodeOptions
    from scanner.frontends.terraform.evaluation import Frame
    from scanner.frontends.terraform.syntax import Block

_PLAN: Final = (b'"format_version"', b'"planned_values"')
_SHORTEST_SECRET: Final = 4

MODULE: Final = "module"
"""The type of gaps on modules that are not in the tree: they may hold anything, and cover no family."""


def roots(seen: Sequence[Seen]) -> tuple[Root, ...]:
    """Find the directories that Terraform would deploy."""
    return find_roots(seen)


def read(root: Root, options: CodeOptions) -> Reading:
    """Read one root with its modules, or the plan beside its code, which knows more.

    Raises CodeError for a variable file that is not there.
    """
    plan = _plan_beside(root, options)
    if plan.roots:
        return plan
    scope = root.name
    paths = (*automatic_files(root.path), *given_files(options.var_files))
    project = Project(
        root.path, show, root.tree, given=options.given, workspace=options.workspace, variable_files=paths
    )
    given: dict[str, Value] = {}
    found: list[Resource | Gap | InlineWaiver] = []
    for path in paths:
        file = show(path)
        values = read_variables(path, file)
        if isinstance(values, Problem):
            found.append(_problem(values, file, scope))
        else:
            given |= values
    unread: frozenset[Path] = frozenset()
    arguments = {name: _constant(value) for name, value in given.items()}
    try:
        found.extend(_with_rules(_read_module(Module(project, project.code(root.path), "", arguments), scope)))
    except TooMuchWork:
        unread = root.parts
        found.append(_problem(Problem(f"evaluating {scope} takes too long and was given up", WHOLE), scope, scope))
    problems = (problem for code in project.codes.values() for problem in code.problems)
    found.extend(_problem(problem, file, scope) for file, problem in problems)
    found.extend(waiver for code in project.codes.values() for waiver in code.waivers)
    items = (_discreet(item, project.secrets) if isinstance(item, Gap) else item for item in found)
    return together([reading_of(scope, items, project.files | unread), plan])


def _plan_beside(root: Root, options: CodeOptions) -> Reading:
    """Read the plan in a directory of code, if there is a whole one; or say which are not."""
    torn = Reading()
    for path in sorted(root.path.glob("*.json")):
        file = Root(path, show(path), root.tree)
        data = peek(file) or b""
        if all(sign in data for sign in _PLAN):
            from scanner.frontends.terraform.plan import read_beside  # noqa: PLC0415 - few directories have one

            reading = read_beside(file, options)
            if reading.roots:
                return reading
            torn = together([torn, reading])
    return torn


def _discreet(gap: Gap, secrets: Collection[str]) -> Gap:
    """Keep the values of sensitive variables out of what is said."""
    message, needs = gap.message, gap.needs
    for secret in (secret for secret in secrets if len(secret) >= _SHORTEST_SECRET):
        message, needs = message.replace(secret, "(sensitive)"), needs.replace(secret, "(sensitive)")
    return replace(gap, message=message, needs=needs)


def _with_rules(items: Iterable[Resource | Gap | Rule]) -> Iterator[Resource | Gap]:
    found = list(items)
    rules = [item for item in found if isinstance(item, Rule)]
    for item in found:
        if isinstance(item, Resource) and item.type == SECURITY_GROUP and rules:
            group, gaps = add_rules(item, rules)
            yield group
            yield from gaps
        elif not isinstance(item, Rule):
            yield item


def _constant(value: Value) -> Callable[[], Value]:
    return lambda: value


def _problem(problem: Problem, file: str, scope: str) -> Gap:
    return Gap(problem.reason, problem.message, file, scope, location=Location(file, problem.span))


def _read_module(module: Module, scope: str) -> Iterator[Resource | Gap | Rule]:
    for block in module.code.blocks:
        if block.kind == "resource" and block.labels and block.labels[0] in DEFINITION_TYPES:
            from scanner.frontends.terraform.definitions import read_definitions  # noqa: PLC0415 - few blocks hold one

            yield from read_definitions(module, block, scope)
        match block.kind, block.labels:
            case "resource", (kind, _) if kind in TERRAFORM_TYPES:
                yield from _read_block(module, block, scope)
            case "resource", (kind, _) if kind in RULE_TYPES:
                copies = module.copies(block, ".".join(block.labels))
                yield from unknown_rules(block) if isinstance(copies, Unknown) else read_rules(block, copies)
            case "module", (_,):
                yield from _read_call(module, block, scope)


def _read_block(module: Module, block: Block, scope: str) -> Iterator[Resource | Gap]:
    name = ".".join(block.labels)
    copies = module.copies(block, name)
    if isinstance(copies, Unknown):
        if _serves_sagemaker(block, module.frame):
            yield _family(copies, block, TERRAFORM_TYPES[block.labels[0]].type, scope, module.within(name))
        return
    tags = default_tags(module, provider_of(block))
    for copy in with_texts(module, block, copies):
        if _serves_sagemaker(block, copy.frame):
            yield from read_block(block, copy, scope, tags)


def _serves_sagemaker(block: Block, frame: Frame) -> bool:
    """Tell scaling of other services apart, where the code says so."""
    namespace = block.body.attributes.get("service_namespace")
    value = None if namespace is None else evaluate(namespace, frame)
    return not isinstance(value, str) or value == "sagemaker"


def _read_call(module: Module, block: Block, scope: str) -> Iterator[Resource | Gap | Rule]:
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
    needs = ", ".join(missing.needs)
    return Gap(
        reason=missing.reason,
        message=SENTENCES[missing.reason].format(what=f"how many of {address} there are", needs=needs),
        needs=needs,
        scope=scope,
        type=kind,
        location=Location(block.source.file, block.span),
    )
