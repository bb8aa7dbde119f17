"""Read the tags that listings do not give: one call for a page of a hundred resources, never one call a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.collectors.calls import documents
from scanner.collectors.contract import TAGS
from scanner.collectors.failures import CallError, Extent, unreachable
from scanner.collectors.region import tag_map
from scanner.model import Gap, GapReason
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, MODEL, TRAINING_JOB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.collectors.contract import Wanted
    from scanner.collectors.region import Region
    from scanner.paths import Json

READ_TAGS: Final = "resourcegroupstaggingapi:GetResources"

_MOST_ANSWERS: Final = 10
_READ_TOGETHER: Final = (TRAINING_JOB, MODEL, ENDPOINT_CONFIG, ENDPOINT)
"""A variant's tags are those of its endpoint over its configuration's over its model's: read for all, or for none."""


def tags_wanted(wanted: Wanted, kind: str) -> bool:
    """Tell whether the tags of a type are asked for."""
    return wanted.reads_tags(*(_READ_TOGETHER if kind in _READ_TOGETHER else (kind,)))


def read_tags(
    region: Region, kind: str, arns: Sequence[str]
) -> tuple[Mapping[str, Mapping[str, str]], tuple[Gap, ...]]:
    """Give the tags of up to a hundred resources by ARN, and what is not known of them.

    AWS gives every resource that has, or once had, a tag; so one that is absent has none.
    """
    if not arns:
        return {}, ()
    if not tags_wanted(region.wanted, kind):
        return {}, (_not_asked(region, kind),)
    try:
        return _read(region, list(arns)), ()
    except CallError as error:
        if error.failure.extent in {Extent.CREDENTIALS, Extent.FAMILY, Extent.REGION}:
            raise
        return {}, (error.failure.gap(region.scope, kind, path=(TAGS,)),)


def _read(region: Region, arns: list[Json]) -> dict[str, Mapping[str, str]]:
    """Ask for ARNs; what is left over is asked for again, because a question by ARN takes no page token."""
    found: dict[str, Mapping[str, str]] = {}
    for _ in range(_MOST_ANSWERS):
        answer = region.calls.call(READ_TAGS, ResourceARNList=arns)
        given = documents(answer.get("ResourceTagMappingList"))
        found |= {str(item.get("ResourceARN")): tag_map(item.get(TAGS)) for item in given}
        arns = [arn for arn in arns if arn not in found]
        if not arns or not answer.get("PaginationToken"):
            return found
    raise CallError(unreachable(READ_TAGS, "does not give all that it is asked for"))


def _not_asked(region: Region, kind: str) -> Gap:
    message = f"the tags of {kind} were not asked for, because no selected policy needed them"
    needs = "a scan with the policy selected"
    return Gap(GapReason.NOT_ASKED, message, needs, scope=region.scope, type=kind, path=(TAGS,))
