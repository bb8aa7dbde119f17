"""The table of resource types: what each is called, and where its document's shape comes from."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

TRAINING_JOB: Final = "AWS::SageMaker::TrainingJob"
PROCESSING_JOB: Final = "AWS::SageMaker::ProcessingJob"
TRANSFORM_JOB: Final = "AWS::SageMaker::TransformJob"
TUNING_JOB: Final = "AWS::SageMaker::HyperParameterTuningJob"
AUTOML_JOB: Final = "AWS::SageMaker::AutoMLJob"
COMPILATION_JOB: Final = "AWS::SageMaker::CompilationJob"
OPTIMIZATION_JOB: Final = "AWS::SageMaker::OptimizationJob"
LABELING_JOB: Final = "AWS::SageMaker::LabelingJob"
MODEL: Final = "AWS::SageMaker::Model"
MODEL_PACKAGE: Final = "AWS::SageMaker::ModelPackage"
MODEL_PACKAGE_GROUP: Final = "AWS::SageMaker::ModelPackageGroup"
ENDPOINT_CONFIG: Final = "AWS::SageMaker::EndpointConfig"
ENDPOINT: Final = "AWS::SageMaker::Endpoint"
INFERENCE_COMPONENT: Final = "AWS::SageMaker::InferenceComponent"
INFERENCE_EXPERIMENT: Final = "AWS::SageMaker::InferenceExperiment"
RECOMMENDATION_JOB: Final = "AWS::SageMaker::InferenceRecommendationsJob"
MONITORING_SCHEDULE: Final = "AWS::SageMaker::MonitoringSchedule"
NOTEBOOK_INSTANCE: Final = "AWS::SageMaker::NotebookInstance"
NOTEBOOK_LIFECYCLE_CONFIG: Final = "AWS::SageMaker::NotebookInstanceLifecycleConfig"
STUDIO_LIFECYCLE_CONFIG: Final = "AWS::SageMaker::StudioLifecycleConfig"
DOMAIN: Final = "AWS::SageMaker::Domain"
USER_PROFILE: Final = "AWS::SageMaker::UserProfile"
SPACE: Final = "AWS::SageMaker::Space"
APP: Final = "AWS::SageMaker::App"
CLUSTER: Final = "AWS::SageMaker::Cluster"
CLUSTER_NODE: Final = "AWS::SageMaker::ClusterNode"
COMPUTE_QUOTA: Final = "AWS::SageMaker::ComputeQuota"
TRAINING_PLAN: Final = "AWS::SageMaker::TrainingPlan"
PIPELINE: Final = "AWS::SageMaker::Pipeline"
PIPELINE_EXECUTION: Final = "AWS::SageMaker::PipelineExecution"
FEATURE_GROUP: Final = "AWS::SageMaker::FeatureGroup"
MLFLOW_TRACKING_SERVER: Final = "AWS::SageMaker::MlflowTrackingServer"
SCALABLE_TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
SCALING_POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"
SCHEDULED_ACTION: Final = "AWS::ApplicationAutoScaling::ScheduledAction"
SCALING_ACTIVITY: Final = "AWS::ApplicationAutoScaling::ScalingActivity"
ALARM: Final = "AWS::CloudWatch::Alarm"
METRIC: Final = "AWS::CloudWatch::Metric"
SUBNET: Final = "AWS::EC2::Subnet"
SECURITY_GROUP: Final = "AWS::EC2::SecurityGroup"
ROUTE_TABLE: Final = "AWS::EC2::RouteTable"
VPC_ENDPOINT: Final = "AWS::EC2::VPCEndpoint"
NAT_GATEWAY: Final = "AWS::EC2::NatGateway"
AVAILABILITY_ZONE: Final = "AWS::EC2::AvailabilityZone"
INSTANCE_TYPE_OFFERING: Final = "AWS::EC2::InstanceTypeOffering"
ROLE: Final = "AWS::IAM::Role"
MANAGED_POLICY: Final = "AWS::IAM::ManagedPolicy"
BUCKET: Final = "AWS::S3::Bucket"
IMAGE_REPOSITORY: Final = "AWS::ECR::Repository"
IMAGE: Final = "AWS::ECR::Image"
LOG_GROUP: Final = "AWS::Logs::LogGroup"
SERVICE_QUOTA: Final = "AWS::ServiceQuotas::ServiceQuota"
BUDGET: Final = "AWS::Budgets::Budget"
COST_ALLOCATION_TAG: Final = "AWS::CE::CostAllocationTag"
ENDPOINT_VARIANT: Final = "tipstaff::EndpointVariant"


@record(frozen=True, slots=True)
class ResourceType:
    """One type: the botocore service and shape of its document, and the field that names it.

    `parts` adds fields that other answers give, by their shape. A `partition_wide` type belongs to no region: there is
    one of each in an account. Of an `untold` one AWS keeps tags that its list does not give, and nobody asks for.
    """

    name: str
    service: str
    shape: str
    name_key: str
    in_code: bool = False
    partition_wide: bool = False
    untold: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)


_BUCKET_PARTS: Final = {
    "Encryption": "GetBucketEncryptionOutput",
    "Lifecycle": "GetBucketLifecycleConfigurationOutput",
    "Logging": "GetBucketLoggingOutput",
    "PolicyStatus": "GetBucketPolicyStatusOutput",
    "PublicAccessBlock": "GetPublicAccessBlockOutput",
    "Versioning": "GetBucketVersioningOutput",
}

_TYPES = (
    ResourceType(TRAINING_JOB, "sagemaker", "DescribeTrainingJobResponse", "TrainingJobName", in_code=True),
    ResourceType(PROCESSING_JOB, "sagemaker", "DescribeProcessingJobResponse", "ProcessingJobName", in_code=True),
    ResourceType(TRANSFORM_JOB, "sagemaker", "DescribeTransformJobResponse", "TransformJobName", in_code=True),
    ResourceType(
        TUNING_JOB, "sagemaker", "DescribeHyperParameterTuningJobResponse", "HyperParameterTuningJobName", in_code=True
    ),
    ResourceType(AUTOML_JOB, "sagemaker", "DescribeAutoMLJobV2Response", "AutoMLJobName", in_code=True),
    ResourceType(COMPILATION_JOB, "sagemaker", "DescribeCompilationJobResponse", "CompilationJobName", in_code=True),
    ResourceType(OPTIMIZATION_JOB, "sagemaker", "DescribeOptimizationJobResponse", "OptimizationJobName", in_code=True),
    ResourceType(LABELING_JOB, "sagemaker", "DescribeLabelingJobResponse", "LabelingJobName", in_code=True),
    ResourceType(MODEL, "sagemaker", "DescribeModelOutput", "ModelName", in_code=True),
    ResourceType(MODEL_PACKAGE, "sagemaker", "DescribeModelPackageOutput", "ModelPackageArn", in_code=True),
    ResourceType(
        MODEL_PACKAGE_GROUP, "sagemaker", "DescribeModelPackageGroupOutput", "ModelPackageGroupName", in_code=True
    ),
    ResourceType(ENDPOINT_CONFIG, "sagemaker", "DescribeEndpointConfigOutput", "EndpointConfigName", in_code=True),
    ResourceType(ENDPOINT, "sagemaker", "DescribeEndpointOutput", "EndpointName", in_code=True),
    ResourceType(
        INFERENCE_COMPONENT, "sagemaker", "DescribeInferenceComponentOutput", "InferenceComponentName", in_code=True
    ),
    ResourceType(INFERENCE_EXPERIMENT, "sagemaker", "DescribeInferenceExperimentResponse", "Name", in_code=True),
    ResourceType(RECOMMENDATION_JOB, "sagemaker", "DescribeInferenceRecommendationsJobResponse", "JobName"),
    ResourceType(
        MONITORING_SCHEDULE, "sagemaker", "DescribeMonitoringScheduleResponse", "MonitoringScheduleName", in_code=True
    ),
    ResourceType(
        NOTEBOOK_INSTANCE, "sagemaker", "DescribeNotebookInstanceOutput", "NotebookInstanceName", in_code=True
    ),
    ResourceType(
        NOTEBOOK_LIFECYCLE_CONFIG,
        "sagemaker",
        "DescribeNotebookInstanceLifecycleConfigOutput",
        "NotebookInstanceLifecycleConfigName",
        in_code=True,
    ),
    ResourceType(
        STUDIO_LIFECYCLE_CONFIG,
        "sagemaker",
        "DescribeStudioLifecycleConfigResponse",
        "StudioLifecycleConfigName",
        in_code=True,
    ),
    ResourceType(DOMAIN, "sagemaker", "DescribeDomainResponse", "DomainId", in_code=True),
    ResourceType(USER_PROFILE, "sagemaker", "DescribeUserProfileResponse", "UserProfileName", in_code=True),
    ResourceType(SPACE, "sagemaker", "DescribeSpaceResponse", "SpaceName", in_code=True),
    ResourceType(APP, "sagemaker", "DescribeAppResponse", "AppName", in_code=True),
    ResourceType(CLUSTER, "sagemaker", "DescribeClusterResponse", "ClusterName", in_code=True),
    ResourceType(CLUSTER_NODE, "sagemaker", "ClusterNodeDetails", "InstanceId", parts={"ClusterName": "ClusterName"}),
    ResourceType(COMPUTE_QUOTA, "sagemaker", "DescribeComputeQuotaResponse", "Name", in_code=True),
    ResourceType(TRAINING_PLAN, "sagemaker", "DescribeTrainingPlanResponse", "TrainingPlanName", in_code=True),
    ResourceType(PIPELINE, "sagemaker", "DescribePipelineResponse", "PipelineName", in_code=True),
    ResourceType(PIPELINE_EXECUTION, "sagemaker", "DescribePipelineExecutionResponse", "PipelineExecutionArn"),
    ResourceType(FEATURE_GROUP, "sagemaker", "DescribeFeatureGroupResponse", "FeatureGroupName", in_code=True),
    ResourceType(
        MLFLOW_TRACKING_SERVER, "sagemaker", "DescribeMlflowTrackingServerResponse", "TrackingServerName", in_code=True
    ),
    ResourceType(SCALABLE_TARGET, "application-autoscaling", "ScalableTarget", "ResourceId", in_code=True, untold=True),
    ResourceType(SCALING_POLICY, "application-autoscaling", "ScalingPolicy", "PolicyName", in_code=True),
    ResourceType(SCHEDULED_ACTION, "application-autoscaling", "ScheduledAction", "ScheduledActionName", in_code=True),
    ResourceType(SCALING_ACTIVITY, "application-autoscaling", "ScalingActivity", "ActivityId"),
    ResourceType(ALARM, "cloudwatch", "MetricAlarm", "AlarmName", untold=True),
    ResourceType(METRIC, "cloudwatch", "MetricDataResult", "Label", parts={"MetricStat": "MetricStat"}),
    ResourceType(SUBNET, "ec2", "Subnet", "SubnetId", in_code=True),
    ResourceType(SECURITY_GROUP, "ec2", "SecurityGroup", "GroupId", in_code=True),
    ResourceType(ROUTE_TABLE, "ec2", "RouteTable", "RouteTableId"),
    ResourceType(VPC_ENDPOINT, "ec2", "VpcEndpoint", "VpcEndpointId"),
    ResourceType(NAT_GATEWAY, "ec2", "NatGateway", "NatGatewayId"),
    ResourceType(AVAILABILITY_ZONE, "ec2", "AvailabilityZone", "ZoneName"),
    ResourceType(INSTANCE_TYPE_OFFERING, "ec2", "InstanceTypeOffering", "InstanceType"),
    ResourceType(ROLE, "iam", "RoleDetail", "RoleName", partition_wide=True),
    ResourceType(MANAGED_POLICY, "iam", "ManagedPolicyDetail", "PolicyName", partition_wide=True, untold=True),
    ResourceType(BUCKET, "s3", "Bucket", "Name", partition_wide=True, parts=_BUCKET_PARTS),
    ResourceType(IMAGE_REPOSITORY, "ecr", "Repository", "repositoryName", untold=True),
    ResourceType(IMAGE, "ecr", "ImageDetail", "imageDigest"),
    ResourceType(LOG_GROUP, "logs", "LogGroup", "logGroupName", untold=True),
    ResourceType(SERVICE_QUOTA, "service-quotas", "ServiceQuota", "QuotaName", untold=True),
    ResourceType(BUDGET, "budgets", "Budget", "BudgetName", partition_wide=True, untold=True),
    ResourceType(COST_ALLOCATION_TAG, "ce", "CostAllocationTag", "TagKey", partition_wide=True),
)

TYPES: Final = {kind.name: kind for kind in _TYPES}


def _in_code(name: str, shape: str, name_key: str) -> ResourceType:
    return ResourceType(f"AWS::SageMaker::{name}", "sagemaker", shape, name_key, in_code=True)


_CODE_TYPES: Final = (
    _in_code("Algorithm", "DescribeAlgorithmOutput", "AlgorithmName"),
    _in_code("AppImageConfig", "DescribeAppImageConfigResponse", "AppImageConfigName"),
    _in_code("ClusterSchedulerConfig", "DescribeClusterSchedulerConfigResponse", "Name"),
    _in_code("CodeRepository", "DescribeCodeRepositoryOutput", "CodeRepositoryName"),
    _in_code("DataQualityJobDefinition", "DescribeDataQualityJobDefinitionResponse", "JobDefinitionName"),
    _in_code("Device", "DescribeDeviceResponse", "DeviceName"),
    _in_code("DeviceFleet", "DescribeDeviceFleetResponse", "DeviceFleetName"),
    _in_code("FlowDefinition", "DescribeFlowDefinitionResponse", "FlowDefinitionName"),
    _in_code("Hub", "DescribeHubResponse", "HubName"),
    _in_code("HubContentReference", "DescribeHubContentResponse", "HubContentName"),
    _in_code("HumanTaskUi", "DescribeHumanTaskUiResponse", "HumanTaskUiName"),
    _in_code("Image", "DescribeImageResponse", "ImageName"),
    _in_code("ImageVersion", "DescribeImageVersionResponse", "ImageVersionArn"),
    _in_code("MlflowApp", "DescribeMlflowAppResponse", "Name"),
    _in_code("ModelBiasJobDefinition", "DescribeModelBiasJobDefinitionResponse", "JobDefinitionName"),
    _in_code("ModelCard", "DescribeModelCardResponse", "ModelCardName"),
    _in_code("ModelCardExportJob", "DescribeModelCardExportJobResponse", "ModelCardExportJobName"),
    _in_code(
        "ModelExplainabilityJobDefinition", "DescribeModelExplainabilityJobDefinitionResponse", "JobDefinitionName"
    ),
    ResourceType(
        "AWS::SageMaker::ModelPackageGroupPolicy",
        "sagemaker",
        "GetModelPackageGroupPolicyOutput",
        "ModelPackageGroupName",
        in_code=True,
        parts={"ModelPackageGroupName": "EntityName"},
    ),
    _in_code("ModelQualityJobDefinition", "DescribeModelQualityJobDefinitionResponse", "JobDefinitionName"),
    _in_code("PartnerApp", "DescribePartnerAppResponse", "Name"),
    _in_code("Project", "DescribeProjectOutput", "ProjectName"),
    _in_code("ServicecatalogPortfolioStatus", "GetSagemakerServicecatalogPortfolioStatusOutput", "Status"),
    _in_code("Workforce", "Workforce", "WorkforceName"),
    _in_code("Workteam", "Workteam", "WorkteamName"),
)

CODE_TYPES: Final = TYPES | {kind.name: kind for kind in _CODE_TYPES}
"""Every type that code may declare; those that are not in TYPES are not collected from accounts."""

MANAGEMENT_TYPES: Final = frozenset({BUDGET, COST_ALLOCATION_TAG})
"""Types that say how an account is managed rather than what runs in it; collected only on demand."""

RUN_TYPES: Final = frozenset({TRAINING_JOB, PROCESSING_JOB, TRANSFORM_JOB, TUNING_JOB})
"""Types whose resources are runs of jobs that recur: all runs of one job are one subject."""
