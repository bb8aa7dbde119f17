"""Whatever stands in a manifest or a request, reading ends, and what cannot be read is said."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from tests.frontends.torn import torn
from tests.patience import PATIENCE

HEAD = "apiVersion: sagemaker.services.k8s.aws/v1alpha1\nkind: Model\n"


def test_an_alias_bomb_is_a_gap(read):
    lines = "\n".join(f"a{at + 1}: &a{at + 1} [*a{at}, *a{at}]" for at in range(60))
    (gap,) = read({"m.yaml": f"{HEAD}a0: &a0 x\n{lines}\n"}).gaps
    assert gap.reason == "unreadable"
    assert "counting what aliases repeat" in gap.message


def test_lists_within_lists_end(read):
    nested = "".join(f"{'  ' * at}items:\n{'  ' * at}- kind: List\n{'  ' * at}  apiVersion: v1\n" for at in range(30))
    started = time.monotonic()
    got = read({"m.yaml": f"kind: List\napiVersion: sagemaker\n{nested}"})
    assert got.reading.resources == ()
    assert time.monotonic() - started < PATIENCE


def test_messages_quote_nothing_but_names(read):
    text = f"{HEAD}metadata: {{name: m}}\nspec: {{modelName: [hunter2], containers: hunter2, tags: {{a: hunter2}}}}\n"
    got = read({"m.yaml": text})
    assert got.gaps
    assert "hunter2" not in " ".join(gap.message + gap.needs for gap in got.gaps)


KEYS = ["apiVersion", "kind", "metadata", "spec", "name", "namespace", "items", "from", "key", "value", "values"]
KEYS += ["subnetRefs", "vpcConfig", "tags", "generateName", "nodeSelector", "node.kubernetes.io/instance-type"]
KEYS += ["resources", "patches", "target", "path", "patch", "instanceType", "sagemaker.amazonaws.com/x"]
LEAVES = ["x", "Model", "List", "v1", "ml.g5.xlarge", "sagemaker.services.k8s.aws/v1alpha1", "Kustomization"]
LEAVES += ["${A}", "{{ b }}", "../base", "", 0, 1, 1.5, True, None]
NODES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=10,
)
KINDS = st.sampled_from(["Model", "TrainingJob", "Subnet", "ScalableTarget", "List", "Kustomization", "JumpStartModel"])
GROUPS = st.sampled_from(
    [f"{name}.services.k8s.aws/v1alpha1" for name in ("sagemaker", "ec2", "applicationautoscaling")]
    + ["sagemaker.aws.amazon.com/v1", "kustomize.config.k8s.io/v1beta1", "v1"]
)


@settings(max_examples=300)
@given(GROUPS, KINDS, NODES, NODES, NODES)
def test_wrong_types_never_crash_the_reader(tmp_path_factory, group, kind, one, two, three):
    document = {"apiVersion": group, "kind": kind, "metadata": one, "spec": two, "items": three}
    document |= {"resources": one, "patches": two, "note": "sagemaker kustomize.config.k8s.io"}
    spec = {"vpcConfig": one, "tags": two, "modelName": three, "containers": one, "subnetRefs": two}
    objects = [document, {**document, "spec": spec}, {**document, "spec": [spec]}, [document], one]
    directory = tmp_path_factory.mktemp("wrong")
    (directory / "m.yaml").write_text("\n---\n".join(map(json.dumps, objects)), "utf-8")
    for gap in read_code([directory], CodeOptions()).gaps:
        assert gap.message


MEMBERS = ["TrainingJobName", "RoleArn", "OutputDataConfig", "ResourceConfig", "Tags", "VpcConfig", "StoppingCondition"]


@settings(max_examples=200)
@given(st.fixed_dictionaries(dict.fromkeys(MEMBERS[:3], NODES), optional=dict.fromkeys(MEMBERS[3:], NODES)))
def test_requests_of_wrong_types_never_crash_the_reader(tmp_path_factory, request_):
    directory = tmp_path_factory.mktemp("wrong")
    (directory / "r.json").write_text(json.dumps(request_), "utf-8")
    reading = read_code([directory], CodeOptions())
    assert len(reading.resources) <= 1


TORN = """apiVersion: sagemaker.services.k8s.aws/v1alpha1
kind: TrainingJob
metadata: {name: x, namespace: ml}
spec:
  trainingJobName: my-job
  hyperParameters: {max_depth: "5"}
  resourceConfig: {instanceCount: 1, instanceType: $INSTANCE_TYPE, volumeSizeInGB: 5}
  vpcConfig: {subnetRefs: [{from: {name: net}}], securityGroupIDs: [sg-1]}
  tags: [{key: A, value: b}]
---
{"TrainingJobName": "x", "RoleArn": "r", "OutputDataConfig": {"S3OutputPath": "{{ s3://b }}"}}
"""


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_torn_text_never_crashes_the_reader(tmp_path_factory, seed):
    directory = tmp_path_factory.mktemp("torn")
    (directory / "t.yaml").write_text("# sagemaker apiVersion kind\n" + torn(TORN, seed), encoding="utf-8")
    for gap in read_code([directory], CodeOptions()).gaps:
        assert gap.location


@pytest.mark.parametrize("space", [" ", "\n", "#\n", "---\n", "# a\r\n"])
def test_a_large_file_of_nothing_is_passed_over_at_once(read, space):
    started = time.monotonic()
    assert read({"a.yaml": space * (2_000_000 // len(space))}).reading.roots == ()
    assert time.monotonic() - started < PATIENCE
