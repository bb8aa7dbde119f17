"""A request is known by what it asks for, and becomes what it makes."""

from __future__ import annotations

import json

import pytest

from scanner.frontends.requests.front_end import operation_of

CONFIG = {
    "EndpointConfigName": "c",
    "ProductionVariants": [{"VariantName": "v", "ModelName": "m", "InstanceType": "ml.g5.xlarge"}],
    "Tags": [{"Key": "team", "Value": "shop"}],
}
TRAINING = {
    "TrainingJobName": "t",
    "RoleArn": "arn:aws:iam::111122223333:role/r",
    "OutputDataConfig": {"S3OutputPath": "s3://b"},
}
TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/e/variant/v",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    "MinCapacity": 1,
    "MaxCapacity": 4,
}


@pytest.mark.parametrize(
    ("members", "operation"),
    [
        (TRAINING, "CreateTrainingJob"),
        (CONFIG, "CreateEndpointConfig"),
        ({"EndpointName": "e", "EndpointConfigName": "c"}, "CreateEndpoint"),
        ({"ModelName": "m", "PrimaryContainer": {}}, "CreateModel"),
        (TARGET, "RegisterScalableTarget"),
        (TARGET | {"PolicyName": "p"}, ""),
        ({key: TARGET[key] for key in list(TARGET)[:3]} | {"PolicyName": "p"}, "PutScalingPolicy"),
        ({"ModelName": "m"}, ""),
        ({"ModelPackageGroupName": "g", "ModelApprovalStatus": "Approved"}, ""),
        (TRAINING | {"TrainingJobArn": "arn:aws:sagemaker:::training-job/t", "CreationTime": 1}, ""),
        ({key: TRAINING[key] for key in ("TrainingJobName", "RoleArn")}, ""),
        (TRAINING | {"trainingJobName": "t"}, ""),
        ({}, ""),
    ],
)
def test_an_operation_is_known_by_its_members(members, operation):
    assert operation_of(members) == operation


def test_requests_of_one_directory_are_one_root(read):
    got = read({"r/config.json": json.dumps(CONFIG), "r/endpoint.yaml": "EndpointName: e\nEndpointConfigName: c\n"})
    assert got.reading.roots == ("r",)
    assert got.addresses == ["CreateEndpoint", "CreateEndpointConfig"]
    config = got.one("CreateEndpointConfig")
    assert (config.id, config.name, config.learned) == ("r/config.json:CreateEndpointConfig", "c", "request")
    assert config.document["ProductionVariants"] == CONFIG["ProductionVariants"]
    assert config.tags == {"team": "shop"}


def test_a_scalable_target_of_another_service_is_passed_over(read):
    other = TARGET | {"ServiceNamespace": "ecs"}
    assert read({"t.json": json.dumps(other)}).addresses == []
    assert read({"t.json": json.dumps(TARGET)}).addresses == ["RegisterScalableTarget"]


def test_a_text_with_blanks_is_not_known(read):
    got = read({"t.json": json.dumps(TRAINING | {"ResourceConfig": {"InstanceType": "${TYPE}", "InstanceCount": 1}})})
    gap = got.gap("ResourceConfig", "InstanceType")
    assert (gap.reason, gap.needs, gap.present) == ("variable", "TYPE", True)


def test_what_is_required_and_empty_is_given_on_the_command_line(read):
    got = read(
        {"t.json": json.dumps(TRAINING | {"TrainingJobName": "", "StoppingCondition": {"MaxRuntimeInSeconds": 9}})}
    )
    assert got.document("CreateTrainingJob")["TrainingJobName"] == "${TrainingJobName}"
    assert got.gap("TrainingJobName").needs == "TrainingJobName on the command line"


SKELETONS = [
    {
        "TrainingJobName": "",
        "RoleArn": "",
        "OutputDataConfig": {"KmsKeyId": "", "S3OutputPath": "", "CompressionType": "GZIP"},
        "ResourceConfig": {"InstanceType": "ml.p5.48xlarge", "InstanceCount": 0, "VolumeSizeInGB": 0},
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": 0},
    },
    {"EndpointName": "", "EndpointConfigName": "", "Tags": [{"Key": "", "Value": ""}]},
]


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_a_skeleton_is_no_request(read, skeleton):
    got = read({"t.json": json.dumps(skeleton, indent=4)})
    assert (got.reading.roots, got.reading.resources, got.gaps) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.json", json.dumps([TRAINING])),
        ("described.json", json.dumps({"TrainingJobArn": "a", **TRAINING})),
        ("wrapped.json", json.dumps({"Request": TRAINING})),
        ("two.yaml", "EndpointName: e\nEndpointConfigName: c\n---\nEndpointName: f\nEndpointConfigName: c\n"),
        ("broken.json", '{"Name": "x", "TrainingJobName'),
        ("name.yaml", "Name: x\nDescription: y\n"),
        ("late.json", '{"x": 1, "EndpointName": "e", "EndpointConfigName": '),
    ],
)
def test_what_is_no_request_is_passed_over(read, name, text):
    got = read({name: text})
    assert (got.reading.roots, got.reading.resources, got.gaps) == ((), (), ())


def test_a_request_that_cannot_be_parsed_is_a_gap(read):
    got = read({"r/e.json": '{"EndpointName": "e", "EndpointConfigName": "c"'})
    (gap,) = got.gaps
    assert gap.message == "r/e.json:1:48: the request cannot be parsed here: ',' is expected"
    assert (gap.reason, gap.scope) == ("unreadable", "r")


@pytest.mark.parametrize("opening", ["# a comment\n\n---\n", "\n\n", "\ufeff", "--- # one\n# two\n", "{", ' {\n"'])
def test_a_file_may_open_in_any_way(read, opening):
    quote = '"' if opening.endswith('"') else ""
    closing = "}" if "{" in opening else ""
    comma = "," if closing else "\n"
    text = f"{opening}EndpointName{quote}: e{comma} {quote}EndpointConfigName{quote}: c{closing}"
    text = text if closing else text.replace("\n ", "\n")
    assert read({"e.yaml": text}).addresses == ["CreateEndpoint"]


def test_values_stand_where_they_are_written(read):
    got = read({"c.json": json.dumps(CONFIG, indent=2), "d.yaml": "ModelName: é😀  # n\nExecutionRoleArn: 'r'\n"})
    assert got.text("CreateEndpointConfig", "ProductionVariants", 0, "InstanceType") == '"ml.g5.xlarge"'
    assert got.text("CreateEndpointConfig", "Tags", "team") == '"shop"'
    assert got.texts("CreateModel") == {("ModelName",): "é😀", ("ExecutionRoleArn",): "'r'"}
    origin = got.one("CreateModel").origin
    assert (origin.span.start_line, origin.span.end_line) == (1, 1)
