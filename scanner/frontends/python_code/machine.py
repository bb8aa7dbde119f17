"""Keep the state of following a file, and the work that it takes: the core of an abstract interpreter of Python."""

from __future__ import annotations

import ast
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from scanner.frontends.python_code.freezing import Freezer
from scanner.frontends.python_code.store import Flow, Store
from scanner.frontends.python_code.values import (
    Box,
    Choice,
    Class,
    Function,
    Item,
    Kind,
    Made,
    Partial,
    Scope,
    Symbol,
    described,
    unknown,
)
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scanner.frontends.nodes import Unknown
    from scanner.frontends.python_code.source import Source
    from scanner.frontends.python_code.values import Key

MOST_STEPS: Final = 300_000
DEEPEST: Final = 60
"""Expressions and blocks within each other: each takes a few of Python's own frames."""

FOLLOWED: Final = frozenset({"boto3", "sagemaker", "sagemaker_core", "aws_cdk", "botocore", "argparse", "aioboto3"})
"""Packages whose calls are kept."""


@record(frozen=True, slots=True)
class Tables:
    """How to follow each kind of expression and statement."""

    expressions: Mapping[type[ast.expr], Callable[..., Item]]
    statements: Mapping[type[ast.stmt], Callable[..., Flow]]


class TooMuchWork(Exception):  # noqa: N818 - it says what is wrong with the code, and becomes a gap
    """Following the code takes too long."""


@dataclass(slots=True)
class Meter:
    """Counts the work that one file asks for."""

    steps: int = 0

    def step(self, count: int = 1) -> None:
        """Count work. Raises TooMuchWork."""
        self.steps += count
        if self.steps > MOST_STEPS:
            raise TooMuchWork


class Machine:
    """The state of following one file: what changes, what was called, and how much work it was.

    `tables` say how each kind of expression and statement is followed. `methods` are names of methods that are looked
    at whatever they are methods of. `kept` is what functions gave that keep their answers. `looping` counts the loops
    around in the same function, `turns` are the turns of all.
    """

    def __init__(self, source: Source, tables: Tables, methods: frozenset[str] = frozenset()) -> None:
        self.source = source
        self._tables = tables
        self._depth = 0
        self.cut = False
        self._meter = Meter()
        self.step = self._meter.step
        self.store = Store(self._meter.step)
        self.kept = self.store.box(Kind.OBJECT)
        self.module = Scope(self.store.box(Kind.SCOPE, {"__name__": Item("__main__")}), None, "")
        self.made: list[Made] = []
        self.functions: dict[int, Function] = {}
        self.owners: dict[int, Class] = {}
        self.done: set[int] = set()
        self.handed: set[int] = set()
        self.raised = False
        self.active: list[tuple[int, ast.AST]] = []
        self.sites: defaultdict[int, set[int]] = defaultdict(set)
        self.looping = 0
        self.turns: list[int] = []
        self._turn = count()
        self._methods = methods

    def site(self, made: Made) -> ast.Call | None:
        """Find the call to point at: that of the function, where the function is called at several places."""
        site = None
        for function, node in reversed(made.through):
            if len(self.sites[function]) < 2 or not isinstance(node, ast.Call):  # noqa: PLR2004 - two are several
                break
            site = node
        return site

    def evaluate(self, node: ast.expr, scope: Scope) -> Item:
        """Give what an expression is, as far as it can be told."""
        self.step()
        if self._depth > DEEPEST:
            return Item(unknown("an expression that is nested deeply", GapReason.UNSUPPORTED), node)
        self._depth += 1
        try:
            found = self._tables.expressions.get(type(node))
            return found(self, node, scope) if found else Item(unknown(described(node), GapReason.UNSUPPORTED), node)
        finally:
            self._depth -= 1

    def execute(self, body: Sequence[ast.stmt], scope: Scope) -> Flow:
        """Follow a block."""
        if self._depth > DEEPEST:
            self.cut = True
            return Flow.NEXT
        self._depth += 1
        try:
            for statement in body:
                self.step()
                found = self._tables.statements.get(type(statement))
                flow = found(self, statement, scope) if found else Flow.NEXT
                if flow is not Flow.NEXT:
                    return flow
            return Flow.NEXT
        finally:
            self._depth -= 1

    def rehearse(self, run: Callable[[], object]) -> tuple[dict[tuple[Box, Key], Item | None], bool]:
        """Run a block without keeping anything, and give what entries would become, and whether it makes something."""
        start, done = len(self.made), set(self.done)
        changed = self.store.rehearse(run)
        makes = len(self.made) > start
        self.forget(start)
        self.done = done
        return changed, makes

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Take what runs for one turn of a loop that stands for many."""
        self.looping += 1
        self.turns.append(next(self._turn))
        try:
            yield
        finally:
            self.turns.pop()
            self.looping -= 1

    def is_in_its_turn(self, made: Made) -> bool:
        """Tell whether a call was made in this turn of every loop that it stands in."""
        return made.turns == tuple(self.turns[: len(made.turns)])

    def forget(self, start: int) -> None:
        """Forget the calls since one of them."""
        for made in self.made[start:]:
            if made.owner:
                made.owner.then[:] = [other for other in made.owner.then if other is not made]
        del self.made[start:]

    def call_symbol(
        self, symbol: Symbol, args: Sequence[Item], keywords: Mapping[str, Item], rest: Unknown | None, node: ast.Call
    ) -> Item:
        """Call what another package gives: keep the call if it may matter, with its arguments as they are now."""
        path = f"{symbol.path}()"
        if not self.follows(symbol):
            return Item(Symbol(path), node)
        freezer = Freezer()
        made = Made(
            path,
            tuple(freezer.frozen(item) for item in args),
            {name: freezer.frozen(item) for name, item in keywords.items()},
            rest,
            node,
            self._function(),
            symbol.owner,
            attributes=self.store.box(Kind.OBJECT),
            through=tuple(self.active),
            within=self.store.within,
            turns=tuple(self.turns),
        )
        self.made.append(made)
        if symbol.owner:
            symbol.owner.then.append(made)
        return Item(Symbol(path, made), node)

    @property
    def telling(self) -> frozenset[str]:
        """The names of the module for what is of a package that is followed, or made outside of its functions."""
        defined = {block.name for block in self.source.outline.blocks}
        names = self.module.box.entries.items()
        return frozenset(name for name, item in names if isinstance(name, str) and name not in defined and _tells(item))

    def follows(self, symbol: Symbol) -> bool:
        """Tell whether calls of something are kept."""
        parts = symbol.path.split(".")
        return parts[0].removesuffix("()") in FOLLOWED or parts[-1] in self._methods

    def watches(self, method: str) -> bool:
        """Tell whether a method is looked at whatever it is a method of."""
        return method in self._methods

    def _function(self) -> str:
        return self.functions[self.active[-1][0]].name if self.active else ""


def _tells(item: Item) -> bool:
    match item.value:
        case Symbol(path):
            return path.split(".", 1)[0].removesuffix("()") in FOLLOWED
        case Box() | Class() | Function() | Partial() | Choice() | tuple():
            return True
        case _:
            return False
