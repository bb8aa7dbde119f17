"""Tell files that a command renders from templates: they are no documents yet, and are not read as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.files import WHOLE
from scanner.model import Gap, GapReason, Location

if TYPE_CHECKING:
    from scanner.frontends.documents.formats import Format
    from scanner.frontends.files import Root

TEMPLATED: Final = b"{{"
"""What opens an expression in templates of Go and of Jinja."""

_TEMPLATES: Final = "templates"
_CHART: Final = "Chart.yaml"


def is_in_chart(root: Root, data: bytes) -> bool:
    """Tell whether a file is a template of a Helm chart."""
    directories = (
        path for path in root.path.parents if path.name == _TEMPLATES and path.parent.is_relative_to(root.tree)
    )
    return TEMPLATED in data and any((path.parent / _CHART).is_file() for path in directories)


def unrendered(known: Format, root: Root) -> Gap:
    """Say that a template is not read."""
    rendered = f"what `{known.renderer}` writes"
    message = f"{root.name} is a template and is not read: check {rendered}"
    return Gap(GapReason.UNSUPPORTED, message, rendered, known.root(root), location=Location(root.name, WHOLE))
