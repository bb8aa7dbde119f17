"""Follow references in Terraform's code to where what they stand for is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.elements import Named
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.syntax import (
    Attribute,
    Call,
    Entries,
    Index,
    Items,
    Literal,
    Name,
    Template,
    parts_of,
)
from scanner.frontends.terraform.values import EvaluationError, text_of
from scanner.model import Location, Span
from scanner.records import record

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from scanner.frontends.terraform.evaluation import Frame
    from scanner.frontends.terraform.modules import Module
    from scanner.frontends.terraform.syntax import Block, Expression
    from scanner.frontends.terraform.values import Value

MOST_STEPS: Final = 10
"""References that are followed one after the other."""

_DECODERS: Final = ("jsondecode", "yamldecode")


@record(frozen=True, slots=True)
class Written:
    """An expression where it is written: its file, and the module and the frame that give its names a meaning."""

    expression: Expression
    file: str
    module: Module
    frame: Frame

    def inner(self, expression: Expression) -> Written:
        """Give a part of it."""
        return replace(self, expression=expression)

    def place(self, key: Expression | None = None) -> Location:
        """Say where all of it stands, from the key on that it is under."""
        spans = [part.span for part in (*parts_of(self.expression), *((key,) if key else ()))]
        self.frame.meter.tick(len(spans))
        start = min((span.start_line, span.start_column) for span in spans)
        return Location(self.file, Span(*start, *max((span.end_line, span.end_column) for span in spans)))


def argument_of(module: Module, block: Block, name: str) -> Written:
    """Give an argument of a block of a module."""
    return Written(block.body.attributes[name], block.source.file, module, module.frame)


def settled(written: Written, steps: int = MOST_STEPS) -> Written:
    """Follow references as far as they can be followed."""
    while steps > 0 and (found := followed(written, steps - 1)):
        written, steps = found, steps - 1
    return written


def followed(written: Written, steps: int = MOST_STEPS) -> Written | None:  # noqa: PLR0911 - one return for each kind
    """Go from a reference to what it stands for; None for what is no reference, or leads nowhere."""
    written.frame.meter.tick()
    module = written.module
    match written.expression:
        case Template((part,)) if not isinstance(part, str):
            return written.inner(part)
        case Attribute(Name("local"), name):
            block = module.local_block(name)
            return argument_of(module, block, name) if block else None
        case Attribute(Name("var"), name):
            return _variable(module, name)
        case Attribute(Name("module"), name):
            return _repeated(module, module.code.find("module", name))
        case Attribute(Name(kind), name) if block := module.code.find("resource", kind, name):
            return _repeated(module, block)
        case Attribute(target, name) if steps > 0:
            return _element(settled(written.inner(target), steps), name)
        case Index(target, key) if steps > 0:
            return _element(settled(written.inner(target), steps), evaluate(key, written.frame))
        case Call(decoder, (Call("file", (path,)),)) if decoder in _DECODERS:
            return _decoded(written, path)
        case _:
            return None


def named(written: Written) -> tuple[Location, ...]:
    """Give the text of every local value and variable that an expression names, and of those that these name."""
    found: dict[Location, None] = {}
    seen: set[tuple[int, str]] = set()
    waiting = [(written, tuple(_names(written)))]
    while waiting:
        one, names = waiting.pop()
        for mark, part in names:
            source = None if (id(one.module), mark) in seen else followed(one.inner(part))
            seen.add((id(one.module), mark))
            if source:
                about = _about(one.module, mark, source)
                found[about.place] = None
                waiting.append((source, about.names))
    return tuple(found)


def _about(module: Module, mark: str, source: Written) -> Named:
    if mark not in module.named:
        module.named[mark] = Named(source.place(), tuple(_names(source)))
    return module.named[mark]


def _names(written: Written) -> Iterator[tuple[str, Expression]]:
    for part in parts_of(written.expression):
        written.frame.meter.tick()
        match part:
            case Attribute(Name(("local" | "var") as kind), name):
                yield f"{kind}.{name}", part
            case Call(decoder, (Call("file", (Literal(path),)),)) if decoder in _DECODERS:
                yield f"file {path}", part


def _variable(module: Module, name: str) -> Written | None:
    """Find what gives a variable: the call of its module, a file of variables, or its default."""
    if module.call and module.parent:
        block, copy = module.call
        if name in block.body.attributes:
            return replace(argument_of(module.parent, block, name), frame=copy.frame)
    else:
        for path in reversed(module.project.variable_files):
            file = _file(module, path)
            if file and (found := _element(file, name)):
                return found
    declared = module.code.find("variable", name)
    return argument_of(module, declared, "default") if declared and "default" in declared.body.attributes else None


def _repeated(module: Module, block: Block | None) -> Written | None:
    """Give what a block is repeated for: what goes through all its copies has the same keys."""
    return argument_of(module, block, "for_each") if block and "for_each" in block.body.attributes else None


def _element(written: Written, key: Value) -> Written | None:
    item = None
    match written.expression:
        case Entries(entries):
            item = next((item for name, item in entries if _alike(evaluate(name, written.frame), key)), None)
        case Items(items) if isinstance(key, int) and 0 <= key < len(items):
            item = items[key]
    return written.inner(item) if item else None


def _alike(name: Value, key: Value) -> bool:
    return all(isinstance(one, str | bool | int | float) for one in (name, key)) and text_of(name) == text_of(key)


def _decoded(written: Written, path: Expression) -> Written | None:
    """Give what a file of JSON or YAML says."""
    name = evaluate(path, written.frame)
    try:
        return _file(written.module, written.module.project.find(name)) if isinstance(name, str) else None
    except EvaluationError:
        return None


def _file(module: Module, path: pathlib.Path) -> Written | None:
    expression = module.project.data(path)
    return Written(expression, module.project.show(path), module, module.frame) if expression else None
