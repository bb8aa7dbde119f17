"""Read the tags that listings do not give, in bulk: one chain of pages for a region, never one call a resource."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.collectors.calls import documents
from scanner.collectors.contract import TAGS
from scanner.collectors.failures import CallError, Extent, Failure
from scanner.model import Gap, GapReason
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, MODEL, RECOMMENDATION_JOB, TRAINING_JOB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.collectors.calls import Calls
    from scanner.collectors.contract import Wanted
    from scanner.paths import Json

TagMap: TypeAlias = "Mapping[str, str]"

READ_TAGS: Final = "resourcegroupstaggingapi:GetResources"

_ARN_TYPES: Final = {
    TRAINING_JOB: "sagemaker:training-job",
    MODEL: "sagemaker:model",
    ENDPOINT_CONFIG: "sagemaker:endpoint-config",
    ENDPOINT: "sagemaker:endpoint",
    RECOMMENDATION_JOB: "sagemaker:inference-recommendations-job",
}
_ALWAYS_LISTED: Final = (ENDPOINT_CONFIG, ENDPOINT)
_TAGGED_SUBJECT: Final = (TRAINING_JOB, MODEL, ENDPOINT_CONFIG, ENDPOINT)


class TagIndex:
    """The tags of one region's resources by ARN, read when first asked for.

    AWS gives every resource that has, or once had, a tag; so one that is absent has none.
    """

    def __init__(self, calls: Calls, wanted: Wanted, scope: str) -> None:
        self._calls = calls
        self._wanted = wanted
        self._scope = scope
        self._lock = threading.Lock()
        self._chains: dict[tuple[str, ...], Mapping[str, TagMap] | Failure] = {}

    def of(self, kind: str) -> tuple[Mapping[str, TagMap], tuple[Gap, ...]]:
        """Give the tags of a type's resources by ARN, and what is not known of them."""
        if not self._is_read(kind):
            return {}, (tags_not_asked(self._scope, kind),)
        match self._chain(_ALWAYS_LISTED if kind in _ALWAYS_LISTED else (kind,)):
            case Failure(extent=Extent.CREDENTIALS | Extent.REGION) as failure:
                raise CallError(failure)
            case Failure() as failure:
                return {}, (failure.gap(self._scope, kind, path=(TAGS,)),)
            case tags:
                return tags, ()

    def _is_read(self, kind: str) -> bool:
        """Read all or none: a variant's tags are those of its endpoint over its configuration's over its model's."""
        return self._wanted.reads_tags(*(_TAGGED_SUBJECT if kind in _TAGGED_SUBJECT else (kind,)))

    def _chain(self, kinds: tuple[str, ...]) -> Mapping[str, TagMap] | Failure:
        with self._lock:
            if kinds not in self._chains:
                self._chains[kinds] = self._read(tuple(kind for kind in kinds if kind in self._wanted.types))
            return self._chains[kinds]

    def _read(self, kinds: tuple[str, ...]) -> Mapping[str, TagMap] | Failure:
        filters = [_ARN_TYPES[kind] for kind in kinds]
        try:
            found = list(
                self._calls.items(
                    READ_TAGS, "ResourceTagMappingList", ResourcesPerPage=100, ResourceTypeFilters=filters
                )
            )
        except CallError as error:
            return error.failure
        return {str(item.get("ResourceARN")): tag_map(item.get(TAGS)) for item in found}


def tag_map(tags: Json) -> TagMap:
    """Give a list of `{Key, Value}` as a map."""
    return {str(tag["Key"]): str(tag.get("Value", "")) for tag in documents(tags) if "Key" in tag}


def tags_not_asked(scope: str, kind: str) -> Gap:
    """Say that the tags of a type were not read."""
    message = f"the tags of {kind} were not asked for, because no selected policy needed them"
    return Gap(GapReason.NOT_ASKED, message, "a scan with the policy selected", scope=scope, type=kind, path=(TAGS,))
