"""Index a snapshot: resources by scope and type, and the gaps that cover each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from scanner.model import Gap, GapReason, Snapshot, Source
from scanner.paths import starts_with
from scanner.resource_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.model import Resource
    from scanner.paths import Path

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")

TAGS: Final = "Tags"
"""First key of a gap's or a span's path that stands for a resource's tags."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A snapshot, indexed."""

    snapshot: Snapshot
    resources: Mapping[tuple[str, str], tuple[Resource, ...]]
    by_resource: Mapping[str, tuple[Gap, ...]]
    by_family: Mapping[tuple[str, str], tuple[Gap, ...]]
    by_scope: Mapping[str, tuple[Gap, ...]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Facts:
        """Index a snapshot."""
        resources: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        for resource in snapshot.resources:
            resources[resource.scope, resource.type].append(resource)
        by_resource: dict[str, list[Gap]] = defaultdict(list)
        by_family: dict[tuple[str, str], list[Gap]] = defaultdict(list)
        by_scope: dict[str, list[Gap]] = defaultdict(list)
        for gap in snapshot.gaps:
            if gap.resource:
                by_resource[gap.resource].append(gap)
            elif gap.type:
                by_family[gap.scope, gap.type].append(gap)
            else:
                by_scope[gap.scope].append(gap)
        return cls(snapshot, _frozen(resources), _frozen(by_resource), _frozen(by_family), _frozen(by_scope))

    @property
    def live(self) -> bool:
        """Whether the snapshot is of an account."""
        return self.snapshot.source is Source.LIVE

    def scopes(self) -> list[str]:
        """Name every region or root that something is known of, or known to be unknown."""
        known = {scope for scope, _ in self.resources} | {scope for scope, _ in self.by_family} | set(self.by_scope)
        return sorted(known)

    def of_type(self, scope: str, kind: str) -> tuple[Resource, ...]:
        """Give the resources of a type in a scope."""
        return self.resources.get((scope, kind), ())

    def family_gaps(self, scope: str, kind: str) -> tuple[Gap, ...]:
        """Give what is not known of a whole family: it, or all of its scope, could not be read."""
        whole = (gap for gap in self.by_family.get((scope, kind), ()) if not gap.path)
        return (*whole, *self.by_scope.get(scope, ()))

    def gaps_of(self, resource: Resource) -> Iterator[Gap]:
        """Give what is not known inside one resource; paths are in its document."""
        yield from self.by_resource.get(resource.id, ())
        yield from (gap for gap in self.by_family.get((resource.scope, resource.type), ()) if gap.path)
        if resource.learned == "sagemaker:Search":
            for key in TYPES[resource.type].search_omits:
                yield Gap(
                    GapReason.NOT_ASKED,
                    f"{key} was not asked for, because no selected policy needed it when the snapshot was taken",
                    "a scan with this policy selected",
                    scope=resource.scope,
                    type=resource.type,
                    resource=resource.id,
                    path=(key,),
                )

    def gaps_within(self, resource: Resource, base: Path, prefix: Path) -> Iterator[Gap]:
        """Give the gaps of the part of a document under `base`, with `prefix` in its place."""
        for gap in self.gaps_of(resource):
            if gap.path[:1] == (TAGS,):
                continue
            if starts_with(gap.path, base):
                yield replace(gap, path=prefix + gap.path[len(base) :])
            elif starts_with(base, gap.path):
                yield replace(gap, path=prefix)

    def tag_gaps(self, resources: Iterable[Resource]) -> Iterator[Gap]:
        """Give the gaps in the tags of resources, as paths under `tags`."""
        for resource in resources:
            for gap in self.gaps_of(resource):
                if gap.path[:1] == (TAGS,):
                    yield replace(gap, path=("tags", *gap.path[1:]))


def _frozen(lists: Mapping[_Key, list[_Item]]) -> dict[_Key, tuple[_Item, ...]]:
    return {key: tuple(items) for key, items in lists.items()}
