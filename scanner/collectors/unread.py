"""Read JSON from AWS: whole, or the elements of a large answer only as they are looked at."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec
import orjson
from botocore.parsers import ResponseParserError

from scanner.collectors.shaping import apply

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.collectors.shaping import Change

_elements: Final = msgspec.json.Decoder(list[msgspec.Raw])


class Unread:
    """The elements of a large answer: the JSON of an array, with escapes and colons as orjson writes them."""

    def __init__(self, array: bytes, change: Callable[[bytes], Change]) -> None:
        self.array = array
        self._change = change

    def like(self, array: bytes) -> Unread:
        """Give other elements of the same kind, that were kept or written anew."""
        return Unread(array, self._change)

    @cached_property
    def elements(self) -> list[bytes]:
        """The JSON of each element."""
        return [bytes(element) for element in _elements.decode(self.array)]

    def read(self, place: int) -> Any:
        """Read an element whole. Raises ResponseParserError."""
        body = self.elements[place]
        element = read_json(body)
        return None if element is None else apply(self._change(body), element)


def read_json(body: bytes) -> Any:
    """Read a body. Raises ResponseParserError or UnicodeDecodeError for what is no JSON."""
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
