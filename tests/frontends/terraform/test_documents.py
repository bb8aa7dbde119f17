"""Terraform's arguments become the API's documents."""

from __future__ import annotations

import pytest

from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.resource_types import CODE_TYPES
from scanner.shapes import fields_by_type

MODEL = """
resource "aws_sagemaker_model" "xgb" {
  name               = "xgb"
  region             = "eu-west-1"
  execution_role_arn = "arn:aws:iam::123456789012:role/r"
  primary_container {
    mode           = "SingleModel"
    image          = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    model_data_url = "s3://bucket/model.tar.gz"
    environment    = { LOG_LEVEL = "info", "THREADS" = 4, FLAG = true }
  }
  vpc_config {
    subnets            = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
  }
  tags     = { Team = "ml", Cost = 7 }
  tags_all = { Team = "other" }
  timeouts { create = "10m" }
}
"""


def test_a_model_has_the_shape_of_the_describe_answer(read):
    model = read(MODEL).one("aws_sagemaker_model.xgb")
    assert model.document == {
        "ModelName": "xgb",
        "ExecutionRoleArn": "arn:aws:iam::123456789012:role/r",
        "PrimaryContainer": {
            "Mode": "SingleModel",
            "Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
            "ModelDataUrl": "s3://bucket/model.tar.gz",
            "Environment": {"LOG_LEVEL": "info", "THREADS": "4", "FLAG": "true"},
        },
        "VpcConfig": {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }


def test_a_resource_says_what_and_where_it_is(read):
    model = read(MODEL).one("aws_sagemaker_model.xgb")
    assert (model.type, model.name, model.id) == ("AWS::SageMaker::Model", "xgb", "main.tf:aws_sagemaker_model.xgb")
    assert (model.learned, model.account, model.region, model.scope) == ("terraform", "", "", ".")
    assert model.tags == {"Team": "ml", "Cost": "7"}


def test_repeated_containers_become_a_list(read):
    document = (
        read("""resource "aws_sagemaker_model" "m" {
          name = "m"
          container { image = "a" }
          container { image = "b" }
          inference_execution_config { mode = "Serial" }
        }""")
        .one("aws_sagemaker_model.m")
        .document
    )
    assert document["Containers"] == [{"Image": "a"}, {"Image": "b"}]
    assert document["InferenceExecutionConfig"] == {"Mode": "Serial"}


def test_an_endpoint_configuration_keeps_numbers_numbers(read):
    document = (
        read("""resource "aws_sagemaker_endpoint_configuration" "c" {
          name        = "c"
          kms_key_arn = "arn:key"
          production_variants {
            variant_name           = "a"
            model_name             = "m"
            initial_instance_count = "2"
            initial_variant_weight = 0.5
            volume_size            = 30
            volume_size_in_gb      = 30
            enable_ssm_access      = "true"
            managed_instance_scaling {
              min_instance_count = 1.0
            }
          }
          shadow_production_variants {
            variant_name = "b"
            serverless_config { memory_size_in_mb = 2048 }
          }
          data_capture_config {
            enable_capture              = true
            initial_sampling_percentage = 20
            capture_options { capture_mode = "Input" }
            capture_options { capture_mode = "Output" }
          }
        }""")
        .one("aws_sagemaker_endpoint_configuration.c")
        .document
    )
    assert document == {
        "EndpointConfigName": "c",
        "KmsKeyId": "arn:key",
        "ProductionVariants": [
            {
                "VariantName": "a",
                "ModelName": "m",
                "InitialInstanceCount": 2,
                "InitialVariantWeight": 0.5,
                "VolumeSizeInGB": 30,
                "EnableSSMAccess": True,
                "ManagedInstanceScaling": {"MinInstanceCount": 1},
            },
        ],
        "ShadowProductionVariants": [{"VariantName": "b", "ServerlessConfig": {"MemorySizeInMB": 2048}}],
        "DataCaptureConfig": {
            "EnableCapture": True,
            "InitialSamplingPercentage": 20,
            "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        },
    }
    assert isinstance(document["ProductionVariants"][0]["ManagedInstanceScaling"]["MinInstanceCount"], int)


def test_a_training_job_maps_all_the_way_down(read):
    document = (
        read("""resource "aws_sagemaker_training_job" "t" {
          training_job_name = "nightly"
          role_arn          = "arn:role"
          enable_managed_spot_training = true
          hyper_parameters = { max_depth = "5" }
          delete_model_packages_on_destroy = true
          algorithm_specification {
            training_image      = "image"
            training_input_mode = "File"
            metric_definitions {
              name  = "loss"
              regex = "loss=(.*)"
            }
          }
          resource_config {
            instance_type     = "ml.g5.xlarge"
            instance_count    = 1
            volume_size_in_gb = 50
          }
          stopping_condition {
            max_runtime_in_seconds   = 60 * 60
            max_wait_time_in_seconds = 2 * 60 * 60
          }
          checkpoint_config { s3_uri = "s3://b/c" }
          input_data_config {
            channel_name = "train"
            data_source {
              s3_data_source { s3_uri = "s3://b/d" }
            }
          }
        }""")
        .one("aws_sagemaker_training_job.t")
        .document
    )
    assert document == {
        "TrainingJobName": "nightly",
        "RoleArn": "arn:role",
        "EnableManagedSpotTraining": True,
        "HyperParameters": {"max_depth": "5"},
        "AlgorithmSpecification": {
            "TrainingImage": "image",
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(.*)"}],
        },
        "ResourceConfig": {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 50},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
        "CheckpointConfig": {"S3Uri": "s3://b/c"},
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/d"}}}],
    }


SCALING = """
resource "aws_sagemaker_endpoint" "e" {
  name                 = "serve"
  endpoint_config_name = "c"
}
resource "aws_appautoscaling_target" "t" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.e.name}/variant/AllTraffic"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 1
  max_capacity       = 4
  role_arn           = "arn:role"
}
resource "aws_appautoscaling_policy" "p" {
  name               = "track"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.t.service_namespace
  resource_id        = aws_appautoscaling_target.t.resource_id
  scalable_dimension = aws_appautoscaling_target.t.scalable_dimension
  step_scaling_policy_configuration {
    adjustment_type = "ChangeInCapacity"
    step_adjustment {
      metric_interval_lower_bound = "0"
      scaling_adjustment          = 1
    }
    step_adjustment {
      metric_interval_upper_bound = -1.5
      scaling_adjustment          = -1
    }
  }
  target_tracking_scaling_policy_configuration {
    target_value = 70
    predefined_metric_specification { predefined_metric_type = "SageMakerVariantInvocationsPerInstance" }
  }
}
resource "aws_appautoscaling_scheduled_action" "night" {
  name               = "night"
  service_namespace  = "sagemaker"
  resource_id        = aws_appautoscaling_target.t.id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  schedule           = "cron(0 20 * * ? *)"
  scalable_target_action {
    min_capacity = 0
    max_capacity = 0
  }
}
"""


def test_scaling_joins_the_endpoint_by_its_name(read):
    got = read(SCALING)
    target = got.one("aws_appautoscaling_target.t")
    assert target.name == target.document["ResourceId"] == "endpoint/serve/variant/AllTraffic"
    assert target.document["RoleARN"] == "arn:role"
    policy = got.one("aws_appautoscaling_policy.p").document
    assert (policy["PolicyName"], policy["ResourceId"]) == ("track", "endpoint/serve/variant/AllTraffic")
    assert policy["StepScalingPolicyConfiguration"]["StepAdjustments"] == [
        {"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1},
        {"MetricIntervalUpperBound": -1.5, "ScalingAdjustment": -1},
    ]
    action = got.one("aws_appautoscaling_scheduled_action.night").document
    assert action["ScheduledActionName"] == "night"
    assert action["ResourceId"] == "endpoint/serve/variant/AllTraffic"
    assert action["ScalableTargetAction"] == {"MinCapacity": 0, "MaxCapacity": 0}


def test_scaling_of_other_services_is_left_out(read):
    text = (
        SCALING
        + """
    resource "aws_appautoscaling_target" "ecs" {
      service_namespace = "ecs"
      resource_id       = "service/a/b"
    }
    variable "n" {}
    resource "aws_appautoscaling_target" "some" {
      count             = var.n
      service_namespace = "lambda"
    }
    resource "aws_appautoscaling_target" "open" { service_namespace = var.n }"""
    )
    got = read(text)
    assert "aws_appautoscaling_target.ecs" not in got.addresses
    assert "aws_appautoscaling_target.open" in got.addresses
    assert not any(gap.resource == "" for gap in got.gaps)


def test_a_deployment_policy_stands_where_the_describe_answer_has_it(read):
    document = (
        read("""resource "aws_sagemaker_endpoint" "e" {
          name = "e"
          endpoint_config_name = "c"
          deployment_config {
            auto_rollback_configuration {
              alarms { alarm_name = "a" }
            }
          }
        }""")
        .one("aws_sagemaker_endpoint.e")
        .document
    )
    assert document["LastDeploymentConfig"] == {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}]}}


def test_a_subnet_says_its_zone_and_that_its_id_is_not_known(read):
    got = read("""
    # sagemaker
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-1"
      availability_zone       = "us-east-1a"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = false
    }""")
    assert got.one("aws_subnet.a").document == {
        "VpcId": "vpc-1",
        "AvailabilityZone": "us-east-1a",
        "CidrBlock": "10.0.0.0/24",
        "MapPublicIpOnLaunch": False,
        "SubnetId": "${aws_subnet.a.id}",
    }
    gap = got.gap("SubnetId")
    assert (gap.needs, gap.present) == ("aws_subnet.a.id", True)


def test_the_rules_of_a_security_group_are_those_of_the_api(read):
    got = read("""
    # sagemaker
    resource "aws_security_group" "other" {}
    resource "aws_security_group" "g" {
      name = "training"
      ingress {
        protocol    = "tcp"
        from_port   = 0
        to_port     = "65535"
        self        = true
        security_groups = [aws_security_group.other.id]
      }
      egress {
        protocol         = "-1"
        from_port        = 0
        to_port          = 0
        cidr_blocks      = ["0.0.0.0/0"]
        ipv6_cidr_blocks = ["::/0"]
        prefix_list_ids  = ["pl-1"]
      }
    }""")
    document = got.one("aws_security_group.g").document
    assert document == {
        "GroupName": "training",
        "GroupId": "${aws_security_group.g.id}",
        "IpPermissions": [
            {
                "IpProtocol": "tcp",
                "FromPort": 0,
                "ToPort": 65535,
                "UserIdGroupPairs": [
                    {"GroupId": "${aws_security_group.other.id}"},
                    {"GroupId": "${aws_security_group.g.id}"},
                ],
            },
        ],
        "IpPermissionsEgress": [
            {
                "IpProtocol": "-1",
                "FromPort": 0,
                "ToPort": 0,
                "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
                "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
                "PrefixListIds": [{"PrefixListId": "pl-1"}],
            },
        ],
    }


def test_rules_may_be_an_attribute(read):
    document = (
        read("""
    # sagemaker
    resource "aws_security_group" "g" {
      ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.0.0/8"], self = false }]
    }""")
        .one("aws_security_group.g")
        .document
    )
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    assert document["IpPermissions"] == [rule]


def test_rules_with_blocks_of_their_own_join_their_group(read):
    got = read(
        {
            "main.tf": """
        # sagemaker
        resource "aws_security_group" "g" {
          ingress {
            protocol  = "tcp"
            from_port = 22
            to_port   = 22
          }
        }
        resource "aws_security_group" "h" {}""",
            "rules.tf": """
        resource "aws_vpc_security_group_egress_rule" "out" {
          security_group_id = aws_security_group.g.id
          ip_protocol       = "-1"
          cidr_ipv4         = "0.0.0.0/0"
        }
        resource "aws_vpc_security_group_ingress_rule" "in" {
          security_group_id            = aws_security_group.g.id
          ip_protocol                  = "tcp"
          referenced_security_group_id = aws_security_group.h.id
        }
        resource "aws_security_group_rule" "self" {
          type              = "ingress"
          security_group_id = aws_security_group.g.id
          protocol          = "-1"
          self              = true
        }""",
        }
    )
    document = got.one("aws_security_group.g").document
    assert document["IpPermissions"][1:] == [
        {"IpProtocol": "tcp", "UserIdGroupPairs": [{"GroupId": "${aws_security_group.h.id}"}]},
        {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "${aws_security_group.g.id}"}]},
    ]
    assert document["IpPermissionsEgress"] == [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    assert "IpPermissions" not in got.one("aws_security_group.h").document


def test_rules_of_which_the_number_is_not_known_are_a_gap_in_every_group(read):
    got = read("""
    # sagemaker
    variable "ports" {}
    resource "aws_security_group" "g" {}
    resource "aws_vpc_security_group_ingress_rule" "in" {
      for_each          = var.ports
      security_group_id = aws_security_group.g.id
    }""")
    assert got.gap("IpPermissions").resource == "main.tf:aws_security_group.g"


def test_null_is_as_if_it_were_not_written(read):
    document = (
        read("""resource "aws_sagemaker_endpoint_configuration" "c" {
          name        = "c"
          kms_key_arn = null
          production_variants {
            variant_name  = "a"
            instance_type = true ? null : "x"
          }
        }""")
        .one("aws_sagemaker_endpoint_configuration.c")
        .document
    )
    assert document == {"EndpointConfigName": "c", "ProductionVariants": [{"VariantName": "a"}]}


def test_a_value_of_another_type_is_a_gap(read):
    got = read("""resource "aws_sagemaker_endpoint_configuration" "c" {
      name = "c"
      production_variants {
        variant_name           = "a"
        initial_instance_count = "two"
        managed_instance_scaling = "on"
      }
    }""")
    assert got.one("aws_sagemaker_endpoint_configuration.c").document["ProductionVariants"] == [{"VariantName": "a"}]
    assert got.gap("ProductionVariants", 0, "InitialInstanceCount").reason == "unsupported"
    assert got.gap("ProductionVariants", 0, "ManagedInstanceScaling").reason == "unsupported"


def test_a_provider_gives_its_tags_to_everything(read):
    got = read("""
    provider "aws" {
      default_tags {
        tags = { Env = "dev", Team = "ml" }
      }
    }
    provider "aws" {
      alias = "eu"
      default_tags { tags = { Region = "eu" } }
    }
    resource "aws_sagemaker_model" "a" {
      name = "a"
      tags = { Env = "prod" }
    }
    resource "aws_sagemaker_model" "b" {
      name     = "b"
      provider = aws.eu
    }""")
    assert got.one("aws_sagemaker_model.a").tags == {"Env": "prod", "Team": "ml"}
    assert got.one("aws_sagemaker_model.b").tags == {"Region": "eu"}


@pytest.mark.parametrize(
    ("kind", "tags", "found"),
    [
        ("aws", 'tags = { Env = "prod" }', {"Env": "prod", "Team": "ml"}),
        ("aws", "", {"Team": "ml"}),
        ("awscc", 'tags = [{ key = "Env", value = "prod" }]', {"Env": "prod"}),
        ("awscc", "", {}),
    ],
)
def test_only_the_provider_that_has_default_tags_gives_them(read, kind, tags, found):
    defaults = 'provider "aws" {\n  default_tags { tags = { Team = "ml" } }\n}\n'
    got = read(f'{defaults}provider "awscc" {{}}\nresource "{kind}_sagemaker_model" "m" {{\n  {tags}\n}}')
    assert got.one(f"{kind}_sagemaker_model.m").tags == found


@pytest.mark.parametrize(
    ("default", "own"), [('["a"]', '{ Env = "prod" }'), ('{ Team = "ml" }', '["a"]'), ('{ Team = "ml" }', '"a"')]
)
def test_tags_that_cannot_be_merged_are_not_known(read, default, own):
    got = read(f"""
    provider "aws" {{
      default_tags {{ tags = {default} }}
    }}
    resource "aws_sagemaker_model" "m" {{ tags = {own} }}""")
    assert got.one("aws_sagemaker_model.m").tags == {}
    assert got.gap("Tags").needs == "merge cannot take these arguments"


@pytest.mark.parametrize("name", TERRAFORM_TYPES)
def test_the_table_names_keys_that_the_api_has(name):
    kind = TERRAFORM_TYPES[name]
    fields = fields_by_type()[kind.type]
    assert kind.identity_key == CODE_TYPES[kind.type].name_key
    assert {kind.identity_key, *kind.exceptions.values()} <= set(fields)
    assert CODE_TYPES[kind.type].in_code
