"""Read the values of Terraform's variables: files of them, and their types."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Final

import orjson

from scanner.errors import CodeError
from scanner.frontends.files import Root
from scanner.frontends.terraform.evaluation import Frame, Meter, evaluate
from scanner.frontends.terraform.hcl_positions import Problem, parse_source, read_source
from scanner.frontends.terraform.syntax import Call, Entries, Expression, Items, Literal, Name
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.frontends.terraform.values import (
    EvaluationError,
    ListOf,
    MapOf,
    Unknown,
    Value,
    as_set,
    number,
    text_of,
    truth,
)
from scanner.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


def automatic_files(directory: pathlib.Path) -> Iterator[pathlib.Path]:
    """Yield the files that Terraform reads by itself, in its order: the later one wins."""
    plain = (directory / "terraform.tfvars", directory / "terraform.tfvars.json")
    yield from (path for path in plain if path.is_file())
    yield from sorted(path for path in directory.glob("*.auto.tfvars*") if path.suffix in (".tfvars", ".json"))


def given_files(names: Sequence[str]) -> Iterator[pathlib.Path]:
    """Yield the files that the user names. Raises CodeError."""
    for name in names:
        path = pathlib.Path(name)
        if not path.is_file():
            raise CodeError(f"there is no variable file {name}", "give the path of a .tfvars file, from where you are")
        yield path


def read_variables(path: pathlib.Path, file: str) -> dict[str, Value] | Problem:
    """Read one file of variables."""
    source = read_source(Root(path, file, path.parent))
    if isinstance(source, Problem):
        return source
    if path.suffix == ".json":
        try:
            decoded = orjson.loads(source.data)
        except orjson.JSONDecodeError as error:
            span = Span(error.lineno, error.colno, error.lineno, error.colno)
            return Problem(f"{file}:{error.lineno}:{error.colno}: the JSON cannot be parsed here", span)
        return dict(decoded) if isinstance(decoded, dict) else Problem(f"{file} is not an object", Span(1, 1, 1, 1))
    root, problems = parse_source(source)
    if problems:
        return problems[0]
    frame = Frame(_nothing, _nothing, Meter())
    return {name: evaluate(expression, frame) for name, expression in read_body(source, root).attributes.items()}


def _nothing(name: str) -> Value:
    raise EvaluationError(f"{name} has no meaning in a variable file")


def convert(value: Value, kind: Expression, frame: Frame) -> Value:
    """Convert a value to a variable's type, with the defaults of `optional()`; leave what does not fit."""
    try:
        return _convert(value, kind, frame)
    except EvaluationError:
        return value


def _convert(value: Value, kind: Expression, frame: Frame) -> Value:  # noqa: PLR0911 - one return for each type
    match kind, value:
        case _, None | Unknown():
            return value
        case ((Name(name) | Literal(str() as name)), _) if name in _NAMED:
            return _NAMED[name](value)
        case Call("tuple", (Items(kinds),)), list() if len(kinds) == len(value):
            return [_convert(item, inner, frame) for item, inner in zip(value, kinds, strict=True)]
        case Call("list", (inner,)), list():
            return ListOf(_convert(item, inner, frame) for item in value)
        case Call("set", (inner,)), list():
            return as_set(_convert(item, inner, frame) for item in value)
        case Call("map", (inner,)), dict():
            return MapOf({key: _convert(item, inner, frame) for key, item in value.items()})
        case Call("object", (Entries(entries),)), dict():
            return _object(value, {key.value: inner for key, inner in entries if isinstance(key, Literal)}, frame)
        case Call("optional", (inner, *_)), _:
            return _convert(value, inner, frame)
        case _:
            return value


def _object(value: Mapping[str, Value], kinds: Mapping[object, Expression], frame: Frame) -> Value:
    made: dict[str, Value] = {}
    for key, kind in kinds.items():
        given = value.get(str(key))
        if given is None and isinstance(kind, Call) and kind.name == "optional":
            default = evaluate(kind.arguments[1], frame) if len(kind.arguments) > 1 else None
            given = _convert(default, kind.arguments[0], frame) if kind.arguments else default
            made[str(key)] = given
        elif str(key) in value:
            made[str(key)] = _convert(given, kind, frame)
    return made


_NAMED: Final[Mapping[str, Callable[[Value], Value]]] = {
    "string": text_of,
    "number": number,
    "bool": truth,
    "list": lambda value: ListOf(value) if isinstance(value, list) else value,
    "map": lambda value: MapOf(value) if isinstance(value, dict) else value,
}
