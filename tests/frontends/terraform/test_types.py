"""Every type of the two providers becomes the API's document."""

from __future__ import annotations

import pytest

CLUSTER = """
resource "awscc_sagemaker_cluster" "c" {
  cluster_name = "pretraining"
  instance_groups = [
    {
      instance_group_name = "workers"
      instance_type       = "ml.p5.48xlarge"
      instance_count      = 4
      life_cycle_config   = { on_create = "on_create.sh", source_s3_uri = "s3://b/x" }
    },
  ]
  vpc_config = { subnets = ["subnet-1"], security_group_ids = ["sg-1"] }
  tags = [{ key = "Env", value = "prod" }]
}
"""


def test_cloud_control_has_objects_where_aws_has_blocks(read):
    got = read(CLUSTER)
    cluster = got.one("awscc_sagemaker_cluster.c")
    (group,) = cluster.document["InstanceGroups"]
    assert cluster.type == "AWS::SageMaker::Cluster"
    assert (group["InstanceType"], group["TargetCount"]) == ("ml.p5.48xlarge", 4)
    assert group["LifeCycleConfig"] == {"OnCreate": "on_create.sh", "SourceS3Uri": "s3://b/x"}
    assert cluster.document["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert cluster.tags == {"Env": "prod"}
    assert got.text("awscc_sagemaker_cluster.c", ("InstanceGroups", 0, "TargetCount")) == "4"


def test_an_endpoint_of_both_providers_joins_by_name(read):
    got = read("""
resource "awscc_sagemaker_model" "m" { model_name = "m" }
resource "aws_sagemaker_endpoint_configuration" "c" {
  name = "c"
  production_variants {
    variant_name = "v"
    model_name   = awscc_sagemaker_model.m.model_name
  }
}
resource "awscc_sagemaker_inference_component" "i" {
  inference_component_name = "i"
  endpoint_name            = "e"
  specification = { container = { image = "img" } }
  runtime_config = { copy_count = 2 }
}""")
    assert got.one("aws_sagemaker_endpoint_configuration.c").document["ProductionVariants"][0]["ModelName"] == "m"
    component = got.one("awscc_sagemaker_inference_component.i").document
    assert component["RuntimeConfig"] == {"DesiredCopyCount": 2}
    assert component["Specification"] == {"Container": {"DeployedImage": {"SpecifiedImage": "img"}}}


@pytest.mark.parametrize(
    ("kind", "body", "path", "value"),
    [
        ("notebook_instance", 'name = "n"\n volume_size = 50', ("VolumeSizeInGB",), 50),
        (
            "notebook_instance",
            'name = "n"\n lifecycle_config_name = "l"',
            ("NotebookInstanceLifecycleConfigName",),
            "l",
        ),
        ("notebook_instance_lifecycle_configuration", 'on_start = "ZWNobw=="', ("OnStart",), [{"Content": "ZWNobw=="}]),
        ("domain", 'domain_name = "d"\n vpc_id = "v"', ("VpcId",), "v"),
        (
            "feature_group",
            'feature_definition {\n feature_name = "f"\n }',
            ("FeatureDefinitions",),
            [{"FeatureName": "f"}],
        ),
        (
            "hyper_parameter_tuning_job",
            'config {\n strategy = "Bayesian"\n }',
            ("HyperParameterTuningJobConfig",),
            {"Strategy": "Bayesian"},
        ),
        (
            "model_package_group_policy",
            'model_package_group_name = "g"\n resource_policy = "{}"',
            ("ResourcePolicy",),
            "{}",
        ),
    ],
)
def test_names_that_differ_are_mapped(read, kind, body, path, value):
    document = read(f'resource "aws_sagemaker_{kind}" "x" {{\n{body}\n}}').one(f"aws_sagemaker_{kind}.x").document
    assert document[path[0]] == value
