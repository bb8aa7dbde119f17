"""Parse the JSON of AWS answers straight into documents, walking only to where a model says that there are times.

What botocore's own parser does is kept, but for this: fields that its model does not know are kept, as facts; blobs
stay the base64 that JSON can hold; and a body that is no answer is an error, where botocore makes an empty answer of
it, and so "there are none" out of a proxy's error page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import orjson
from botocore.parsers import JSONParser, ResponseParserError, ResponseParserFactory

from scanner.collectors.timestamps import write_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Change = Callable[[Any], Any]


class AnswerParsers(ResponseParserFactory):  # type: ignore[misc]  # botocore has no types
    """The component `response_parser_factory` of a session: this module for JSON, botocore's own for the rest.

    All clients of one service share what is compiled of its shapes, so each service needs one of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set_parser_defaults(timestamp_parser=_time)
        self._changes: dict[tuple[str, bool], Change] = {}

    def create_parser(self, protocol_name: str) -> object:
        """Give the parser of one client."""
        if protocol_name == "json":
            return _JsonAnswers(self._changes, **self._defaults)
        return super().create_parser(protocol_name)


class _JsonAnswers(JSONParser):  # type: ignore[misc]  # botocore has no types
    """Replaces how a body is read; errors, event streams and what is about the HTTP exchange stay botocore's."""

    def __init__(self, changes: dict[tuple[str, bool], Change], **defaults: object) -> None:
        super().__init__(**defaults)
        self._changes = changes

    def _handle_json_body(self, raw_body: bytes, shape: Any) -> Any:
        """Read the body of an answer. Raises ResponseParserError or UnicodeDecodeError for what is none."""
        key = shape.name, b"null" in raw_body
        change = self._changes.get(key)
        if change is None:
            change = self._changes[key] = compile_change(shape, nulls=key[1])
        answer = _read(raw_body)
        if not isinstance(answer, dict):
            raise ResponseParserError("the body of an answer is not an object")
        try:
            change(answer)
        except (AttributeError, TypeError, ValueError) as error:
            raise ResponseParserError(f"an answer does not have its shape: {error}") from error
        return answer

    def _parse_body_as_json(self, body_contents: bytes) -> dict[str, Any]:
        """Read the body of an error: its texts are all that botocore looks at, and anything else trips it."""
        body = super()._parse_body_as_json(body_contents)
        return {key: value for key, value in body.items() if isinstance(value, str)} if isinstance(body, dict) else {}


def compile_change(shape: Any, *, nulls: bool) -> Change:
    """Make a function that changes a body of a shape in place: times are written, and null members go where `nulls`.

    It raises AttributeError, TypeError or ValueError for a body that does not have the shape as far as it walks.
    """
    return _Compiler(shape, nulls=nulls).change(shape.name)


class _Compiler:
    """Compiles the shapes under one; only those that lead to something that changes get a function."""

    def __init__(self, root: Any, *, nulls: bool) -> None:
        self._nulls = nulls
        self._shapes = {root.name: root}
        self._parts: dict[str, Mapping[str, str]] = {}
        todo = [root]
        while todo:
            shape = todo.pop()
            parts = _parts(shape)
            self._parts[shape.name] = {key: part.name for key, part in parts.items()}
            new = {part.name: part for part in parts.values() if part.name not in self._shapes}
            self._shapes |= new
            todo += new.values()
        self._changing = {root.name} | _leading_to(self._parts, filter(self._changes_itself, self._shapes))
        self._made: dict[str, Change] = {}

    def change(self, name: str) -> Change:
        if name not in self._made:
            match self._shapes[name].type_name:
                case "structure":
                    self._make_structure(name)
                case "list":
                    self._made[name] = _list(self._part(name))
                case "map":
                    self._made[name] = _map(self._part(name))
                case _:
                    self._made[name] = write_timestamp
        return self._made[name]

    def _part(self, name: str) -> Change:
        """Give what is done to each element of a list or value of a map: a null there says something, and stays."""
        change = self.change(self._parts[name][""])
        return _unless_null(change) if self._nulls else change

    def _changes_itself(self, name: str) -> bool:
        shape = self._shapes[name]
        return shape.type_name == "timestamp" or (
            self._nulls and shape.type_name == "structure" and not shape.is_document_type
        )

    def _make_structure(self, name: str) -> None:
        """Make the function before those of its members, one of which may be of the same shape again."""
        members: list[tuple[str, Change]] = []
        self._made[name] = _without_nulls(_structure(members)) if self._nulls else _structure(members)
        members += [(key, self.change(part)) for key, part in self._parts[name].items() if part in self._changing]


def _parts(shape: Any) -> Mapping[str, Any]:
    match shape.type_name:
        case "structure":
            parts: Mapping[str, Any] = shape.members
            return parts
        case "list":
            return {"": shape.member}
        case "map":
            return {"": shape.value}
        case _:
            return {}


def _leading_to(parts: Mapping[str, Mapping[str, str]], ends: Iterable[str]) -> set[str]:
    """Give these shapes and all that they are parts of."""
    wholes: dict[str, list[str]] = {}
    for whole, names in parts.items():
        for name in names.values():
            wholes.setdefault(name, []).append(whole)
    todo = list(ends)
    found = set(todo)
    while todo:
        new = {whole for whole in wholes.get(todo.pop(), ()) if whole not in found}
        found |= new
        todo += new
    return found


def _structure(members: list[tuple[str, Change]]) -> Change:
    def change(value: Any) -> Any:
        if type(value) is not dict:
            raise TypeError(f"{value!r:.80} is not an object")
        for key, change_member in members:
            if key in value:
                value[key] = change_member(value[key])
        return value

    return change


def _without_nulls(change_structure: Change) -> Change:
    def change(value: Any) -> Any:
        for key in [key for key, member in value.items() if member is None]:
            del value[key]
        return change_structure(value)

    return change


def _unless_null(change_part: Change) -> Change:
    def change(value: Any) -> Any:
        return None if value is None else change_part(value)

    return change


def _list(change_element: Change) -> Change:
    def change(value: Any) -> Any:
        return list(map(change_element, value))

    return change


def _map(change_value: Change) -> Change:
    def change(value: Any) -> Any:
        return dict(zip(value, map(change_value, value.values()), strict=True))

    return change


def _time(value: Any) -> str:
    try:
        return write_timestamp(value)
    except (TypeError, ValueError) as error:
        raise ResponseParserError(f"an answer has no time in {value!r:.80}") from error


def _read(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _read_leniently(body.decode())


def _read_leniently(body: str) -> Any:
    """Read what only orjson refuses: half of a surrogate pair, as is left of a text that was cut, becomes `?`."""
    try:
        answer = json.loads(body, parse_constant=_no_number)
        return orjson.loads(json.dumps(answer, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError) as error:
        raise ResponseParserError("the body of an answer is not JSON") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
