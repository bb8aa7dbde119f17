"""`tipstaff policies export --format checkov`, and the real Checkov with what it writes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkov.conftest import command_line, made_once
from tests.cli.conftest import TIPSTAFF

EXAMPLES = Path(__file__).parents[2] / "examples"
FRAMEWORKS = ("terraform", "terraform_json", "terraform_plan", "cloudformation")
NEW = "checks"
JOB = """\
resource "aws_sagemaker_training_job" "skipped" {
  training_job_name            = "skipped"
  role_arn                     = "arn:aws:iam::111122223333:role/x"
  enable_managed_spot_training = true

  algorithm_specification {
    training_image      = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312"
    training_input_mode = "File"
  }
  resource_config {
    instance_type     = "ml.m7i.xlarge"
    instance_count    = 1
    volume_size_in_gb = 30
  }
  stopping_condition {
    max_runtime_in_seconds   = 7200
    max_wait_time_in_seconds = 3600
  }
}
"""
SKIPPED = JOB.replace(" {\n", " {\n  # checkov:skip=CKV_TIPSTAFF_TRN_003:we wait\n", 1)

DEFINITION = json.dumps(
    {
        "StartAt": "Train",
        "States": {
            "Train": {
                "Type": "Task",
                "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
                "Parameters": {
                    "TrainingJobName": "machine",
                    "EnableManagedSpotTraining": True,
                    "ResourceConfig": {"InstanceType": "ml.m7i.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
                    "StoppingCondition": {"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 3600},
                },
                "End": True,
            }
        },
    }
)
MACHINES = {
    "main.tf": """\
resource "aws_sfn_state_machine" "beside" {
  name       = "beside"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = file("${path.module}/states/train.asl.json")
}
""",
    "states/train.asl.json": DEFINITION,
    "machines.yaml": f"""\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Within:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::111122223333:role/x
      DefinitionString: '{DEFINITION}'
""",
}


def export(tipstaff, *more):
    return tipstaff("policies", "export", "--format", "checkov", NEW, *more)


def run_checkov(checkov, here, checks, *more, tipstaff=TIPSTAFF, directory="."):
    """Run Checkov over a directory as its users do, with nothing but our checks."""
    command = [checkov, "--directory", directory, "--external-checks-dir", checks, "--check", "CKV_TIPSTAFF_*", *more]
    flags = ["--skip-download", "--download-external-modules", "false", "--output", "json", "--compact", "--soft-fail"]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(checks.parent),
        "TIPSTAFF": tipstaff,
        "CKV_SKIP_PACKAGE_UPDATE_CHECK": "true",
    }
    ran = subprocess.run(
        [*command, *flags], env=environment, cwd=here, capture_output=True, text=True, timeout=240, check=True
    )
    answers = [json.loads(text) for text in re.split(r"(?<=^[\]}])\n(?=[\[{])", ran.stdout, flags=re.MULTILINE)]
    reports = [report for answer in answers for report in (answer if isinstance(answer, list) else [answer])]
    return [report for report in reports if "results" in report], ran.stderr


@pytest.fixture(scope="module")
def both(checkov, tmp_path_factory):
    """Judge the examples by Checkov with our checks, and by tipstaff."""

    def judge(directory):
        here = directory / "work"
        for name in ("formats/terraform", "formats/terraform_json", "formats/terraform_plan", "infrastructure"):
            shutil.copytree(EXAMPLES / name, here / name)
        for name, content in MACHINES.items():
            (here / "machines" / name).parent.mkdir(parents=True, exist_ok=True)
            (here / "machines" / name).write_text(content)
        (here / "skipped.tf").write_text(SKIPPED)
        tipstaff = command_line(here)
        assert tipstaff("policies", "export", "--format", "checkov", directory / NEW).code == 0
        reports, told = run_checkov(checkov, here, directory / NEW, "--framework", *FRAMEWORKS)
        result = tipstaff("check", ".", "-o", "json", "--fail-on", "none").result
        (directory / "both.json").write_text(json.dumps([reports, told, result]))

    return json.loads((made_once(tmp_path_factory, "both", judge) / "both.json").read_text())


def names(record):
    """Name what a record is about as tipstaff does: the policy, the directory or template, and the block."""
    code = record["check_id"].removeprefix("CKV_TIPSTAFF_").replace("_", "")
    kind, _, name = record["resource"].partition(".")
    if "::" in kind:
        return code, record["file_path"].lstrip("/"), name
    return code, str(Path(record["file_path"].lstrip("/")).parent), record["resource"].removeprefix("resource.")


def of(reports, outcome):
    return {names(record) for report in reports for record in report["results"][f"{outcome}_checks"]}


def ours(result, *statuses):
    found = set()
    for finding in result["findings"]:
        place = finding["location"]
        if finding["status"] in statuses and place["address"]:
            address = place["address"].removesuffix("/Train")  # what a state machine makes is at its block
            where = str(Path(place["file"]).parent).removesuffix("/states") if "." in address else place["file"]
            short = "terraform_json" in where  # there Checkov gives a block no type
            found.add((finding["code"], where, address.rpartition(".")[2] if short else address))
    return found


def test_checkov_fails_exactly_what_tipstaff_fails(both):
    reports, _, result = both
    skipped = ("TRN003", ".", "aws_sagemaker_training_job.skipped")
    assert of(reports, "failed") == ours(result, "failed") - {skipped}
    assert {report["check_type"] for report in reports if report["results"]["failed_checks"]} == set(FRAMEWORKS)
    assert of(reports, "failed") >= {
        ("TRN003", "machines", "aws_sfn_state_machine.beside"),
        ("TRN003", "machines/machines.yaml", "Within"),
    }
    policies = {policy["code"] for policy in result["policies"]}
    assert {code for code, _, _ in of(reports, "failed")} == policies


def test_checkov_passes_exactly_what_passes_or_is_exempt(both):
    reports, _, result = both
    passed = ours(result, "passed", "exempt", "waived") - ours(result, "failed", "unknown")
    assert of(reports, "passed") == passed


def test_what_checkov_skips_stays_skipped(both):
    reports, _, _ = both
    assert of(reports, "skipped") == {("TRN003", ".", "aws_sagemaker_training_job.skipped")}


def test_nothing_is_told_where_nothing_is_wrong(both):
    _, told, _ = both
    assert told == ""


def test_a_record_has_what_a_reader_needs(both):
    reports, _, _ = both
    records = [record for report in reports for record in report["results"]["failed_checks"]]
    record = next(
        record
        for record in records
        if names(record)[1:] == ("formats/terraform", "aws_sagemaker_training_job.demand_forecast")
    )
    assert record["check_name"] == "Training jobs that can run on spot capacity do"
    assert record["severity"] == "MEDIUM"
    assert record["guideline"].startswith("https://docs.aws.amazon.com/")
    assert record["details"][0].startswith("formats/terraform/main.tf:9:1: ml.g5.2xlarge may train on demand")
    assert record["file_line_range"] == [9, 31]


def test_when_tipstaff_fails_nothing_passes_and_stderr_says_why(checkov, tipstaff):
    tipstaff.write("code/main.tf", SKIPPED)
    export(tipstaff)
    program = tipstaff.write("broken", "#!/bin/sh\necho broken >&2\nexit 3\n")
    program.chmod(0o755)
    here = tipstaff.directory
    reports, told = run_checkov(checkov, here / "code", here / NEW, "--framework", "terraform", tipstaff=str(program))
    assert [of(reports, outcome) for outcome in ("failed", "passed")] == [set(), set()]
    assert told.count("tipstaff: ") == 1
    assert "tipstaff: nothing is judged, and every result is unknown: it ended with code 3: broken" in told


def test_what_it_cannot_tell_is_unknown_and_said_on_stderr(checkov, tipstaff):
    tipstaff.write("code/tipstaff.toml", 'exclude_policies = ["TRN016"]\n')
    for name in ("a/main.tf", "b/main.tf", "a/only.tf", "a/hidden.tf"):
        tipstaff.write(f"code/{name}", JOB.replace('"skipped"', f'"{Path(name).stem}"'))
    export(tipstaff, "--policy", "TRN003", "--policy", "TRN016")
    here = tipstaff.directory
    frameworks = ("--framework", "terraform", "cloudformation")
    more = (*frameworks, "--directory", here / "code/b", "--skip-path", "hidden.tf")
    reports, told = run_checkov(checkov, here / "code", here / NEW, *more, directory=here / "code/a")
    assert of(reports, "failed") == {("TRN003", ".", "aws_sagemaker_training_job.only")}
    assert of(reports, "passed") == set()
    where = f"aws_sagemaker_training_job.main is in {here}/code/a/main.tf or {here}/code/b/main.tf"
    assert f"tipstaff: {where}: run Checkov on one directory at a time" in told
    assert "tipstaff: the policy TRN016 did not run" in told
    assert "tipstaff: TRN003 failed where Checkov did not look, a/hidden.tf:" in told


def test_an_export_is_the_same_every_time_and_names_no_place_of_this_machine(tipstaff):
    assert export(tipstaff).code == 0
    first = {file.name: file.read_bytes() for file in (tipstaff.directory / NEW).iterdir()}
    assert export(tipstaff).code == 0
    assert {file.name: file.read_bytes() for file in (tipstaff.directory / NEW).iterdir()} == first
    assert not any(
        str(place).encode() in text for text in first.values() for place in (Path.home(), Path.cwd(), "/tmp")
    )


def test_only_some_policies_and_where_their_pages_are(tipstaff):
    assert export(tipstaff, "--policy", "TRN001", "--pages", "https://wiki.example/policies/").code == 0
    text = (tipstaff.directory / NEW / "tipstaff_policies.py").read_text()
    assert text.count("    Policy(\n") == 1
    assert "guideline='https://wiki.example/policies/training-managed-spot.md'" in text
    assert "terraform=('aws_sagemaker_pipeline', 'aws_sagemaker_training_job', 'aws_sfn_state_machine'," in text


@pytest.mark.parametrize("name", ["theirs.py", "tipstaff_policies.py", ".hidden"])
def test_files_that_are_not_of_an_export_are_left_alone(tipstaff, name):
    file = tipstaff.write(f"{NEW}/{name}", "theirs")
    ran = export(tipstaff)
    assert (ran.code, file.read_text(), name in ran.err) == (2, "theirs", True)


def test_a_file_is_no_directory(tipstaff):
    tipstaff.write(NEW, "theirs")
    assert export(tipstaff).code == 2


def test_a_title_of_a_policy_cannot_break_out_of_the_file(tipstaff):
    hostile = "'''\\n\" + __import__('os').system('touch ran')  # {POLICIES}"
    tipstaff.write(
        "ours/ours/odd.rego",
        f"""\
# METADATA
# title: {json.dumps(hostile)}
# description: Odd
# custom:
#   code: ODD001
#   severity: info
#   category: cost
#   subject: AWS::SageMaker::Model
#   reads: [resource.ModelName]
#   remediation: None
package tipstaff.ours.odd

import future.keywords.not
""",
    )
    assert export(tipstaff, "--policy-dir", "ours").code == 0
    text = (tipstaff.directory / NEW / "tipstaff_policies.py").read_text()
    compile(text, "tipstaff_policies.py", "exec")
    assert repr(hostile.replace("\\n", "\n")) in text or repr(hostile) in text


def test_modules_of_the_code_are_not_run_when_python_is_asked(tipstaff, checkov, tmp_path):
    assert export(tipstaff).code == 0
    (tmp_path / "code").mkdir()
    (tmp_path / "code/main.tf").write_text(JOB)
    (tmp_path / "code/scanner").mkdir()
    (tmp_path / "code/scanner/__init__.py").write_text(f"open({str(tmp_path / 'owned')!r}, 'w')\n")
    python = f"{sys.executable} -m scanner.cli"
    run_checkov(checkov, tmp_path / "code", tipstaff.directory / NEW, tipstaff=python)
    assert not (tmp_path / "owned").exists()
