"""Read Kubernetes manifests: what AWS Controllers for Kubernetes make of them, and what runs on HyperPod clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner import resource_types as types
from scanner.frontends.calls import Call, read_call
from scanner.frontends.files import directory_of
from scanner.frontends.kubernetes.dialect import dialect_of, request_of
from scanner.frontends.kubernetes.manifest import manifests_in
from scanner.frontends.kubernetes.workloads import workload_gaps
from scanner.frontends.nodes import unsupported
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.resource import family_gap
from scanner.frontends.writer import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.kubernetes.manifest import Manifest
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Gap, Resource

_CONTROLLED: Final = frozenset(
    f"{service}.services.k8s.aws" for service in ("sagemaker", "applicationautoscaling", "ec2")
)
_OPERATIONS: Final = {"ScalableTarget": "RegisterScalableTarget", "ScalingPolicy": "PutScalingPolicy"}
"""Operations that are not called after the kind that they make."""

_RETIRED_GROUP: Final = "sagemaker.aws.amazon.com"
_RETIRED: Final = {
    "TrainingJob": types.TRAINING_JOB,
    "HyperparameterTuningJob": types.TUNING_JOB,
    "ProcessingJob": types.PROCESSING_JOB,
    "BatchTransformJob": types.TRANSFORM_JOB,
    "Model": types.MODEL,
    "EndpointConfig": types.ENDPOINT_CONFIG,
    "HostingDeployment": types.ENDPOINT,
    "HostingAutoscalingPolicy": types.SCALING_POLICY,
}
"""Kinds of the operator that AWS Controllers for Kubernetes took the place of."""


def read(document: Document, options: CodeOptions) -> Reading:  # noqa: ARG001 - others look at it
    """Read the objects of one document; the files of one directory are deployed together."""
    root = directory_of(document.root)
    found = [item for manifest in manifests_in(document.node) for item in _read(document, root, manifest)]
    return reading_of(root, found, [document.root.path]) if found else Reading()


def _read(document: Document, root: str, manifest: Manifest) -> Iterator[Resource | Gap]:
    place = Place(root, document.file, manifest.address, manifest.header)
    dialect = dialect_of(manifest, document.text)
    if manifest.group in _CONTROLLED:
        operation = _OPERATIONS.get(manifest.kind, f"Create{manifest.kind}")
        yield from read_call(Call(operation, request_of(manifest), place), dialect)
    elif manifest.group == _RETIRED_GROUP and manifest.kind in _RETIRED:
        missing = unsupported(f"{_RETIRED_GROUP} is an operator that AWS has retired, and is not read")
        yield family_gap(dialect, place, _RETIRED[manifest.kind], missing, manifest.address)
    else:
        yield from workload_gaps(manifest, place)
