"""Checkov missing, in trouble, or not needed: what the user gets."""

import time

import pytest

from tests.checkov.conftest import command_line

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
NOTHING = 'print(\'{"passed": 0, "failed": 0, "checkov_version": "3.3.30"}\')'


def telling(log):
    return f"import sys; open({str(log)!r}, 'w').write(' '.join(sys.argv[1:]))\n{NOTHING}"


def record(**changes):
    base = {
        "check_id": "CKV_AWS_370",
        "check_result": {"result": "FAILED"},
        "file_abs_path": "/nowhere/main.tf",
        "file_line_range": [1, 4],
        "resource": "aws_sagemaker_model.m",
    }
    return base | changes


def answer(*failed):
    report = {"check_type": "terraform", "results": {"failed_checks": list(failed)}, "summary": {}}
    return f"import json; print(json.dumps({report!r}))"


def ask(tipstaff, program, *more, **environment):
    return tipstaff(
        *("check", ".", "--with", "checkov", "--checkov-command", program, "-o", "json", "--fail-on", "none", *more),
        **environment,
    )


def told(ran):
    return [gap["message"] for gap in ran.result["gaps"] if gap["reason"] == "tool-error"]


def test_without_checkov_it_says_how_to_get_it(tmp_path):
    here = tmp_path / "work"
    here.mkdir()
    tipstaff = command_line(here)
    tipstaff.write("main.tf", MODEL)
    ran = tipstaff("check", ".", "--with", "checkov", PATH=str(tmp_path))
    assert ran.code == 2
    assert "no checkov on PATH" in ran.err
    assert "pipx install checkov==" in ran.err
    ran = tipstaff("check", ".", "--with", "checkov", TIPSTAFF_CHECKOV="absent/checkov")
    assert (ran.code, "no program absent/checkov" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import sys; sys.exit('line one\\nit broke')", "Checkov ended with code 1: it broke"),
        ("print('no JSON')", "Checkov's answer cannot be read: "),
        ("", "Checkov's answer cannot be read: "),
        ("print('[' * 100_000)", "Checkov's answer cannot be read: "),
        (answer(record(resource=7)), "Checkov's answer cannot be read: "),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "Checkov ended with code -9"),
        (
            NOTHING + "\nimport sys; print('… [ERROR]  Failed to run check CKV_AWS_98 on main.tf', file=sys.stderr)",
            "Checkov: Failed to run check CKV_AWS_98 on main.tf",
        ),
    ],
)
def test_trouble_is_a_gap_that_names_it_and_our_findings_are_kept(tipstaff, stand_in, body, message):
    tipstaff.write("main.tf", MODEL + CONFIG)
    ran = ask(tipstaff, stand_in(body))
    assert ran.code == 4
    (said,) = told(ran)
    assert said.startswith(message)
    assert ran.statuses("EPT005")["failed"] == {"ranker/main"}
    assert not [policy for policy in ran.result["policies"] if policy["language"] == "checkov"]


def test_one_that_takes_too_long_is_ended_with_all_that_it_started(tipstaff, stand_in):
    tipstaff.write("main.tf", MODEL)
    tipstaff.write("tipstaff.toml", "checkov_timeout = 1\n")
    program = stand_in("import subprocess; subprocess.run(['sleep', '60'])")
    started = time.monotonic()
    ran = ask(tipstaff, program)
    assert time.monotonic() - started < 30
    assert (ran.code, told(ran)) == (4, ["Checkov was ended: its time was over"])


def test_what_cannot_be_started_is_an_error(tipstaff, tmp_path):
    program = tmp_path / "not-a-program"
    program.write_bytes(b"\x00\x01")
    program.chmod(0o755)
    tipstaff.write("main.tf", MODEL)
    assert ask(tipstaff, program).code == 2


def test_its_findings_count_against_the_bar(tipstaff, stand_in):
    file = tipstaff.write("main.tf", MODEL)
    ran = ask(tipstaff, stand_in(answer(record(file_abs_path=str(file)))), "--fail-on", "medium")
    assert (ran.code, ran.statuses("CKV_AWS_370")) == (1, {"failed": {"ranker"}})


def test_without_code_about_sagemaker_it_is_not_even_started(tipstaff, stand_in):
    tipstaff.write("main.tf", 'resource "aws_s3_bucket" "b" {}\n')
    assert ask(tipstaff, stand_in("import sys; sys.exit(1)")).code == 0


SAME = """\
# METADATA
# title: Endpoint configurations have a key of their own
# description: |
#   Data at rest is encrypted with a key that the account controls.
# custom:
#   code: OWN001
#   severity: high
#   category: security
#   subject: AWS::SageMaker::EndpointConfig
#   reads: [resource.KmsKeyId]
#   remediation: Set KmsKeyId.
#   controls: {checkov: [CKV_AWS_98]}
package tipstaff.ours.config_key

import future.keywords.contains
import future.keywords.if
import future.keywords.not

violation contains {"path": "resource.KmsKeyId", "message": "there is no key"} if {
	not input.resource.KmsKeyId
}
"""


def test_a_check_that_a_policy_says_the_same_as_is_not_asked(tipstaff, stand_in, tmp_path):
    tipstaff.write("main.tf", MODEL + CONFIG)
    tipstaff.write("ours/ours/config_key.rego", SAME)
    program = stand_in(telling(tmp_path / "log"))
    alone = ask(tipstaff, program)
    assert "CKV_AWS_98," in (tmp_path / "log").read_text()
    both = ask(tipstaff, program, "--policy-dir", "ours")
    assert "CKV_AWS_98," not in (tmp_path / "log").read_text()
    assert both.statuses("OWN001") == {"failed": {"ranker"}}
    assert {policy["code"] for policy in alone.result["policies"]} - {
        policy["code"] for policy in both.result["policies"]
    } == {"CKV_AWS_98"}


@pytest.mark.parametrize(
    ("files", "frameworks"),
    [
        ({"main.tf": MODEL}, {"terraform", "terraform_json"}),
        ({"a.yaml": "Resources: {M: {Type: AWS::SageMaker::Model}}\n"}, {"cloudformation"}),
        ({"a.json": '{"Resources": {"M": {"Type": "AWS::SageMaker::Model"}}}'}, {"cloudformation", "terraform_plan"}),
    ],
)
def test_only_frameworks_that_are_there_are_asked(tipstaff, stand_in, tmp_path, files, frameworks):
    for name, content in files.items():
        tipstaff.write(name, content)
    ask(tipstaff, stand_in(telling(tmp_path / "log")))
    words = (tmp_path / "log").read_text().split()
    at = words.index("--framework") + 1
    assert set(words[at : at + len(frameworks)]) == frameworks
    assert words[at + len(frameworks)].startswith("--check=")


def test_files_and_directories_are_asked_about_in_runs_of_their_own(tipstaff, stand_in, tmp_path):
    tipstaff.write("a/main.tf", MODEL)
    tipstaff.write("b/main.tf", MODEL)
    tipstaff.write("-odd name.tf", MODEL)
    body = f"import sys; open({str(tmp_path / 'log')!r}, 'a').write(sys.argv[1] + '\\n')\n" + NOTHING
    tipstaff("check", "a", "b", "./-odd name.tf", "--with", "checkov", "--checkov-command", stand_in(body))
    here = tipstaff.directory
    wanted = [f"--directory={here}/a", f"--directory={here}/b", f"--file={here}/-odd name.tf"]
    assert (tmp_path / "log").read_text().splitlines() == wanted


def test_standard_input_is_refused(tipstaff, stand_in):
    command = ["check", "-", "--stdin-filename", "main.tf", "--with", "checkov", "--checkov-command", stand_in("")]
    assert tipstaff(*command, stdin=MODEL).code == 2


def test_a_command_cannot_come_from_a_file_that_may_be_under_review(tipstaff):
    tipstaff.write("tipstaff.toml", 'checkov_command = "./evil"\n')
    assert tipstaff("check", ".").code == 2


def test_a_baseline_may_hold_its_findings(tipstaff, stand_in):
    file = tipstaff.write("main.tf", MODEL)
    program = stand_in(answer(record(file_abs_path=str(file))))
    flags = ["--with", "checkov", "--checkov-command", program]
    assert tipstaff("baseline", "write", ".", "-o", "known.json", *flags).code == 0
    ran = ask(tipstaff, program, "--fail-on", "medium", "--baseline", "known.json", "--fail-on-new")
    assert ran.code == 0
    assert [finding["baseline"] for finding in ran.result["findings"] if finding["status"] == "failed"] == ["known"]
    broken = stand_in("import sys; sys.exit(1)")
    ran = tipstaff("baseline", "update", ".", "-o", "known.json", "--with", "checkov", "--checkov-command", broken)
    assert (ran.code, "1 could not be judged and stay" in ran.err) == (4, True)
