"""Write one rule as a Python function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.engines.compiler.bodies import Names, Writer
from scanner.engines.compiler.definitions import TRUE
from scanner.engines.compiler.lines import Lines
from scanner.engines.rego_printing import UnknownSyntaxError, statements_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.engines.compiler.definitions import Definition, Module, Rule, Rules
    from scanner.paths import Document, Json

_EMPTY: Final = {"value": "ABSENT", "set": "RegoSet()", "object": "{}", "sets": "{}"}


class Function:
    """The Python function of a rule; `uses` are the paths of the rules that it asks, and `input`."""

    def __init__(self, rules: Rules, rule: Rule) -> None:
        self.uses: set[str] = set()
        self._rules = rules
        self._rule = rule
        self._lines = Lines()

    def write(self) -> str:
        """Give the text of the function."""
        rule, lines = self._rule, self._lines
        parameters = [f"argument_{number}" for number in range(rule.arity)]
        with lines.block(f"def {rule.function}({', '.join(parameters)}):"):
            for parameter in parameters:
                with lines.block(f"if {parameter} is ABSENT:"):
                    lines.add("return ABSENT")
            if not rule.arity:
                with lines.block(f"if (value := found.get({rule.function!r})) is not None:"):
                    lines.add("return value")
            lines.add(f"value = {_EMPTY[rule.kind]}")
            for definition in rule.definitions:
                self._define(definition, parameters)
            if rule.default:
                module, value = rule.default
                with lines.block("if value is ABSENT:"):
                    lines.add(f"value = {self._writer(module).expression(value, {})}")
            if not rule.arity:
                lines.add(f"found[{rule.function!r}] = value")
            lines.add("return value")
        return lines.text

    def _writer(self, module: Module) -> Writer:
        return Writer(self._rules, module, self._lines, self.uses)

    def _define(self, definition: Definition, parameters: Sequence[str]) -> None:
        """Write one definition; what its bodies yield goes into `value`."""
        bodies = list(_chain_of(definition))
        if len(bodies) == 1:
            self._body(definition, *bodies[0], parameters, "value")
            return
        if self._rule.kind != "value":
            raise UnknownSyntaxError("else of a set or an object")
        chosen = self._lines.fresh("chosen")
        self._lines.add(f"{chosen} = ABSENT")
        with self._lines.nested():
            for yielded, statements in bodies:
                self._body(definition, yielded, statements, parameters, chosen)
                self._lines.open(f"if {chosen} is ABSENT:")
            self._lines.add("pass")
        self._lines.add(f"value = once(value, {chosen})")

    def _body(  # a body, whose it is, and where its value goes
        self,
        definition: Definition,
        yielded: Json,
        statements: Sequence[Document],
        parameters: Sequence[str],
        target: str,
    ) -> None:
        writer = self._writer(definition.module)
        loops = any("SomeIn" in _literal(statement) for statement in statements)
        only = yielded == TRUE or (not loops and (target != "value" or len(self._rule.definitions) == 1))

        def leaf(names: Names) -> None:
            written = writer.expression(yielded, names)
            match self._rule.kind:
                case "value":
                    self._lines.add(f"{target} = {written}" if only else f"{target} = once({target}, {written})")
                case "set":
                    self._lines.add(f"{target}.add({written})")
                case kind:
                    put = "put" if kind == "object" else "put_in"
                    self._lines.add(f"{put}({target}, {writer.expression(definition.key, names)}, {written})")

        names: Names = {}
        with self._lines.nested():
            for argument, parameter in zip(definition.arguments, parameters, strict=True):
                if _variable(argument) in names:
                    raise UnknownSyntaxError("an argument stands twice")
                writer.match(argument, parameter, names)
            writer.statements(statements, names, leaf)


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


def _literal(statement: Document) -> Document:
    literal = statement["literal"]
    return literal if isinstance(literal, dict) else {}
