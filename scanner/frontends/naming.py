"""Map the names of code onto those of the API's answers: one rule, and a table of what requests call otherwise."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from scanner.resource_types import CLUSTER, ENDPOINT, INFERENCE_COMPONENT, INFERENCE_EXPERIMENT, NOTEBOOK_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REQUEST_NAMES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    CLUSTER: {
        "ImageId": ("DesiredImageId",),
        "ImageReleaseVersion": ("DesiredImageReleaseVersion",),
        "InstanceCount": ("TargetCount",),
        "InstanceTypes": ("DesiredInstanceTypes",),
        "Labels": ("DesiredLabels",),
        "MinInstanceCount": ("MinCount",),
        "PatchSchedule": ("DesiredPatchSchedule",),
        "Taints": ("DesiredTaints",),
    },
    ENDPOINT: {"DeploymentConfig": ("LastDeploymentConfig",)},
    INFERENCE_COMPONENT: {
        "CopyCount": ("DesiredCopyCount",),
        "DeploymentConfig": ("LastDeploymentConfig",),
        "Image": ("DeployedImage", "SpecifiedImage"),
    },
    INFERENCE_EXPERIMENT: {"EndpointName": ("EndpointMetadata", "EndpointName")},
    NOTEBOOK_INSTANCE: {
        "LifecycleConfigName": ("NotebookInstanceLifecycleConfigName",),
        "SecurityGroupIds": ("SecurityGroups",),
    },
}
"""By type, what the request that makes a resource calls otherwise than the answer that describes it: the keys there."""


def api_key(fields: Iterable[str], name: str, exceptions: Mapping[str, str] | None = None) -> str | None:
    """Find the API's key for a name: an exception, or equal without underscores and case, or its plural."""
    if exceptions and name in exceptions:
        return exceptions[name]
    by_plain = _plain_names(tuple(fields))
    plain = _plain(name)
    candidates = (plain, plain + "s", plain.removesuffix("y") + "ies")
    return next((by_plain[candidate] for candidate in candidates if candidate in by_plain), None)


@cache
def _plain_names(fields: tuple[str, ...]) -> Mapping[str, str]:
    return {_plain(key): key for key in fields}


@cache
def _plain(name: str) -> str:
    return name.replace("_", "").lower()
