"""Read one type in one region: its list page by page, and what the list leaves out by Describe, side by side."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.collectors.calls import documents
from scanner.collectors.failures import CallError, Extent
from scanner.collectors.tags import read_tags
from scanner.model import Gap, GapReason, Resource
from scanner.resource_types import TYPES
from scanner.shapes import fields_by_type, omitted_by
from scanner.snapshot import without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scanner.collectors.failures import Failure
    from scanner.collectors.listing import Listing
    from scanner.collectors.region import Region
    from scanner.paths import Document, Json, Path

Item: TypeAlias = Resource | Gap
Summaries: TypeAlias = "Mapping[str, Document]"
"""What a list says of resources, by their ids."""

_PAGE: Final = 100


class Reader:
    """One reading of one type in one region.

    `found` are the ids of what was yielded; `all_kept` is whether all that has come to its last state is kept.
    """

    def __init__(self, region: Region, listing: Listing) -> None:
        self.found: set[str] = set()
        self.all_kept = True
        self._region = region
        self._listing = listing
        self._shelf = region.shelf(listing.kind)
        self._pages = self._listed()

    def first_page(self) -> tuple[list[Document] | None, Failure | None]:
        """Give the first page of the list, none where there is nothing at all, and why it cannot be had."""
        try:
            page = next(self._pages, None)
            while page == []:  # AWS filters after it has cut the page
                page = next(self._pages, None)
        except CallError as error:
            if not error.failure.unavailable:
                raise
            return None, error.failure
        return page, None

    def pages(self, *first: list[Document]) -> Iterator[list[Document]]:
        """Yield the pages that were read before, and what is left of the list."""
        return chain(first, self._pages)

    def _listed(self) -> Iterator[list[Document]]:
        listing = self._listing
        for given in self._parents():
            for page in self._region.calls.pages(listing.operation, **listing.order, **given, MaxResults=_PAGE):
                yield [{**item, **given} for item in documents(page.get(listing.key))]

    def _parents(self) -> Iterator[dict[str, Json]]:
        """Give what the list is asked with: nothing, or in turn what names each parent."""
        if not self._listing.parent:
            yield {}
            return
        for parent in self._region.found(self._listing.parent):
            yield {param: parent.document.get(key) for param, key in self._listing.parent_params.items()}

    def list_all(self, pages: Iterable[list[Document]]) -> Iterator[Item]:
        """Yield what is listed and not found yet."""
        for summaries in pages:
            yield from self.complete(summaries)

    def list_newest(self, pages: Iterable[list[Document]]) -> Iterator[Item]:
        """Yield the newest that are not found yet; the first page with nothing new in it ends the list."""
        for summaries in pages:
            known = len(self.found)
            yield from self.complete(summaries)
            if len(self.found) == known:
                return

    def complete(
        self, summaries: Sequence[Document], otherwise: Callable[[Summaries], Mapping[str, Resource]] | None = None
    ) -> Iterator[Item]:
        """Yield what is listed and not found yet, whole where a policy reads more than the list gives.

        What earlier scans did not keep is taken from `otherwise`, as far as it has it, and described.
        """
        region, listing = self._region, self._listing
        new = {identity: item for item in summaries if (identity := listing.identify(region, item)) not in self.found}
        self.found.update(new)
        if not new:
            return
        needed = bool(region.wanted.missing(listing.kind, omitted_by(listing.kind, listing.operation)))
        kept = self.kept(new) if needed else {}
        rest = {identity: item for identity, item in new.items() if identity not in kept}
        known = otherwise(rest) if otherwise and needed else {}
        tags, gaps = self._tags([identity for identity in new if identity not in known])
        yield from gaps
        listed = {identity: self._from_list(identity, item, tags.get(identity, {})) for identity, item in new.items()}
        if not needed:
            yield from listed.values()
            return
        yield from (replace(item, tags=listed[identity].tags) for identity, item in kept.items())
        yield from known.values()
        self.keep(known.values())
        asked = [(listed[identity], item) for identity, item in rest.items() if identity not in known]
        for items in region.calls.side_by_side(lambda pair: self.describe(*pair), asked):
            whole = [item for item in items if isinstance(item, Resource)]
            self.all_kept &= bool(whole) and len(whole) == len(items)
            self.keep(whole)
            yield from items

    def _tags(self, arns: Sequence[str]) -> tuple[Mapping[str, Mapping[str, str]], tuple[Gap, ...]]:
        return read_tags(self._region, self._listing.kind, arns) if arns and self._listing.tagged else ({}, ())

    @property
    def kind(self) -> str:
        """The type that is read."""
        return self._listing.kind

    def whole(self, resources: Sequence[Resource], missing: Sequence[str]) -> Iterator[tuple[Item, ...]]:
        """Give for each resource itself with the fields that it misses, or gaps on them before it."""
        kept = self.kept({item.id: item.document for item in resources})

        def complete(resource: Resource) -> tuple[Item, ...]:
            if resource.id in kept:
                return (replace(kept[resource.id], tags=resource.tags),)
            return self.describe(resource, paths=missing)

        for items in self._region.calls.side_by_side(complete, resources):
            self.keep(item for item in items if isinstance(item, Resource) and item.learned == self._listing.describe)
            yield items

    def _from_list(self, identity: str, summary: Document, tags: Mapping[str, str]) -> Resource:
        fields = fields_by_type()[self._listing.kind]
        known = {key: value for key, value in summary.items() if isinstance(fields, dict) and key in fields}
        return self._region.resource(self._listing.kind, identity, known, self._listing.operation, tags)

    def kept(self, summaries: Summaries) -> dict[str, Resource]:
        """Give those that an earlier scan has seen in their last state; another may have come under the same name."""
        if not self._listing.settles:
            return {}
        kept = self._shelf.documents(list(summaries))
        return {
            identity: item
            for identity, item in kept.items()
            if item.document.get("CreationTime") == summaries[identity].get("CreationTime")
        }

    def keep(self, resources: Iterable[Resource]) -> None:
        """Keep those that are whole and cannot change any more."""
        whole = [item for item in resources if item.learned != self._listing.operation]
        settled = [without_secrets(item) for item in whole if self._listing.settled(item.document)]
        if settled and self._listing.settles:
            self._shelf.keep(settled)

    def describe(self, known: Resource, summary: Document | None = None, paths: Sequence[str] = ()) -> tuple[Item, ...]:
        """Give a resource whole, or as it is known with gaps on `paths`, or on all of it when there are none."""
        listing, fields = self._listing, summary or known.document
        asked = {param: fields[key] for param, key in listing.asked_by.items() if fields.get(key)}
        try:
            answer = self._region.calls.call(listing.describe, **asked)
        except CallError as error:
            return tuple(_undescribed(known, error.failure, paths))
        document = answer.get(listing.answer) if listing.answer else answer
        parts = {key: fields[key] for key in TYPES[listing.kind].parts if key in fields}
        whole = parts | (document if isinstance(document, dict) else {})
        return (self._region.resource(listing.kind, known.id, whole, listing.describe, known.tags),)


def _undescribed(known: Resource, failure: Failure, paths: Sequence[str]) -> Iterator[Item]:
    """Yield the gaps first, so that whoever reads on knows what of the resource is not known."""
    if failure.extent is not Extent.OPERATION or failure.reason is GapReason.THROTTLED:
        raise CallError(failure)
    if failure.reason is GapReason.DELETED:
        failure = replace(failure, message=f"{known.name} was deleted while the scan ran")
    places: list[Path] = [(key,) for key in paths]
    for path in places or [()]:
        yield failure.gap(known.scope, known.type, known.id, path)
    if failure.reason is not GapReason.DELETED or paths:
        yield known
