"""The table of what SageMaker lists: which operations give each type, and which of their fields name it."""

from __future__ import annotations

from typing import Final

from scanner.collectors.listing import Listing, Search
from scanner.resource_types import (
    APP,
    AUTOML_JOB,
    CLUSTER,
    CLUSTER_NODE,
    COMPILATION_JOB,
    COMPUTE_QUOTA,
    DOMAIN,
    ENDPOINT,
    ENDPOINT_CONFIG,
    FEATURE_GROUP,
    INFERENCE_COMPONENT,
    INFERENCE_EXPERIMENT,
    LABELING_JOB,
    MLFLOW_TRACKING_SERVER,
    MODEL,
    MODEL_PACKAGE,
    MODEL_PACKAGE_GROUP,
    MONITORING_SCHEDULE,
    NOTEBOOK_INSTANCE,
    NOTEBOOK_LIFECYCLE_CONFIG,
    OPTIMIZATION_JOB,
    PIPELINE,
    PIPELINE_EXECUTION,
    PROCESSING_JOB,
    RECOMMENDATION_JOB,
    SPACE,
    STUDIO_LIFECYCLE_CONFIG,
    TRAINING_JOB,
    TRAINING_PLAN,
    TRANSFORM_JOB,
    TUNING_JOB,
    USER_PROFILE,
)

_CLUSTER_ORDER: Final = {"SortBy": "CREATION_TIME", "SortOrder": "Descending"}
_PLAN_ORDER: Final = {"SortBy": "StartTime", "SortOrder": "Descending"}
_ALL_PACKAGES: Final = {"SortBy": "CreationTime", "SortOrder": "Descending", "ModelPackageType": "Both"}
"""Unless it is asked for both, AWS lists only packages that are versions of no group."""
_NO_ORDER: Final[dict[str, str]] = {}


def _same(*names: str) -> dict[str, str]:
    """Ask by fields that Describe's parameters are named like."""
    return {name: name for name in names}


def _trial_component(job: str) -> Search:
    """Find jobs whole in the trial components that track them; not each job has one."""
    record = ("TrialComponent", "SourceDetail", job)
    return Search("ExperimentTrialComponent", record, {"Source.SourceType": f"SageMaker{job}"}, everything=False)


SAGEMAKER_LISTS: Final = (
    (
        "training jobs",
        Listing(
            TRAINING_JOB,
            "TrainingJobs",
            "TrainingJobSummaries",
            "TrainingJobArn",
            search=Search("TrainingJob", ("TrainingJob",)),
            status="TrainingJobStatus",
        ),
    ),
    (
        "processing jobs",
        Listing(
            PROCESSING_JOB,
            "ProcessingJobs",
            "ProcessingJobSummaries",
            "ProcessingJobArn",
            search=_trial_component("ProcessingJob"),
            status="ProcessingJobStatus",
        ),
    ),
    (
        "transform jobs",
        Listing(
            TRANSFORM_JOB,
            "TransformJobs",
            "TransformJobSummaries",
            "TransformJobArn",
            search=_trial_component("TransformJob"),
            status="TransformJobStatus",
        ),
    ),
    (
        "tuning jobs",
        Listing(
            TUNING_JOB,
            "HyperParameterTuningJobs",
            "HyperParameterTuningJobSummaries",
            "HyperParameterTuningJobArn",
            search=Search("HyperParameterTuningJob", ("HyperParameterTuningJob",)),
            status="HyperParameterTuningJobStatus",
        ),
    ),
    (
        "AutoML jobs",
        Listing(
            AUTOML_JOB, "AutoMLJobs", "AutoMLJobSummaries", "AutoMLJobArn", noun="AutoMLJobV2", status="AutoMLJobStatus"
        ),
    ),
    (
        "compilation jobs",
        Listing(
            COMPILATION_JOB,
            "CompilationJobs",
            "CompilationJobSummaries",
            "CompilationJobArn",
            status="CompilationJobStatus",
        ),
    ),
    (
        "optimization jobs",
        Listing(
            OPTIMIZATION_JOB,
            "OptimizationJobs",
            "OptimizationJobSummaries",
            "OptimizationJobArn",
            status="OptimizationJobStatus",
        ),
    ),
    (
        "labeling jobs",
        Listing(LABELING_JOB, "LabelingJobs", "LabelingJobSummaryList", "LabelingJobArn", status="LabelingJobStatus"),
    ),
    ("models", Listing(MODEL, "Models", "Models", "ModelArn", search=Search("Model", ("Model", "Model")))),
    (
        "model packages",
        Listing(
            MODEL_PACKAGE,
            "ModelPackages",
            "ModelPackageSummaryList",
            "ModelPackageArn",
            params={"ModelPackageName": "ModelPackageArn"},
            order=_ALL_PACKAGES,
            search=Search("ModelPackage", ("ModelPackage",)),
        ),
    ),
    (
        "model package groups",
        Listing(
            MODEL_PACKAGE_GROUP,
            "ModelPackageGroups",
            "ModelPackageGroupSummaryList",
            "ModelPackageGroupArn",
            search=Search("ModelPackageGroup", ("ModelPackageGroup",)),
        ),
    ),
    (
        "endpoint configurations",
        Listing(ENDPOINT_CONFIG, "EndpointConfigs", "EndpointConfigs", "EndpointConfigArn", immutable=True),
    ),
    ("endpoints", Listing(ENDPOINT, "Endpoints", "Endpoints", "EndpointArn")),
    (
        "inference components",
        Listing(INFERENCE_COMPONENT, "InferenceComponents", "InferenceComponents", "InferenceComponentArn"),
    ),
    (
        "inference experiments",
        Listing(INFERENCE_EXPERIMENT, "InferenceExperiments", "InferenceExperiments", "inference-experiment/{Name}"),
    ),
    (
        "recommendation jobs",
        Listing(
            RECOMMENDATION_JOB,
            "InferenceRecommendationsJobs",
            "InferenceRecommendationsJobs",
            "JobArn",
            status="Status",
        ),
    ),
    (
        "monitoring schedules",
        Listing(MONITORING_SCHEDULE, "MonitoringSchedules", "MonitoringScheduleSummaries", "MonitoringScheduleArn"),
    ),
    ("notebook instances", Listing(NOTEBOOK_INSTANCE, "NotebookInstances", "NotebookInstances", "NotebookInstanceArn")),
    (
        "notebook lifecycle configurations",
        Listing(
            NOTEBOOK_LIFECYCLE_CONFIG,
            "NotebookInstanceLifecycleConfigs",
            "NotebookInstanceLifecycleConfigs",
            "NotebookInstanceLifecycleConfigArn",
        ),
    ),
    (
        "Studio lifecycle configurations",
        Listing(
            STUDIO_LIFECYCLE_CONFIG, "StudioLifecycleConfigs", "StudioLifecycleConfigs", "StudioLifecycleConfigArn"
        ),
    ),
    ("domains", Listing(DOMAIN, "Domains", "Domains", "DomainArn", order=_NO_ORDER)),
    (
        "user profiles",
        Listing(
            USER_PROFILE,
            "UserProfiles",
            "UserProfiles",
            "user-profile/{DomainId}/{UserProfileName}",
            params=_same("DomainId", "UserProfileName"),
        ),
    ),
    (
        "spaces",
        Listing(SPACE, "Spaces", "Spaces", "space/{DomainId}/{SpaceName}", params=_same("DomainId", "SpaceName")),
    ),
    (
        "apps",
        Listing(
            APP,
            "Apps",
            "Apps",
            "app/{DomainId}/{UserProfileName}{SpaceName}/{AppType}/{AppName}",
            params=_same("DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"),
        ),
    ),
    ("clusters", Listing(CLUSTER, "Clusters", "ClusterSummaries", "ClusterArn", order=_CLUSTER_ORDER)),
    (
        "cluster nodes",
        Listing(
            CLUSTER_NODE,
            "ClusterNodes",
            "ClusterNodeSummaries",
            "cluster-node/{ClusterName}/{InstanceId}",
            params={"ClusterName": "ClusterName", "NodeId": "InstanceId"},
            order=_CLUSTER_ORDER,
            answer="NodeDetails",
            parent=CLUSTER,
            parent_params=_same("ClusterName"),
            tagged=False,
        ),
    ),
    (
        "compute quotas",
        Listing(
            COMPUTE_QUOTA, "ComputeQuotas", "ComputeQuotaSummaries", "ComputeQuotaArn", params=_same("ComputeQuotaId")
        ),
    ),
    (
        "training plans",
        Listing(TRAINING_PLAN, "TrainingPlans", "TrainingPlanSummaries", "TrainingPlanArn", order=_PLAN_ORDER),
    ),
    (
        "pipelines",
        Listing(PIPELINE, "Pipelines", "PipelineSummaries", "PipelineArn", search=Search("Pipeline", ("Pipeline",))),
    ),
    (
        "pipeline executions",
        Listing(
            PIPELINE_EXECUTION,
            "PipelineExecutions",
            "PipelineExecutionSummaries",
            "PipelineExecutionArn",
            search=Search("PipelineExecution", ("PipelineExecution",)),
            parent=PIPELINE,
            parent_params=_same("PipelineName"),
            tagged=False,
        ),
    ),
    (
        "feature groups",
        Listing(
            FEATURE_GROUP,
            "FeatureGroups",
            "FeatureGroupSummaries",
            "FeatureGroupArn",
            search=Search("FeatureGroup", ("FeatureGroup",)),
        ),
    ),
    (
        "MLflow tracking servers",
        Listing(MLFLOW_TRACKING_SERVER, "MlflowTrackingServers", "TrackingServerSummaries", "TrackingServerArn"),
    ),
)
"""The name of each family, and how it is listed."""
