"""Tell from the JSON of a run, unread, that it looks like another but for its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUT: Final = b"\0"
"""In the place of a run's name; JSON holds no such byte."""
_MEMORY: Final = 2048
_KEY_WITH_NAME = re.compile(rb'\0[^"]*"\s*:')


class Template:
    """What all JSON has in common that differs only in the name of its run."""

    __slots__ = ("__weakref__",)


class Templates:
    """Finds the templates of runs; in bounded memory, so one that was long not seen may come anew."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, tuple[str, ...]], Template] = {}

    def of(self, json: bytes, name: str, unique: Sequence[str]) -> Template:
        """Give the template of a run, of which `json` are values one after the other.

        What the projection of `run_projection.py` makes of a run follows from its template: it cuts the name of the
        run, and then its `unique` tokens, out of texts, so that nothing counts but the JSON without the name, and which
        of the tokens are in it.
        """
        cut = json.replace(name.encode(), _CUT) if name else json
        key = cut, tuple([token for token in unique if token.encode() in cut])
        template = self._known.get(key)
        if template is None:
            template = Template()
            if _stood_in_texts(cut):
                if len(self._known) >= _MEMORY:
                    self._known.clear()
                self._known[key] = template
        return template


def _stood_in_texts(cut: bytes) -> bool:
    """Tell whether a name stood in texts alone: in no key, number or escape; and that no escape may hide it."""
    if b"\\u" in cut or _KEY_WITH_NAME.search(cut):
        return False
    try:
        orjson.loads(b"[%b]" % cut.replace(_CUT, b"x"))  # as a part of a number, a word or an escape, x is an error
    except orjson.JSONDecodeError:
        return False
    return True
