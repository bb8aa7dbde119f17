"""Read JSON and YAML with placeholders in it, such as `${Size}`: what is known is filled in, the rest stays unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, Open, Unknown, Value, certain, concatenate, text_of
from scanner.frontends.text.inner import InnerText, Piece
from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.yaml_positions import parse_yaml
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scanner.frontends.text.positions import Text

PLACEHOLDER: Final = re.compile(r"\$\{([^{}\"\r\n]*)\}")
"""`${Name}`, as CloudFormation and its `DefinitionSubstitutions`, Terraform and many others write it."""

_MARKS: Final = range(0xE000, 0xF900)
_QUOTES: Final = re.compile(r'\\.|"', re.DOTALL)


@record(frozen=True, slots=True)
class Hole:
    """A stretch of a text, and what is filled in there."""

    start: int
    end: int
    value: Value


def placeholder(name: str) -> Unknown:
    """Make the unknown that a placeholder is for which nothing here gives a value."""
    return Unknown(f"${{{name}}}", GapReason.DEPLOY, (f"${{{name}}}",))


def holes_in(text: Text, value_of: Callable[[str], Value]) -> list[Hole]:
    """Find the placeholders of a text."""
    return [Hole(found.start(), found.end(), value_of(found[1])) for found in PLACEHOLDER.finditer(text.content)]


def parse_any(text: Text) -> Node:
    """Read one JSON or YAML document. Raises TextError."""
    if is_json(text):
        return parse_json(text)
    documents = parse_yaml(text)
    if len(documents) != 1:
        raise text.error("there is not one YAML document", 0)
    return documents[0]


def is_json(text: Text) -> bool:
    """Tell JSON from YAML by how it begins."""
    return text.content.lstrip().startswith(("{", "["))


def parse_filled(text: Text, holes: Sequence[Hole]) -> Node:
    """Read one JSON or YAML document, with its holes filled. Raises TextError.

    A text with a hole of which the value is not known is not known as a whole; a hole that is no part of a text is the
    value itself.
    """
    if not holes:
        return parse_any(text)
    mark = next(mark for mark in map(chr, _MARKS) if mark not in text.content)
    unknown: list[Value] = []
    node = parse_any(InnerText(text, _filled(text, holes, mark, unknown)))
    return fill_texts(node, re.compile(f"{mark}([0-9]+){mark}"), lambda number: unknown[int(number)])


def _filled(text: Text, holes: Sequence[Hole], mark: str, unknown: list[Value]) -> Iterator[Piece]:
    """Put known values in the place of holes, and marks in the place of others, as texts where none is open."""
    json, inside, at = is_json(text), False, 0
    for hole in holes:
        before = text.content[at : hole.start]
        yield Piece(before, at, hole.start)
        inside ^= _odd(before)
        if isinstance(hole.value, str | bool | int | float):
            filling = text_of(hole.value)
            inside ^= _odd(filling)
        else:
            filling = f"{mark}{len(unknown)}{mark}" if inside or not json else f'"{mark}{len(unknown)}{mark}"'
            unknown.append(certain(hole.value) if inside else hole.value)
        yield Piece(filling, hole.start, hole.end)
        at = hole.end
    yield Piece(text.content[at:], at, len(text.content))


def _odd(text: str) -> bool:
    """Tell whether an odd number of quotes is in a text: then it opens or closes one."""
    return sum(found[0] == '"' for found in _QUOTES.finditer(text)) % 2 == 1


def fill_texts(node: Node, pattern: re.Pattern[str], value_of: Callable[[str], Value]) -> Node:
    """Put values in the place of what a pattern finds in the texts of a tree; its first group is what is asked for."""
    fill = partial(fill_texts, pattern=pattern, value_of=value_of)
    match node.value:
        case str() as text:
            value = _text(text, pattern, value_of)
            return node if value is text else replace(node, value=value)
        case tuple() as items:
            return replace(node, value=tuple(map(fill, items)))
        case Mapping() as entries:
            return replace(node, value=_entries(entries, pattern, value_of, fill))
        case Open(known, rest):
            return replace(node, value=Open(_entries(known, pattern, value_of, fill), rest))
        case _:
            return node


def _entries(
    entries: Mapping[str, Node],
    pattern: re.Pattern[str],
    value_of: Callable[[str], Value],
    fill: Callable[[Node], Node],
) -> dict[str, Node]:
    return {text_of(_text(key, pattern, value_of)): fill(node) for key, node in entries.items()}


def _text(text: str, pattern: re.Pattern[str], value_of: Callable[[str], Value]) -> Value:
    parts: list[Value] = []
    at = 0
    for found in pattern.finditer(text):
        parts += [text[at : found.start()], value_of(found[1])]
        at = found.end()
    if not parts:
        return text
    written = [part for part in (*parts, text[at:]) if part != ""]
    return written[0] if len(written) == 1 else concatenate(written)
