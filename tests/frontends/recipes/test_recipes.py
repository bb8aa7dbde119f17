"""A launch of a recipe is a training job, or runs on a HyperPod cluster."""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions

CONFIG = """defaults:
  - _self_
  - cluster: sm_jobs
  - recipes: training/llama/pretrain
  - override hydra/job_logging: stdout
cluster_type: sm_jobs
instance_type: ml.p5.48xlarge
base_results_dir: s3://b/o
training_config: ${hydra:runtime.choices.recipes}
"""
JOBS = """sm_jobs_config:
  output_path: ${base_results_dir}
  additional_estimator_kwargs:
    max_run: 180000
    max_wait: 200000
    use_spot_instances: True
    checkpoint_s3_uri: ${oc.env:CHECKPOINTS}
    image_uri: 763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu
    volume_size: null
    enable_remote_debug: False
    subnets: [subnet-1]
"""
RECIPE = "run: {name: assistant}\ntrainer: {num_nodes: 2, devices: 8}\n"
FILES = {
    "r/config.yaml": CONFIG,
    "r/cluster/sm_jobs.yaml": JOBS,
    "r/recipes/training/llama/pretrain.yaml": RECIPE,
}


def test_a_launch_is_composed_of_the_files_that_it_names(read):
    got = read(FILES)
    assert got.reading.roots == ("r/config.yaml",)
    assert {path.name for path in got.reading.files} == {"config.yaml", "sm_jobs.yaml", "pretrain.yaml"}
    job = got.one("sm_jobs")
    assert (job.type, job.learned) == ("AWS::SageMaker::TrainingJob", "hyperpod-recipe")
    assert job.document == {
        "TrainingJobName": "assistant-${time}",
        "RoleArn": "${the role that the launcher runs with}",
        "AlgorithmSpecification": {
            "TrainingImage": "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-gpu"
        },
        "ResourceConfig": {"InstanceType": "ml.p5.48xlarge", "InstanceCount": 2},
        "StoppingCondition": {"MaxRuntimeInSeconds": 180000, "MaxWaitTimeInSeconds": 200000},
        "EnableManagedSpotTraining": True,
        "CheckpointConfig": {"S3Uri": "${oc.env:CHECKPOINTS}"},
        "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
        "VpcConfig": {"Subnets": ["subnet-1"]},
    }
    assert got.gap("CheckpointConfig", "S3Uri").needs == "CHECKPOINTS"


def test_values_stand_where_the_configuration_gives_them(read):
    got = read(FILES)
    assert got.text("sm_jobs", "ResourceConfig", "InstanceType") == "ml.p5.48xlarge"
    assert got.text("sm_jobs", "ResourceConfig", "InstanceCount") == "training/llama/pretrain"
    assert got.text("sm_jobs", "StoppingCondition", "MaxRuntimeInSeconds") == "sm_jobs"
    assert got.text("sm_jobs", "RoleArn") == "cluster_type"


@pytest.mark.parametrize(
    ("left_out", "path", "needs"),
    [
        (
            "r/recipes/training/llama/pretrain.yaml",
            ("ResourceConfig", "InstanceCount"),
            "trainer.num_nodes of the recipe",
        ),
        ("r/cluster/sm_jobs.yaml", ("EnableManagedSpotTraining",), "sm_jobs_config"),
        ("r/cluster/sm_jobs.yaml", ("StoppingCondition", "MaxRuntimeInSeconds"), "max_run"),
    ],
)
def test_what_the_files_do_not_say_is_not_known(read, left_out, path, needs):
    got = read({name: text for name, text in FILES.items() if name != left_out})
    gap = got.gap(*path)
    assert (gap.reason, gap.needs) == ("not-in-code", needs)


def test_a_launch_may_be_one_file(read):
    whole = {
        "cluster_type": "sm_jobs",
        "instance_type": "${recipes.instance}",
        "cluster": {"sm_jobs_config": {"additional_estimator_kwargs": {"training_image": "i", "instance_count": 4}}},
        "recipes": {"instance": "${again}", "trainer": {"num_nodes": 2}},
        "again": "ml.g5.xlarge",
    }
    got = read({"hydra.yaml": json.dumps(whole)})
    assert got.document("sm_jobs")["ResourceConfig"] == {"InstanceType": "ml.g5.xlarge", "InstanceCount": 4}
    assert got.document("sm_jobs")["AlgorithmSpecification"] == {"TrainingImage": "i"}


def test_references_that_go_round_end(read):
    got = read(
        {"r.yaml": "cluster_type: sm_jobs\ninstance_type: ${a}\na: ${b}\nb: ${a}\ncluster: {sm_jobs_config: {}}\n"}
    )
    assert got.gap("ResourceConfig", "InstanceType").reason == "variable"


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        (CONFIG.replace("cluster_type: sm_jobs", "cluster_type: k8s"), "k8s", 7),
        (CONFIG.replace("cluster_type: sm_jobs", "cluster_type: slurm"), "slurm", 7),
        ("training_cfg: {}\ncluster:\n  cluster_type: k8s\n  instance_type: ml.p5.48xlarge\n", "k8s", 4),
    ],
)
def test_a_launch_on_a_cluster_is_judged_with_it(read, text, kind, place):
    got = read({"c.yaml": text})
    (gap,) = got.gaps
    assert gap.message == f"{kind} runs on ml.p5.48xlarge of a HyperPod cluster, and is judged with the cluster"
    assert (gap.location.span.start_line, got.reading.resources) == (place, ())


@pytest.mark.parametrize(
    "text", [RECIPE, JOBS, "cluster_type: emr\ninstance_type: sm_jobs\n", "cluster_type: [sm_jobs]\ninstance_type: a\n"]
)
def test_what_launches_nothing_is_passed_over(read, text):
    got = read({"x.yaml": text})
    assert (got.reading.roots, got.reading.resources, got.gaps) == ((), (), ())


def test_nothing_outside_of_the_tree_is_composed(read, tmp_path, monkeypatch):
    read(
        {
            "outside/cluster.yaml": JOBS,
            "in/cluster/x": "",
            "in/config.yaml": CONFIG.replace("cluster: sm_jobs", "cluster: ../../outside/cluster"),
        }
    )
    monkeypatch.chdir(tmp_path / "in")
    (tmp_path / "in/cluster/linked.yaml").symlink_to(tmp_path / "outside/cluster.yaml")
    (tmp_path / "in/other.yaml").write_text(CONFIG.replace("cluster: sm_jobs", "cluster: linked"))
    reading = read_code([pathlib.Path()], CodeOptions())
    assert len(reading.resources) == 2
    assert "180000" not in str(reading.resources)


KEYS = [
    "defaults",
    "cluster",
    "recipes",
    "sm_jobs_config",
    "additional_estimator_kwargs",
    "max_run",
    "trainer",
    "output_path",
]
KEYS += ["num_nodes", "instance_type", "cluster_type", "subnets", "environment"]
TREES = st.recursive(
    st.sampled_from(["sm_jobs", "k8s", "${cluster}", "${defaults}", "${a.b}", "..", "", 1, None, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200)
@given(TREES, TREES, TREES)
def test_wrong_types_never_crash_the_reader(tmp_path_factory, one, two, three):
    directory = tmp_path_factory.mktemp("wrong")
    document = {"cluster_type": "sm_jobs", "instance_type": one, "cluster": two, "defaults": three, "hydra": one}
    other = {"training_cfg": one, "cluster": {"cluster_type": "k8s", "instance_type": two}}
    (directory / "a.yaml").write_text(json.dumps(document), "utf-8")
    (directory / "b.json").write_text(json.dumps(other), "utf-8")
    assert len(read_code([directory], CodeOptions()).resources) == 1
