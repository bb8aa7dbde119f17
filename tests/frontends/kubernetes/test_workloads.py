"""What runs on a HyperPod cluster is named, and judged with the cluster."""

from __future__ import annotations

import pytest

SELECTED = """apiVersion: {0}
kind: {1}
metadata: {{name: x, namespace: n}}
spec:
  template:
    spec:
      {2}
"""
AFFINITY = (
    "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
    "[{matchExpressions: [{key: node.kubernetes.io/instance-type, operator: In, "
    "values: [ml.g5.8xlarge, ml.g5.4xlarge]}]}]}}}"
)


@pytest.mark.parametrize(
    ("kind", "pod", "nodes", "text"),
    [
        (
            "kubeflow.org/v1 PyTorchJob",
            "nodeSelector: {node.kubernetes.io/instance-type: ml.p5.48xlarge}",
            "ml.p5.48xlarge of a HyperPod cluster",
            "ml.p5.48xlarge",
        ),
        (
            "batch/v1 Job",
            "nodeSelector: {beta.kubernetes.io/instance-type: 'ml.c5.large'}",
            "ml.c5.large of a HyperPod cluster",
            "'ml.c5.large'",
        ),
        ("ray.io/v1 RayCluster", AFFINITY, "ml.g5.4xlarge, ml.g5.8xlarge of a HyperPod cluster", "ml.g5.8xlarge"),
        (
            "apps/v1 Deployment",
            "nodeSelector: {sagemaker.amazonaws.com/node-health-status: Schedulable}",
            "a HyperPod cluster",
            "Schedulable",
        ),
        ("sagemaker.amazonaws.com/v1 HyperPodPyTorchJob", "{}", "a HyperPod cluster", "spec"),
        (
            "inference.sagemaker.aws.amazon.com/v1 InferenceEndpointConfig",
            "instanceType: ml.g5.8xlarge",
            "ml.g5.8xlarge of a HyperPod cluster",
            "ml.g5.8xlarge",
        ),
        (
            "inference.sagemaker.aws.amazon.com/v1alpha1 JumpStartModel",
            "server: {instanceType: $INSTANCE_TYPE}",
            "a HyperPod cluster",
            "spec",
        ),
    ],
)
def test_a_workload_is_judged_with_its_cluster(read, tmp_path, kind, pod, nodes, text):
    group, _, kind = kind.rpartition(" ")
    got = read({"w.yaml": SELECTED.format(group, kind, pod)})
    (gap,) = got.gaps
    assert gap.message == f"n/{kind}/x runs on {nodes}, and is judged with the cluster"
    assert (gap.reason, gap.type, gap.blocking) == ("not-in-code", "AWS::SageMaker::Cluster", False)
    span = gap.location.span
    line = (tmp_path / "w.yaml").read_text().split("\n")[span.start_line - 1]
    assert line[span.start_column - 1 : span.end_column - 1] == text
    assert got.reading.resources == ()


@pytest.mark.parametrize(
    "pod",
    [
        "nodeSelector: {node.kubernetes.io/instance-type: g5.xlarge}  # not ml.g5.xlarge",
        "containers: [{args: [--instance-type, ml.g5.xlarge]}]",
        "containers: [{env: [{name: INSTANCE_TYPE, value: ml.g5.xlarge}]}]",
    ],
)
def test_other_workloads_are_passed_over(read, pod):
    assert read({"w.yaml": SELECTED.format("batch/v1", "Job", pod)}).gaps == ()
