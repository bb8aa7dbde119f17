"""State machines and pipelines that templates hold are read, with exact places, however they are written."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from tests.patience import PATIENCE

HEAD = "Parameters: {Size: {Type: String}, Count: {Type: Number, Default: 2}}\nResources:\n"
MACHINE = """{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
  "Parameters": {"TrainingJobName": "é-${name}", "RoleArn.$": "$.role",
    "ResourceConfig": {"InstanceType": "${size}", "InstanceCount": ${count}}}}}}
"""
SUBSTITUTIONS = "DefinitionSubstitutions: {name: !Ref Count, size: !Ref Size, count: !Ref Count}"


def machine(properties: str, kind: str = "StepFunctions", more: str = "") -> str:
    return f"{HEAD}  M:\n    Type: AWS::{kind}::StateMachine\n{more}    Properties:\n      {properties}\n"


def block(text: str, indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())


def check(got, address="M/T"):
    """Check what every way to write the machine gives; its parts stand where `got` says."""
    document = got.document(address)
    assert document["TrainingJobName"] == "é-2"
    assert document["RoleArn"] == "${M/$.role}"
    assert document["ResourceConfig"] == {"InstanceType": "${Size}", "InstanceCount": 2}
    gap = got.gap("ResourceConfig", "InstanceType")
    assert gap.message.startswith("ResourceConfig.InstanceType depends on parameter Size, which has no value here")
    assert got.gap("RoleArn").message == "RoleArn depends on $.role, which only a deployment or a run decides"


@pytest.mark.parametrize("sub", ["!Sub |", "\n        Fn::Sub: |", "\n        !Sub |"])
def test_a_substituted_block_is_read_with_its_places(read, sub):
    text = MACHINE.replace("${name}", "${Count}").replace("${size}", "${Size}").replace("${count}", "${Count}")
    got = read(machine(f"DefinitionString: {sub}\n" + block(text, 10)))
    check(got)
    assert got.text("M/T", "TrainingJobName") == '"é-${Count}"'
    assert got.text("M/T", "ResourceConfig", "InstanceCount") == "${Count}"
    assert got.one("M/T").learned == "cloudformation"
    assert got.one("M/T").origin.holder is None


def test_a_substituted_text_in_json_is_read_with_its_places(read):
    got = read(pipeline(json.dumps({"PipelineDefinitionBody": {"Fn::Sub": json.dumps(PIPELINE)}})))
    assert got.text("P/T", "RoleArn") == json.dumps('{"Get": "Parameters.Role"}')[1:-1]


def test_variables_and_escapes_of_sub_are_followed(read):
    text = MACHINE.replace("${name}", "${N}").replace("${count}", "${!count}")
    written = json.dumps([text, {"N": {"Ref": "Count"}, "size": {"Ref": "Size"}}])
    got = read(machine(f"DefinitionString: {{Fn::Sub: {written}}}\n      {SUBSTITUTIONS}"))
    check(got)
    assert got.text("M/T", "ResourceConfig", "InstanceCount") == "${!count}"
    assert got.text("M/T", "TrainingJobName") == '\\"\\u00e9-${N}\\"'


def test_substitutions_of_a_plain_text_are_followed(read):
    got = read(machine(f"DefinitionString: |\n{block(MACHINE, 8)}      {SUBSTITUTIONS}"))
    check(got)
    assert got.text("M/T", "TrainingJobName") == '"é-${name}"'


def test_a_joined_text_in_json_is_read_with_the_places_of_its_parts(read):
    parts = MACHINE.replace("${name}", "|").replace("${size}", "|").replace("${count}", "|").split("|")
    values = [{"Ref": "Count"}, {"Ref": "Size"}, {"Ref": "Count"}]
    joined = [part for pair in zip(parts, [*values, ""], strict=True) for part in pair]
    resource = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"DefinitionString": {"Fn::Join": ["", joined]}},
    }
    parameters = {"Size": {"Type": "String"}, "Count": {"Type": "Number", "Default": 2}}
    got = read({"t.template.json": json.dumps({"Parameters": parameters, "Resources": {"M": resource}})})
    check(got)
    assert got.text("M/T", "ResourceConfig", "InstanceCount") == '{"Ref": "Count"}'
    assert got.text("M/T", "RoleArn") == '\\"$.role\\"'
    assert got.text("M/T", "TrainingJobName") == '\\"\\u00e9-", {"Ref": "Count"}, "\\"'


OBJECT = """
        StartAt: T
        States:
          T:
            Type: Task
            Resource: !Sub "arn:${AWS::Partition}:states:::sagemaker:createTrainingJob.sync"
            Parameters:
              TrainingJobName: é-${name}
              RoleArn.$: $.role
              VpcConfig: !If [Never, {Subnets: [a]}, !Ref AWS::NoValue]
              ResourceConfig:
                InstanceType: ${size}
                InstanceCount: !Ref Count
"""


@pytest.mark.parametrize("kind", ["StepFunctions", "Serverless"])
def test_an_object_is_evaluated_and_read_with_its_places(read, kind):
    text = machine(f"Definition:{OBJECT}      {SUBSTITUTIONS}", kind)
    got = read(text + "Conditions: {Never: !Equals [a, b]}\n")
    check(got)
    assert "VpcConfig" not in got.document("M/T")
    assert got.text("M/T", "ResourceConfig", "InstanceCount") == "!Ref Count"
    assert got.text("M/T", "TrainingJobName") == "é-${name}"


def test_an_object_made_a_text_is_read_as_the_object(read):
    got = read(
        machine(
            "DefinitionString:\n        Fn::ToJsonString:" + OBJECT.replace("\n", "\n  ") + f"      {SUBSTITUTIONS}"
        )
    )
    assert got.text("M/T", "ResourceConfig", "InstanceCount") == "!Ref Count"


@pytest.mark.parametrize("name", ["DefinitionUri", "DefinitionS3Location"])
def test_a_local_file_is_read_with_its_places_there_and_not_once_more(read, name):
    kind = "Serverless" if name == "DefinitionUri" else "StepFunctions"
    got = read(
        {"app/t.yaml": machine(f"{name}: sm/m.asl.json\n      {SUBSTITUTIONS}", kind), "app/sm/m.asl.json": MACHINE}
    )
    check(got)
    assert got.one("M/T").id == "app/sm/m.asl.json:M/T"
    assert got.one("M/T").origin.root == "app/t.yaml"
    assert str(got.one("M/T").origin.holder) == "app/t.yaml:3:3"
    assert got.one("M/T").origin.holder.span.last_line == 7
    assert got.text("M/T", "ResourceConfig", "InstanceCount") == "${count}"
    assert got.addresses == ["M/T"]
    assert {path.name for path in got.reading.files} == {"t.yaml", "m.asl.json"}


@pytest.mark.parametrize(
    ("properties", "where"),
    [
        ("DefinitionUri: s3://bucket/m.json", "s3://bucket/m.json"),
        ("DefinitionUri: {Bucket: b, Key: !Ref Size}", "s3://b/${Size}"),
        ("DefinitionUri: none.json", "none.json"),
        ("DefinitionUri: ../outside.json", "../outside.json"),
        ("DefinitionUri: [a]", "a place that is not known"),
    ],
)
def test_a_definition_that_is_elsewhere_is_a_gap_that_names_it(read, properties, where):
    (gap,) = read("# sagemaker\n" + machine(properties, "Serverless")).gaps
    assert gap.message == f"the Step Functions definition of M is in {where}, which is not read"
    assert (gap.reason, gap.type, gap.needs) == ("not-in-code", "state-machine-state", where)


@pytest.mark.parametrize(
    ("properties", "reason", "message"),
    [
        ("DefinitionString: !Ref Size", "variable", "what M runs depends on parameter Size, which has no value here"),
        (
            "DefinitionString: [1]",
            "unsupported",
            "what M runs cannot be evaluated: the definition is neither a text nor",
        ),
        ("DefinitionString: '{'", "unreadable", "template.yaml:7:27: the Step Functions definition cannot be parsed"),
        (
            "DefinitionString: !Join ['', []]",
            "unreadable",
            "template.yaml:7:25: the Step Functions definition cannot be",
        ),
        ("DefinitionString: ''", "unreadable", "template.yaml:7:25: the Step Functions definition cannot be parsed"),
        ("DefinitionUri: b.json", "unreadable", "b.json:1:2: the Step Functions definition cannot be parsed here"),
    ],
)
def test_a_definition_that_cannot_be_read_is_a_gap_that_covers_nothing_else(read, properties, reason, message):
    kind = "Serverless" if "Uri" in properties else "StepFunctions"
    (gap,) = read({"template.yaml": "# sagemaker\n" + machine(properties, kind), "b.json": "{"}).gaps
    assert (gap.reason, gap.type, gap.resource) == (reason, "state-machine-state", "")
    assert gap.message.startswith(message)


def test_a_placeholder_that_nothing_stands_for_is_named(read):
    got = read(machine("DefinitionString: |\n" + block(MACHINE, 8)))
    gap = got.gap("ResourceConfig", "InstanceCount")
    assert gap.message == "ResourceConfig.InstanceCount depends on ${count}, which the template does not declare"


def test_a_machine_under_a_condition_may_make_something(read):
    conditions = "Conditions: {Is: !Equals [a, a], Not: !Equals [a, b], Maybe: !Equals [!Ref Nobody, x]}\n"
    text = "DefinitionString: |\n" + block(MACHINE, 8)
    there = {name: read(machine(text, more=f"    Condition: {name}\n") + conditions) for name in ("Is", "Not", "Maybe")}
    assert [got.addresses for got in there.values()] == [["M/T"], [], []]
    (gap,) = there["Maybe"].gaps
    assert gap.type == "AWS::SageMaker::TrainingJob"
    assert gap.message.startswith("whether there is M depends on Nobody (condition Maybe)")


PIPELINE = {
    "Version": "2020-12-01",
    "Parameters": [{"Name": "Role", "Type": "String"}],
    "Steps": [{"Name": "T", "Type": "Training", "Arguments": {"RoleArn": {"Get": "Parameters.Role"}}}],
}


def pipeline(definition: str) -> str:
    return f"{HEAD}  P:\n    Type: AWS::SageMaker::Pipeline\n    Properties:\n      PipelineDefinition: {definition}\n"


def test_a_pipeline_is_read_with_its_places(read):
    got = read(
        pipeline(f"{{PipelineDefinitionBody: '{json.dumps(PIPELINE)}'}}"), Role="of the template, not the pipeline"
    )
    assert got.text("P/T", "RoleArn") == '{"Get": "Parameters.Role"}'
    gap = got.gap("RoleArn")
    assert gap.message == "RoleArn depends on parameter Role, which only a deployment or a run decides"


def test_a_pipeline_in_s3_is_a_gap_that_names_it(read):
    got = read(pipeline("{PipelineDefinitionS3Location: {Bucket: !Ref Size, Key: k.json}}"))
    (gap,) = (gap for gap in got.gaps if gap.type == "pipeline-step")
    assert gap.message == "the SageMaker pipeline definition of P is in s3://${Size}/k.json, which is not read"


def test_aliases_of_a_large_definition_are_given_up(read):
    large = MACHINE.replace("é", "x" * 1_000_000)
    machines = "\n".join(
        f"  M{at}: {{Type: AWS::StepFunctions::StateMachine, Properties: {{DefinitionString: *x}}}}"
        for at in range(100)
    )
    started = time.monotonic()
    got = read(f"x: &x |\n{block(large, 2)}\n{HEAD}{machines}\n")
    assert "there is more text in definitions than is read" in got.gaps[-1].message
    assert time.monotonic() - started < PATIENCE


NAMES = ["Ref", "Fn::Sub", "Fn::Join", "Fn::If", "Fn::ToJsonString", "StartAt", "States", "T", "Resource", "Parameters"]
NODES = st.recursive(
    st.sampled_from(["P", "", "{", '{"States": {}}', "${P}", "${!P}", "AWS::NoValue", 0, True, None, "t.json"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
    max_leaves=8,
)


@settings(max_examples=300)
@given(NODES, NODES, st.sampled_from(["DefinitionString", "Definition", "DefinitionUri", "DefinitionS3Location"]))
def test_wrong_definitions_never_crash_the_reader(tmp_path_factory, one, two, name):
    properties = {name: one, "DefinitionSubstitutions": two}
    resources = {
        kind: {"Type": f"AWS::{kind}::StateMachine", "Properties": properties}
        for kind in ("StepFunctions", "Serverless")
    }
    resources["P"] = {"Type": "AWS::SageMaker::Pipeline", "Properties": {"PipelineDefinition": one}}
    directory = tmp_path_factory.mktemp("wrong")
    (directory / "t.json").write_text(json.dumps({"Parameters": {"P": {"Type": "String"}}, "Resources": resources}))
    for gap in read_code([directory], CodeOptions()).gaps:
        assert "failed inside" not in gap.message
