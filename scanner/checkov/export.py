"""Write policies as external checks of Checkov: one Python file, which asks tipstaff about each block."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from scanner.errors import OutputError
from scanner.frontends.cloudformation import definitions as templates
from scanner.frontends.cloudformation.type_table import CLOUDFORMATION_TYPES
from scanner.frontends.terraform import definitions as terraform
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.records import record
from scanner.relations import RELATIONS
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, ENDPOINT_VARIANT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scanner.model import Policy

MARK: Final = "# Written by `tipstaff policies export --format checkov`; write it again rather than change it.\n"
_MODULE: Final = "tipstaff_policies.py"
_TEMPLATE: Final = "external_checks.txt"
_PLACE: Final = re.compile(r"^POLICIES = \(\)$", re.MULTILINE)
_IGNORED: Final = "__pycache__"


@record(frozen=True, slots=True)
class Row:
    """What an external check knows of its policy, as it stands in the file.

    The types of resources are those whose blocks a finding may point at, also in the definition that one holds.
    """

    code: str
    id: str
    title: str
    severity: str
    category: str
    guideline: str
    terraform: tuple[str, ...]
    cloudformation: tuple[str, ...]


def export(policies: Iterable[Policy], pages: str = "") -> dict[str, str]:
    """Give the files by their names. `pages` is where the policies' pages are; their own links serve without it."""
    rows = [_row(policy, pages) for policy in sorted(policies, key=lambda policy: policy.code)]
    table = "".join(_lines(row) for row in rows)
    template = resources.files(__package__).joinpath(_TEMPLATE).read_text("utf-8")
    module = _PLACE.sub(lambda _: f"POLICIES = (\n{table})", template)
    return {"__init__.py": MARK, _MODULE: MARK + module}


def _row(policy: Policy, pages: str) -> Row:
    types = frozenset(_types(policy))
    blocks = [kind.name for kind in TERRAFORM_TYPES.values() if kind.type in types]
    templated = types & CLOUDFORMATION_TYPES.keys()
    return Row(
        code=policy.code,
        id=policy.id,
        title=policy.title,
        severity=policy.severity.name,
        category="GENERAL_SECURITY" if policy.category == "security" else "CONVENTION",
        guideline=f"{pages.rstrip('/')}/{policy.id}.md" if pages else next(iter(policy.links), ""),
        terraform=tuple(sorted({*blocks, *terraform.HOLDERS})),
        cloudformation=tuple(sorted({*templated, *templates.HOLDERS})),
    )


def _types(policy: Policy) -> Iterator[str]:
    """Give the types of resources that a finding may point at: those of the subjects, and of what a policy reads."""
    for subject in policy.subjects:
        yield from (ENDPOINT, ENDPOINT_CONFIG) if subject == ENDPOINT_VARIANT else (subject,)
        for relation in RELATIONS.get(subject, ()):
            if any(read.path[:2] == ("related", relation.role) for read in policy.reads):
                yield relation.type


def _lines(row: Row) -> str:
    fields = "".join(f"        {name}={getattr(row, name)!r},\n" for name in Row.__slots__)
    return f"    Policy(\n{fields}    ),\n"


def refuse_foreign(directory: Path) -> None:
    """Raise OutputError for a directory that holds anything else than an earlier export."""
    if not directory.exists():
        return
    if not directory.is_dir():
        raise OutputError(f"{directory} is not a directory", "name one that is new, empty, or of an earlier export")
    names = {"__init__.py", _MODULE}
    for entry in sorted(directory.iterdir()):
        if entry.name == _IGNORED:
            continue
        if entry.name not in names or entry.is_symlink() or not entry.read_bytes().startswith(MARK.encode()):
            hint = "name a directory that is new, empty, or of an earlier export"
            raise OutputError(f"{entry} is not of an earlier export", hint)
