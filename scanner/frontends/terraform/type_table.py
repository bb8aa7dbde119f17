"""The table of Terraform's resource types: what each is in the API, and where its names differ from the rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.resource_types import (
    ENDPOINT,
    ENDPOINT_CONFIG,
    MODEL,
    SCALABLE_TARGET,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SECURITY_GROUP,
    SUBNET,
    TRAINING_JOB,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TerraformType:
    """One resource type of the AWS provider.

    `identity` is the argument, or for ids that AWS makes up the attribute, by which others refer to a resource, and
    `identity_key` the API's key for it. `exceptions` are the arguments, at the top of a block, that the naming rule
    does not map.
    """

    name: str
    type: str
    identity: str
    identity_key: str
    exceptions: Mapping[str, str] = field(default_factory=dict)


_TYPES: Final = (
    TerraformType("aws_sagemaker_model", MODEL, "name", "ModelName", {"name": "ModelName", "container": "Containers"}),
    TerraformType(
        "aws_sagemaker_endpoint_configuration",
        ENDPOINT_CONFIG,
        "name",
        "EndpointConfigName",
        {"name": "EndpointConfigName", "kms_key_arn": "KmsKeyId"},
    ),
    TerraformType(
        "aws_sagemaker_endpoint",
        ENDPOINT,
        "name",
        "EndpointName",
        {"name": "EndpointName", "deployment_config": "LastDeploymentConfig"},
    ),
    TerraformType(
        "aws_sagemaker_training_job",
        TRAINING_JOB,
        "training_job_name",
        "TrainingJobName",
        {"name": "TrainingJobName", "hyper_parameters": "HyperParameters"},
    ),
    TerraformType("aws_appautoscaling_target", SCALABLE_TARGET, "resource_id", "ResourceId"),
    TerraformType("aws_appautoscaling_policy", SCALING_POLICY, "name", "PolicyName", {"name": "PolicyName"}),
    TerraformType(
        "aws_appautoscaling_scheduled_action",
        SCHEDULED_ACTION,
        "name",
        "ScheduledActionName",
        {"name": "ScheduledActionName"},
    ),
    TerraformType("aws_subnet", SUBNET, "id", "SubnetId"),
    TerraformType(
        "aws_security_group",
        SECURITY_GROUP,
        "id",
        "GroupId",
        {"name": "GroupName", "ingress": "IpPermissions", "egress": "IpPermissionsEgress"},
    ),
)

TERRAFORM_TYPES: Final = {kind.name: kind for kind in _TYPES}

PROVIDER_ARGUMENTS: Final = frozenset(
    {
        "arn",
        "count",
        "depends_on",
        "for_each",
        "id",
        "lifecycle",
        "provider",
        "provisioner",
        "connection",
        "region",
        "tags",
        "tags_all",
        "timeouts",
    }
)
"""Arguments that say something to Terraform, not to the API; tags are read apart."""

RULE_TYPES: Final = {
    "aws_security_group_rule": {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"},
    "aws_vpc_security_group_ingress_rule": {"": "IpPermissions"},
    "aws_vpc_security_group_egress_rule": {"": "IpPermissionsEgress"},
}
"""Resources that add a rule to a security group that another block declares: the key, by their `type`."""

_RULE: Final = {
    "protocol": "IpProtocol",
    "cidr_blocks": "IpRanges",
    "cidr_ipv4": "IpRanges",
    "cidr_ipv6": "Ipv6Ranges",
    "ipv6_cidr_blocks": "Ipv6Ranges",
    "prefix_list_ids": "PrefixListIds",
    "prefix_list_id": "PrefixListIds",
    "security_groups": "UserIdGroupPairs",
    "source_security_group_id": "UserIdGroupPairs",
    "referenced_security_group_id": "UserIdGroupPairs",
}

NESTED_EXCEPTIONS: Final = {"IpPermissions": _RULE, "IpPermissionsEgress": _RULE}
"""As a type's exceptions, for what stands in the objects under a key."""

SINGLE: Final = frozenset(
    {"cidr_ipv4", "cidr_ipv6", "prefix_list_id", "source_security_group_id", "referenced_security_group_id"}
)
"""Arguments that are one text where the API has a list."""

WRAPPED: Final = {
    "IpRanges": "CidrIp",
    "Ipv6Ranges": "CidrIpv6",
    "PrefixListIds": "PrefixListId",
    "UserIdGroupPairs": "GroupId",
}
"""Lists of texts that are lists of objects in the API: the one key of such an object."""
