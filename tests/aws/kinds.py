"""The kinds of things the fake can hold, derived from botocore: how each is described, listed and named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import botocore.session

if TYPE_CHECKING:
    from botocore.model import OperationModel, ServiceModel, Shape

SERVICES = {
    "monitoring": "cloudwatch",
    "servicequotas": "service-quotas",
    "tagging": "resourcegroupstaggingapi",
}
"""Names in signatures that differ from botocore's name of the service."""

_IRREGULAR: dict[str, dict] = {
    "AutoMLJobV2": {"listed_as": "AutoMLJob"},
    "ModelPackage": {"identity": ("ModelPackageArn",)},  # all versions of a group have the group's name
    "ClusterNode": {
        "envelope": "NodeDetails",
        "asked": ("ClusterName", "NodeId"),
        "identity": ("ClusterName", "InstanceId"),
        "name_key": "InstanceGroupName",
    },
    "App": {  # two users of a domain each have an app called "default"
        "asked": ("DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"),
        "optional": frozenset({"UserProfileName", "SpaceName"}),
    },
}
"""Where a kind is not what its Describe operation's model suggests."""

_PLURALS = ("s", "es")


@cache
def service_model(service: str) -> ServiceModel:
    return botocore.session.Session().get_service_model(service)


def operation_model(service: str, operation: str) -> OperationModel:
    return service_model(service).operation_model(operation)


@dataclass(frozen=True, slots=True)
class Listing:
    """One SageMaker List operation: the key of its result, and the fields of a summary."""

    operation: str
    key: str
    summary: Shape


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that SageMaker describes one by one."""

    name: str
    describe: str
    shape: Shape
    identity: tuple[str, ...]
    """What tells two of a kind apart: fields of the document, or keys that are seeded beside it."""
    asked: tuple[str, ...]
    """The parameters of Describe that give the identity."""
    name_key: str
    arn_key: str
    arn_type: str
    """The word in its ARN: `endpoint-config`."""
    status_key: str
    """The field that says its state."""
    listing: Listing | None
    optional: frozenset[str] = frozenset()
    """Keys of the identity that not each has."""
    envelope: str = ""
    """The member of Describe's answer that holds the document, where it is not the answer itself."""

    @property
    def beside(self) -> tuple[str, ...]:
        """Keys of the identity that are seeded with the document but are no part of it: the cluster of a node."""
        return tuple(key for key in self.identity if key not in self.shape.members)


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of SageMaker whose documents say everything that Describe asks for."""
    model = service_model("sagemaker")
    found = {}
    for name in model.operation_names:
        if name.startswith("Describe") and (kind := _kind(name)) is not None:
            found[kind.name] = kind
    return found


@cache
def kinds_by_operation() -> dict[str, tuple[Kind, ...]]:
    """Kinds by the Describe and List operations that give them; ListAutoMLJobs gives two."""
    by_operation: dict[str, tuple[Kind, ...]] = {}
    for kind in kinds().values():
        by_operation[kind.describe] = (kind,)
        if kind.listing:
            operation = kind.listing.operation
            by_operation[operation] = (*by_operation.get(operation, ()), kind)
    return by_operation


def _kind(describe: str) -> Kind | None:
    operation = operation_model("sagemaker", describe)
    name = describe.removeprefix("Describe")
    own = _IRREGULAR.get(name, {})
    shape = operation.output_shape
    if own.get("envelope"):
        shape = shape.members[own["envelope"]]
    asked = own.get("asked") or tuple(operation.input_shape.required_members)
    identity = own.get("identity") or asked
    if not identity or (not own and any(key not in shape.members for key in identity)):
        return None
    named = own.get("name_key") or ([key for key in asked if key.endswith("Name")] or list(asked))[-1]
    stem = named.removesuffix("Name")
    arn_key = next((key for key in (f"{name}Arn", f"{stem}Arn", "Arn") if key in shape.members), "")
    states = (f"{name}Status", f"{stem}Status", f"{name.removesuffix('V2')}Status", "Status")
    return Kind(
        name=name,
        describe=describe,
        shape=shape,
        identity=identity,
        asked=asked,
        name_key=named,
        arn_key=arn_key,
        arn_type=_arn_type(name, shape, arn_key),
        status_key=next((key for key in states if key in shape.members), "Status"),
        listing=_listing(own.get("listed_as", name)),
        optional=own.get("optional", frozenset()),
        envelope=own.get("envelope", ""),
    )


def _arn_type(name: str, shape: Shape, arn_key: str) -> str:
    pattern = shape.members[arn_key].metadata.get("pattern", "") if arn_key else ""
    found = re.search(r"\{12\}:([a-z-]+)/", pattern) or re.search(r"\):([a-z-]+)/", pattern)
    return found.group(1) if found else re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _listing(name: str) -> Listing | None:
    model = service_model("sagemaker")
    candidates = [f"List{name}{plural}" for plural in _PLURALS] + [f"List{name[:-1]}ies"]
    operation = next((item for item in candidates if item in model.operation_names), None)
    if operation is None:
        return None
    members = model.operation_model(operation).output_shape.members
    lists = [
        (key, shape.member)
        for key, shape in members.items()
        if shape.type_name == "list" and shape.member.type_name == "structure"
    ]
    return Listing(operation, lists[0][0], lists[0][1]) if len(lists) == 1 else None
