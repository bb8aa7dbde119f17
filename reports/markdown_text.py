"""Write text that we did not write into Markdown so that it stays text: no markup, no links, no mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reports.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPECIAL: Final = re.compile(r"[&<>@|`*_\[\]#~\\!]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def plain(text: str) -> str:
    """Escape whatever means something to Markdown, to HTML, or to GitHub (mentions, issue numbers, bare links)."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", make_visible(text))


def row(cells: Iterable[str]) -> str:
    """Write one line of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def within(lines: Sequence[str], limit: int, more: str) -> list[str]:
    """Keep as many lines as fit in a number of bytes; `more` says how many were left out, as `{count}`."""
    kept: list[str] = []
    left = limit
    for line in lines:
        left -= len(line.encode()) + 1
        if left < 0:
            return [*kept, more.format(count=f"{len(lines) - len(kept):,}")]
        kept.append(line)
    return kept
