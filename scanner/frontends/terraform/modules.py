"""Follow Terraform's modules: what names mean in each, and which copies of each block there are."""

from __future__ import annotations

import os
import pathlib
from dataclasses import field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from scanner.frontends.terraform.blocks import MOST_COPIES, Copy, entity
from scanner.frontends.terraform.evaluation import Frame, evaluate
from scanner.frontends.terraform.project import Code, Project, module_directory
from scanner.frontends.terraform.providers import providers_of
from scanner.frontends.terraform.syntax import Block, Body, Expression, Literal
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.frontends.terraform.values import (
    EvaluationError,
    Lazy,
    OpenMap,
    Unknown,
    Value,
    as_set,
    inner_text,
    number,
    texts,
    unknown,
    unknowns,
)
from scanner.frontends.terraform.variables import convert
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.terraform.elements import Elements, Named


@record(frozen=True, slots=True)
class Remote:
    """A module that is not in the tree, and why."""

    message: str
    needs: str
    reason: GapReason


@record(frozen=True, slots=False)
class Module:
    """One copy of a module: its code, where it stands, its arguments, and the block and its copy that call it.

    `named` and `elements` keep what was found out of where values are written.
    """

    project: Project
    code: Code
    address: str
    arguments: Mapping[str, Callable[[], Value]]
    parent: Module | None = None
    providers: Mapping[str, str] = field(default_factory=dict)
    parents: tuple[pathlib.Path, ...] = ()
    memo: dict[str, Value] = field(default_factory=dict)
    call: tuple[Block, Copy] | None = None
    named: dict[str, Named] = field(default_factory=dict)
    elements: dict[str, Elements | None] = field(default_factory=dict)

    @cached_property
    def frame(self) -> Frame:
        """What names mean at the top of the module."""
        return Frame(self._resolve, self.project.read_text, self.project.meter)

    @cached_property
    def _locals(self) -> dict[str, Expression]:
        return {
            name: expression
            for block in self.code.blocks
            if block.kind == "locals"
            for name, expression in block.body.attributes.items()
        }

    def within(self, name: str) -> str:
        """Give the address of something in this module."""
        return f"{self.address}.{name}" if self.address else name

    def _resolve(self, name: str) -> Value:  # noqa: PLR0911 - one return for each kind of name
        match name:
            case "var":
                return Lazy("var", partial(self._once, "var", self._variable))
            case "local":
                return Lazy("local", partial(self._once, "local", self._local))
            case "module":
                return Lazy("module", partial(self._once, "module", self._child))
            case "data":
                return Lazy("data", lambda kind: Lazy(f"data.{kind}", partial(self._entity, "data", kind)))
            case "path":
                return Lazy("path", self._path)
            case "terraform":
                return Lazy("terraform", self._terraform)
            case "each" | "count" | "self":
                raise EvaluationError(f"{name} is not known here")
            case _ if "_" in name:
                return Lazy(name, partial(self._entity, "resource", name))
            case _:
                raise EvaluationError(f"{name} is not declared")

    def _once(self, kind: str, evaluate_it: Callable[[str], Value], name: str) -> Value:
        mark = f"{kind}.{name}"
        if mark not in self.memo:
            self.memo[mark] = Unknown(
                f"${{{mark}}}", GapReason.UNSUPPORTED, (f"{self.within(mark)}, which depends on itself",), present=True
            )
            try:
                self.memo[mark] = evaluate_it(name)
            except EvaluationError:
                del self.memo[mark]
                raise
        return self.memo[mark]

    def _variable(self, name: str) -> Value:
        block = self.code.find("variable", name)
        if block is None:
            raise EvaluationError(f"{self.within(f'var.{name}')} is not declared")
        attributes = block.body.attributes
        nullable = "nullable" not in attributes or evaluate(attributes["nullable"], self.frame) is not False
        given = self.arguments[name]() if name in self.arguments else None
        if name in self.arguments and not (given is None and not nullable):
            value = given
        elif "default" in attributes:
            value = evaluate(attributes["default"], self.frame)
        else:
            return unknown(self.within(f"var.{name}"), GapReason.VARIABLE, present=not nullable)
        if "sensitive" in attributes and evaluate(attributes["sensitive"], self.frame) is not False:
            self.project.secrets.update(texts(value))
        return convert(value, attributes["type"], self.frame) if "type" in attributes else value

    def local_block(self, name: str) -> Block | None:
        """Find the block that gives a local value."""
        blocks = (block for block in self.code.blocks if block.kind == "locals")
        return next((block for block in blocks if name in block.body.attributes), None)

    def _local(self, name: str) -> Value:
        if name not in self._locals:
            raise EvaluationError(f"local.{name} is not declared")
        return evaluate(self._locals[name], self.frame)

    def _path(self, name: str) -> Value:
        if name == "module":
            return pathlib.PurePath(os.path.relpath(self.code.directory, self.project.root)).as_posix()
        return "." if name == "root" else unknown(f"path.{name}")

    def _terraform(self, name: str) -> Value:
        return (
            self.project.workspace if name == "workspace" and self.project.workspace else unknown(f"terraform.{name}")
        )

    def _child(self, name: str) -> Value:
        block = self.code.find("module", name)
        if block is None:
            raise EvaluationError(f"module.{name} is not declared")
        modules = self.copies_of_module(block)
        if isinstance(modules, Remote | Unknown):
            return unknown(self.within(f"module.{name}"))
        outputs = {key: Lazy(module.address, module.output) for key, module in modules}
        return _collected(block, outputs)

    def output(self, name: str) -> Value:
        """Evaluate an output."""
        block = self.code.find("output", name)
        if block is None or "value" not in block.body.attributes:
            raise EvaluationError(f"{self.address} has no output {name}")
        return self._once("output", lambda _: evaluate(block.body.attributes["value"], self.frame), name)

    def copies_of_module(self, block: Block) -> Remote | Unknown | list[tuple[Value, Module]]:
        """Give the copies of a module that is called, by key."""
        name = f"module.{block.labels[0]}" if block.labels else "module"
        where = self.directory_of(block, self.within(name))
        if isinstance(where, Remote):
            return where
        copies = self.copies(block, name)
        if isinstance(copies, Unknown):
            return copies
        code, parents = self.project.code(where), (*self.parents, self.code.directory)
        providers = providers_of(block.body.attributes.get("providers"))
        return [
            (
                copy.key,
                Module(
                    *(self.project, code, copy.address, _arguments(block.body, copy.frame), self, providers, parents),
                    call=(block, copy),
                ),
            )
            for copy in copies
        ]

    def declares(self, block: Block) -> set[str]:
        """Tell which types of resources a module that is called declares, however deep."""
        directory = self.directory_of(block, block.labels[0])
        if isinstance(directory, Remote):
            return set()
        code = self.project.code(directory)
        child = Module(self.project, code, "", {}, self, {}, (*self.parents, self.code.directory))
        named = {inner.labels[0] for inner in code.blocks if inner.kind == "resource" and inner.labels}
        kinds = {TERRAFORM_TYPES[name].type for name in named & TERRAFORM_TYPES.keys()}
        return kinds.union(*(child.declares(inner) for inner in code.blocks if inner.kind == "module" and inner.labels))

    def directory_of(self, block: Block, name: str) -> pathlib.Path | Remote:
        """Find the directory of a module that is called, or say why it is not in the tree."""
        source = block.body.attributes.get("source")
        where = source.value if isinstance(source, Literal) else None
        if not isinstance(where, str):
            return Remote(f"{name} has a source that is not a plain string", name, GapReason.UNSUPPORTED)
        if not where.startswith(("./", "../")):
            return Remote(f"{name} comes from {where} and is not fetched", where, GapReason.NOT_IN_CODE)
        directory = module_directory(self.code.directory, where, self.project.tree)
        if directory is None:
            return Remote(f"{name} comes from {where}, which is not there", where, GapReason.DEPLOY)
        if directory in (self.code.directory, *self.parents):
            return Remote(f"{name} contains itself", name, GapReason.UNSUPPORTED)
        return directory

    def copies(self, block: Block, name: str) -> Unknown | list[Copy]:
        """Expand `count` and `for_each`."""
        attributes, address = block.body.attributes, self.within(name)
        if "count" in attributes:
            return self._counted(evaluate(attributes["count"], self.frame), address)
        if "for_each" in attributes:
            return self._keyed(evaluate(attributes["for_each"], self.frame), address)
        return [Copy(address, None, self.frame)]

    def _counted(self, count: Value, address: str) -> Unknown | list[Copy]:
        missing = next(unknowns(count), None)
        if missing:
            return missing
        try:
            total = int(number(count))
        except EvaluationError:
            return unknown(f"the count of {address} is not a number", GapReason.UNSUPPORTED)
        if total > MOST_COPIES:
            return unknown(f"there are more than {MOST_COPIES} of {address}", GapReason.UNSUPPORTED)
        return [Copy(f"{address}[{index}]", index, self.frame.bind(count={"index": index})) for index in range(total)]

    def _keyed(self, collection: Value, address: str) -> Unknown | list[Copy]:
        match collection:
            case dict():
                pairs = sorted(collection.items())
            case list() if all(isinstance(item, str) for item in collection):
                pairs = [(str(item), item) for item in as_set(collection)]
            case Unknown() | Lazy() | OpenMap() | list() if any(unknowns(collection)):
                return next(unknowns(collection))
            case _:
                return unknown(f"the for_each of {address} is not a map or a set", GapReason.UNSUPPORTED)
        if len(pairs) > MOST_COPIES:
            return unknown(f"there are more than {MOST_COPIES} of {address}", GapReason.UNSUPPORTED)
        return [
            Copy(f"{address}[{inner_text(key)}]", key, self.frame.bind(each={"key": key, "value": value}))
            for key, value in pairs
        ]

    def _entity(self, mode: str, kind: str, name: str) -> Value:
        prefix = "data." if mode == "data" else ""
        block = self.code.find(mode, kind, name)
        if block is None:
            raise EvaluationError(f"{self.within(f'{prefix}{kind}.{name}')} is not declared")
        copies = self.copies(block, f"{prefix}{kind}.{name}")
        if isinstance(copies, Unknown):
            return unknown(self.within(f"{prefix}{kind}.{name}"))
        return _collected(block, {copy.key: entity(block, copy, mode) for copy in copies})


def _collected(block: Block, copies: Mapping[Value, Value]) -> Value:
    """Give one thing, a list or a map, as `count` and `for_each` make of a block."""
    if "count" in block.body.attributes:
        return list(copies.values())
    if "for_each" in block.body.attributes:
        return {str(key): value for key, value in copies.items()}
    return next(iter(copies.values()))


def _arguments(body: Body, frame: Frame) -> dict[str, Callable[[], Value]]:
    return {name: partial(evaluate, expression, frame) for name, expression in body.attributes.items()}
