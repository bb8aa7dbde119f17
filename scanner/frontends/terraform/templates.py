"""Take strings and heredocs apart: literal text, and the tree's nodes for what is interpolated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{", re.DOTALL)
_MARKER: Final = re.compile(r"([$%])\1\{")
_CONTROL: Final = {"n": "\n", "r": "\r", "t": "\t"}
_INSERTED: Final = ("template_interpolation", "template_directive")
_INDENT: Final = re.compile(r"^[ \t]*(?=[^ \t\r\n]|\Z)", re.MULTILINE)


def unescape(text: str) -> str:
    """Read the escapes of a quoted string."""
    return _ESCAPE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    short, long, control, marker = found.groups()
    if marker:
        return f"{marker}{{"
    if control:
        return _CONTROL.get(control, control)
    point = int(short or long, 16)
    return chr(point) if point <= 0x10FFFF else found[0]  # noqa: PLR2004 - the last code point there is


def quoted_parts(data: bytes, node: Node) -> list[str | Node]:
    """Give the parts of `"a ${b}"`."""
    parts = list(_parts(data, node, node.start_byte + 1, node.end_byte - 1))
    return [unescape(part) if isinstance(part, str) else part for part in _stripped(data, parts)]


def heredoc_parts(data: bytes, node: Node) -> list[str | Node] | None:
    """Give the parts of a heredoc; `<<-` takes away the indentation that all lines share.

    What that means together with `${~ a ~}` is not followed: None.
    """
    names = [child for child in node.children if child.type == "heredoc_identifier"]
    start = data.index(b"\n", names[0].end_byte) + 1
    end = max(start, data.rindex(b"\n", 0, names[-1].start_byte) + 1)
    parts = list(_parts(data, node, start, end))
    if data[node.start_byte : node.start_byte + 3] == b"<<-":
        if any(_strips(data, part) != (False, False) for part in parts if not isinstance(part, str)):
            return None
        parts = _outdented(parts)
    return [_MARKER.sub(r"\1{", part) if isinstance(part, str) else part for part in _stripped(data, parts)]


def _parts(data: bytes, node: Node, start: int, end: int) -> Iterator[str | Node]:
    for child in node.children:
        if child.type in _INSERTED:
            yield data[start : child.start_byte].decode()
            yield child
            start = child.end_byte
    yield data[start:end].decode()


def _strips(data: bytes, node: Node) -> tuple[bool, bool]:
    """Tell whether a part takes away the space before it, and after it."""
    return data[node.start_byte + 2 : node.start_byte + 3] == b"~", data[node.end_byte - 2 : node.end_byte] == b"~}"


def _stripped(data: bytes, parts: list[str | Node]) -> Iterator[str | Node]:
    """Follow the markers of `${~ a ~}`, and leave out empty text."""
    for at, part in enumerate(parts):
        if not isinstance(part, str):
            yield part
            continue
        before, after = parts[at - 1] if at else "", parts[at + 1] if at + 1 < len(parts) else ""
        text = part
        if not isinstance(before, str) and _strips(data, before)[1]:
            text = text.lstrip()
        if not isinstance(after, str) and _strips(data, after)[0]:
            text = text.rstrip()
        if text:
            yield text


def _outdented(parts: list[str | Node]) -> list[str | Node]:
    marked = "".join(part if isinstance(part, str) else "\0" for part in parts)
    depth = min((len(found[0]) for found in _INDENT.finditer(marked) if found.end() < len(marked)), default=0)
    texts = iter(re.sub(rf"^[ \t]{{0,{depth}}}", "", marked, flags=re.MULTILINE).split("\0"))
    return [next(texts) if isinstance(part, str) else part for part in parts]
