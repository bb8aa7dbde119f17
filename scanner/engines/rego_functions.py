"""Write one rule as a Python function."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

from scanner.engines.rego_builtins import BUILTINS
from scanner.engines.rego_definitions import TRUE
from scanner.engines.rego_printing import UnknownSyntaxError, statements_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scanner.engines.rego_definitions import Definition, Module, Rule, Rules
    from scanner.paths import Document, Json

_OPERATORS: Final[Mapping[tuple[str, Json], str]] = {
    ("BoolExpr", "Eq"): "equal",
    ("BoolExpr", "Ne"): "unequal",
    ("BoolExpr", "Lt"): "less",
    ("BoolExpr", "Le"): "at_most",
    ("BoolExpr", "Gt"): "more",
    ("BoolExpr", "Ge"): "at_least",
    ("ArithExpr", "Add"): "add",
    ("ArithExpr", "Sub"): "subtract",
    ("ArithExpr", "Mul"): "multiply",
    ("ArithExpr", "Div"): "divide",
    ("ArithExpr", "Mod"): "modulo",
    ("BinExpr", "Union"): "union",
    ("BinExpr", "Intersection"): "intersection",
}
_CONSTANTS: Final = frozenset({"String", "RawString", "Number", "Bool", "Null"})
_EMPTY: Final = {"value": "ABSENT", "set": "RegoSet()", "object": "{}", "sets": "{}"}
_ANYTHING: Final = "_"


def builtin_name(name: str) -> str:
    """Give the Python name of a function of Rego."""
    return "builtin_" + name.replace(".", "_")


class Function:
    """The Python function of a rule; `uses` are the paths of the rules that it asks, and `input`."""

    def __init__(self, rules: Rules, rule: Rule) -> None:
        self.uses: set[str] = set()
        self._rules = rules
        self._rule = rule
        self._lines: list[str] = []
        self._depth = 0
        self._fresh = count()
        self._module: Module = rule.definitions[0].module if rule.definitions else rule.default[0]  # type: ignore[index]

    def write(self) -> str:
        """Give the text of the function."""
        rule = self._rule
        parameters = [f"argument_{number}" for number in range(rule.arity)]
        with self._block(f"def {rule.function}({', '.join(parameters)}):"):
            if not rule.arity:
                with self._block(f"if {rule.function!r} in found:"):
                    self._line(f"return found[{rule.function!r}]")
            self._line(f"value = {_EMPTY[rule.kind]}")
            for definition in rule.definitions:
                self._module = definition.module
                self._define(definition, parameters)
            if rule.default:
                self._module, value = rule.default
                with self._block("if value is ABSENT:"):
                    self._line(f"value = {self._expression(value, {})}")
            if not rule.arity:
                self._line(f"found[{rule.function!r}] = value")
            self._line("return value")
        return "\n".join(self._lines)

    def _define(self, definition: Definition, parameters: Sequence[str]) -> None:
        """Write one definition; what its bodies yield goes into `value`."""
        bodies = list(_chain_of(definition))
        if len(bodies) == 1:
            self._body(definition, *bodies[0], parameters, "value")
            return
        if self._rule.kind != "value":
            raise UnknownSyntaxError("else of a set or an object")
        chosen, depth = f"chosen_{next(self._fresh)}", self._depth
        self._line(f"{chosen} = ABSENT")
        for yielded, statements in bodies:
            self._body(definition, yielded, statements, parameters, chosen)
            self._open(f"if {chosen} is ABSENT:")
        self._line("pass")
        self._depth = depth
        self._line(f"value = once(value, {chosen})")

    def _body(
        self,
        definition: Definition,
        yielded: Json,
        statements: Sequence[Document],
        parameters: Sequence[str],
        target: str,
    ) -> None:
        loops = any("SomeIn" in statement["literal"] for statement in statements)
        only = yielded == TRUE or (not loops and (target != "value" or len(self._rule.definitions) == 1))

        def leaf(names: dict[str, str]) -> None:
            written = self._expression(yielded, names)
            match self._rule.kind:
                case "value":
                    self._line(f"{target} = {written}" if only else f"{target} = once({target}, {written})")
                case "set":
                    self._line(f"{target}.add({written})")
                case kind:
                    put = "put" if kind == "object" else "put_in"
                    self._line(f"{put}({target}, {self._expression(definition.key, names)}, {written})")

        names: dict[str, str] = {}
        with self._nested():
            for argument, parameter in zip(definition.arguments, parameters, strict=True):
                if _variable(argument) in names:
                    raise UnknownSyntaxError("an argument stands twice")
                self._match(argument, parameter, names)
            self._statements(statements, names, leaf)

    def _match(self, pattern: Json, value: str, names: dict[str, str]) -> None:
        """Give a variable its value, or go on only where the value is the constant that is wanted."""
        match pattern:
            case {"Var": {"value": str(name)}}:
                if name != _ANYTHING:
                    names[name] = value
            case dict() if len(pattern) == 1 and next(iter(pattern)) in _CONSTANTS:
                self._open(f"if equal({value}, {self._expression(pattern, names)}) is True:")
            case _:
                raise UnknownSyntaxError(str(pattern))

    def _statements(
        self, statements: Sequence[Document], names: dict[str, str], leaf: Callable[[dict[str, str]], None]
    ) -> None:
        """Write statements, each inside the one before, and in the innermost what they lead to."""
        for statement in statements:
            if statement.get("with_mods"):
                raise UnknownSyntaxError("with")
            self._statement(statement["literal"], names)
        leaf(names)

    def _statement(self, literal: Json, names: dict[str, str]) -> None:
        match literal:
            case {
                "Expr": {"expr": {"AssignExpr": {"op": "ColEq", "lhs": {"Var": {"value": str(name)}}, "rhs": value}}}
            }:
                written = self._expression(value, names)
                local = self._local(name, names)
                self._line(f"{local} = {written}")
                self._open(f"if {local} is not ABSENT:")
            case {"Expr": {"expr": {"BoolExpr": {"op": "Eq", "lhs": one, "rhs": {"String": {"value": text}}}}}}:
                self._open(f"if {self._expression(one, names)} == {text!r}:")
            case {"NotExpr": {"expr": {"BoolExpr": {"op": "Eq", "lhs": one, "rhs": {"String": {"value": text}}}}}}:
                self._open(f"if {self._expression(one, names)} != {text!r}:")
            case {"Expr": {"expr": expression}}:
                held = f"held_{next(self._fresh)}"
                self._line(f"{held} = {self._expression(expression, names)}")
                self._open(f"if {held} is not ABSENT and {held} is not False:")
            case {"NotExpr": {"expr": expression}}:
                held = f"held_{next(self._fresh)}"
                self._line(f"{held} = {self._expression(expression, names)}")
                self._open(f"if {held} is ABSENT or {held} is False:")
            case {"SomeIn": {"key": key, "value": value, "collection": collection}}:
                written = self._expression(collection, names)
                number = next(self._fresh)
                if key:
                    self._open(f"for key_{number}, item_{number} in pairs({written}):")
                    self._match(key, f"key_{number}", names)
                else:
                    self._open(f"for item_{number} in elements({written}):")
                self._match(value, f"item_{number}", names)
            case {"Every": {"key": None, "value": value, "domain": domain, "query": query}}:
                name = self._module.text(value)
                self._open(f"if {self._every(name, self._expression(domain, names), query, names)} is True:")
            case _:
                raise UnknownSyntaxError(str(literal))

    def _every(self, name: str, domain: str, query: Json, names: dict[str, str]) -> str:
        """Write a function that tells whether a body holds for all elements."""
        holds, number = f"holds_{next(self._fresh)}", next(self._fresh)
        inner = dict(names)
        with self._block(f"def {holds}(domain):"):
            with self._block("if domain is ABSENT:"):
                self._line("return ABSENT")
            with self._block(f"for item_{number} in elements(domain):"):
                inner[name] = f"item_{number}"
                self._line("held = False")
                with self._nested():
                    self._statements(tuple(statements_of(query)), inner, lambda _names: self._line("held = True"))
                with self._block("if not held:"):
                    self._line("return False")
            self._line("return True")
        return f"{holds}({domain})"

    def _expression(self, tree: Json, names: dict[str, str]) -> str:  # noqa: C901, PLR0911, PLR0912  # one case a kind
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
            case {"ArrayCompr": {"term": term, "query": query}}:
                return self._comprehension(
                    "[]", query, names, lambda inner: f"grow(made, {self._expression(term, inner)})"
                )
            case {"SetCompr": {"term": term, "query": query}}:
                return self._comprehension(
                    "RegoSet()", query, names, lambda inner: f"made.add({self._expression(term, inner)})"
                )
            case {"ObjectCompr": {"key": key, "value": value, "query": query}}:
                return self._comprehension(
                    "{}", query, names, lambda inner: f"put(made, {self._list([key, value], inner)})"
                )
            case {"UnaryExpr": {"expr": operand}}:
                return f"subtract(0, {self._expression(operand, names)})"
            case {"BoolExpr": node} | {"ArithExpr": node} | {"BinExpr": node}:
                operator = _OPERATORS.get((next(iter(tree)), node["op"]))
                if operator:
                    return f"{operator}({self._list([node['lhs'], node['rhs']], names)})"
        raise UnknownSyntaxError(str(tree))

    def _list(self, trees: Sequence[Json], names: dict[str, str]) -> str:
        return ", ".join(self._expression(tree, names) for tree in trees)

    def _comprehension(
        self, empty: str, query: Json, names: dict[str, str], leaf: Callable[[dict[str, str]], str]
    ) -> str:
        made = f"made_{next(self._fresh)}"
        with self._block(f"def {made}():"):
            self._line(f"made = {empty}")
            with self._nested():
                self._statements(tuple(statements_of(query)), dict(names), lambda inner: self._line(leaf(inner)))
            self._line("return made")
        return f"{made}()"

    def _call(self, function: Json, parameters: Sequence[Json], names: dict[str, str]) -> str:
        path = ".".join(self._static(function))
        own = self._rule_at(path if path.startswith("data.") else f"{self._module.package}.{path}")
        if own:
            if own.arity != len(parameters):
                raise UnknownSyntaxError(f"{path} takes other arguments")
            self.uses.add(own.path)
        elif path not in BUILTINS:
            raise UnknownSyntaxError(path)
        called = own.function if own else builtin_name(path)
        by = {1: "call_one", 2: "call_two"}.get(len(parameters), "call")
        return f"{by}({called}, {self._list(parameters, names)})"

    def _static(self, tree: Json) -> list[str]:
        """Give the path of a function, with an import's alias written out."""
        match tree:
            case {"Var": {"value": str(name)}}:
                return self._module.imports.get(name, name).split(".")
            case {"RefDot": {"refr": inner, "field": [_, str(name)]}}:
                return [*self._static(inner), name]
        raise UnknownSyntaxError(str(tree))

    def _reference(self, tree: Json, names: dict[str, str]) -> str:
        root, keys = _chain(tree)
        match root:
            case {"Var": {"value": str(name)}} if name in names:
                return self._follow(names[name], keys, names)
            case {"Var": {"value": "input"}}:
                self.uses.add("input")
                match keys:
                    case [{"String": {"value": "resource"}}, *rest]:
                        return self._follow("resource", rest, names)
                return self._follow("given", keys, names)
            case {"Var": {"value": str(name)}}:
                path = self._module.imports.get(name, "data" if name == "data" else f"{self._module.package}.{name}")
                return self._global(path.split("."), keys, names)
            case _:
                return self._follow(self._expression(root, names), keys, names)

    def _global(self, path: list[str], keys: list[Json], names: dict[str, str]) -> str:
        """Write a reference into `data`: to a rule, or to what lies in the base data."""
        rest = list(keys)
        while True:
            if rule := self._rule_at(".".join(path)):
                if rule.arity:
                    raise UnknownSyntaxError(f"{rule.path} without arguments")
                self.uses.add(rule.path)
                return self._follow(f"{rule.function}()", rest, names)
            match rest:
                case [{"String": {"value": str(key)}}, *_]:
                    path = [*path, key]
                    rest = rest[1:]
                case _:
                    return self._follow(self._rules.constant(path[1:]), rest, names)

    def _rule_at(self, path: str) -> Rule | None:
        return self._rules.by_path.get(path)

    def _follow(self, base: str, keys: Sequence[Json], names: dict[str, str]) -> str:
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

    def _local(self, name: str, names: dict[str, str]) -> str:
        names[name] = f"local_{next(self._fresh)}"
        return names[name]

    def _line(self, text: str) -> None:
        self._lines.append(" " * self._depth + text)

    def _open(self, text: str) -> None:
        """Begin a block that ends with what it is in."""
        self._line(text)
        self._depth += 1

    @contextmanager
    def _block(self, text: str) -> Iterator[None]:
        self._line(text)
        with self._nested(1):
            yield

    @contextmanager
    def _nested(self, more: int = 0) -> Iterator[None]:
        depth = self._depth
        self._depth += more
        yield
        self._depth = depth


def _chain_of(definition: Definition) -> Iterator[tuple[Json, tuple[Document, ...]]]:
    """Yield what a definition gives and when, and what it gives otherwise."""
    if not definition.bodies:
        yield definition.value, ()
    for number, body in enumerate(definition.bodies):
        if body["is_else"] is not (number > 0):
            raise UnknownSyntaxError("several bodies in one definition")
        assign = body["assign"]
        otherwise = assign["value"] if isinstance(assign, dict) else TRUE
        yield otherwise if number else definition.value, tuple(statements_of(body["query"]))


def _variable(pattern: Json) -> str:
    match pattern:
        case {"Var": {"value": str(name)}}:
            return name
    return ""


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
