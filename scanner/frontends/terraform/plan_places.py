"""Find where the code beside a plan writes the values that the plan has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import Root, show
from scanner.frontends.nodes import ELSEWHERE, Node
from scanner.frontends.nodes import placed as all_at
from scanner.frontends.terraform.modules import Module, Remote
from scanner.frontends.terraform.project import Project, code_files
from scanner.frontends.terraform.syntax import Block, Body, Entries, Expression, Items, Literal
from scanner.records import record

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator, Sequence

    from scanner.frontends.reading import CodeOptions

_INDEX: Final = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]")


@record(frozen=True, slots=True)
class Places:
    """The code of a plan's directory and of its modules; none of it where there is no code."""

    module: Module | None

    @property
    def files(self) -> tuple[pathlib.Path, ...]:
        """The files that the plan was made of."""
        codes = self.module.project.codes.values() if self.module else ()
        return tuple(file for code in codes for file in code.files)

    def of(self, address: str) -> Block | None:
        """Find the block of a resource by its address in the plan."""
        *path, kind, name = without_indexes(address).split(".")
        module = self.module
        for label in path[1::2]:
            module = _child(module, label) if module else None
        return module.code.find("resource", kind, name) if module else None


def places_beside(plan: Root, options: CodeOptions) -> Places:
    """Read the code in the directory of a plan, if there is any."""
    directory = plan.path.parent
    if not code_files(directory, options.given):
        return Places(None)
    project = Project(directory, show, plan.tree, given=options.given)
    root = Module(project, project.code(directory), "", {})
    waiting = [root]
    while waiting:  # modules of which the plan has nothing are a part of it too
        module = waiting.pop()
        labels = (block.labels[0] for block in module.code.blocks if block.kind == "module" and block.labels)
        waiting.extend(child for label in labels if (child := _child(module, label)))
    return Places(root)


def without_indexes(address: str) -> str:
    """Leave out of an address which copy it is: `module.a["x"].aws_subnet.b[0]` is `module.a.aws_subnet.b`."""
    return _INDEX.sub("", address)


def placed(values: Node, body: Body) -> Node:
    """Give the values of a body the places where the code writes them; those that it does not write have none."""
    members = values.value if isinstance(values.value, Mapping) else {}
    found = {}
    for name, node in members.items():
        blocks = [block for block in body.blocks if _label(block) == name]
        if name in body.attributes:
            found[name] = _at(node, body.attributes[name])
        elif blocks and isinstance(node.value, tuple):
            found[name] = Node(tuple(_in_blocks(node.value, blocks)), blocks[0].span)
        else:
            found[name] = all_at(node, ELSEWHERE)
    return Node(found, values.span)


def _in_blocks(nodes: Sequence[Node], blocks: Sequence[Block]) -> Iterator[Node]:
    """Match the objects of a list with the blocks that make them; a dynamic one makes all that are left over."""
    extra = len(nodes) - len(blocks)
    written = [block for block in blocks for _ in range(1 + (extra if block.kind == "dynamic" and extra > 0 else 0))]
    for node, block in zip(nodes, [*written, *[blocks[-1]] * len(nodes)], strict=False):
        yield Node(placed(node, _content(block)).value, block.span)


def _label(block: Block) -> str:
    return block.labels[0] if block.kind == "dynamic" and block.labels else block.kind


def _content(block: Block) -> Body:
    inner = next((item.body for item in block.body.blocks if item.kind == "content"), Body({}, ()))
    return inner if block.kind == "dynamic" else block.body


def _at(node: Node, expression: Expression) -> Node:
    match node.value, expression:
        case tuple() as nodes, Items(items) if len(nodes) == len(items):
            pairs = zip(nodes, items, strict=True)
            return Node(tuple(_at(item, written) for item, written in pairs), expression.span)
        case tuple() as nodes, _:
            return Node(tuple(_at(item, expression) for item in nodes), expression.span)
        case Mapping() as members, _:
            written = _written(expression)
            inner = {name: _at(item, written.get(name, expression)) for name, item in members.items()}
            return Node(inner, expression.span)
        case value, _:
            return Node(value, expression.span)


def _written(expression: Expression) -> dict[str, Expression]:
    if not isinstance(expression, Entries):
        return {}
    return {
        key.value: item for key, item in expression.entries if isinstance(key, Literal) and isinstance(key.value, str)
    }


def _child(module: Module, name: str) -> Module | None:
    block = module.code.find("module", name)
    directory = module.directory_of(block, name) if block else None
    if directory is None or isinstance(directory, Remote):
        return None
    parents = (*module.parents, module.code.directory)
    return Module(module.project, module.project.code(directory), "", {}, module, {}, parents)
