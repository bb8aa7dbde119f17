"""Print syntax trees as Rego again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scanner.paths import Document, Json

_OPERATORS: Final = {
    "AssignExpr": {"ColEq": ":=", "Eq": "="},
    "BoolExpr": {"Eq": "==", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="},
    "ArithExpr": {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Mod": "%"},
    "BinExpr": {"Union": "|", "Intersection": "&"},
}


_STATEMENTS: Final = frozenset(_OPERATORS["AssignExpr"].values())
"""Operators that no expression is inside of."""


class UnknownSyntaxError(Exception):
    """A kind of node that the printer does not know."""


class Printer:
    """Print the expressions and statements of a module; `names` says what to print for some variables."""

    def __init__(self, raw: bytes, names: Mapping[str, str]) -> None:
        self._raw = raw
        self._names = names
        self._kinds: Mapping[str, Callable[[Document], str]] = {
            "Var": lambda node: self._names.get(str(node["value"]), str(node["value"])),
            **dict.fromkeys(("String", "RawString", "Number", "Bool", "Null"), _scalar),
            "Array": lambda node: f"[{self.list(node['items'])}]",
            "Set": lambda node: f"{{{self.list(node['items'])}}}" if node["items"] else "set()",
            "Object": self._object,
            "RefDot": lambda node: f"{self.expression(node['refr'])}.{_key(node)}",
            "RefBrack": lambda node: f"{self.expression(node['refr'])}[{self.expression(node['index'])}]",
            "Call": lambda node: f"{self.expression(node['fcn'])}({self.list(node['params'])})",
            "ArrayCompr": lambda node: f"[{self.expression(node['term'])} | {self.query(node['query'])}]",
            "SetCompr": lambda node: f"{{{self.expression(node['term'])} | {self.query(node['query'])}}}",
            "ObjectCompr": lambda node: f"{{{self._pair(node)} | {self.query(node['query'])}}}",
            "UnaryExpr": lambda node: f"-{self.expression(node['expr'])}",
            "Membership": self._membership,
            **{kind: partial(self._operation, operators) for kind, operators in _OPERATORS.items()},
        }

    def expression(self, tree: Json) -> str:
        """Print an expression; parentheses stand wherever they may be needed."""
        match tree:
            case dict() if len(tree) == 1:
                kind, node = next(iter(tree.items()))
                if isinstance(node, dict) and kind in self._kinds:
                    return self._kinds[kind](node)
        raise UnknownSyntaxError(str(tree))

    def list(self, items: Json) -> str:
        """Print expressions with commas between them."""
        return ", ".join(self.expression(item) for item in items) if isinstance(items, list) else ""

    def _object(self, node: Document) -> str:
        fields = node["fields"]
        pairs = [self._pair({"key": field[1], "value": field[2]}) for field in _lists(fields)]
        return f"{{{', '.join(pairs)}}}"

    def _pair(self, node: Document) -> str:
        return f"{self.expression(node['key'])}: {self.expression(node['value'])}"

    def _membership(self, node: Document) -> str:
        keyed = f"{self.expression(node['key'])}, " if node["key"] else ""
        return f"({keyed}{self.expression(node['value'])} in {self.expression(node['collection'])})"

    def _operation(self, operators: Mapping[str, str], node: Document) -> str:
        operator = operators.get(str(node["op"]))
        if operator is None:
            raise UnknownSyntaxError(str(node["op"]))
        text = f"{self.expression(node['lhs'])} {operator} {self.expression(node['rhs'])}"
        return text if operator in _STATEMENTS else f"({text})"

    def query(self, query: Json) -> str:
        """Print a body on one line."""
        return "; ".join(self.statement(statement) for statement in statements_of(query))

    def statement(self, statement: Document) -> str:
        """Print one statement with its `with`."""
        text = self._literal(statement["literal"])
        for modifier in _documents(statement.get("with_mods", ())):
            text += f" with {self.expression(modifier['refr'])} as {self.expression(modifier['as'])}"
        return text

    def _literal(self, literal: Json) -> str:
        match literal:
            case {"Expr": {"expr": expression}}:
                return self.expression(expression)
            case {"NotExpr": {"expr": expression}}:
                return f"not {self.expression(expression)}"
            case {"SomeVars": {"vars": list(variables)}}:
                return "some " + ", ".join(self.text(variable) for variable in variables)
            case {"SomeIn": {"key": key, "value": value, "collection": collection}}:
                keyed = f"{self.expression(key)}, " if key else ""
                return f"some {keyed}{self.expression(value)} in {self.expression(collection)}"
            case {"Every": {"key": key, "value": value, "domain": domain, "query": query}}:
                keyed = f"{self.text(key)}, " if key else ""
                return f"every {keyed}{self.text(value)} in {self.expression(domain)} {{ {self.query(query)} }}"
            case _:
                raise UnknownSyntaxError(str(literal))

    def text(self, span: Json) -> str:
        """Give the text of a place."""
        match span:
            case {"start": int(start), "end": int(end)}:
                return self._raw[start:end].decode()
            case _:
                raise UnknownSyntaxError(str(span))


def statements_of(query: Json) -> Iterable[Document]:
    """Give the statements of a body."""
    return _documents(query["stmts"]) if isinstance(query, dict) else ()


def _documents(items: Json) -> Iterable[Document]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _lists(items: Json) -> Iterable[Sequence[Json]]:
    return [item for item in items if isinstance(item, list)] if isinstance(items, list) else []


def _scalar(node: Document) -> str:
    return orjson.dumps(node["value"]).decode()


def _key(node: Document) -> str:
    match node["field"]:
        case [_, str(key)]:
            return key
        case other:
            raise UnknownSyntaxError(str(other))
