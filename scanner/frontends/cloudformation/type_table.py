"""The table of CloudFormation's resource types: what names them, and where properties differ from the API's fields."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner import resource_types as types
from scanner.records import record
from scanner.resource_types import CODE_TYPES, SCALABLE_TARGET, SCALING_POLICY, SECURITY_GROUP, SUBNET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.resource_types import ResourceType

ARN: Final = "Arn"


@record(frozen=True, slots=True)
class CloudFormationType:
    """One resource type.

    `identity` is the API's key of its name or id, and the attribute that gives it to other resources. `ref` are the
    attributes that `Ref` gives, joined with `|`. `exceptions` are the properties whose name is not the API's.
    """

    type: str
    identity: str
    ref: tuple[str, ...]
    exceptions: Mapping[str, str] = field(default_factory=dict)

    def is_arn(self, attribute: str) -> bool:
        """Tell whether an attribute is the ARN: the table says `Arn`, templates `ModelArn`."""
        return attribute in (ARN, f"{self.type.rsplit('::', 1)[-1]}{ARN}")


_REFERRED_TO_BY_NAME: Final = frozenset(
    {
        types.DOMAIN,
        types.FEATURE_GROUP,
        types.INFERENCE_EXPERIMENT,
        types.MLFLOW_TRACKING_SERVER,
        types.PIPELINE,
        types.STUDIO_LIFECYCLE_CONFIG,
        "AWS::SageMaker::AppImageConfig",
        "AWS::SageMaker::Device",
        "AWS::SageMaker::DeviceFleet",
        "AWS::SageMaker::ModelCard",
        SUBNET,
        SECURITY_GROUP,
    }
)
"""Types of which `Ref` gives the name or id; of all others it gives the ARN."""

_REFS: Final = {
    SCALABLE_TARGET: ("Id",),
    types.APP: ("AppName", "AppType", "DomainId", "UserProfileName"),
    types.SPACE: ("DomainId", "SpaceName"),
    types.USER_PROFILE: ("UserProfileName", "DomainId"),
}

_EXCEPTIONS: Final = {
    "AWS::SageMaker::Image": {
        "ImageDescription": "Description",
        "ImageDisplayName": "DisplayName",
        "ImageRoleArn": "RoleArn",
    },
    "AWS::SageMaker::Workteam": {
        "CognitoClientId": "ClientId",
        "CognitoUserGroup": "UserGroup",
        "CognitoUserPool": "UserPool",
        "OidcGroups": "Groups",
    },
    SECURITY_GROUP: {
        "GroupDescription": "Description",
        "SecurityGroupIngress": "IpPermissions",
        "SecurityGroupEgress": "IpPermissionsEgress",
    },
}


def _type(kind: ResourceType) -> CloudFormationType:
    by_name = kind.name in _REFERRED_TO_BY_NAME or kind.name_key.endswith(ARN)
    ref = _REFS.get(kind.name, (kind.name_key if by_name else ARN,))
    return CloudFormationType(kind.name, kind.name_key, ref, _EXCEPTIONS.get(kind.name, {}))


CLOUDFORMATION_TYPES: Final = {kind.name: _type(kind) for kind in CODE_TYPES.values() if kind.in_code}
"""Every type that policies know and that a template can declare, by its name."""

SCALING_TYPES: Final = frozenset({SCALABLE_TARGET, SCALING_POLICY})
"""Types that serve other services too; those are left out."""

SCALING_KEYS: Final = ("ResourceId", "ScalableDimension", "ServiceNamespace")
"""What identifies a scalable target; `Ref` of one gives them joined with `|`."""

RULE_TYPES: Final = {
    "AWS::EC2::SecurityGroupIngress": "SecurityGroupIngress",
    "AWS::EC2::SecurityGroupEgress": "SecurityGroupEgress",
}
"""Resources that add a rule to a security group that is declared apart, and the group's property they add to."""

RULE_KEYS: Final = frozenset({"IpPermissions", "IpPermissionsEgress"})

RULE_FIELDS: Final = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourceSecurityGroupName": ("UserIdGroupPairs", "GroupName"),
    "SourceSecurityGroupOwnerId": ("UserIdGroupPairs", "UserId"),
}
"""Properties of a rule that the API keeps in the one object of a list: the list, and the key in it."""

UNWRAPPED: Final = {types.PIPELINE: "PipelineDefinition", "AWS::SageMaker::Device": "Device"}
"""Properties that put in an object what the API has beside it or in its place."""

DEFINITION: Final = ("PipelineDefinitionBody", "PipelineDefinition")
"""What a template calls the text of a pipeline's definition, and what the API does."""
