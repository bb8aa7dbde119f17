"""Parse the JSON of AWS answers straight into documents, walking only to where a model says that there are times.

What botocore's own parser does is kept, but for this: fields that its model does not know are kept, as facts; blobs
stay the base64 that JSON can hold; and a body that is no answer is an error, where botocore makes an empty answer of
it, and so "there are none" out of a proxy's error page. The results of Search are not read at all, but handed on.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypedDict

import msgspec
import orjson
from botocore.parsers import JSONParser, ResponseParserError, ResponseParserFactory

from scanner.collectors.shaping import apply, compile_change
from scanner.collectors.timestamps import write_timestamp
from scanner.collectors.unread import Unread, read_json
from scanner.patterns import spotter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.collectors.shaping import Change

_UNREAD: Final = {"SearchResponse": "Results"}
"""Lists whose elements are large and many, and of which mostly little is looked at."""
_is_unlike_orjson: Final = spotter(r'\\[u/]|" :')
"""Without it, what is looked for in texts can be looked for in their JSON."""


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
        if unread := _UNREAD.get(shape.name):
            return self._with_unread(raw_body, shape, unread)
        answer = read_json(raw_body)
        if not isinstance(answer, dict):
            raise ResponseParserError("the body of an answer is not an object")
        return apply(self._change(shape, raw_body), answer)

    def _with_unread(self, raw_body: bytes, shape: Any, key: str) -> Any:
        """Read an answer but for the elements of one of its lists."""
        try:
            answer = _but_for(key, tuple(shape.members)).decode(_plain(raw_body))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ResponseParserError(f"an answer does not have its shape: {error}") from error
        elements = bytes(answer.pop(key, b"null"))
        if elements[:1] not in b"[n":
            raise ResponseParserError(f"{key} in an answer is no list")
        known = apply(self._change(shape, b"null"), answer)
        change = partial(self._change, shape.members[key].member)
        return known | {key: Unread(b"[]" if elements == b"null" else elements, change)}

    def _change(self, shape: Any, body: bytes) -> Change:
        """Give the change of a body of a shape; they are compiled once."""
        key = shape.name, b"null" in body
        change = self._changes.get(key)
        if change is None:
            change = self._changes[key] = compile_change(shape, nulls=key[1])
        return change

    def _parse_body_as_json(self, body_contents: bytes) -> dict[str, Any]:
        """Read the body of an error: its texts are all that botocore looks at, and anything else trips it."""
        body = super()._parse_body_as_json(body_contents)
        return {key: value for key, value in body.items() if isinstance(value, str)} if isinstance(body, dict) else {}


def _time(value: Any) -> str:
    try:
        return write_timestamp(value)
    except (TypeError, ValueError) as error:
        raise ResponseParserError(f"an answer has no time in {value!r:.80}") from error


@cache
def _but_for(key: str, members: Sequence[str]) -> msgspec.json.Decoder[Any]:
    """Give what reads an object with these members, and leaves one of them as it is."""
    types: Any = {member: msgspec.Raw if member == key else Any for member in members}
    return msgspec.json.Decoder(TypedDict("answer", types, total=False))  # type: ignore[operator]  # a type of names that are not literals


def _plain(body: bytes) -> bytes:
    """Give JSON as orjson writes it, but for blanks; most of what AWS sends is that."""
    if _is_unlike_orjson(body):
        return orjson.dumps(read_json(body))
    if not body.isascii():
        body.decode()
    return body
