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
    "tagging": "resourcegroupstaggingapi",
}
"""Names in signatures that differ from botocore's name of the service."""

_IRREGULAR_LISTS = {"FeatureMetadata": "", "TrialComponent": "ListTrialComponents"}
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
    name_key: str
    arn_key: str
    listing: Listing | None

    @property
    def arn_type(self) -> str:
        """The word in its ARN: `endpoint-config`."""
        pattern = self.shape.members[self.arn_key].metadata.get("pattern", "") if self.arn_key else ""
        found = re.search(r"\{12\}:([a-z-]+)/", pattern) or re.search(r"\):([a-z-]+)/", pattern)
        return found.group(1) if found else re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.name).lower()

    @property
    def status_key(self) -> str:
        """The field that says its state."""
        return next((key for key in (f"{self.name}Status", "Status") if key in self.shape.members), "Status")


@dataclass(frozen=True, slots=True)
class ElementKind:
    """Something that another service gives as elements of one list."""

    name: str
    service: str
    operation: str
    key: str
    shape: Shape
    page: int
    page_key: str
    filters: tuple[tuple[str, str], ...]
    """Request parameter and the element's field that it is compared with."""


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
def kinds_by_operation() -> dict[str, Kind]:
    """Kinds by the Describe and List operations that give them."""
    by_operation = {}
    for kind in kinds().values():
        by_operation[kind.describe] = kind
        if kind.listing:
            by_operation[kind.listing.operation] = kind
    return by_operation


def _kind(describe: str) -> Kind | None:
    operation = operation_model("sagemaker", describe)
    shape = operation.output_shape
    identity = tuple(operation.input_shape.required_members)
    if not identity or any(key not in shape.members for key in identity):
        return None
    name = describe.removeprefix("Describe")
    named = [key for key in identity if key.endswith("Name")] or list(identity)
    arns = (f"{name}Arn", f"{named[-1].removesuffix('Name')}Arn", "Arn")
    return Kind(
        name=name,
        describe=describe,
        shape=shape,
        identity=identity,
        name_key=named[-1],
        arn_key=next((key for key in arns if key in shape.members), ""),
        listing=_listing(name),
    )


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


_SCALING_FILTERS = (
    ("ServiceNamespace", "ServiceNamespace"),
    ("ResourceId", "ResourceId"),
    ("ScalableDimension", "ScalableDimension"),
)

_ELEMENTS = (
    (
        "application-autoscaling",
        "DescribeScalableTargets",
        "ScalableTargets",
        50,
        "MaxResults",
        (*_SCALING_FILTERS, ("ResourceIds", "ResourceId")),
    ),
    (
        "application-autoscaling",
        "DescribeScalingPolicies",
        "ScalingPolicies",
        50,
        "MaxResults",
        (*_SCALING_FILTERS, ("PolicyNames", "PolicyName")),
    ),
    (
        "application-autoscaling",
        "DescribeScheduledActions",
        "ScheduledActions",
        50,
        "MaxResults",
        (*_SCALING_FILTERS, ("ScheduledActionNames", "ScheduledActionName")),
    ),
    (
        "application-autoscaling",
        "DescribeScalingActivities",
        "ScalingActivities",
        50,
        "MaxResults",
        _SCALING_FILTERS,
    ),
    ("cloudwatch", "DescribeAlarms", "MetricAlarms", 100, "MaxRecords", (("AlarmNames", "AlarmName"),)),
    ("ec2", "DescribeSubnets", "Subnets", 1000, "MaxResults", (("SubnetIds", "SubnetId"),)),
    ("ec2", "DescribeSecurityGroups", "SecurityGroups", 1000, "MaxResults", (("GroupIds", "GroupId"),)),
)


@cache
def element_kinds() -> dict[str, ElementKind]:
    """Element kinds by name: `ScalableTarget`, `MetricAlarm`, `Subnet` …"""
    found = {}
    for service, operation, key, page, page_key, filters in _ELEMENTS:
        shape = operation_model(service, operation).output_shape.members[key].member
        found[shape.name] = ElementKind(shape.name, service, operation, key, shape, page, page_key, filters)
    return found


@cache
def elements_by_operation() -> dict[str, ElementKind]:
    """Element kinds by `service:Operation`."""
    return {f"{kind.service}:{kind.operation}": kind for kind in element_kinds().values()}
