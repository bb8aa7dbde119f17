"""Read JSON, and say where every key and value stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # the stubs leave it out
from typing import Final

from scanner.frontends.nodes import Node, Scalar
from scanner.frontends.text.positions import DEEPEST_NESTING, LONGEST_NUMBER, MOST_VALUES, Text

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_CONSTANT: Final = re.compile(r"true|false|null")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}


def parse_json(text: Text) -> Node:
    """Read one JSON value. Raises TextError."""
    reader = _Reader(text)
    node, at = reader.value(reader.skip(0), 0)
    if (at := reader.skip(at)) < len(text.content):
        raise text.error("there is more after the end of the JSON", at)
    return node


@dataclass(slots=True)
class _Reader:
    text: Text
    values: int = 0

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text.content, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        self.values += 1
        if self.values > MOST_VALUES:
            raise self.text.error(f"there are more than {MOST_VALUES:,} values", at)
        if depth > DEEPEST_NESTING:
            raise self.text.error(f"values are nested more than {DEEPEST_NESTING} deep", at)
        match self.text.content[at : at + 1]:
            case "{":
                return self.object(at, depth)
            case "[":
                return self.array(at, depth)
            case '"':
                string, end = self.string(at)
                return Node(string, self.text.span(at, end)), end
            case _:
                return self.scalar(at)

    def object(self, start: int, depth: int) -> tuple[Node, int]:
        values: dict[str, Node] = {}
        at = self.skip(start + 1)
        while not self.content(at, "}"):
            if values:
                at = self.skip(self.expect(at, ","))
            if not self.content(at, '"'):
                raise self.text.error("a key in double quotes is expected", at)
            key, end = self.string(at)
            values.pop(key, None)  # what is written last counts, as for AWS
            place = self.text.span(at, end)
            at = self.skip(self.expect(self.skip(end), ":"))
            node, end = self.value(at, depth + 1)
            values[key] = Node(node.value, node.span, place)
            at = self.skip(end)
        return Node(values, self.text.span(start, at + 1)), at + 1

    def array(self, start: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        at = self.skip(start + 1)
        while not self.content(at, "]"):
            if items:
                at = self.skip(self.expect(at, ","))
            item, end = self.value(at, depth + 1)
            items.append(item)
            at = self.skip(end)
        return Node(tuple(items), self.text.span(start, at + 1)), at + 1

    def string(self, at: int) -> tuple[str, int]:
        try:
            string, end = scanstring(self.text.content, at + 1, True)  # noqa: FBT003 - it takes no keywords
            string.encode()
        except JSONDecodeError as error:
            raise self.text.error("a string is not ended or not escaped right", error.pos) from error
        except UnicodeEncodeError as error:
            raise self.text.error("a string has half of a surrogate pair", at) from error
        return string, end

    def scalar(self, at: int) -> tuple[Node, int]:
        if found := _CONSTANT.match(self.text.content, at):
            return Node(_CONSTANTS[found[0]], self.text.span(at, found.end())), found.end()
        found = _NUMBER.match(self.text.content, at)
        if not found:
            raise self.text.error("a value is expected", at)
        if len(found[0]) > LONGEST_NUMBER:
            raise self.text.error(f"a number has more than {LONGEST_NUMBER} characters", at)
        number: Scalar = float(found[0]) if found[1] or found[2] else int(found[0])
        return Node(number, self.text.span(at, found.end())), found.end()

    def content(self, at: int, mark: str) -> bool:
        return self.text.content.startswith(mark, at)

    def expect(self, at: int, mark: str) -> int:
        if not self.content(at, mark):
            raise self.text.error(f"{mark!r} is expected", at)
        return at + 1
