"""Tasks that create something are resources, wherever in a machine they are."""

from __future__ import annotations

import json

import pytest

from scanner.model import Span
from tests.frontends.stepfunctions.conftest import task

MODEL = "arn:aws:states:::sagemaker:createModel"


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ("arn:aws:states:::sagemaker:createTrainingJob", "TrainingJob"),
        ("arn:aws:states:::sagemaker:createTrainingJob.sync", "TrainingJob"),
        ("arn:aws:states:::sagemaker:createTrainingJob.sync:2", "TrainingJob"),
        ("arn:aws-cn:states:::sagemaker:createTransformJob.waitForTaskToken", "TransformJob"),
        ("arn:${AWS::Partition}:states:::sagemaker:createProcessingJob.sync", "ProcessingJob"),
        ("arn:${partition}:states:::sagemaker:createHyperParameterTuningJob.sync", "HyperParameterTuningJob"),
        ("arn:aws:states:::sagemaker:createLabelingJob.sync", "LabelingJob"),
        ("arn:aws:states:::sagemaker:createModel", "Model"),
        ("arn:aws:states:::sagemaker:createEndpointConfig", "EndpointConfig"),
        ("arn:aws:states:::sagemaker:createEndpoint", "Endpoint"),
        ("arn:aws:states:::aws-sdk:sagemaker:createTrainingJob", "TrainingJob"),
        ("arn:aws:states:::aws-sdk:sagemaker:createAutoMLJobV2", "AutoMLJob"),
        ("arn:aws:states:::aws-sdk:sagemaker:createCluster", "Cluster"),
        ("arn:aws:states:::aws-sdk:applicationautoscaling:registerScalableTarget", "ScalableTarget"),
        ("arn:aws:states:::aws-sdk:applicationautoscaling:putScalingPolicy", "ScalingPolicy"),
        ("arn:aws:states:::aws-sdk:applicationautoscaling:putScheduledAction", "ScheduledAction"),
    ],
)
def test_an_operation_that_creates_something_makes_a_resource(machine, resource, kind):
    got = machine({"sagemaker": task(resource, Parameters={})})
    assert got.one("sagemaker").type.endswith(f"::{kind}")


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:states:::sagemaker:updateEndpoint",
        "arn:aws:states:::aws-sdk:sagemaker:describeTrainingJob",
        "arn:aws:states:::aws-sdk:sagemakerruntime:createTrainingJob",
        "arn:aws:states:::aws-sdk:ecs:createCluster",
        "arn:aws:states:::lambda:invoke",
        "arn:aws:lambda:eu-west-1:111122223333:function:createTrainingJob",
        "createTrainingJob",
    ],
)
def test_any_other_operation_makes_none(machine, resource):
    got = machine({"T": task(resource, Parameters={}, Comment="sagemaker")})
    assert got.addresses == []
    assert got.gaps == ()


def test_a_request_is_read_under_the_names_of_the_api(machine):
    parameters = {
        "TrainingJobName": "t",
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": "30"},
        "EnableManagedSpotTraining": False,
        "HyperParameters": {"a": "1"},
        "Tags": [{"Key": "team", "Value": "shop"}],
        "NotAField": 1,
    }
    got = machine({"Train": task(Parameters=parameters)})
    one = got.one("Train")
    assert one.document == {
        "TrainingJobName": "t",
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 30},
        "EnableManagedSpotTraining": False,
        "HyperParameters": {"a": "1"},
    }
    assert one.tags == {"team": "shop"}
    assert (one.id, one.learned, one.origin.root) == ("machine.asl.json:Train", "stepfunctions", "machine.asl.json")
    assert got.gaps == ()


def test_states_inside_of_states_are_found_and_named_by_where_they_are(machine):
    def inside(name, resource=MODEL):
        return {"StartAt": name, "States": {name: task(resource, Parameters={"ModelName": name})}}

    got = machine(
        {
            "First": {"Type": "Parallel", "Branches": [inside("a"), inside("b")]},
            "Old": {"Type": "Map", "Iterator": inside("c")},
            "New": {"Type": "Map", "ItemProcessor": {**inside("d"), "ProcessorConfig": {"Mode": "DISTRIBUTED"}}},
            "Deep": {
                "Type": "Map",
                "ItemProcessor": {"States": {"In": {"Type": "Parallel", "Branches": [inside("e")]}}},
            },
        }
    )
    assert got.addresses == ["Deep/In[0]/e", "First[0]/a", "First[1]/b", "New/d", "Old/c"]


def test_a_machine_in_yaml_is_read_whatever_its_file_is_called(read):
    got = read(
        {
            "flow.yml": "StartAt: T\nStates:\n  T:\n    Resource: arn:aws:states:::sagemaker:createModel\n"
            "    Parameters:\n      ModelName: m  # a comment\n"
        }
    )
    assert got.document("T") == {"ModelName": "m"}
    assert got.texts("T") == {("ModelName",): "m"}
    assert got.one("T").origin.span == Span(3, 3, 3, 4)


def test_hosting_in_one_machine_joins_by_name(machine):
    name = {"EndpointConfigName.$": "$$.Execution.Name"}
    got = machine(
        {
            "Config": task("arn:aws:states:::sagemaker:createEndpointConfig", Parameters=name),
            "Endpoint": task("arn:aws:states:::sagemaker:createEndpoint", Parameters={"EndpointName": "e", **name}),
        }
    )
    assert got.document("Config")["EndpointConfigName"] == got.document("Endpoint")["EndpointConfigName"]
    assert [gap.type.rsplit("::")[-1] for gap in got.gaps if not gap.resource] == [
        "ScalableTarget",
        "ScalingPolicy",
        "ScheduledAction",
    ]


def test_scaling_of_other_services_is_left_out(machine):
    target = "arn:aws:states:::aws-sdk:applicationautoscaling:registerScalableTarget"
    got = machine(
        {
            "sagemaker": task(
                target, Parameters={"ServiceNamespace": "sagemaker", "ResourceId": "endpoint/e/variant/v"}
            ),
            "ecs": task(target, Parameters={"ServiceNamespace": "ecs"}),
        }
    )
    assert got.addresses == ["sagemaker"]


def test_a_job_without_a_name_has_a_text_for_one(machine):
    got = machine({"Train": task(Parameters={})})
    assert got.one("Train").name == "${Train}"


def test_several_documents_in_a_file_are_refused(read):
    text = json.dumps({"StartAt": "T", "States": {"T": task(MODEL, Parameters={})}})
    (gap,) = read({"a.yaml": f"---\n{text}\n---\n{text}\n"}).gaps
    assert (
        gap.message
        == "a.yaml:2:1: the Step Functions definition cannot be parsed here: there is more than one YAML document"
    )
