"""Find the comments of Python source: of a file, or of a cell of a notebook."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING

from scanner.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def python_comments(source: str) -> list[Span]:
    """Give the places of the comments, as far as the source can be read."""
    comments = []
    try:
        for token in _tokens(source):
            if token.type == tokenize.COMMENT:
                (line, start), (_, end) = token.start, token.end
                comments.append(Span(line, start + 1, line, end + 1))
    except (tokenize.TokenError, SyntaxError):
        pass  # who reads the code says so
    return comments


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(source).readline)
