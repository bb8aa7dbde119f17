"""The elements of other services' lists that the fake can hold, derived from botocore: where each is answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tests.aws.kinds import operation_model
from tests.aws.paging import Paging

if TYPE_CHECKING:
    from botocore.model import Shape


@dataclass(frozen=True, slots=True)
class ElementKind:
    """Something that another service gives as elements of one list."""

    name: str
    service: str
    operation: str
    key: str
    shape: Shape
    paging: Paging
    filters: tuple[tuple[str, str], ...]
    """Request parameter and the element's field that it is compared with; `field*` takes what starts so."""


_SCALING = Paging(50, 50)
_SCALING_FILTERS = (
    ("ServiceNamespace", "ServiceNamespace"),
    ("ResourceId", "ResourceId"),
    ("ScalableDimension", "ScalableDimension"),
)
_THOUSAND = Paging(1000, 1000)
_HUNDRED = Paging(100, 100)
_BILLING = Paging(100, 1000)
_IAM = Paging(100, 1000, "MaxItems", "Marker")
_ECR = Paging(100, 1000, "maxResults", "nextToken")

_ELEMENTS: tuple[tuple[str, str, str, Paging, tuple[tuple[str, str], ...]], ...] = (
    (
        "application-autoscaling",
        "DescribeScalableTargets",
        "ScalableTargets",
        _SCALING,
        (*_SCALING_FILTERS, ("ResourceIds", "ResourceId")),
    ),
    (
        "application-autoscaling",
        "DescribeScalingPolicies",
        "ScalingPolicies",
        _SCALING,
        (*_SCALING_FILTERS, ("PolicyNames", "PolicyName")),
    ),
    (
        "application-autoscaling",
        "DescribeScheduledActions",
        "ScheduledActions",
        _SCALING,
        (*_SCALING_FILTERS, ("ScheduledActionNames", "ScheduledActionName")),
    ),
    ("application-autoscaling", "DescribeScalingActivities", "ScalingActivities", _SCALING, _SCALING_FILTERS),
    ("cloudwatch", "DescribeAlarms", "MetricAlarms", Paging(100, 100, "MaxRecords"), (("AlarmNames", "AlarmName"),)),
    ("ec2", "DescribeSubnets", "Subnets", _THOUSAND, (("SubnetIds", "SubnetId"),)),
    ("ec2", "DescribeSecurityGroups", "SecurityGroups", _THOUSAND, (("GroupIds", "GroupId"),)),
    ("ec2", "DescribeRouteTables", "RouteTables", _HUNDRED, (("RouteTableIds", "RouteTableId"),)),
    ("ec2", "DescribeVpcEndpoints", "VpcEndpoints", _THOUSAND, (("VpcEndpointIds", "VpcEndpointId"),)),
    ("ec2", "DescribeNatGateways", "NatGateways", _THOUSAND, (("NatGatewayIds", "NatGatewayId"),)),
    (
        "ec2",
        "DescribeInstanceTypeOfferings",
        "InstanceTypeOfferings",
        _THOUSAND,
        (("LocationType", "LocationType"),),
    ),
    ("iam", "GetAccountAuthorizationDetails", "RoleDetailList", _IAM, ()),
    ("iam", "GetAccountAuthorizationDetails", "Policies", _IAM, ()),
    ("iam", "GetAccountAuthorizationDetails", "UserDetailList", _IAM, ()),
    ("iam", "GetAccountAuthorizationDetails", "GroupDetailList", _IAM, ()),
    (
        "logs",
        "DescribeLogGroups",
        "logGroups",
        Paging(50, 50, "limit", "nextToken"),
        (("logGroupNamePrefix", "logGroupName*"), ("logGroupClass", "logGroupClass")),
    ),
    (
        "service-quotas",
        "ListServiceQuotas",
        "Quotas",
        _HUNDRED,
        (("ServiceCode", "ServiceCode"), ("QuotaCode", "QuotaCode")),
    ),
    ("ecr", "DescribeImages", "imageDetails", _ECR, (("repositoryName", "repositoryName"),)),
    ("ecr", "DescribeRepositories", "repositories", _ECR, (("repositoryNames", "repositoryName"),)),
    ("budgets", "DescribeBudgets", "Budgets", _BILLING, ()),
    (
        "ce",
        "ListCostAllocationTags",
        "CostAllocationTags",
        _BILLING,
        (("Status", "Status"), ("TagKeys", "TagKey"), ("Type", "Type")),
    ),
)

GLOBAL = frozenset({"iam", "budgets", "ce"})
"""Services that have no regions: what is seeded in any region of an account is theirs."""

WITH_MOTO = (
    frozenset({"Subnet", "SecurityGroup", "RouteTable", "VpcEndpoint", "NatGateway"}),
    frozenset({"InstanceTypeOffering"}),
)
"""What moto answers until something of the same group is seeded in the region."""


@cache
def element_kinds() -> dict[str, ElementKind]:
    """Element kinds by name: `ScalableTarget`, `MetricAlarm`, `Subnet` …"""
    found = {}
    for service, operation, key, paging, filters in _ELEMENTS:
        shape = operation_model(service, operation).output_shape.members[key].member
        found[shape.name] = ElementKind(shape.name, service, operation, key, shape, paging, filters)
    return found


@cache
def elements_by_operation() -> dict[str, tuple[ElementKind, ...]]:
    """Element kinds by `service:Operation`; most operations give one."""
    found: dict[str, tuple[ElementKind, ...]] = {}
    for kind in element_kinds().values():
        operation = f"{kind.service}:{kind.operation}"
        found[operation] = (*found.get(operation, ()), kind)
    return found
