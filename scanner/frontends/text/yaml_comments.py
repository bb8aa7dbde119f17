"""Find the comments of a YAML text: a `#` after white space, outside of all scalars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.text.positions import Text
    from scanner.model import Span

_COMMENT: Final = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)
_BLOCK_STYLES: Final = ("|", ">")


def yaml_comments(text: Text) -> list[Span]:
    """Give the places of the comments; none for what is no YAML."""
    try:
        scalars = list(_scalars(text.content))
    except yaml.YAMLError:
        return []
    comments = []
    at = 0
    for start, end in (*scalars, (len(text.content), len(text.content))):
        comments += [text.span(found.start(), found.end()) for found in _COMMENT.finditer(text.content, at, start)]
        at = end
    return comments


def _scalars(content: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are values; the first line of a block scalar is not one yet."""
    for token in yaml.scan(content, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in _BLOCK_STYLES:
                newline = content.find("\n", start, end)
                start = end if newline < 0 else newline
            yield start, end
