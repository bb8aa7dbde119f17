"""One region of an account, as the collectors of the families see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.collectors.calls import documents
from scanner.collectors.contract import TAGS
from scanner.model import Resource
from scanner.resource_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.collectors.calls import Calls
    from scanner.collectors.contract import Wanted
    from scanner.paths import Document, Json


@dataclass(frozen=True, slots=True)
class Region:
    """A region that answers: how to call it, and what is wanted of it."""

    calls: Calls
    wanted: Wanted
    partition: str
    account: str
    name: str

    @property
    def scope(self) -> str:
        """What names are unique within."""
        return f"{self.account}/{self.name}"

    def arn(self, service: str, resource: str) -> str:
        """Make an id in the form of an ARN for what AWS gives none."""
        return f"arn:{self.partition}:{service}:{self.name}:{self.account}:{resource}"

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
            document={key: value for key, value in document.items() if key != TAGS},
            account=self.account,
            region=self.name,
            tags=tag_map(document.get(TAGS)) if tags is None else tags,
            learned=learned,
        )


def tag_map(tags: Json) -> Mapping[str, str]:
    """Give a list of `{Key, Value}` as a map."""
    return {str(tag["Key"]): str(tag.get("Value", "")) for tag in documents(tags) if "Key" in tag}
