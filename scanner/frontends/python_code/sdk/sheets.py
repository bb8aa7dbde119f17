"""The tables of what the SDK's arguments are in the API's requests, and of what it takes where they are not given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.nodes import Scalar


@record(frozen=True, slots=True)
class Sheet:
    """One request: the places of arguments in it, and what stands in the place of those that are not given."""

    fields: Mapping[str, str]
    defaults: Mapping[str, Scalar]


TRAINING: Final = Sheet(
    fields={
        "role": "RoleArn",
        "algorithm_arn": "AlgorithmSpecification.AlgorithmName",
        "image_uri": "AlgorithmSpecification.TrainingImage",
        "image_name": "AlgorithmSpecification.TrainingImage",
        "input_mode": "AlgorithmSpecification.TrainingInputMode",
        "container_entry_point": "AlgorithmSpecification.ContainerEntrypoint",
        "instance_type": "ResourceConfig.InstanceType",
        "instance_count": "ResourceConfig.InstanceCount",
        "instance_groups": "ResourceConfig.InstanceGroups",
        "volume_size": "ResourceConfig.VolumeSizeInGB",
        "volume_kms_key": "ResourceConfig.VolumeKmsKeyId",
        "keep_alive_period_in_seconds": "ResourceConfig.KeepAlivePeriodInSeconds",
        "training_plan": "ResourceConfig.TrainingPlanArn",
        "instance_placement_config": "ResourceConfig.InstancePlacementConfig",
        "max_run": "StoppingCondition.MaxRuntimeInSeconds",
        "max_wait": "StoppingCondition.MaxWaitTimeInSeconds",
        "use_spot_instances": "EnableManagedSpotTraining",
        "checkpoint_s3_uri": "CheckpointConfig.S3Uri",
        "checkpoint_local_path": "CheckpointConfig.LocalPath",
        "subnets": "VpcConfig.Subnets",
        "security_group_ids": "VpcConfig.SecurityGroupIds",
        "enable_network_isolation": "EnableNetworkIsolation",
        "encrypt_inter_container_traffic": "EnableInterContainerTrafficEncryption",
        "output_path": "OutputDataConfig.S3OutputPath",
        "output_kms_key": "OutputDataConfig.KmsKeyId",
        "hyperparameters": "HyperParameters",
        "environment": "Environment",
        "max_retry_attempts": "RetryStrategy.MaximumRetryAttempts",
        "tags": "Tags",
        "train_instance_type": "ResourceConfig.InstanceType",
        "train_instance_count": "ResourceConfig.InstanceCount",
        "train_volume_size": "ResourceConfig.VolumeSizeInGB",
        "train_volume_kms_key": "ResourceConfig.VolumeKmsKeyId",
        "train_max_run": "StoppingCondition.MaxRuntimeInSeconds",
        "train_max_wait": "StoppingCondition.MaxWaitTimeInSeconds",
        "train_use_spot_instances": "EnableManagedSpotTraining",
    },
    defaults={"volume_size": 30, "max_run": 86_400, "use_spot_instances": False},
)

TRAINER: Final = Sheet(
    fields={
        "role": "RoleArn",
        "training_image": "AlgorithmSpecification.TrainingImage",
        "algorithm_name": "AlgorithmSpecification.AlgorithmName",
        "training_input_mode": "AlgorithmSpecification.TrainingInputMode",
        "hyperparameters": "HyperParameters",
        "environment": "Environment",
        "tags": "Tags",
        "s3_output_path": "OutputDataConfig.S3OutputPath",
        "kms_key_id": "OutputDataConfig.KmsKeyId",
    },
    defaults={},
)

REMOTE: Final = Sheet(
    fields={
        **{name: TRAINING.fields[name] for name in ("role", "image_uri", "instance_type", "instance_count")},
        **{name: TRAINING.fields[name] for name in ("volume_size", "volume_kms_key", "keep_alive_period_in_seconds")},
        **{name: TRAINING.fields[name] for name in ("use_spot_instances", "subnets", "security_group_ids", "tags")},
        "encrypt_inter_container_traffic": "EnableInterContainerTrafficEncryption",
        "environment_variables": "Environment",
        "max_retry_attempts": "RetryStrategy.MaximumRetryAttempts",
        "max_runtime_in_seconds": "StoppingCondition.MaxRuntimeInSeconds",
        "max_wait_time_in_seconds": "StoppingCondition.MaxWaitTimeInSeconds",
        "s3_root_uri": "OutputDataConfig.S3OutputPath",
        "s3_kms_key": "OutputDataConfig.KmsKeyId",
    },
    defaults={
        "instance_count": 1,
        "volume_size": 30,
        "max_runtime_in_seconds": 86_400,
        "use_spot_instances": False,
    },
)

PROCESSING: Final = Sheet(
    fields={
        "role": "RoleArn",
        "image_uri": "AppSpecification.ImageUri",
        "entrypoint": "AppSpecification.ContainerEntrypoint",
        "instance_type": "ProcessingResources.ClusterConfig.InstanceType",
        "instance_count": "ProcessingResources.ClusterConfig.InstanceCount",
        "instance_preferences": "ProcessingResources.ClusterConfig.InstancePreferences",
        "volume_size_in_gb": "ProcessingResources.ClusterConfig.VolumeSizeInGB",
        "volume_kms_key": "ProcessingResources.ClusterConfig.VolumeKmsKeyId",
        "output_kms_key": "ProcessingOutputConfig.KmsKeyId",
        "max_runtime_in_seconds": "StoppingCondition.MaxRuntimeInSeconds",
        "env": "Environment",
        "tags": "Tags",
        "network_config.enable_network_isolation": "NetworkConfig.EnableNetworkIsolation",
        "network_config.encrypt_inter_container_traffic": "NetworkConfig.EnableInterContainerTrafficEncryption",
        "network_config.subnets": "NetworkConfig.VpcConfig.Subnets",
        "network_config.security_group_ids": "NetworkConfig.VpcConfig.SecurityGroupIds",
    },
    defaults={"volume_size_in_gb": 30},
)

TRANSFORM: Final = Sheet(
    fields={
        "model_name": "ModelName",
        "instance_type": "TransformResources.InstanceType",
        "instance_count": "TransformResources.InstanceCount",
        "volume_kms_key": "TransformResources.VolumeKmsKeyId",
        "transform_ami_version": "TransformResources.TransformAmiVersion",
        "output_path": "TransformOutput.S3OutputPath",
        "output_kms_key": "TransformOutput.KmsKeyId",
        "accept": "TransformOutput.Accept",
        "assemble_with": "TransformOutput.AssembleWith",
        "strategy": "BatchStrategy",
        "max_concurrent_transforms": "MaxConcurrentTransforms",
        "max_payload": "MaxPayloadInMB",
        "env": "Environment",
        "tags": "Tags",
    },
    defaults={},
)

_TUNING: Final = "HyperParameterTuningJobConfig"

TUNING: Final = Sheet(
    fields={
        "strategy": f"{_TUNING}.Strategy",
        "max_jobs": f"{_TUNING}.ResourceLimits.MaxNumberOfTrainingJobs",
        "max_parallel_jobs": f"{_TUNING}.ResourceLimits.MaxParallelTrainingJobs",
        "max_runtime_in_seconds": f"{_TUNING}.ResourceLimits.MaxRuntimeInSeconds",
        "early_stopping_type": f"{_TUNING}.TrainingJobEarlyStoppingType",
        "random_seed": f"{_TUNING}.RandomSeed",
        "tags": "Tags",
    },
    defaults={"strategy": "Bayesian", "max_parallel_jobs": 1, "early_stopping_type": "Off"},
)

MODEL: Final = Sheet(
    fields={
        "name": "ModelName",
        "role": "ExecutionRoleArn",
        "image_uri": "PrimaryContainer.Image",
        "image": "PrimaryContainer.Image",
        "model_data": "PrimaryContainer.ModelDataUrl",
        "env": "PrimaryContainer.Environment",
        "model_package_arn": "PrimaryContainer.ModelPackageName",
        "vpc_config": "VpcConfig",
        "enable_network_isolation": "EnableNetworkIsolation",
        "tags": "Tags",
    },
    defaults={},
)

BUILT: Final = Sheet(
    fields={
        "role_arn": "ExecutionRoleArn",
        "image_uri": "PrimaryContainer.Image",
        "s3_model_data_url": "PrimaryContainer.ModelDataUrl",
        "env_vars": "PrimaryContainer.Environment",
        "network.subnets": "VpcConfig.Subnets",
        "network.security_group_ids": "VpcConfig.SecurityGroupIds",
        "network.enable_network_isolation": "EnableNetworkIsolation",
    },
    defaults={},
)

VARIANT: Final = Sheet(
    fields={
        "instance_type": "InstanceType",
        "initial_instance_count": "InitialInstanceCount",
        "accelerator_type": "AcceleratorType",
        "volume_size": "VolumeSizeInGB",
        "managed_instance_scaling": "ManagedInstanceScaling",
        "routing_config": "RoutingConfig",
        "inference_ami_version": "InferenceAmiVersion",
        "model_data_download_timeout": "ModelDataDownloadTimeoutInSeconds",
        "container_startup_health_check_timeout": "ContainerStartupHealthCheckTimeoutInSeconds",
        "serverless_inference_config.memory_size_in_mb": "ServerlessConfig.MemorySizeInMB",
        "serverless_inference_config.max_concurrency": "ServerlessConfig.MaxConcurrency",
        "serverless_inference_config.provisioned_concurrency": "ServerlessConfig.ProvisionedConcurrency",
    },
    defaults={},
)

ENDPOINT_CONFIG: Final = Sheet(
    fields={
        "endpoint_name": "EndpointConfigName",
        "kms_key": "KmsKeyId",
        "tags": "Tags",
        "async_inference_config.output_path": "AsyncInferenceConfig.OutputConfig.S3OutputPath",
        "async_inference_config.failure_path": "AsyncInferenceConfig.OutputConfig.S3FailurePath",
        "async_inference_config.kms_key_id": "AsyncInferenceConfig.OutputConfig.KmsKeyId",
        "async_inference_config.max_concurrent_invocations_per_instance": (
            "AsyncInferenceConfig.ClientConfig.MaxConcurrentInvocationsPerInstance"
        ),
        "data_capture_config.enable_capture": "DataCaptureConfig.EnableCapture",
        "data_capture_config.sampling_percentage": "DataCaptureConfig.InitialSamplingPercentage",
        "data_capture_config.destination_s3_uri": "DataCaptureConfig.DestinationS3Uri",
        "data_capture_config.kms_key_id": "DataCaptureConfig.KmsKeyId",
    },
    defaults={},
)

INNER_DEFAULTS: Final[Mapping[str, Mapping[str, Scalar]]] = {
    "ServerlessInferenceConfig": {"memory_size_in_mb": 2048, "max_concurrency": 5},
    "DataCaptureConfig": {"sampling_percentage": 20},
}
"""What the SDK's small classes take."""
