"""The table of Terraform's resource types: what each is in the API, and where its names differ from the rule."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.records import record
from scanner.resource_types import CODE_TYPES, SCALABLE_TARGET, SCALING_POLICY, SCHEDULED_ACTION, SECURITY_GROUP, SUBNET

if TYPE_CHECKING:
    from collections.abc import Mapping


@record(frozen=True, slots=True)
class TerraformType:
    """One resource type of the AWS provider, or of the Cloud Control provider (`awscc_`).

    `identity` is the argument, or for ids that AWS makes up the attribute, by which others refer to a resource.
    `exceptions` are the arguments, at the top of a block, that the naming rule does not map.
    """

    name: str
    type: str
    identity: str
    exceptions: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity_key(self) -> str:
        """The API's key for the identity."""
        return CODE_TYPES[self.type].name_key

    @property
    def arns(self) -> frozenset[str]:
        """The attributes that give its ARN."""
        return frozenset({"arn", f"{_snake(self.type.rsplit('::', 1)[-1])}_arn"})


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _sagemaker(name: str, kind: str, identity: str = "name", **exceptions: str) -> TerraformType:
    """Make a row of the AWS provider; a plain `name` is the resource's own."""
    own = {"name": CODE_TYPES[f"AWS::SageMaker::{kind}"].name_key} if identity == "name" else {}
    return TerraformType(f"aws_sagemaker_{name}", f"AWS::SageMaker::{kind}", identity, own | exceptions)


_TYPES: Final = (
    _sagemaker("algorithm", "Algorithm", "algorithm_name"),
    _sagemaker("app", "App", "app_name"),
    _sagemaker(
        "app_image_config",
        "AppImageConfig",
        "app_image_config_name",
        jupyter_lab_image_config="JupyterLabAppImageConfig",
    ),
    _sagemaker("code_repository", "CodeRepository", "code_repository_name"),
    _sagemaker("data_quality_job_definition", "DataQualityJobDefinition"),
    _sagemaker("device", "Device", "device_name"),
    _sagemaker("device_fleet", "DeviceFleet", "device_fleet_name"),
    _sagemaker("domain", "Domain", "id"),
    _sagemaker("endpoint", "Endpoint"),
    _sagemaker("endpoint_configuration", "EndpointConfig", kms_key_arn="KmsKeyId"),
    _sagemaker("feature_group", "FeatureGroup", "feature_group_name", feature_definition="FeatureDefinitions"),
    _sagemaker("flow_definition", "FlowDefinition", "flow_definition_name"),
    _sagemaker("hub", "Hub", "hub_name"),
    _sagemaker("hub_content_reference", "HubContentReference", "hub_content_name"),
    _sagemaker("human_task_ui", "HumanTaskUi", "human_task_ui_name"),
    _sagemaker("hyper_parameter_tuning_job", "HyperParameterTuningJob", config="HyperParameterTuningJobConfig"),
    _sagemaker("image", "Image", "image_name"),
    _sagemaker("image_version", "ImageVersion", "arn"),
    _sagemaker("labeling_job", "LabelingJob", "labeling_job_name"),
    _sagemaker("mlflow_app", "MlflowApp"),
    _sagemaker("mlflow_tracking_server", "MlflowTrackingServer", "tracking_server_name"),
    _sagemaker("model", "Model", container="Containers"),
    _sagemaker("model_card", "ModelCard", "model_card_name"),
    _sagemaker("model_card_export_job", "ModelCardExportJob", "model_card_export_job_name"),
    _sagemaker("model_package_group", "ModelPackageGroup", "model_package_group_name"),
    _sagemaker("model_package_group_policy", "ModelPackageGroupPolicy", "model_package_group_name"),
    _sagemaker("monitoring_schedule", "MonitoringSchedule"),
    _sagemaker("notebook_instance", "NotebookInstance", volume_size="VolumeSizeInGB"),
    _sagemaker("notebook_instance_lifecycle_configuration", "NotebookInstanceLifecycleConfig"),
    _sagemaker("pipeline", "Pipeline", "pipeline_name"),
    _sagemaker("project", "Project", "project_name"),
    _sagemaker("servicecatalog_portfolio_status", "ServicecatalogPortfolioStatus", "status"),
    _sagemaker("space", "Space", "space_name"),
    _sagemaker("studio_lifecycle_config", "StudioLifecycleConfig", "studio_lifecycle_config_name"),
    _sagemaker("training_job", "TrainingJob", "training_job_name"),
    _sagemaker("user_profile", "UserProfile", "user_profile_name"),
    _sagemaker("workforce", "Workforce", "workforce_name"),
    _sagemaker("workteam", "Workteam", "workteam_name"),
    TerraformType("aws_appautoscaling_target", SCALABLE_TARGET, "resource_id"),
    TerraformType("aws_appautoscaling_policy", SCALING_POLICY, "name", {"name": "PolicyName"}),
    TerraformType("aws_appautoscaling_scheduled_action", SCHEDULED_ACTION, "name", {"name": "ScheduledActionName"}),
    TerraformType("aws_subnet", SUBNET, "id"),
    TerraformType(
        "aws_security_group",
        SECURITY_GROUP,
        "id",
        {"name": "GroupName", "ingress": "IpPermissions", "egress": "IpPermissionsEgress"},
    ),
)

_CLOUD_CONTROL: Final = tuple(
    TerraformType(f"awscc_{service.lower()}_{_snake(last)}", kind.name, _snake(kind.name_key))
    for kind in CODE_TYPES.values()
    for _, service, last in (kind.name.split("::"),)
    if service in ("SageMaker", "ApplicationAutoScaling") and kind.in_code
)
"""What the Cloud Control provider calls the types of CloudFormation; it has no blocks, and the names as they are."""

TERRAFORM_TYPES: Final = {kind.name: kind for kind in (*_TYPES, *_CLOUD_CONTROL)}

DEFINITION_TYPES: Final = frozenset(
    {"aws_sfn_state_machine", "aws_sagemaker_pipeline", "awscc_stepfunctions_state_machine"}
)
"""Resources that hold the definition of a state machine or of a pipeline: `definitions.py` reads it."""

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

RULE_NAMES: Final = {"IpPermissions": _RULE, "IpPermissionsEgress": _RULE}
"""What the arguments of a security group's rule are in the API."""

NESTED_EXCEPTIONS: Final = RULE_NAMES | {
    "HyperParameterTuningJobConfig": {"objective": "HyperParameterTuningJobObjective"},
    "MonitoringJobDefinition": {"baseline": "BaselineConfig"},
    "ParentHyperParameterTuningJobs": {"name": "HyperParameterTuningJobName"},
}
"""As a type's exceptions, for what stands in the objects under a key."""

SINGLE: Final = frozenset(
    {"cidr_ipv4", "cidr_ipv6", "prefix_list_id", "source_security_group_id", "referenced_security_group_id"}
)
"""Arguments that are one text where the API has a list."""

SCRIPTS: Final = {"on_create": "Content", "on_start": "Content"}
"""Arguments that are one text where the API has a list of objects: the one key of such an object."""

WRAPPED: Final = {
    "IpRanges": "CidrIp",
    "Ipv6Ranges": "CidrIpv6",
    "PrefixListIds": "PrefixListId",
    "UserIdGroupPairs": "GroupId",
}
"""Lists of texts that are lists of objects in the API: the one key of such an object."""
