import os

import orjson
import pytest

MODEL = """\
resource "aws_sagemaker_model" "m" {
  name               = "ranker"
  execution_role_arn = "arn:aws:iam::111122223333:role/sagemaker"
  primary_container {
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
  }
}
"""
CONFIG = """\
resource "aws_sagemaker_endpoint_configuration" "c" {
  name = "ranker"
  production_variants {
    variant_name           = "main"
    model_name             = aws_sagemaker_model.m.name
    instance_type          = "ml.g5.xlarge"
    initial_instance_count = 1
  }
}
"""


def check(tipstaff, *more, **environment):
    return tipstaff("check", ".", "-o", "json", *more, **environment)


def test_a_violation_is_reported_at_its_line_and_column(tipstaff):
    tipstaff.write("model.tf", MODEL)
    tipstaff.write("config.tf", CONFIG)
    ran = check(tipstaff)
    (finding,) = [finding for finding in ran.result["findings"] if finding["code"] == "EPT005"]
    assert (ran.code, finding["status"]) == (1, "failed")
    where = finding["location"]
    assert (where["file"], where["start_line"], where["start_column"], where["end_column"]) == ("config.tf", 6, 30, 44)


def test_an_opa_server_gives_the_same_findings(tipstaff, opa_server):
    tipstaff.write("main.tf", MODEL + CONFIG)
    embedded, remote = check(tipstaff), check(tipstaff, "--engine", "opa", "--opa-url", opa_server)
    assert (embedded.code, remote.code) == (1, 1)
    assert remote.result["findings"] == embedded.result["findings"]
    assert [ran.result["scan"]["engine"] for ran in (embedded, remote)] == ["embedded", "opa"]


SCRIPT = """\
import boto3
boto3.client("sagemaker").create_training_job(TrainingJobName="{name}", EnableManagedSpotTraining={spot})
"""


def test_one_core_finds_what_many_find(tipstaff):
    for number in range(250):
        tipstaff.write(f"train{number}.py", SCRIPT.format(name=f"job{number}", spot=number % 3 == 0))
    many = check(tipstaff, "-o", "sarif=many.sarif")
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        one = check(tipstaff, "-o", "sarif=one.sarif")
    finally:
        os.sched_setaffinity(0, cores)
    for part in ("findings", "gaps", "summary"):
        assert one.result[part] == many.result[part]
    assert one.result["findings"]
    one, many = (orjson.loads((tipstaff.directory / f"{name}.sarif").read_bytes()) for name in ("one", "many"))
    assert one["runs"][0]["results"] == many["runs"][0]["results"]


def test_fail_on_none_reports_without_failing(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    assert check(tipstaff, "--fail-on", "none").code == 0


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("bad.tf", 'resource "aws_sagemaker_model" "x" {\n  name = \n}\n', "bad.tf:2"),
        (
            "bad.yaml",
            "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::SageMaker::Model\n   B: [\n",
            "bad.yaml:5",
        ),
        ("bad.json", '{"Resources": {\n "A": {"Type": "AWS::SageMaker::Model",}\n}}', "bad.json:2"),
    ],
)
def test_a_syntax_error_is_named_and_the_others_are_still_judged(tipstaff, name, content, line):
    tipstaff.write("sound/main.tf", MODEL + CONFIG)
    tipstaff.write(f"broken/{name}", content)
    ran = check(tipstaff, "--fail-on", "none")
    assert ran.code == 4
    (gap,) = [gap for gap in ran.result["gaps"] if gap["reason"] == "unreadable"]
    assert f"broken/{line}:" in gap["message"]
    assert ran.statuses("EPT005")["failed"] == {"ranker/main"}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{above}'] * 9)}]\n" for above, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.yaml", "Resources:\n  X: {Type: AWS::SageMaker::Model}\n" + BOMB),
        ("deep.yaml", "Resources: {A: {Type: AWS::SageMaker::Model, P: " + "[" * 10_000 + "]" * 10_000 + "}}"),
        (
            "deep.json",
            '{"Resources": {"A": {"Type": "AWS::SageMaker::Model", "P": ' + "[" * 10_000 + "]" * 10_000 + "}}}",
        ),
        ("deep.tf", 'resource "aws_sagemaker_model" "x" {\n  name = ' + "[" * 10_000 + "]" * 10_000 + "\n}\n"),
        ("latin.yaml", "Resources:\n  A: {Type: AWS::SageMaker::Model, D: caf\xe9}\n".encode("latin-1")),
        ("latin.tf", 'resource "aws_sagemaker_model" "x" {\n  name = "caf\xe9"\n}\n'.encode("latin-1")),
        ("binary.tf", b"\x00\x01\x02aws_sagemaker_model" + bytes(range(256))),
        ("binary.json", b"\x00\x01AWS::SageMaker::Model Resources" + bytes(range(256))),
    ],
)
def test_a_hostile_file_is_a_named_gap_and_the_others_are_still_judged(tipstaff, name, content):
    tipstaff.write("sound/main.tf", MODEL + CONFIG)
    tipstaff.write(f"hostile/{name}", content)
    ran = tipstaff("check", ".", "-o", "json", "--fail-on", "none", timeout=30)
    assert ran.code == 4
    assert any(name in gap["message"] for gap in ran.result["gaps"])
    assert ran.statuses("EPT005")["failed"] == {"ranker/main"}


def test_a_variable_without_a_default_is_unknown_and_not_incomplete_unless_strict(tipstaff):
    variable = 'variable "type" {}\n'
    tipstaff.write("main.tf", MODEL + variable + CONFIG.replace('"ml.g5.xlarge"', "var.type"))
    ran = check(tipstaff)
    assert ran.code == 0
    (finding,) = [finding for finding in ran.result["findings"] if finding["code"] == "EPT005"]
    assert finding["status"] == "unknown"
    assert any("var.type" in reason for reason in finding["reasons"])
    assert check(tipstaff, "--strict").code == 4


def test_what_is_passed_over_is_told_and_incomplete_only_when_strict(tipstaff):
    tipstaff.write("main.tf", 'module "sagemaker" { source = "acme/sagemaker/aws" }\n')
    ran = tipstaff("check", ".")
    assert ran.code == 0
    assert "Not read\n     1  module.sagemaker comes from acme/sagemaker/aws and is not fetched" in ran.out
    assert ran.out.replace("\n", " ").endswith("1 thing was not read; all else was assessed. ")
    assert tipstaff("check", ".", "--strict").code == 4


def test_a_variable_file_decides(tipstaff):
    variable = 'variable "type" {}\n'
    tipstaff.write("main.tf", MODEL + variable + CONFIG.replace('"ml.g5.xlarge"', "var.type"))
    tipstaff.write("prod.tfvars", 'type = "ml.g5.xlarge"\n')
    assert check(tipstaff, "--var-file", "prod.tfvars").statuses("EPT005") == {"failed": {"ranker/main"}}


@pytest.mark.parametrize("argument", ["nothing/", "notes.txt"])
def test_what_cannot_be_judged_is_an_error_that_says_so(tipstaff, argument):
    tipstaff.write("notes.txt", "nothing of interest")
    ran = tipstaff("check", argument)
    assert ran.code == 2
    assert argument.rstrip("/") in ran.err


def test_code_is_never_run_nor_fetched(tipstaff):
    tipstaff.write("main.tf", 'data "external" "x" {\n  program = ["touch", "ran"]\n}\n' + MODEL + CONFIG)
    check(tipstaff)
    assert not (tipstaff.directory / "ran").exists()
