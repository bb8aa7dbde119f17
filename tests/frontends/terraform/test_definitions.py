"""State machines and pipelines that Terraform holds are read, with exact places, however they are written."""

from __future__ import annotations

import json
import time

import pytest

from scanner.frontends.terraform.definitions import HOLDERS
from scanner.frontends.terraform.type_table import DEFINITION_TYPES
from scanner.model import Span
from tests.patience import PATIENCE

MACHINE = """{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "arn:${partition}:states:::sagemaker:createTrainingJob.sync",
  "Parameters": {"TrainingJobName": "é-${name}", "RoleArn.$": "$.role",
    "ResourceConfig": {"InstanceType": "${size}", "InstanceCount": ${count}, "VolumeSizeInGB": 30}}}}}
"""
PIPELINE = """{"Version": "2020-12-01", "Steps": [{"Name": "T", "Type": "Training",
  "Arguments": {"RoleArn": {"Get": "Parameters.Role"}, "EnableNetworkIsolation": false}}]}
"""
VARIABLES = 'variable "size" {}\nlocals { n = 2 }\n'


def machine(definition: str, name: str = "m", more: str = "") -> str:
    return f'resource "aws_sfn_state_machine" "{name}" {{\n  definition = {definition}\n{more}}}\n'


def filled(text: str) -> str:
    """Write a template's variables as Terraform's own."""
    names = {"partition": "data.aws_partition.p.partition", "name": "local.n", "size": "var.size", "count": "local.n"}
    for name, reference in names.items():
        text = text.replace(f"${{{name}}}", f"${{{reference}}}")
    return text


HEREDOC = f"<<EOF\n{filled(MACHINE)}EOF"
INDENTED = "<<-EOF\n    " + filled(MACHINE).rstrip().replace("\n", "\n    ") + "\n    EOF"
QUOTED = '"' + filled(MACHINE).rstrip().replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.mark.parametrize("definition", [HEREDOC, INDENTED, QUOTED], ids=["heredoc", "indented heredoc", "quoted"])
def test_a_definition_in_a_string_is_read_with_its_places(read, definition):
    got = read(VARIABLES + machine(definition))
    address = "aws_sfn_state_machine.m/T"
    assert got.one(address).document == {
        "TrainingJobName": "é-2",
        "RoleArn": "${aws_sfn_state_machine.m/$.role}",
        "ResourceConfig": {"InstanceType": "${var.size}", "InstanceCount": 2, "VolumeSizeInGB": 30},
    }
    mark = '\\"' if definition is QUOTED else '"'
    assert got.text(address, ("TrainingJobName",)) == f"{mark}é-${{local.n}}{mark}"
    assert got.text(address, ("ResourceConfig", "InstanceCount")) == "${local.n}"
    assert got.text(address, ("ResourceConfig", "VolumeSizeInGB")) == "30"
    assert got.text(address, ("ResourceConfig",)) == f"{mark}ResourceConfig{mark}"
    gap = got.gap("ResourceConfig", "InstanceType")
    assert (gap.reason, gap.needs, gap.present) == ("variable", "var.size", True)
    assert got.gap("RoleArn").message == "RoleArn depends on $.role, which only a deployment or a run decides"


def test_a_definition_that_is_encoded_is_read_with_the_places_of_its_expressions(read):
    got = read(
        VARIABLES
        + machine(
            """jsonencode({
    StartAt = "T"
    States = { T = {
      Resource   = "arn:aws:states:::sagemaker:createModel"
      Parameters = { ModelName = "é", "ExecutionRoleArn.$" = "$.role", VpcConfig = { Subnets = [for s in ["a"] : s] } }
    } }
  })"""
        )
    )
    address = "aws_sfn_state_machine.m/T"
    assert got.one(address).document == {
        "ModelName": "é",
        "ExecutionRoleArn": "${aws_sfn_state_machine.m/$.role}",
        "VpcConfig": {"Subnets": ["a"]},
    }
    assert got.text(address, ("ModelName",)) == '"é"'
    assert got.text(address, ("VpcConfig",)) == "VpcConfig"
    assert got.text(address, ("VpcConfig", "Subnets", 0)) == '[for s in ["a"] : s]'
    assert got.one(address).origin.span == Span(6, 16, 6, 17)


TEMPLATE = 'templatefile("${path.module}/m.json", { partition = "aws", name = local.n, size = var.size, count = 2 })'


@pytest.mark.parametrize("definition", [TEMPLATE, f"jsonencode(jsondecode({TEMPLATE}))", f'"${{{TEMPLATE}}}"'])
def test_a_definition_in_a_template_file_is_read_with_its_places_there(read, definition):
    got = read({"main.tf": VARIABLES + machine(definition), "m.json": MACHINE})
    (one,) = got.resources
    assert one.id == "m.json:aws_sfn_state_machine.m/T"
    assert one.document["TrainingJobName"] == "é-2"
    assert one.document["ResourceConfig"]["InstanceCount"] == 2
    address = "aws_sfn_state_machine.m/T"
    assert got.text(address, ("TrainingJobName",)) == '"é-${name}"'
    assert got.text(address, ("ResourceConfig", "InstanceCount")) == "${count}"
    assert got.gap("ResourceConfig", "InstanceType").location.span == Span(4, 40, 4, 49)
    assert got.reading.roots == (".",)
    assert {path.name for path in got.reading.files} == {"main.tf", "m.json"}


def test_a_file_is_read_as_it_is_and_not_once_more_by_itself(read):
    text = '{"StartAt": "T", "States": {"T": {"Resource": "arn:aws:states:::sagemaker:createModel"}}}'
    got = read({"main.tf": machine('file("m.asl.json")'), "m.asl.json": text})
    assert [resource.id for resource in got.resources] == ["m.asl.json:aws_sfn_state_machine.m/T"]


def test_a_definition_may_be_a_local_value_of_another_file(read):
    value = 'locals { d = jsonencode({ States = { T = { Resource = "arn:aws:states:::sagemaker:createModel" } } }) }\n'
    got = read({"main.tf": machine("local.d"), "locals.tf": value})
    assert [resource.id for resource in got.resources] == ["locals.tf:aws_sfn_state_machine.m/T"]


def test_template_files_may_call_functions_and_escape(read):
    text = (
        '{"StartAt": "T", "States": {"T": {"Resource": "arn:aws:states:::sagemaker:createModel", "Parameters":'
        ' {"ModelName": "$${x}", "VpcConfig": {"Subnets": ${jsonencode([for s in subnets : upper(s)])},'
        ' "SecurityGroupIds": [%{ for s in subnets }"${s}",%{ endfor }]}}}}}'
    )
    got = read({"main.tf": machine('templatefile("m.json", { subnets = ["a", "b"] })'), "m.json": text})
    address = "aws_sfn_state_machine.m/T"
    assert got.one(address).document["ModelName"] == "${x}"
    assert got.one(address).document["VpcConfig"]["Subnets"] == ["A", "B"]
    gap = got.gap("VpcConfig", "SecurityGroupIds", 0)
    assert gap.message == "VpcConfig.SecurityGroupIds[0] cannot be evaluated: a template directive is not followed"
    assert got.text(address, ("VpcConfig", "Subnets", 1)) == "${jsonencode([for s in subnets : upper(s)])}"


@pytest.mark.parametrize(
    ("definition", "reason", "message"),
    [
        (
            "var.size",
            "variable",
            "what aws_sfn_state_machine.m runs depends on var.size, which has no value here: give",
        ),
        (
            'file("none.json")',
            "unsupported",
            "what aws_sfn_state_machine.m runs cannot be evaluated: the file none.json",
        ),
        (
            'file("../x.json")',
            "unsupported",
            "what aws_sfn_state_machine.m runs cannot be evaluated: the file ../x.json",
        ),
        ("file(var.size)", "unsupported", "what aws_sfn_state_machine.m runs cannot be evaluated: the name of a file"),
        ("5", "unsupported", "what aws_sfn_state_machine.m runs cannot be evaluated: the definition is not a text"),
        ('"{"', "unreadable", "main.tf:4:18: the Step Functions definition cannot be parsed here: a key in double"),
        ('"[]"', "unsupported", "what aws_sfn_state_machine.m runs cannot be evaluated: it is not an object"),
        (
            'templatefile("b.json", {})',
            "unreadable",
            "b.json:1:1: the Step Functions definition cannot be parsed here: the",
        ),
        ('file("b.json")', "unreadable", "b.json:1:2: the Step Functions definition cannot be parsed here: a key"),
    ],
)
def test_a_definition_that_cannot_be_read_is_a_gap_that_covers_nothing_else(read, definition, reason, message):
    got = read(
        {
            "main.tf": "# sagemaker\n" + VARIABLES.replace("\n", " \n", 1)[:-1] + " " + machine(definition),
            "b.json": "{${",
        }
    )
    (gap,) = got.gaps
    assert (gap.reason, gap.type, gap.resource) == (reason, "state-machine-state", "")
    assert gap.message.startswith(message)


def test_machines_whose_number_is_not_known_may_make_something(read):
    got = read(VARIABLES + machine(HEREDOC, more="  count = var.size\n"))
    assert got.resources == ()
    (gap,) = got.gaps
    assert gap.type == "AWS::SageMaker::TrainingJob"
    assert gap.message.startswith("whether there is aws_sfn_state_machine.m depends on var.size")


def test_copies_of_a_machine_have_addresses_of_their_own(read):
    text = machine(HEREDOC.replace("é-${local.n}", "é-${each.key}"), more='  for_each = toset(["a", "b"])\n')
    got = read(VARIABLES + text)
    assert got.addresses == [f'aws_sfn_state_machine.m["{key}"]/T' for key in "ab"]
    assert got.one('aws_sfn_state_machine.m["b"]/T').document["TrainingJobName"] == "é-b"


def test_runs_of_two_machines_are_not_the_same(read):
    text = '{"States": {"T": {"Resource": ":states:::sagemaker:createModel", "Parameters": {"ModelName.$": "$.name"}}}}'
    got = read("# sagemaker\n" + machine(f"<<EOF\n{text}\nEOF") + machine(f"<<EOF\n{text}\nEOF", "n"))
    assert len({resource.name for resource in got.resources}) == 2


def test_a_machine_names_what_the_code_around_it_declares(read):
    model = 'resource "aws_sagemaker_model" "m" { name = "own" }\n'
    call = "arn:aws:states:::sagemaker:createEndpointConfig"
    request = '{ ProductionVariants = [{ VariantName = "v", ModelName = aws_sagemaker_model.m.name }] }'
    states = f'{{ T = {{ Resource = "{call}", Parameters = {request} }} }}'
    got = read(model + machine(f"jsonencode({{ States = {states} }})"))
    assert got.one("aws_sfn_state_machine.m/T").document["ProductionVariants"][0]["ModelName"] == "own"


def test_a_pipeline_is_read_beside_the_resource_that_it_is(read):
    text = f'resource "aws_sagemaker_pipeline" "p" {{\n  pipeline_definition = <<EOF\n{PIPELINE}EOF\n}}\n'
    got = read(text)
    assert got.addresses == ["aws_sagemaker_pipeline.p", "aws_sagemaker_pipeline.p/T"]
    address = "aws_sagemaker_pipeline.p/T"
    assert got.text(address, ("EnableNetworkIsolation",)) == "false"
    assert got.one(address).learned == "terraform"
    gap = got.gap("RoleArn")
    assert gap.message == "RoleArn depends on parameter Role, which the code does not declare"


def test_a_pipeline_in_s3_is_a_gap_that_names_it(read):
    location = 'pipeline_definition_s3_location {\n bucket = "b"\n object_key = "k.json"\n }'
    got = read(f'resource "aws_sagemaker_pipeline" "p" {{\n{location}\n}}\n')
    (gap,) = [gap for gap in got.gaps if gap.type == "pipeline-step"]
    assert gap.message == (
        "the SageMaker pipeline definition of aws_sagemaker_pipeline.p is in s3://b/k.json, which is not read"
    )


def test_terraform_in_json_holds_definitions_too(read):
    text = '{"States": {"T": {"Resource": ":states:::sagemaker:createModel", "Parameters": {"ModelName": "m"}}}}'
    code = {"resource": {"aws_sfn_state_machine": {"m": {"definition": text}}}}
    got = read({"main.tf.json": json.dumps(code)})
    assert got.text("aws_sfn_state_machine.m/T", ("ModelName",)) == '\\"m\\"'


def test_insertions_in_terraforms_json_have_the_place_of_the_whole(read):
    task = '{"Resource": ":states:::sagemaker:createModel", "Parameters": {"ModelName": "${upper("m")}"}}'
    text = f'{{"States": {{"T": {task}}}}}'
    code = json.dumps({"resource": {"aws_sfn_state_machine": {"m": {"definition": text}}}})
    got = read({"main.tf.json": code})
    address = "aws_sfn_state_machine.m/T"
    assert got.one(address).document["ModelName"] == "M"
    assert got.text(address, ("ModelName",)) == json.dumps(text)


def test_a_directory_with_nothing_but_a_machine_in_a_file_is_read(read):
    machines = {"main.tf": machine(TEMPLATE.replace("local.n", '"n"')) + 'variable "size" {}', "m.json": MACHINE}
    assert [resource.origin.root for resource in read(machines).resources] == ["."]


def test_values_that_double_and_double_are_given_up(read):
    locals_ = "\n".join(f"l{at} = [local.l{at - 1}, local.l{at - 1}]" for at in range(1, 60))
    started = time.monotonic()
    got = read(f"# sagemaker\nlocals {{\nl0 = 1\n{locals_}\n}}\n" + machine("jsonencode({ States = local.l59 })"))
    (gap,) = got.gaps
    assert (gap.reason, gap.type) == ("unsupported", "state-machine-state")
    assert time.monotonic() - started < PATIENCE


def test_many_copies_of_a_large_definition_are_given_up(read):
    large = MACHINE.replace("é", "x" * 900_000)
    started = time.monotonic()
    got = read({"main.tf": machine(TEMPLATE, more="  count = 1000\n") + VARIABLES, "m.json": large})
    assert "takes too long and was given up" in got.gaps[0].message
    assert time.monotonic() - started < PATIENCE


def test_local_values_that_go_round_end(read):
    got = read("# sagemaker\nlocals {\n a = local.b\n b = local.a\n}\n" + machine("local.a"))
    (gap,) = got.gaps
    assert "depends on itself" in gap.message


def test_files_are_not_read_out_of_the_tree(read, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.json"
    outside.write_text(MACHINE)
    (tmp_path / "link.json").symlink_to(outside)
    got = read("# sagemaker\n" + machine('file("link.json")'))
    assert got.resources == ()
    assert outside not in got.reading.files


def test_the_table_of_types_names_all_that_hold_definitions():
    assert HOLDERS.keys() == DEFINITION_TYPES
