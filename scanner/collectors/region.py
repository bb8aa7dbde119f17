"""One region of an account, as the collectors of the families see it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from scanner.collectors.calls import documents
from scanner.collectors.contract import NOT_ITS_OWN, TAGS
from scanner.model import Resource
from scanner.records import record
from scanner.resource_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scanner.collectors.calls import Calls
    from scanner.collectors.contract import Wanted
    from scanner.collectors.references import References
    from scanner.collectors.shelf import Shelf
    from scanner.paths import Document, Json


@record(frozen=True, slots=True)
class Region:
    """A region that answers: how to call it, and what is wanted of it.

    What belongs to no region is collected through the `home` region under the partition's own name, `aws-global`.
    `shelf` gives what earlier scans kept of a type, `found` what this one has collected of it, once that is done, and
    raises CallError in the end where that is not all.
    `spend` asks for leave to cost so many US dollars.
    """

    calls: Calls
    calls_in: Callable[[str], Calls]
    shelf: Callable[[str], Shelf]
    found: Callable[[str], Iterable[Resource]]
    references: References | None
    spend: Callable[[float], bool]
    say: Callable[[str], None]
    wanted: Wanted
    partition: str
    account: str
    name: str
    home: str = field(default="")

    @property
    def scope(self) -> str:
        """What names are unique within."""
        return f"{self.account}/{self.name}"

    def named(self, kind: str) -> frozenset[str]:
        """Give the resources of a type that others name."""
        return self.references.of(kind) if self.references else frozenset()

    def arn(self, service: str, resource: str) -> str:
        """Make an id in the form of an ARN for what AWS gives none."""
        place = "" if self.name.endswith("-global") else self.name
        return f"arn:{self.partition}:{service}:{place}:{self.account}:{resource}"

    def made_arn(self, operation: str, template: str, document: Document) -> str:
        """Make an id of the fields of a document: `subnet/{SubnetId}`."""
        return self.arn(operation.partition(":")[0], template.format_map(_Fields(document)))

    def resource(
        self,
        kind: str,
        identity: str,
        document: Document,
        learned: str,
        tags: Mapping[str, str] | None = None,
    ) -> Resource:
        """Make a resource of an answer; its tags are those in the answer where none are given."""
        return Resource(
            type=kind,
            id=identity,
            name=str(document.get(TYPES[kind].name_key, "")),
            document={key: value for key, value in document.items() if key not in NOT_ITS_OWN},
            account=self.account,
            region=self.name,
            tags=tag_map(document.get(TAGS)) if tags is None else tags,
            learned=learned,
        )


class _Fields(dict[str, "Json"]):
    """A document whose missing fields are empty texts in a template."""

    def __missing__(self, _key: str) -> str:
        return ""


def tag_map(tags: Json) -> Mapping[str, str]:
    """Give a list of `{Key, Value}` as a map."""
    return {str(tag["Key"]): str(tag.get("Value", "")) for tag in documents(tags) if "Key" in tag}
