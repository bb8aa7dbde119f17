"""The table of what other services list whole: one chain of pages each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.collectors.chains import ACCOUNT, Chain
from scanner.resource_types import (
    ALARM,
    AVAILABILITY_ZONE,
    BUDGET,
    COST_ALLOCATION_TAG,
    LOG_GROUP,
    NAT_GATEWAY,
    ROUTE_TABLE,
    SCALABLE_TARGET,
    SCALING_ACTIVITY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SECURITY_GROUP,
    SERVICE_QUOTA,
    SUBNET,
    VPC_ENDPOINT,
)

if TYPE_CHECKING:
    from scanner.paths import Json

_SCALING: Final[dict[str, Json]] = {"ServiceNamespace": "sagemaker", "MaxResults": 50}
_THOUSAND: Final[dict[str, Json]] = {"MaxResults": 1000}

ACCOUNT_LISTS: Final = (
    (
        "scalable targets",
        Chain(
            SCALABLE_TARGET,
            "application-autoscaling:DescribeScalableTargets",
            "ScalableTargets",
            "ScalableTargetARN",
            "scalable-target/{ResourceId}/{ScalableDimension}",
            _SCALING,
        ),
    ),
    (
        "scaling policies",
        Chain(
            SCALING_POLICY,
            "application-autoscaling:DescribeScalingPolicies",
            "ScalingPolicies",
            "PolicyARN",
            "scaling-policy/{ResourceId}/{ScalableDimension}/{PolicyName}",
            _SCALING,
        ),
    ),
    (
        "scheduled actions",
        Chain(
            SCHEDULED_ACTION,
            "application-autoscaling:DescribeScheduledActions",
            "ScheduledActions",
            "ScheduledActionARN",
            "scheduled-action/{ResourceId}/{ScalableDimension}/{ScheduledActionName}",
            _SCALING,
        ),
    ),
    (
        "scaling activities",
        Chain(
            SCALING_ACTIVITY,
            "application-autoscaling:DescribeScalingActivities",
            "ScalingActivities",
            "",
            "scaling-activity/{ActivityId}",
            _SCALING,
        ),
    ),
    (
        "alarms",
        Chain(
            ALARM,
            "cloudwatch:DescribeAlarms",
            "MetricAlarms",
            "AlarmArn",
            "alarm/{AlarmName}",
            {"AlarmTypes": ["MetricAlarm"], "MaxRecords": 100},
        ),
    ),
    ("subnets", Chain(SUBNET, "ec2:DescribeSubnets", "Subnets", "SubnetArn", "subnet/{SubnetId}", _THOUSAND)),
    (
        "security groups",
        Chain(
            SECURITY_GROUP,
            "ec2:DescribeSecurityGroups",
            "SecurityGroups",
            "SecurityGroupArn",
            "security-group/{GroupId}",
            _THOUSAND,
        ),
    ),
    (
        "route tables",
        Chain(
            ROUTE_TABLE, "ec2:DescribeRouteTables", "RouteTables", "", "route-table/{RouteTableId}", {"MaxResults": 100}
        ),
    ),
    (
        "VPC endpoints",
        Chain(VPC_ENDPOINT, "ec2:DescribeVpcEndpoints", "VpcEndpoints", "", "vpc-endpoint/{VpcEndpointId}", _THOUSAND),
    ),
    (
        "NAT gateways",
        Chain(NAT_GATEWAY, "ec2:DescribeNatGateways", "NatGateways", "", "natgateway/{NatGatewayId}", _THOUSAND),
    ),
    (
        "Availability Zones",
        Chain(
            AVAILABILITY_ZONE, "ec2:DescribeAvailabilityZones", "AvailabilityZones", "", "availability-zone/{ZoneName}"
        ),
    ),
    (
        "log groups",
        Chain(
            LOG_GROUP,
            "logs:DescribeLogGroups",
            "logGroups",
            "arn",
            "log-group:{logGroupName}",
            {"logGroupNamePrefix": "/aws/sagemaker/", "limit": 50},
        ),
    ),
    (
        "service quotas",
        Chain(
            SERVICE_QUOTA,
            "service-quotas:ListServiceQuotas",
            "Quotas",
            "QuotaArn",
            "sagemaker/{QuotaCode}",
            {"ServiceCode": "sagemaker", "MaxResults": 100},
        ),
    ),
    (
        "budgets",
        Chain(
            BUDGET,
            "budgets:DescribeBudgets",
            "Budgets",
            "",
            "budget/{BudgetName}",
            {"AccountId": ACCOUNT, "MaxResults": 1000},
        ),
    ),
    (
        "cost allocation tags",
        Chain(
            COST_ALLOCATION_TAG,
            "ce:ListCostAllocationTags",
            "CostAllocationTags",
            "",
            "cost-allocation-tag/{Type}/{TagKey}",
            {"MaxResults": 1000},
        ),
    ),
)
"""The name of each family, and how it is read."""
