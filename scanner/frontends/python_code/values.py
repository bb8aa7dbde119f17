"""What a Python expression may be, as far as the text tells: values with places, and what stands for the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.frontends.nodes import Scalar, Unknown
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Mapping


@record(frozen=True, slots=True)
class Item:
    """A value, what of the text gives it, and the key that it stands under."""

    value: Abstract
    at: ast.AST | None = None
    key: ast.AST | None = None

    def under(self, key: ast.AST | None) -> Item:
        """Put it under a key; `dataclasses.replace` would take far longer."""
        return Item(self.value, self.at, key)


class Kind(Enum):
    """What a box holds."""

    DICT = "dict"
    LIST = "list"
    SET = "set"
    OBJECT = "object"
    SCOPE = "scope"


class Rest(Enum):
    """The key under which a box keeps that there may be more in it."""

    REST = "rest"


REST: Final = Rest.REST

Key: TypeAlias = str | int | Rest


@dataclass(eq=False, slots=True)
class Box:
    """What can change: a dictionary, a list or set by index, the attributes of an object, the names of a scope.

    `born` tells which boxes are older than a branch, `parts` of which boxes it is one, where it stands for both, and
    `wholes` which boxes stand for it so. Only the store changes entries.
    """

    kind: Kind
    entries: dict[Key, Item] = field(default_factory=dict)
    born: int = 0
    of: Class | None = None
    parts: tuple[Box, ...] = ()
    wholes: list[Box] = field(default_factory=list)


@record(frozen=True, slots=True)
class Table:
    """A dictionary as it was at one moment, and what more there may be in it."""

    known: Mapping[str, Item]
    rest: Unknown | None = None


@dataclass(eq=False, slots=True)
class Scope:
    """Where names are looked up. A class's own names are not seen by its methods; a comprehension is an inner one."""

    box: Box
    outer: Scope | None
    name: str
    returns: list[Item] = field(default_factory=list)
    yields: list[Item] = field(default_factory=list)
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    doubt: Unknown | None = None
    is_class: bool = False
    is_inner: bool = False

    @property
    def visible(self) -> Scope | None:
        """The scope that functions written in this one see."""
        return self.outer if self.is_class else self

    @property
    def module(self) -> Scope:
        """The scope of the file."""
        return self.outer.module if self.outer else self


@record(frozen=True, slots=True)
class Function:
    """A function of this file: what it says, where it looks names up, and the object that it is a method of."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    name: str
    defaults: Mapping[str, Item] = field(default_factory=dict)
    bound: Item | None = None


@dataclass(eq=False, slots=True)
class Class:
    """A class of this file; `fields` are the names that it annotates.

    `line` are itself and its bases of this file, nearest first, and `foreign` the one of another package.
    """

    name: str
    box: Box
    bases: tuple[Item, ...]
    fields: tuple[str, ...] = ()
    line: tuple[Class, ...] = ()
    foreign: Symbol | None = None


@record(frozen=True, slots=True)
class Symbol:
    """Something that another package gives, known by where it is from.

    `path` is how it is got at, from the package on: `sagemaker.pytorch.PyTorch().deploy`. `call` is the call that makes
    it, `owner` the call that made the object that it is an attribute of.
    """

    path: str
    call: Made | None = None
    owner: Made | None = None


@record(frozen=True, slots=True)
class Partial:
    """Something that can be called, with arguments that are given already."""

    callee: Item
    args: tuple[Item, ...]
    keywords: Mapping[str, Item]
    rest: Unknown | None = None

    def with_more(self, more: Partial) -> Partial:
        """Give it with the arguments of another one too, which come after its own."""
        keywords = {**self.keywords, **more.keywords}
        return Partial(self.callee, (*self.args, *more.args), keywords, more.rest or self.rest)


@record(frozen=True, slots=True)
class Super:
    """An object as its classes after one of them see it: those of the file, then one of another package."""

    me: Item
    classes: tuple[Class, ...]
    base: Symbol | None


@record(frozen=True, slots=True)
class Choice:
    """One of several things that have methods or can be called; which, the doubt decides."""

    options: tuple[Item, ...]
    doubt: Unknown


@dataclass(eq=False, slots=True)
class Made:
    """One call of something that another package gives, with its arguments as they were then.

    `through` are the calls of functions of this file that lead to it, outermost first, by function; `site` is the one
    that tells it from others, where one function makes several. `within` are the branches that it stands in, `turns`
    those of the loops.
    """

    path: str
    args: tuple[Item, ...]
    keywords: Mapping[str, Item]
    rest: Unknown | None
    node: ast.Call
    function: str
    owner: Made | None = None
    variable: str = ""
    attributes: Box = field(default_factory=lambda: Box(Kind.OBJECT))
    then: list[Made] = field(default_factory=list)
    through: tuple[tuple[int, ast.AST], ...] = ()
    site: ast.Call | None = None
    within: tuple[int, ...] = ()
    turns: tuple[int, ...] = ()

    @property
    def where(self) -> ast.Call:
        """The call to point at."""
        return self.site or self.node

    @property
    def name(self) -> str:
        """What is called: the last part of its path."""
        return self.path.removesuffix("()").rsplit(".", 1)[-1]

    @property
    def given(self) -> Mapping[str, Item]:
        """Its keyword arguments, and what was assigned to the object's attributes since."""
        assigned = {key: item for key, item in self.attributes.entries.items() if isinstance(key, str)}
        return {**self.keywords, **assigned} if assigned else self.keywords

    def may_be_without(self, then: Made) -> bool:
        """Tell whether a call of a method may not happen where the object is made."""
        return then.within != self.within[: len(then.within)]


Abstract: TypeAlias = (
    Scalar | Unknown | tuple[Item, ...] | Table | Box | Symbol | Function | Class | Partial | Choice | Super
)

NOTHING: Final = Item(None)


def unknown(name: str, reason: GapReason = GapReason.VARIABLE, *, present: bool = True) -> Unknown:
    """Make an unknown that one name decides."""
    return Unknown(f"${{{name}}}", reason, (name,), present=present)


def doubt_of(item: Item) -> Unknown:
    """Say why a value is not known."""
    match item.value:
        case Unknown() as missing:
            return missing
        case Choice(doubt=doubt):
            return doubt
        case Symbol():
            return unknown_symbol(item.value, item.at)
        case Function() | Class() as known:
            return unknown(known.name, GapReason.UNSUPPORTED)
        case _:
            return unknown(described(item.at), GapReason.UNSUPPORTED)


def unknown_symbol(symbol: Symbol, at: ast.AST | None) -> Unknown:
    """Say of what another package or module gives that it is not known: what a call gives shows when it runs.

    Each call is taken to give something else: its line is in the text that stands for it.
    """
    name, owner = symbol.path.removeprefix("builtins."), symbol.call or symbol.owner
    if owner and owner.variable and owner is not symbol.call:
        name = name.replace(owner.path, owner.variable, 1)
    if "(" not in symbol.path:
        return unknown(name, GapReason.NOT_IN_CODE)
    line = owner.node.lineno if owner else getattr(at, "lineno", 0)
    return Unknown(f"${{{name}@{line}}}", GapReason.DEPLOY, (name,))


def maybe(doubt: Unknown, *, present: bool) -> Unknown:
    """Say that a value depends on something, and whether there certainly is one."""
    return Unknown(doubt.text, doubt.reason, doubt.needs, present=present)


def described(node: ast.AST | None) -> str:
    """Name an expression that is not followed, by its kind alone."""
    kind = type(node).__name__ if node else "value"
    return "an expression of the kind " + kind if kind not in _KINDS else _KINDS[kind]


_KINDS: Final = {
    "Call": "the result of a call",
    "ListComp": "a list comprehension",
    "DictComp": "a dict comprehension",
    "SetComp": "a set comprehension",
    "GeneratorExp": "a generator",
    "Subscript": "an element that is looked up",
    "Set": "a set",
    "Dict": "a dictionary",
    "List": "a list",
    "Tuple": "a tuple",
    "BinOp": "an operation",
    "Compare": "a comparison",
    "JoinedStr": "a formatted text",
    "Await": "the result of a coroutine",
}


def is_plain(value: Abstract) -> bool:
    """Tell whether a value is a known one without parts."""
    return value is None or isinstance(value, bool | int | float | str)


def texts(items: Iterable[Item]) -> tuple[str, ...]:
    """Give the texts among values."""
    return tuple(item.value for item in items if isinstance(item.value, str))
