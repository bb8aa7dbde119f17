"""How the resources of a SageMaker type are named: by List, by Describe, and by Search where it has them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.records import record
from scanner.resource_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.collectors.region import Region
    from scanner.paths import Document

SEARCH: Final = "sagemaker:Search"
_NEWEST_FIRST: Final = {"SortBy": "CreationTime", "SortOrder": "Descending"}
"""What is made while the pages are read then moves others back, which repeats some and misses none."""

_FINAL: Final = frozenset({"Completed", "Failed", "Stopped", "COMPLETED", "FAILED", "STOPPED"})
_POOL_GONE: Final = frozenset({"Terminated", "Reused"})


@record(frozen=True, slots=True)
class Search:
    """How Search gives a type: what to search for, where in a result its document lies, and a filter.

    Where not `everything` has a record, the list says what there is.
    """

    resource: str
    record: tuple[str, ...]
    where: Mapping[str, str] = field(default_factory=dict)
    everything: bool = True


@record(frozen=True, slots=True)
class Listing:
    """How the resources of a type are listed, and each described.

    `plural` is what List calls them, and `key` where they lie in its answer; `noun` is what Describe calls one.
    `arn` names the field of a summary that holds the ARN, or with a slash in it makes one of several fields. `params`
    are Describe's parameters and the fields they come from, `answer` the key of the document in its answer.
    `order` is what the list is asked with. `parent` is the type whose resources are listed one by one with
    `parent_params` of each. `status` is the field that says whether a job can still change; what is `immutable` never
    does. What is not `tagged` has no tags of its own.
    """

    kind: str
    plural: str
    key: str
    arn: str
    noun: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, str] = field(default_factory=lambda: _NEWEST_FIRST)
    answer: str = ""
    search: Search | None = None
    status: str = ""
    immutable: bool = False
    parent: str = ""
    parent_params: Mapping[str, str] = field(default_factory=dict)
    tagged: bool = True

    @property
    def operation(self) -> str:
        """The operation that lists them."""
        return f"sagemaker:List{self.plural}"

    @property
    def describe(self) -> str:
        """The operation that describes one."""
        return f"sagemaker:Describe{self.noun or self.kind.rpartition('::')[2]}"

    @property
    def asked_by(self) -> Mapping[str, str]:
        """The parameters of Describe, and the fields that they come from."""
        name = TYPES[self.kind].name_key
        return self.params or {name: name}

    @property
    def settles(self) -> bool:
        """Whether its resources come to a state in which they stay."""
        return self.immutable or bool(self.status)

    def settled(self, document: Document) -> bool:
        """Tell whether a resource cannot change any more."""
        if not self.immutable and document.get(self.status) not in _FINAL:
            return False
        pool = document.get("WarmPoolStatus")
        return not isinstance(pool, dict) or pool.get("Status") in _POOL_GONE

    def identify(self, region: Region, summary: Document) -> str:
        """Give the ARN of a listed resource."""
        if "/" not in self.arn:
            return str(summary.get(self.arn, ""))
        return region.made_arn(self.operation, self.arn, summary).lower()  # as SageMaker writes its own
