"""Go through a JSON text and stop at what is wanted, to know where it stands."""

from __future__ import annotations

from functools import partial
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # the stubs leave it out
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Walk:
    """A JSON text to go through from the outside in.

    `value(at)` gives the value that begins at an offset, and where it ends. All of its methods raise JSONDecodeError or
    IndexError for what is not JSON.
    """

    def __init__(self, content: str) -> None:
        self._content = content
        self.value = partial(JSONDecoder().raw_decode, content)

    def skip_space(self, at: int) -> int:
        """Go past what may stand between the signs of JSON."""
        while self._content[at] in " \t\n\r":
            at += 1
        return at

    def members(self, at: int, handlers: Mapping[str, Callable[[int], int]]) -> int:
        """Go through an object, and hand the values of some keys on. Gives where it ends."""
        at = self.skip_space(self._expect(at, "{"))
        while self._content[at] != "}":
            self._expect(at, '"')
            key, at = scanstring(self._content, at + 1, True)  # noqa: FBT003 - it takes no keywords
            at = self.skip_space(self._expect(self.skip_space(at), ":"))
            at = self.skip_space(handlers.get(key, self._pass)(at))
            if self._content[at] != "}":
                at = self.skip_space(self._expect(at, ","))
        return at + 1

    def items(self, at: int, handler: Callable[[int], int]) -> int:
        """Go through a list. Gives where it ends."""
        at = self.skip_space(self._expect(at, "["))
        while self._content[at] != "]":
            at = self.skip_space(handler(at))
            if self._content[at] != "]":
                at = self.skip_space(self._expect(at, ","))
        return at + 1

    def texts(self, at: int, handler: Callable[[int, str], None]) -> int:
        """Hand on a text, or those of a list, each with where it begins. Gives where they end."""

        def text(at: int) -> int:
            if self._content[at] != '"':
                return self._pass(at)
            end: int
            piece, end = scanstring(self._content, at + 1, True)  # noqa: FBT003 - it takes no keywords
            handler(at + 1, piece)
            return end

        return self.items(at, text) if self._content[at] == "[" else text(at)

    def _pass(self, at: int) -> int:
        _, end = self.value(at)
        return end

    def _expect(self, at: int, mark: str) -> int:
        if self._content[at] != mark:
            raise JSONDecodeError("", self._content, at)
        return at + 1
