"""Steps that create something are resources, wherever in a pipeline they are."""

from __future__ import annotations

import json

import pytest

from scanner.model import Span
from tests.frontends.pipelines.conftest import VERSION, get, step


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("Training", "TrainingJob"),
        ("Processing", "ProcessingJob"),
        ("Transform", "TransformJob"),
        ("Tuning", "HyperParameterTuningJob"),
        ("Model", "Model"),
        ("RegisterModel", "ModelPackage"),
        ("EndpointConfig", "EndpointConfig"),
        ("Endpoint", "Endpoint"),
        ("InferenceComponent", "InferenceComponent"),
        ("AutoML", "AutoMLJob"),
        ("ClarifyCheck", "ProcessingJob"),
        ("QualityCheck", "ProcessingJob"),
    ],
)
def test_a_step_that_creates_something_makes_a_resource(pipeline, kind, made):
    assert pipeline(step("S", kind)).one("S").type == f"AWS::SageMaker::{made}"


def test_an_endpoint_step_with_variants_makes_a_configuration(pipeline):
    got = pipeline(step("S", "Endpoint", ProductionVariants=[]))
    assert got.one("S").type == "AWS::SageMaker::EndpointConfig"


@pytest.mark.parametrize(
    "kind", ["Lambda", "Callback", "EMR", "EMRServerless", "Fail", "Lineage", "Job", "Cleanup", "New", ""]
)
def test_any_other_step_makes_none(pipeline, kind):
    got = pipeline(step("S", kind, TrainingJobName="t"))
    assert (got.addresses, got.gaps) == ([], ())


def test_arguments_are_read_under_the_names_of_the_api(pipeline):
    resources = {"ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 30}}
    tags = [{"Key": "team", "Value": get("Parameters.Team")}]
    got = pipeline(
        step("S", "Processing", ProcessingResources=resources, Tags=tags, NotAField=1),
        parameters=[{"Name": "Team", "Type": "String", "DefaultValue": "shop"}],
    )
    one = got.one("S")
    assert one.document == {"ProcessingResources": resources, "ProcessingJobName": "${Steps.S.ProcessingJobName}"}
    assert one.tags == {"team": "shop"}
    assert (one.id, one.learned, one.origin.root) == ("pipeline.json:S", "pipelines", "pipeline.json")
    assert [gap.path for gap in got.gaps] == [("ProcessingJobName",)]


def test_steps_inside_of_steps_are_found_and_named_by_where_they_are(pipeline):
    got = pipeline(
        step(
            "If",
            "Condition",
            IfSteps=[step("a")],
            ElseSteps=[step("b"), step("Each", "ForEach", ForEachBody=[step("c")])],
        ),
        step("d"),
    )
    assert got.addresses == ["If/Each/c", "If/a", "If/b", "d"]


def test_a_step_stands_at_its_name(read):
    text = f"Version: {VERSION}\nSteps:\n- Type: Training\n  Name: Train # it\n  Arguments: {{RoleArn: r}}\n"
    got = read({"p.yaml": text})
    assert got.one("Train").origin.span == Span(4, 9, 4, 14)
    assert got.text("Train", "RoleArn") == "r"
    assert got.text("Train", "TrainingJobName") == "Train"


def test_a_step_without_a_name_has_its_place_in_the_list_for_one(pipeline):
    assert pipeline({"Type": "Training"}, {"Type": "Training", "Name": 5}).addresses == ["Steps[0]", "Steps[1]"]


def test_steps_refer_to_what_other_steps_make(pipeline):
    variants = [{"VariantName": "v", "ModelName": get("Steps.M.ModelName")}]
    got = pipeline(
        step("M", "Model"),
        step("C", "EndpointConfig", EndpointConfigName=get("Parameters.Name"), ProductionVariants=variants),
        step("E", "Endpoint", EndpointConfigName=get("Steps.C.EndpointConfigName")),
        parameters=[{"Name": "Name", "DefaultValue": "config"}],
    )
    assert got.document("C")["ProductionVariants"][0]["ModelName"] == got.document("M")["ModelName"]
    assert got.document("E")["EndpointConfigName"] == got.document("C")["EndpointConfigName"] == "config"


def test_another_version_is_something_else(read):
    text = json.dumps({"Version": "2012-10-17", "Steps": [step("S")], "Comment": VERSION})
    assert read({"p.json": text}).reading.roots == ()


def test_several_documents_in_a_file_are_refused(read):
    text = json.dumps({"Version": VERSION, "Steps": []})
    (gap,) = read({"a.yaml": f"---\n{text}\n---\n{text}\n"}).gaps
    assert gap.message.endswith(
        "the SageMaker pipeline definition cannot be parsed here: there is more than one YAML document"
    )
