"""Index a snapshot: resources by scope and type, runs by what recurs, and the gaps that cover each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, Final, TypeVar

from scanner.model import Combination, Gap, GapReason, InlineWaiver, Resource, Source
from scanner.model.combinations import within
from scanner.paths import format_path, starts_with
from scanner.records import record
from scanner.resource_types import ENDPOINT_VARIANT, RUN_TYPES, TYPES
from scanner.run_groups import RunGroup
from scanner.runs import Grouping
from scanner.shapes import omitted_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.model import Read
    from scanner.paths import Path

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")

TAGS: Final = "Tags"
"""First key of a gap's or a span's path that stands for a resource's tags."""
_EVERYWHERE: Final = "-global"
"""How the name of the region ends that stands for a whole partition."""


class Gathering:
    """Takes resources and gaps as they come: runs of recurring jobs into groups, everything else as it is.

    `run_reads` are the paths in the documents of each type whose runs are grouped. What is known of a resource to be
    unknown has to come before the resource.
    """

    def __init__(self, source: Source, run_reads: Mapping[str, Iterable[Read]]) -> None:
        self._source = source
        self._run_reads = run_reads
        self._resources: defaultdict[tuple[str, str], list[Resource]] = defaultdict(list)
        self._groupings: dict[tuple[str, str], Grouping] = {}
        self._gaps: list[Gap] = []
        self._by_resource: defaultdict[str, list[Gap]] = defaultdict(list)
        self._counts: Counter[str] = Counter()
        self._combined: dict[str, tuple[str, Combination]] = {}
        self._seen: set[str] = set()
        self._waivers: list[InlineWaiver] = []

    def add(self, item: Resource | Gap | RunGroup | InlineWaiver) -> None:
        """Take one more; a group stands for all its runs."""
        match item:
            case RunGroup(newest=Resource(type=kind, scope=scope) as newest):
                self._counts[kind] += item.count
                self._grouping((scope, kind)).add_group(item, self._unknown((scope, kind), newest))
            case Gap():
                self._gaps.append(item)
                if item.resource:
                    self._by_resource[item.resource].append(item)
            case InlineWaiver():
                self._waivers.append(item)
            case Resource(type=kind, scope=scope) if kind in RUN_TYPES and self._source is Source.LIVE:
                self._counts[kind] += 1
                self._add_run((scope, kind), item)
            case Resource():
                self._add_resource(item)

    def _add_resource(self, resource: Resource) -> None:
        """Take a resource, into each combination of conditions in which it is so; it counts once."""
        cases = resource.origin.cases if resource.origin else None
        if cases is None or resource.identity not in self._seen:
            self._counts[resource.type] += 1
        if cases:
            self._seen.add(resource.identity)
            self._combined |= {within(resource.scope, one): (resource.scope, one) for one in cases.among}
        for scope in resource.scopes:
            self._resources[scope, resource.type].append(resource)

    def _add_run(self, place: tuple[str, str], run: Resource) -> None:
        self._grouping(place).add(run, self._unknown(place, run))

    def _grouping(self, place: tuple[str, str]) -> Grouping:
        if place not in self._groupings:
            self._groupings[place] = Grouping(self._run_reads.get(place[1], ()))
        return self._groupings[place]

    def _unknown(self, place: tuple[str, str], run: Resource) -> frozenset[str]:
        gaps = self._by_resource.get(run.id)
        return self._grouping(place).unknown(gaps) if gaps else frozenset()

    def facts(self, taken: str, roots: Iterable[str], types: frozenset[str] | None = None) -> Facts:
        """Give all that was taken, in an order that does not depend on what came first."""
        gaps = sorted(self._gaps, key=gap_order)
        by_family: defaultdict[tuple[str, str], list[Gap]] = defaultdict(list)
        by_scope: defaultdict[str, list[Gap]] = defaultdict(list)
        by_resource: defaultdict[str, list[Gap]] = defaultdict(list)
        for gap in gaps:
            if gap.resource:
                by_resource[gap.resource].append(gap)
            elif gap.type:
                by_family[gap.scope, gap.type].append(gap)
            else:
                by_scope[gap.scope].append(gap)
        resources = {place: sorted(items, key=lambda item: item.id) for place, items in self._resources.items()}
        return Facts(
            source=self._source,
            taken=taken,
            roots=tuple(sorted(roots)),
            types=types,
            gaps=tuple(gaps),
            counts=dict(sorted(self._counts.items())),
            resources=_frozen(resources),
            runs={place: tuple(grouping.groups) for place, grouping in self._groupings.items()},
            by_resource=_frozen(by_resource),
            by_family=_frozen(by_family),
            by_scope=_frozen(by_scope),
            combined=dict(sorted(self._combined.items())),
            waivers=tuple(self._waivers),
        )


@record(frozen=True, slots=True)
class Facts:
    """What is known and not known, indexed. `types` are those that were asked for, None where all are.

    `combined` are the scopes of single combinations of conditions: the root of each, and which one it is.
    """

    source: Source
    taken: str
    roots: tuple[str, ...]
    types: frozenset[str] | None
    gaps: tuple[Gap, ...]
    counts: Mapping[str, int]
    resources: Mapping[tuple[str, str], tuple[Resource, ...]]
    runs: Mapping[tuple[str, str], tuple[RunGroup, ...]]
    by_resource: Mapping[str, tuple[Gap, ...]]
    by_family: Mapping[tuple[str, str], tuple[Gap, ...]]
    by_scope: Mapping[str, tuple[Gap, ...]]
    combined: Mapping[str, tuple[str, Combination]] = field(default_factory=dict)
    waivers: tuple[InlineWaiver, ...] = ()

    @property
    def live(self) -> bool:
        """Whether they are of an account."""
        return self.source is Source.LIVE

    def scopes(self, kind: str) -> list[str]:
        """Name every region or root in which there may be resources of a type."""
        known = {scope for scope, _ in (*self.resources, *self.runs, *self.by_family)}
        known |= {*self.by_scope, *self.roots}
        if self.live:
            everywhere = kind != ENDPOINT_VARIANT and TYPES[kind].partition_wide
            known = {scope for scope in known if scope.endswith(_EVERYWHERE) is everywhere}
        return sorted(known - self.combined.keys())

    def combinations(self, scope: str) -> Mapping[str, Combination]:
        """Give the scopes of the combinations of conditions that a root can be in, where nothing decides them."""
        return {name: combination for name, (root, combination) in self.combined.items() if root == scope}

    def of_type(self, scope: str, kind: str) -> tuple[Resource, ...]:
        """Give the resources of a type in a scope; those that belong to no region are in each."""
        return self.resources.get((self._place(scope, kind), kind), ())

    def runs_of(self, scope: str, kind: str) -> tuple[RunGroup, ...]:
        """Give the recurring jobs of a type in a scope."""
        return self.runs.get((scope, kind), ())

    def family_gaps(self, scope: str, kind: str) -> tuple[Gap, ...]:
        """Give what is not known of a whole family: it, or all of its scope, could not be read."""
        scope = self._place(scope, kind)
        whole = tuple(gap for gap in self.by_family.get((scope, kind), ()) if not gap.path)
        if self.types is not None and kind not in self.types:
            whole += (_not_asked(scope, kind),)
        outer = self.combined.get(scope)
        rest = self.family_gaps(outer[0], kind) if outer else ()
        return (*whole, *self.by_scope.get(scope, ()), *rest)

    def _place(self, scope: str, kind: str) -> str:
        """Give where the resources of a type lie that can be seen from a scope."""
        if not self.live or not TYPES[kind].partition_wide:
            return scope
        account = scope.partition("/")[0]
        everywhere = (root for root in self.roots if root.startswith(f"{account}/") and root.endswith(_EVERYWHERE))
        return next(everywhere, scope)

    def gaps_of(self, resource: Resource) -> Iterator[Gap]:
        """Give what is not known inside one resource; paths are in its document."""
        own = self.by_resource.get(resource.id, ())
        yield from own
        yield from (gap for gap in self.by_family.get((resource.scope, resource.type), ()) if gap.path)
        if self.live and TYPES[resource.type].untold:
            message = f"the tags of {resource.type} are not asked for, because its list does not give them"
            yield Gap(GapReason.NOT_ASKED, message, "a look at its tags", resource.scope, resource.type, path=(TAGS,))
        if any(not gap.path for gap in own):
            return  # nothing is known but what led to it
        for key in omitted_by(resource.type, resource.learned):
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
                yield gap.at(prefix + gap.path[len(base) :])
            elif starts_with(base, gap.path):
                yield gap.at(prefix)

    def tag_gaps(self, resources: Iterable[Resource]) -> Iterator[Gap]:
        """Give the gaps in the tags of resources, as paths under `tags`."""
        for resource in resources:
            for gap in self.gaps_of(resource):
                if gap.path[:1] == (TAGS,):
                    yield gap.at(("tags", *gap.path[1:]))


def gap_order(gap: Gap) -> tuple[str, ...]:
    """Order gaps from the widest to the narrowest."""
    return (gap.scope, gap.type, gap.resource, format_path(gap.path), gap.needs, gap.message)


def _not_asked(scope: str, kind: str) -> Gap:
    message = f"{kind} was not collected, because no selected policy needed it"
    return Gap(GapReason.NOT_ASKED, message, "a scan with the policy selected", scope=scope, type=kind)


def _frozen(lists: Mapping[_Key, list[_Item]]) -> dict[_Key, tuple[_Item, ...]]:
    return {key: tuple(items) for key, items in lists.items()}
