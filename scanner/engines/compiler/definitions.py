"""Gather the rules of Rego modules: all definitions of each under its path, and what names mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.engines.rego_printing import UnknownSyntaxError
from scanner.engines.rego_rewriting import imported_names
from scanner.engines.rego_syntax import parse_module
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.paths import Document, Json


@record(frozen=True, slots=True)
class Module:
    """One module: its package as a path from `data`, and what its imports are called."""

    package: str
    imports: Mapping[str, str]
    raw: bytes

    def text(self, span: Json) -> str:
        """Give the text of a place."""
        match span:
            case {"start": int(start), "end": int(end)}:
                return self.raw[start:end].decode()
        raise UnknownSyntaxError(str(span))


@record(frozen=True, slots=True)
class Definition:
    """One definition of a rule: what it yields under which key for which arguments, and its bodies."""

    module: Module
    key: Json
    value: Json
    arguments: Sequence[Json]
    bodies: Sequence[Document]


@dataclass(slots=True)
class Rule:
    """All definitions of one rule. `kind` is `value`, `set`, `object` or `sets`; `function` what it becomes."""

    path: str
    function: str
    kind: str
    arity: int
    definitions: list[Definition] = field(default_factory=list)
    default: tuple[Module, Json] | None = None


@dataclass(slots=True)
class Rules:
    """The rules of several modules by path (`data.tipstaff.lib.images.name`), over base data.

    `constants` are the keys to the parts of the data that rules name, each under a name of its own.
    """

    data: Document
    by_path: dict[str, Rule] = field(default_factory=dict)
    constants: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, modules: Mapping[str, str], data: Document) -> Rules:
        """Read modules. Raises PolicyError, or UnknownSyntaxError for rules that are not known."""
        rules = cls(data)
        for file, text in modules.items():
            tree = parse_module(file, text)
            package = tree["package"]
            path = _names(package["refr"]) if isinstance(package, dict) else []
            module = Module(".".join(["data", *path]), imported_names(tree, text), text.encode())
            for rule in _documents(tree["rules"]):
                rules._add(module, rule)
        return rules

    def constant(self, keys: Sequence[str]) -> str:
        """Name the part of the base data under some keys; a part that is not there is not known."""
        value: Json = self.data
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                raise UnknownSyntaxError(f"data.{'.'.join(keys)}")
            value = value[key]
        name = "data_" + "_".join(re.sub(r"\W", "_", key) for key in keys)
        if self.constants.setdefault(name, tuple(keys)) != tuple(keys):
            raise UnknownSyntaxError(f"{name} stands for two things")
        return name

    def _add(self, module: Module, tree: Document) -> None:
        match tree:
            case {"Spec": {"head": {"Set": {"refr": refr, "key": key}}, "bodies": list(bodies)}} if key:
                name, index = _name(refr)
                kind = "set" if index is None else "sets"
                if isinstance(index, dict) and "Var" not in index:
                    raise UnknownSyntaxError("a set under a constant key, which is there even when it is empty")
                self._define(module, name, kind, Definition(module, index, key, (), bodies))
            case {"Spec": {"head": {"Compr": {"refr": refr, "assign": assign}}, "bodies": list(bodies)}}:
                name, index = _name(refr)
                kind = "value" if index is None else "object"
                self._define(module, name, kind, Definition(module, index, _assigned(assign), (), bodies))
            case {
                "Spec": {
                    "head": {"Func": {"refr": refr, "args": list(given), "assign": assign}},
                    "bodies": list(bodies),
                }
            }:
                name, index = _name(refr)
                if index is not None:
                    raise UnknownSyntaxError("a function with brackets")
                self._define(module, name, "value", Definition(module, None, _assigned(assign), given, bodies))
            case {"Default": {"refr": {"Var": {"value": str(name)}}, "args": [], "value": value}}:
                self._rule(f"{module.package}.{name}", "value", 0).default = (module, value)
            case _:
                raise UnknownSyntaxError(str(list(tree)))

    def _define(self, module: Module, name: str, kind: str, definition: Definition) -> None:
        rule = self._rule(f"{module.package}.{name}", kind, len(definition.arguments))
        rule.definitions.append(definition)

    def _rule(self, path: str, kind: str, arity: int) -> Rule:
        rule = self.by_path.setdefault(path, Rule(path, f"rule_{len(self.by_path)}", kind, arity))
        if (rule.kind, rule.arity) != (kind, arity):
            raise UnknownSyntaxError(f"{path} is defined in several ways")
        return rule


TRUE: Final[Json] = {"Bool": {"value": True}}


def _assigned(assign: Json) -> Json:
    return assign["value"] if isinstance(assign, dict) else TRUE


def _name(refr: Json) -> tuple[str, Json]:
    """Give the name of a rule, and the key in brackets if there is one."""
    match refr:
        case {"Var": {"value": str(name)}}:
            return name, None
        case {"RefBrack": {"refr": {"Var": {"value": str(name)}}, "index": index}}:
            return name, index
    raise UnknownSyntaxError(str(refr))


def _names(refr: Json) -> list[str]:
    match refr:
        case {"Var": {"value": str(name)}}:
            return [name]
        case {"RefDot": {"refr": inner, "field": [_, str(name)]}}:
            return [*_names(inner), name]
    raise UnknownSyntaxError(str(refr))


def _documents(items: Json) -> list[Document]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
