"""Find the texts that make a copy of a block be there: the calls on the way, and what `count` and `for_each` go by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.elements import Elements, distinct
from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.functions import call
from scanner.frontends.terraform.members import elements
from scanner.frontends.terraform.references import MOST_STEPS, Written, argument_of, followed, named
from scanner.frontends.terraform.syntax import Attribute, Call, Conditional, Entries, For, Items, Name
from scanner.frontends.terraform.values import EvaluationError, Lazy, Unknown, text_of, truth
from scanner.model import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scanner.frontends.terraform.blocks import Copy
    from scanner.frontends.terraform.modules import Module
    from scanner.frontends.terraform.syntax import Block, Expression
    from scanner.frontends.terraform.values import Value

_WHOLE: Final = "the module"

_SAME: Final = frozenset(("nonsensitive", "tolist", "tomap", "try"))
"""Functions of which the elements are those of their first argument."""

_SETS: Final = frozenset(("compact", "distinct", "keys", "sort", "toset"))
"""Functions of which the elements are texts of their first argument, in another order."""


def with_texts(module: Module, block: Block, copies: Iterable[Copy]) -> Iterator[Copy]:
    """Say of each copy of a block what makes it be there. Raises TooMuchWork."""
    around, own = _of_module(module).shared, _of_block(module, block)
    for copy in copies:
        texts = own.of(copy.key)
        yield replace(copy, through=distinct((around, texts)) if around and texts else around or texts)


def _of_module(module: Module) -> Elements:
    """Give the calls of modules on the way to one, and what makes their copies be there, as all in it rests on them."""
    if module.call is None or module.parent is None:
        return Elements()
    if _WHOLE not in module.elements:
        block, copy = module.call
        called = (Location(block.source.file, block.extent),)
        around = distinct((_of_module(module.parent).shared, called, _of_block(module.parent, block).of(copy.key)))
        module.elements[_WHOLE] = Elements(shared=around)
    return module.elements[_WHOLE] or Elements()


def _of_block(module: Module, block: Block) -> Elements:
    """Give the texts of the copies of a block by key, without those that are in the block itself."""
    name = next((name for name in ("count", "for_each") if name in block.body.attributes), "")
    mark = ".".join((block.kind, *block.labels))
    if not name:
        return Elements()
    if mark not in module.elements:
        written = argument_of(module, block, name)
        try:
            found = _counted(written) if name == "count" else _traced(written)
        except (EvaluationError, RecursionError):
            found = None
        module.elements[mark] = _outside(block, found or Elements(shared=named(written)))
    return module.elements[mark] or Elements()


def _outside(block: Block, found: Elements) -> Elements:
    def outside(texts: tuple[Location, ...]) -> tuple[Location, ...]:
        kept = [text for text in texts if text.file != block.source.file or not block.extent.holds_start_of(text.span)]
        return texts if len(kept) == len(texts) else tuple(kept)

    return Elements({key: outside(texts) for key, texts in found.own.items()}, outside(found.shared))


def _counted(written: Written) -> Elements | None:
    match written.expression:
        case Call("length", (inner,)):
            return _traced(written.inner(inner))
        case Conditional():
            return _chosen(written, _counted)
        case _:
            return None


def _traced(written: Written, steps: int = MOST_STEPS) -> Elements | None:
    """Find the texts of a collection's elements, as far as they are written out; None where they are not."""
    written.frame.meter.tick()
    match written.expression:
        case Attribute(Name(("local" | "var") as kind), name):
            known, mark = written.module.elements, f"{kind}.{name}"
            if mark not in known:
                known[mark] = None  # for what depends on itself
                known[mark] = _stepped(written, steps)
            return known[mark]
        case expression:
            return _KINDS.get(type(expression), _stepped)(written, steps)


def _stepped(written: Written, steps: int) -> Elements | None:
    source = followed(written, steps) if steps > 0 else None
    return _traced(source, steps - 1) if source else None


def _parts(written: Written, steps: int) -> Iterator[tuple[Value, Value, tuple[Location, ...]]]:
    """Yield the elements of a collection with their texts; those that are not followed rest on all that is named."""
    value = evaluate(written.expression, written.frame)
    if not isinstance(value, list | dict):
        raise EvaluationError("this is not followed")
    found = _traced(written, steps) or Elements(shared=named(written))
    for key, item in elements(value):
        written.frame.meter.tick()
        yield key, item, found.of(key, item)


def _entries(written: Written, _: int) -> Elements | None:
    own: defaultdict[Value, tuple[Location, ...]] = defaultdict(tuple)
    for key, item in written.expression.entries if isinstance(written.expression, Entries) else ():
        name = evaluate(key, written.frame)
        if isinstance(name, Unknown | Lazy):
            return None
        own[text_of(name)] += (written.inner(item).place(key), *named(written.inner(key)))
    return Elements(own)


def _items(written: Written, _: int) -> Elements:
    items = written.expression.items if isinstance(written.expression, Items) else ()
    parts = [written.inner(item) for item in items]
    return _listed((_plain(part), (part.place(),)) for part in parts)


def _called(written: Written, steps: int) -> Elements | None:
    match written.expression:
        case Call(name, (inner, *_)) if name in _SAME:
            return _traced(written.inner(inner), steps)
        case Call(name, (inner,)) if name in _SETS:
            found = _traced(written.inner(inner), steps)
            return found and Elements(_by_text(found), found.shared)
        case Call("merge", arguments, False):
            own: dict[Value, tuple[Location, ...]] = {}
            for argument in arguments:
                own |= {key: texts for key, _, texts in _parts(written.inner(argument), steps)}
            return Elements(own)
        case Call("concat", arguments, False):
            parts = (part for argument in arguments for part in _parts(written.inner(argument), steps))
            return _listed((item, texts) for _, item, texts in parts)
        case Call("flatten", (inner,)):
            return _listed(
                (item, texts) for _, part, texts in _parts(written.inner(inner), steps) for item in _flat(part)
            )
        case _:
            return _stepped(written, steps)


def _looped(written: Written, steps: int) -> Elements | None:
    loop = written.expression
    if not isinstance(loop, For):
        return None
    made: list[tuple[Value, tuple[Location, ...]]] = []
    for key, item, texts in _parts(written.inner(loop.collection), steps):
        names = dict(zip(reversed(loop.names), (item, key), strict=False))
        inner = replace(written, frame=written.frame.bind(**names))
        if loop.condition is None or truth(evaluate(loop.condition, inner.frame)):
            made.append((_plain(inner.inner(loop.key or loop.value)), texts))  # the key of a map, or what a list has
    listed = _listed(made)
    deciding = [written.inner(part) for part in (loop.key, loop.condition) if part]
    shared = [(part.place(),) for part in (*deciding, written.inner(loop.value))]
    own = _by_text(listed) if loop.key else listed.own
    return Elements(own, distinct((*shared, *(named(part) for part in deciding))))


def _chosen(written: Written, then: Callable[[Written], Elements | None]) -> Elements | None:
    """Follow the branch that a condition chooses, which all rests on."""
    match written.expression:
        case Conditional(condition, yes, no):
            chosen = yes if truth(evaluate(condition, written.frame)) else no
            found = then(written.inner(chosen))
            return found and Elements(found.own, distinct((found.shared, named(written.inner(condition)))))
        case _:
            return None


def _plain(written: Written) -> Value:
    """Evaluate what is no list or object, as only texts are looked for."""
    expression = written.expression
    return None if isinstance(expression, Entries | Items | For) else evaluate(expression, written.frame)


def _by_text(found: Elements) -> dict[Value, tuple[Location, ...]]:
    return {key: texts for key, texts in found.own.items() if isinstance(key, str)}


def _flat(value: Value) -> Sequence[Value]:
    flat = call("flatten", [[value]])
    return flat if isinstance(flat, list) else ()


def _listed(items: Iterable[tuple[Value, tuple[Location, ...]]]) -> Elements:
    """Give the elements of a list by their places in it, and by themselves where they are texts."""
    own: defaultdict[Value, tuple[Location, ...]] = defaultdict(tuple)
    for at, (item, texts) in enumerate(items):
        own[at] = texts
        if isinstance(item, str):
            own[item] = distinct((own[item], texts))
    return Elements(own)


_KINDS: Final[Mapping[type[Expression], Callable[[Written, int], Elements | None]]] = {
    Entries: _entries,
    Items: _items,
    Call: _called,
    For: _looped,
    Conditional: lambda written, steps: _chosen(written, lambda chosen: _traced(chosen, steps)),
}
