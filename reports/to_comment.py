"""The comment on a pull request: what is new in it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.accepted import note_comparisons
from reports.digest import new_failures, say_unread
from reports.markdown_text import plain
from reports.to_markdown import finding_table, not_assessed

if TYPE_CHECKING:
    from scanner.model import ScanResult

MARKER: Final = "<!-- tipstaff -->"
"""What tells the comment of an earlier run, so that it is changed rather than repeated."""

LIMIT: Final = 65_536
"""Characters that GitHub takes for a comment."""


def render(result: ScanResult) -> str:
    """Write the comment; one without new findings says so."""
    new = new_failures(result)
    unread = say_unread(result)
    count = f"{len(new):,} new {'finding' if len(new) == 1 else 'findings'}" if new else "no new findings"
    parts = [
        [MARKER, f"### tipstaff: {count}"],
        finding_table(result, new, LIMIT // 2),
        [plain(note) for _, note in note_comparisons(result)],
        not_assessed(result)[:20],
        [f"{unread}: the full report says what."] if unread else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
