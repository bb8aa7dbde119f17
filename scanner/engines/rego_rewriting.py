"""Rewrite Rego so that regorus means by it what OPA means; every statement stays on its line.

- regorus evaluates a whole package when a rule is reached through an import (`images.name`), and only the rule when it
  is written out (`data.tipstaff.lib.images.name`): half the time, and no error of a rule that nobody asked for.
- Where the head of a set is undefined for one element, regorus fails or forgets the elements before it, and OPA goes on
  with the next: so what a set contains is bound at the end of the rule's body.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from scanner.engines.rego_printing import Printer, UnknownSyntaxError, statements_of
from scanner.engines.rego_syntax import nodes, parse_module

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.paths import Document, Json

_ELEMENT: Final = "tipstaff_element"
_SIMPLE: Final = frozenset({"Var", "String", "Number", "Bool", "Null", "RawString"})
"""Kinds of elements that are never undefined."""


@cache
def rewrite(file: str, text: str) -> str:
    """Give the text that regorus evaluates. Raises PolicyError where the module does not parse."""
    tree = parse_module(file, text)
    raw = text.encode()
    imports = imported_names(tree, text)
    local = frozenset(_declared(tree["rules"], raw)) if imports else frozenset()
    names = {name: path for name, path in imports.items() if name not in local}
    module = _Module(Printer(raw, names))
    try:
        module.print(tree, raw)
    except UnknownSyntaxError:
        return text  # newer syntax than the printer knows means what regorus makes of it
    return module.text


def imported_names(tree: Document, text: str) -> Mapping[str, str]:
    """Give what each import of `data` is called in a module: `{"images": "data.tipstaff.lib.images"}`."""
    raw = text.encode()
    names = {}
    imports = tree["imports"]
    for imported in imports if isinstance(imports, list) else ():
        match imported:
            case {"refr": {"RefDot": {"span": {"start": int(start), "end": int(end)}}}}:
                path = raw[start:end].decode()
                alias = imported.get("as")
                name = raw[alias["start"] : alias["end"]].decode() if alias else path.rpartition(".")[2]
                if path.startswith("data."):
                    names[name] = path
            case _:
                continue
    return names


class _Module:
    """The text of a module as it grows, line by line."""

    def __init__(self, printer: Printer) -> None:
        self.text = ""
        self._line = 1
        self._printer = printer

    def print(self, tree: Document, raw: bytes) -> None:
        """Print a whole module."""
        imports, rules = tree["imports"], tree["rules"]
        for part in [tree["package"], *(imports if isinstance(imports, list) else ())]:
            span = part["span"] if isinstance(part, dict) else None
            self._move_to(_line(span))
            self.text += self._whole_line(span, raw)
        for rule in rules if isinstance(rules, list) else ():
            match rule:
                case {"Spec": {"head": dict(head), "bodies": list(bodies), "span": span}}:
                    self._move_to(_line(span))
                    self._print_rule(head, bodies)
                case {"Default": {"refr": name, "args": arguments, "value": value, "span": span}}:
                    self._move_to(_line(span))
                    called = f"({self._printer.list(arguments)})" if arguments else ""
                    printed = self._printer.expression(value)
                    self.text += f"default {self._printer.expression(name)}{called} := {printed}\n"
                    self._line += 1
                case _:
                    raise UnknownSyntaxError(str(rule))

    def _print_rule(self, head: Document, bodies: list[Document]) -> None:
        element = ""
        match head:
            case {"Set": {"refr": name, "key": dict(key)}}:
                yielded = self._printer.expression(key)
                element = "" if _SIMPLE & set(key) or not bodies else yielded
                printed = f"{self._printer.expression(name)} contains {_ELEMENT if element else yielded}"
            case {"Compr": {"refr": name, "assign": assigned}}:
                printed = self._printer.expression(name) + self._assigned(assigned)
            case {"Func": {"refr": name, "args": arguments, "assign": assigned}}:
                called = f"({self._printer.list(arguments)})"
                printed = self._printer.expression(name) + called + self._assigned(assigned)
            case _:
                raise UnknownSyntaxError(str(head))
        self.text += printed
        for body in bodies:
            self._print_body(body, element)
        self.text += "\n"
        self._line += 1

    def _print_body(self, body: Document, element: str) -> None:
        if body["is_else"]:
            self.text += " else" + self._assigned(body["assign"])
        statements = list(statements_of(body["query"]))
        if not statements:
            return
        self.text += " if {"
        for number, statement in enumerate(statements):
            # Always a semicolon: what follows a line break in parentheses would be the arguments of what precedes it.
            self.text += ";" if number else ""
            self._move_to(_line(statement["span"]))
            self.text += " " + self._printer.statement(statement)
        self.text += f"; {_ELEMENT} := {element} }}" if element else " }"

    def _assigned(self, assigned: Json) -> str:
        return f" := {self._printer.expression(assigned['value'])}" if isinstance(assigned, dict) else ""

    def _move_to(self, line: int) -> None:
        missing = max(0, line - self._line)
        self.text += "\n" * missing
        self._line += missing

    def _whole_line(self, span: Json, raw: bytes) -> str:
        """Give the text of the package or of an import, with its alias."""
        lines = raw.decode().splitlines()
        return lines[_line(span) - 1]


def _line(span: Json) -> int:
    match span:
        case {"line": int(line)}:
            return line
        case _:
            raise UnknownSyntaxError(str(span))


def _declared(tree: Json, raw: bytes) -> Iterator[str]:
    """Name all variables that a module declares itself, which hide imports of the same name."""
    printer = Printer(raw, {})
    for kind, node in nodes(tree):
        match kind, node:
            case "SomeIn", {"key": key, "value": value}:
                yield from _variables([key, value])
            case "AssignExpr", {"op": "ColEq", "lhs": left}:
                yield from _variables(left)
            case "SomeVars", {"vars": list(variables)}:
                yield from (printer.text(variable) for variable in variables)
            case "Every", {"key": key, "value": value}:
                yield from (printer.text(variable) for variable in (key, value) if variable)
            case "Func", {"args": arguments}:
                yield from _variables(arguments)
            case _:
                continue


def _variables(pattern: Json) -> Iterator[str]:
    match pattern:
        case {"Var": {"value": str(name)}}:
            yield name
        case dict():
            for child in pattern.values():
                yield from _variables(child)
        case list():
            for child in pattern:
                yield from _variables(child)
        case _:
            return
