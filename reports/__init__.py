"""The reports: one module a format, each `render(result) -> str`, pure and deterministic."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from scanner.errors import OutputError, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model import ScanResult

FORMATS: Final[Mapping[str, str]] = {
    "annotations": "reports.to_annotations",
    "comment": "reports.to_comment",
    "html": "reports.to_html",
    "json": "reports.to_json",
    "markdown": "reports.to_markdown",
    "sarif": "reports.to_sarif",
    "table": "reports.to_table",
}
"""Format → module; a module is imported when its format is asked for, so a format costs nothing until then."""


class Report(Protocol):
    """What the module of a format is."""

    def render(self, result: ScanResult) -> str:
        """Write the whole report as text."""
        ...


def render(name: str, result: ScanResult) -> str:
    """Write a result in a format. Raises OutputError for a format that does not exist."""
    if name not in FORMATS:
        known = f"the formats are {', '.join(sorted(FORMATS))}"
        raise OutputError(f"there is no report format {name!r}", f"{suggest(name, FORMATS)} {known}".strip())
    module = cast("Report", import_module(FORMATS[name]))
    return module.render(result)
