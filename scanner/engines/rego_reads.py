"""Find which paths of `input` a policy touches, through the library rules that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.engines.rego_rewriting import imported_names
from scanner.engines.rego_syntax import COMPUTED, parse_module, references
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.engines.rego_syntax import Reference
    from scanner.paths import Document, Json

InputPath = tuple[str, ...]


@record(frozen=True, slots=True)
class InputRead:
    """One path under `input` that a rule touches, without indexes, and where."""

    path: InputPath
    file: str
    line: int
    column: int


@record(frozen=True, slots=True)
class _Rule:
    """One rule of one module: what it touches, and which other rules it uses."""

    reads: tuple[InputRead, ...]
    uses: frozenset[str]


class ReadsOfRules:
    """Which paths of `input` the rules of some modules touch. Raises PolicyError for one that does not parse."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        for file, text in modules.items():
            tree = parse_module(file, text)
            package = f"data.{package_of(tree)}"
            names = imported_names(tree, text)
            rules = tree["rules"]
            for rule in rules if isinstance(rules, list) else ():
                self._rules.setdefault(f"{package}.{_name(rule)}", []).append(_read_rule(file, rule, package, names))

    def touched(self, rules: Iterable[str]) -> frozenset[InputRead]:
        """Give all that some rules (`data.tipstaff.area.stem.violation`) touch, themselves or through others."""
        found: set[InputRead] = set()
        seen: set[str] = set()
        waiting = list(rules)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                for rule in self._rules.get(name, ()):
                    found.update(rule.reads)
                    waiting += rule.uses
        return frozenset(found)


def _read_rule(file: str, rule: Json, package: str, names: Mapping[str, str]) -> _Rule:
    bound = _bindings(rule)
    reads, uses = [], set()
    for reference in references(rule):
        path = _input_path(reference.root, reference.keys, bound)
        if path:
            reads.append(InputRead(path, file, reference.line, reference.column))
        elif path is None:
            uses |= _used(reference, package, names)
    return _Rule(tuple(reads), frozenset(uses))


def _used(reference: Reference, package: str, names: Mapping[str, str]) -> set[str]:
    """Name the rules that a reference may mean: one, or what its path starts with."""
    if reference.root in names or reference.root == "data":
        full = [*names.get(reference.root, "data").split("."), *reference.keys]
        return {".".join(full[:length]) for length in range(2, len(full) + 1)}
    return {f"{package}.{reference.root}"}


_SELF: Final[Mapping[str, InputPath]] = {"input": ()}


def _bindings(rule: Json) -> Mapping[str, InputPath]:
    """Find the variables of a rule that stand for a part of `input`."""
    bound = dict(_SELF)
    for variable, source in _assignments(rule):
        for reference in references(source):
            path = _input_path(reference.root, reference.keys, bound)
            if path:
                bound.setdefault(variable, path)
            break
    return bound


def _assignments(tree: Json) -> Iterator[tuple[str, Json]]:
    match tree:
        case {"SomeIn": {"value": {"Var": {"value": str(name)}}, "collection": source}}:
            yield name, _plain(source)
        case {"AssignExpr": {"lhs": {"Var": {"value": str(name)}}, "rhs": source}}:
            yield name, _plain(source)
            yield from _assignments(source)
        case dict():
            for child in tree.values():
                yield from _assignments(child)
        case list():
            for child in tree:
                yield from _assignments(child)


def _plain(source: Json) -> Json:
    """Keep a source only when it is a reference itself, and no expression over one."""
    match source:
        case {"RefDot": _} | {"RefBrack": _} | {"Var": _}:
            return source
        case _:
            return None


def _input_path(root: str, keys: Iterable[str], bound: Mapping[str, InputPath]) -> InputPath | None:
    if root not in bound:
        return None
    return (*bound[root], *(key for key in keys if key != COMPUTED))


def _name(rule: Json) -> str:
    """Name a rule by the root of its head: `x` for `x`, `x contains y`, `x[y] := z`, `x(y) := z` and defaults."""
    for reference in references(_head(rule)):
        return reference.root
    return ""


def _head(rule: Json) -> Json:
    match rule:
        case {"Spec": {"head": dict(head)}}:
            for kind in head.values():
                return _reference_of(kind)
        case {"Default": default}:
            return _reference_of(default)
    return None


def _reference_of(node: Json) -> Json:
    match node:
        case {"refr": reference}:
            return reference
        case _:
            return None


def head_of(rule: Document) -> tuple[str, str]:
    """Give a rule's kind of head (`Set`, `Compr`, `Func`, `Default`) and its name."""
    match rule:
        case {"Spec": {"head": dict(head)}}:
            return next(iter(head)), _name(rule)
        case _:
            return "Default", _name(rule)


def package_of(tree: Document) -> str:
    """Give the package of a module: `tipstaff.training.managed_spot`."""
    return next(".".join((reference.root, *reference.keys)) for reference in references(tree["package"]))
