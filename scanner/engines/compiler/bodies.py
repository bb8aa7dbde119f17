"""Write the bodies of Rego's rules as Python: statements, each inside the one before, and expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.engines.compiler.calls import BUILTINS, builtin_name
from scanner.engines.rego_printing import UnknownSyntaxError, statements_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scanner.engines.compiler.definitions import Module, Rule, Rules
    from scanner.engines.compiler.lines import Lines
    from scanner.paths import Document, Json

Names: TypeAlias = dict[str, str]
"""Rego's variables that have a value, and what they are called in Python."""

_OPERATORS: Final[Mapping[str, str]] = {
    "Eq": "equal",
    "Ne": "unequal",
    "Lt": "less",
    "Le": "at_most",
    "Gt": "more",
    "Ge": "at_least",
    "Add": "add",
    "Sub": "subtract",
    "Mul": "multiply",
    "Div": "divide",
    "Mod": "modulo",
    "Union": "union",
    "Intersection": "intersection",
}

_ANYTHING: Final = "_"


class Writer:
    """Writes the statements and expressions of one module; `uses` are the paths of rules asked, and `input`."""

    def __init__(self, rules: Rules, module: Module, lines: Lines, uses: set[str]) -> None:
        self._rules = rules
        self._module = module
        self._lines = lines
        self._uses = uses
        self._order = ""

    def match(self, pattern: Json, value: str, names: Names) -> None:
        """Give a variable its value, or go on only where the value is the constant that is wanted."""
        match pattern:
            case {"Var": {"value": str(name)}}:
                if name != _ANYTHING:
                    names[name] = value
            case {"String": _} | {"RawString": _} | {"Number": _} | {"Bool": _} | {"Null": _}:
                self._lines.open(f"if equal({value}, {self.expression(pattern, names)}) is True:")
            case _:
                raise UnknownSyntaxError(str(pattern))

    def statements(self, statements: Sequence[Document], names: Names, leaf: Callable[[Names], None]) -> None:
        """Write statements, each inside the one before, and in the innermost what they lead to."""
        for statement in statements:
            if statement.get("with_mods"):
                raise UnknownSyntaxError("with")
            self._statement(statement["literal"], names)
        leaf(names)

    def _statement(self, literal: Json, names: Names) -> None:
        match literal:
            case {
                "Expr": {"expr": {"AssignExpr": {"op": "ColEq", "lhs": {"Var": {"value": str(name)}}, "rhs": value}}}
            }:
                written = self.expression(value, names)
                names[name] = self._lines.fresh("local")
                self._lines.add(f"{names[name]} = {written}")
                self._lines.open(f"if {names[name]} is not ABSENT:")
            case {"Expr": {"expr": expression}}:
                self._condition(expression, names)
            case {"NotExpr": {"expr": expression}}:
                self._negation(expression, names)
            case {"SomeIn": {"key": key, "value": value, "collection": collection}}:
                self._some_in(key, value, self.expression(collection, names), names)
            case {"Every": {"key": None, "value": value, "domain": domain, "query": query}}:
                name = self._module.text(value)
                self._lines.open(f"if {self._every(name, self.expression(domain, names), query, names)} is True:")
            case _:
                raise UnknownSyntaxError(str(literal))

    def _condition(self, expression: Json, names: Names) -> None:
        """Go on where an expression is neither undefined nor false."""
        match expression:
            case {"BoolExpr": {"op": "Eq", "lhs": one, "rhs": {"String": {"value": text}}}}:
                self._lines.open(f"if {self.expression(one, names)} == {text!r}:")
            case {"BoolExpr": _} | {"Membership": _}:
                self._lines.open(f"if {self.expression(expression, names)} is True:")
            case _:
                held = self._lines.fresh("held")
                self._lines.add(f"{held} = {self.expression(expression, names)}")
                self._lines.open(f"if {held} is not ABSENT and {held} is not False:")

    def _negation(self, expression: Json, names: Names) -> None:
        """Go on where an expression is undefined or false."""
        match expression:
            case {"BoolExpr": {"op": "Eq", "lhs": one, "rhs": {"String": {"value": text}}}}:
                self._lines.open(f"if {self.expression(one, names)} != {text!r}:")
            case {"BoolExpr": _} | {"Membership": _}:
                self._lines.open(f"if {self.expression(expression, names)} is not True:")
            case _:
                held = self._lines.fresh("held")
                self._lines.add(f"{held} = {self.expression(expression, names)}")
                self._lines.open(f"if {held} is ABSENT or {held} is False:")

    def _some_in(self, key: Json, value: Json, collection: str, names: Names) -> None:
        held, item = self._lines.fresh("key"), self._lines.fresh("item")
        if key:
            self._lines.open(f"for {held}, {item} in pairs{self._order}({collection}):")
            self.match(key, held, names)
        else:
            self._lines.open(f"for {item} in elements{self._order}({collection}):")
        self.match(value, item, names)

    def _every(self, name: str, domain: str, query: Json, names: Names) -> str:
        """Write a function that tells whether a body holds for all elements."""
        holds, item = self._lines.fresh("holds"), self._lines.fresh("item")
        with self._lines.block(f"def {holds}(domain):"):
            with self._lines.block("if domain is ABSENT:"):
                self._lines.add("return ABSENT")
            with self._lines.block(f"for {item} in elements(domain):"):
                self._lines.add("held = False")
                with self._lines.nested():
                    inner = {**names, name: item}
                    self.statements(tuple(statements_of(query)), inner, lambda _names: self._lines.add("held = True"))
                with self._lines.block("if not held:"):
                    self._lines.add("return False")
            self._lines.add("return True")
        return f"{holds}({domain})"

    def expression(self, tree: Json, names: Names) -> str:  # noqa: C901, PLR0911  # one case a kind
        """Give a Python expression for one of Rego; helper functions that it needs are written before."""
        match tree:
            case {"String": {"value": value}} | {"RawString": {"value": value}} | {"Number": {"value": value}}:
                return repr(value)
            case {"Bool": {"value": value}} | {"Null": {"value": value}}:
                return repr(value)
            case {"Var": _} | {"RefDot": _} | {"RefBrack": _}:
                return self._reference(tree, names)
            case {"Call": {"fcn": function, "params": list(parameters)}}:
                return self._call(function, parameters, names)
            case {"Array": {"items": list(items)}}:
                return f"array({self._list(items, names)})"
            case {"Set": {"items": list(items)}}:
                return f"new_set({self._list(items, names)})"
            case {"Object": {"fields": list(fields)}}:
                keys, values = [field[1] for field in fields], [field[2] for field in fields]
                if all(isinstance(key, dict) and "String" in key for key in keys):
                    return f"record(({self._list(keys, names)},), {self._list(values, names)})" if keys else "{}"
                return f"mapping([{self._list(keys, names)}], [{self._list(values, names)}])"
            case {"Membership": {"key": None, "value": value, "collection": collection}}:
                return f"member({self._list([value, collection], names)})"
            case {"ArrayCompr": _} | {"SetCompr": _} | {"ObjectCompr": _}:
                return self._comprehended(tree, names)
            case {"UnaryExpr": {"expr": operand}}:
                return f"subtract(0, {self.expression(operand, names)})"
            case (
                {"BoolExpr": {"op": str(operator), "lhs": one, "rhs": other}}
                | {"ArithExpr": {"op": str(operator), "lhs": one, "rhs": other}}
                | {"BinExpr": {"op": str(operator), "lhs": one, "rhs": other}}
            ) if operator in _OPERATORS:
                return f"{_OPERATORS[operator]}({self._list([one, other], names)})"
        raise UnknownSyntaxError(str(tree))

    def _list(self, trees: Sequence[Json], names: Names) -> str:
        return ", ".join(self.expression(tree, names) for tree in trees)

    def _comprehended(self, tree: Json, names: Names) -> str:
        match tree:
            case {"SetCompr": {"term": term, "query": query}}:
                return self._comprehension(
                    "RegoSet()", query, names, lambda inner: f"made.add({self.expression(term, inner)})"
                )
            case {"ObjectCompr": {"key": key, "value": value, "query": query}}:
                return self._comprehension(
                    "{}", query, names, lambda inner: f"put(made, {self._list([key, value], inner)})"
                )
            case {"ArrayCompr": {"term": term, "query": query}}:
                outer, self._order = self._order, "_in_order"  # of a set, too, an array has an order
                made = self._comprehension(
                    "[]", query, names, lambda inner: f"grow(made, {self.expression(term, inner)})"
                )
                self._order = outer
                return made
        raise UnknownSyntaxError(str(tree))

    def _comprehension(self, empty: str, query: Json, names: Names, leaf: Callable[[Names], str]) -> str:
        made = self._lines.fresh("made")
        with self._lines.block(f"def {made}():"):
            self._lines.add(f"made = {empty}")
            with self._lines.nested():
                self.statements(tuple(statements_of(query)), dict(names), lambda inner: self._lines.add(leaf(inner)))
            self._lines.add("return made")
        return f"{made}()"

    def _call(self, function: Json, parameters: Sequence[Json], names: Names) -> str:
        path = ".".join(self._static(function))
        own = self._rule_at(path if path.startswith("data.") else f"{self._module.package}.{path}")
        if own:
            if own.arity != len(parameters):
                raise UnknownSyntaxError(f"{path} takes other arguments")
            self._uses.add(own.path)
        elif path not in BUILTINS:
            raise UnknownSyntaxError(path)
        written = self._list(parameters, names)
        if own:
            return f"{own.function}({written})"
        return f"{'call_one' if len(parameters) == 1 else 'call'}({builtin_name(path)}, {written})"

    def _static(self, tree: Json) -> list[str]:
        """Give the path of a function, with an import's alias written out."""
        match tree:
            case {"Var": {"value": str(name)}}:
                return self._module.imports.get(name, name).split(".")
            case {"RefDot": {"refr": inner, "field": [_, str(name)]}}:
                return [*self._static(inner), name]
        raise UnknownSyntaxError(str(tree))

    def _reference(self, tree: Json, names: Names) -> str:
        root, keys = _chain(tree)
        match root:
            case {"Var": {"value": str(name)}} if name in names:
                return self._follow(names[name], keys, names)
            case {"Var": {"value": "input"}}:
                self._uses.add("input")
                match keys:
                    case [{"String": {"value": "resource" | "related" as name}}, {"String": {"value": key}}, *rest]:
                        return self._follow(f"{name}.get({key!r}, ABSENT)", rest, names)
                return self._follow("given", keys, names)
            case {"Var": {"value": str(name)}}:
                path = self._module.imports.get(name, "data" if name == "data" else f"{self._module.package}.{name}")
                return self._global(path.split("."), keys, names)
            case _:
                return self._follow(self.expression(root, names), keys, names)

    def _global(self, path: list[str], keys: list[Json], names: Names) -> str:
        """Write a reference into `data`: to a rule, or to what lies in the base data."""
        rest = list(keys)
        while True:
            if rule := self._rule_at(".".join(path)):
                if rule.arity:
                    raise UnknownSyntaxError(f"{rule.path} without arguments")
                self._uses.add(rule.path)
                return self._follow(f"{rule.function}()", rest, names)
            match rest:
                case [{"String": {"value": str(key)}}, *_]:
                    path = [*path, key]
                    rest = rest[1:]
                case _:
                    return self._follow(self._rules.constant(path[1:]), rest, names)

    def _rule_at(self, path: str) -> Rule | None:
        return self._rules.by_path.get(path)

    def _follow(self, base: str, keys: Sequence[Json], names: Names) -> str:
        if not keys:
            return base
        for key in keys:
            match key:
                case {"Var": {"value": str(name)}} if name not in names:
                    raise UnknownSyntaxError(f"{name} has no value yet")
        if not all(isinstance(key, dict) and "String" in key for key in keys):
            return f"reference({base}, {self._list(keys, names)})"
        if len(keys) == 1 and base.isidentifier():
            return f"({base}.get({self._list(keys, names)}, ABSENT) if type({base}) is dict else ABSENT)"
        return f"field({base}, {self._list(keys, names)})"


def _chain(tree: Json) -> tuple[Json, list[Json]]:
    """Take a reference apart into its root and its keys."""
    keys: list[Json] = []
    while True:
        match tree:
            case {"RefDot": {"refr": inner, "field": [_, str(name)]}}:
                keys.append({"String": {"value": name}})
            case {"RefBrack": {"refr": inner, "index": index}}:
                keys.append(index)
            case _:
                return tree, keys[::-1]
        tree = inner
