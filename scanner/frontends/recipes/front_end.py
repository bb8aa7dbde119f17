"""Read a launch of a HyperPod recipe: a training job of SageMaker, or a job on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import Call, read_call
from scanner.frontends.dialect import Dialect
from scanner.frontends.hyperpod import judged_with_cluster
from scanner.frontends.nodes import Node, Unknown, entries, nested, string
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.recipes.composition import Launch, compose
from scanner.frontends.writer import Place
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Gap, Resource

_TRAINING_JOBS: Final = "sm_jobs"
_CLUSTERS: Final = frozenset({"k8s", "slurm", "bcm"})

_REQUEST: Final = {
    "job_name": ("TrainingJobName",),
    "instance_type": ("ResourceConfig", "InstanceType"),
    "instance_count": ("ResourceConfig", "InstanceCount"),
    "volume_size": ("ResourceConfig", "VolumeSizeInGB"),
    "volume_kms_key": ("ResourceConfig", "VolumeKmsKeyId"),
    "keep_alive_period_in_seconds": ("ResourceConfig", "KeepAlivePeriodInSeconds"),
    "training_plan": ("ResourceConfig", "TrainingPlanArn"),
    "max_run": ("StoppingCondition", "MaxRuntimeInSeconds"),
    "max_wait": ("StoppingCondition", "MaxWaitTimeInSeconds"),
    "use_spot_instances": ("EnableManagedSpotTraining",),
    "checkpoint_s3_uri": ("CheckpointConfig", "S3Uri"),
    "checkpoint_local_path": ("CheckpointConfig", "LocalPath"),
    "output_path": ("OutputDataConfig", "S3OutputPath"),
    "output_kms_key": ("OutputDataConfig", "KmsKeyId"),
    "subnets": ("VpcConfig", "Subnets"),
    "security_group_ids": ("VpcConfig", "SecurityGroupIds"),
    "enable_network_isolation": ("EnableNetworkIsolation",),
    "encrypt_inter_container_traffic": ("EnableInterContainerTrafficEncryption",),
    "max_retry_attempts": ("RetryStrategy", "MaximumRetryAttempts"),
    "image_uri": ("AlgorithmSpecification", "TrainingImage"),
    "training_image": ("AlgorithmSpecification", "TrainingImage"),
    "role": ("RoleArn",),
    "environment": ("Environment",),
}
"""Arguments of the estimator, and the fields of the request that they become."""

_CHOSEN_ELSEWHERE: Final = {
    "role": "the role that the launcher runs with",
    "max_run": "max_run",
    "image_uri": "the image that the SageMaker Python SDK takes for the recipe",
    "instance_count": "trainer.num_nodes of the recipe",
}
"""What every job has, and what gives it where the configuration does not."""


def read(document: Document, options: CodeOptions) -> Reading:  # noqa: ARG001 - others look at it
    """Read one launch, a root of its own."""
    launch = compose(document)
    cluster = launch.at("cluster_type") or launch.at("cluster", "cluster_type")
    if cluster is None or string(cluster) not in {_TRAINING_JOBS, *_CLUSTERS}:
        return Reading()
    place = Place(document.file, document.file, string(cluster), cluster.key or cluster.span)
    if string(cluster) == _TRAINING_JOBS:
        return reading_of(document.file, _training_job(document, launch, place), launch.files)
    instance = launch.at("instance_type") or launch.at("cluster", "instance_type") or cluster
    return reading_of(document.file, [judged_with_cluster(place, [string(instance)], instance.span)], launch.files)


def _training_job(document: Document, launch: Launch, place: Place) -> Iterator[Resource | Gap]:
    """Read what the launcher asks for: it hands its configuration to an estimator of the SageMaker Python SDK."""
    dialect = Dialect(learned="hyperpod-recipe", resolve=launch.resolve, first_line=document.text.first_line)
    request = Node(nested(_REQUEST, _arguments(launch, place)), place.header)
    yield from read_call(Call("CreateTrainingJob", request, place), dialect)


def _arguments(launch: Launch, place: Place) -> dict[str, Node]:
    jobs = launch.at("cluster", "sm_jobs_config")
    given = {
        "instance_type": launch.at("instance_type") or launch.at("cluster", "instance_type"),
        "instance_count": launch.at("recipes", "trainer", "num_nodes"),
        "output_path": launch.at("cluster", "sm_jobs_config", "output_path"),
        **entries(entries(jobs).get("additional_estimator_kwargs")),
    }
    if named := launch.at("recipes", "run", "name"):
        text = f"{string(named)}-${{time}}"
        given["job_name"] = Node(Unknown(text, GapReason.DEPLOY, ("the time of the launch",)), named.span)
    known = {name: node for name, node in given.items() if node and node.value is not None}
    chosen = {name: _unknown(place, needs) for name, needs in _CHOSEN_ELSEWHERE.items()}
    open_ = {} if jobs else {name: _unknown(place, "sm_jobs_config", present=False) for name in _REQUEST}
    return open_ | chosen | known


def _unknown(place: Place, needs: str, *, present: bool = True) -> Node:
    return Node(Unknown(f"${{{needs}}}", GapReason.NOT_IN_CODE, (needs,), present=present), place.header)
