import os
import subprocess
from pathlib import Path

import orjson
import pytest
from typer.main import get_command

from scanner.cli.app import HOMES, command_tree
from tests.cli.test_code import CONFIG, MODEL

GOOD = """\
# METADATA
# title: Jobs have a limit
# description: They do.
# custom:
#   code: ACM001
#   severity: low
#   category: cost
#   subject: AWS::SageMaker::TrainingJob
#   reads: [resource.StoppingCondition]
#   remediation: Set one.
package tipstaff.acme.limit

import rego.v1

import future.keywords.not

violation contains {"path": "resource.StoppingCondition", "message": "no limit"} if not input.resource.StoppingCondition
"""
TEST = """\
package tipstaff.acme.limit_test

import rego.v1

import data.tipstaff.acme.limit

test_fails_without_a_limit if count(limit.violation) == 1 with input as {"resource": {}}
"""


def test_version(tipstaff):
    assert tipstaff("--version").out.startswith("tipstaff 0.")


def test_without_arguments_help_is_shown(tipstaff):
    ran = tipstaff()
    assert "scan" in ran.out + ran.err
    assert "check" in ran.out + ran.err


def test_every_command_is_found_in_its_module_and_in_the_help(tipstaff):
    whole = get_command(command_tree())
    assert list(whole.commands) == list(HOMES)
    for name in HOMES:
        assert name in get_command(command_tree(name)).commands
        assert name in tipstaff("--help").out


def test_all_policies_are_listed_with_their_codes(tipstaff):
    ran = tipstaff("policies", "list")
    assert ran.code == 0
    codes = "TRN001 TRN002 TRN003 TRN011 TRN012 TRN013 TRN016 EPT001 EPT004 EPT005 ASC001 ASC002 ASC003 ASC019 NET001"
    assert all(code in ran.out for code in codes.split())


@pytest.mark.parametrize("name", ["TRN001", "training-managed-spot"])
def test_a_policy_is_shown_by_code_and_by_id(tipstaff, name):
    ran = tipstaff("policies", "show", name)
    assert ran.code == 0
    assert "resource.EnableManagedSpotTraining" in ran.out


def test_an_unknown_policy_is_an_error_with_a_suggestion(tipstaff):
    ran = tipstaff("policies", "show", "TRN00l")
    assert (ran.code, "did you mean" in ran.err) == (2, True)


def test_the_shipped_policies_pass_their_lint_and_their_tests(tipstaff):
    lint, test = tipstaff("policies", "lint"), tipstaff("policies", "test")
    assert (lint.code, test.code) == (0, 0), lint.out + test.out
    assert " 0 failed" in test.err


def test_policies_of_the_user_are_linted_and_tested(tipstaff):
    tipstaff.write("ours/acme/limit.rego", GOOD)
    tipstaff.write("ours/acme/limit_test.rego", TEST)
    assert tipstaff("policies", "lint", "--policy-dir", "ours").code == 0
    ran = tipstaff("policies", "test", "--policy-dir", "ours", "-v")
    assert ran.code == 0
    assert "test_fails_without_a_limit" in ran.out
    tipstaff.write("ours/acme/limit_test.rego", TEST.replace("== 1", "== 2"))
    assert tipstaff("policies", "test", "--policy-dir", "ours").code == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("violation contains", "violation contians", "limit.rego"),
        (
            "reads: [resource.StoppingCondition]",
            "reads: [resource.StopingCondition]",
            "did you mean StoppingCondition?",
        ),
        ("ACM001", "TRN001", "both called TRN001"),
        ("import future.keywords.not\n", "", "future.keywords.not"),
        ("if not input", 'if http.send({"method": "get", "url": "x"}); not input', "http.send"),
    ],
)
def test_a_wrong_policy_is_named_by_lint(tipstaff, old, new, message):
    tipstaff.write("ours/acme/limit.rego", GOOD.replace(old, new))
    ran = tipstaff("policies", "lint", "--policy-dir", "ours")
    assert ran.code in {1, 2}
    assert message in ran.out + ran.err


def test_an_endless_policy_of_the_user_is_stopped_and_costs_only_itself(tipstaff):
    endless = GOOD.replace("AWS::SageMaker::TrainingJob", "AWS::SageMaker::Model").replace(
        "resource.StoppingCondition]", "resource]"
    )
    violation = '\n\nviolation contains {"path": "resource", "message": "m"} if '
    body = f"{violation}count([x | some x in numbers.range(1, 900000000)]) > 0\n"
    tipstaff.write("ours/acme/limit.rego", endless + body)
    tipstaff.write("main.tf", MODEL + CONFIG)
    ran = tipstaff("check", ".", "--policy-dir", "ours", "-o", "json", "--fail-on", "none", timeout=90)
    assert ran.code == 4
    assert ran.statuses("ACM001") == {"unknown": {"ranker"}}
    assert ran.statuses("EPT005") == {"failed": {"ranker/main"}}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "sarfi=x"), "did you mean sarif?"),
        (("-o", "json=taken/x.json"), "taken"),
        (("-o", "json=directory"), "is a directory"),
        (("--config", "none.toml"), "none.toml"),
        (("--policy", "TRN0O1"), "did you mean"),
        (("--policy-dir", "none"), "none does not exist"),
    ],
)
def test_a_wrong_flag_is_named_before_any_work(tipstaff, arguments, message):
    tipstaff.write("main.tf", MODEL)
    tipstaff.write("taken", "a file")
    (tipstaff.directory / "directory").mkdir()
    ran = tipstaff("check", ".", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""


def test_an_unknown_key_in_the_configuration_is_an_error(tipstaff):
    tipstaff.write("tipstaff.toml", 'fail_onn = "low"\n')
    tipstaff.write("main.tf", MODEL)
    ran = tipstaff("check", ".")
    assert ran.code == 2
    assert "did you mean fail_on?" in ran.err


def test_flags_come_before_variables_before_the_file(tipstaff):
    tipstaff.write("tipstaff.toml", 'fail_on = "none"\n')
    tipstaff.write("main.tf", MODEL + CONFIG)
    assert tipstaff("check", ".").code == 0
    assert tipstaff("check", ".", TIPSTAFF_FAIL_ON="low").code == 1
    assert tipstaff("check", ".", "--fail-on", "none", TIPSTAFF_FAIL_ON="low").code == 0


def test_lists_in_the_file_hold_until_a_flag_gives_others(tipstaff):
    tipstaff.write("tipstaff.toml", 'policies = ["inference"]\nexclude_policies = ["EPT004"]\n')
    tipstaff.write("main.tf", MODEL + CONFIG)
    codes = {policy["code"] for policy in tipstaff("check", ".", "-o", "json").result["policies"]}
    assert codes == {"EPT001", "EPT005"}
    other = tipstaff("check", ".", "-o", "json", "--exclude-policy", "EPT005").result["policies"]
    assert {policy["code"] for policy in other} == {"EPT001", "EPT004"}


def test_reports_go_to_files_whole_and_the_table_to_the_terminal(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    ran = tipstaff("check", ".", "-o", "sarif=out/s.sarif", "-o", "html=out/r.html", "-o", "table")
    assert "EPT005" in ran.out
    assert (tipstaff.directory / "out/s.sarif").read_text().startswith("{")
    assert (tipstaff.directory / "out/r.html").read_text().startswith("<!DOCTYPE html>")
    assert sorted(path.name for path in (tipstaff.directory / "out").iterdir()) == ["r.html", "s.sarif"]


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "damaged or not a snapshot"), (b"{}", "damaged or not a snapshot")]
)
def test_a_damaged_snapshot_is_refused(tipstaff, content, message):
    tipstaff.write("a.jsonl.zst", content)
    ran = tipstaff("evaluate", "a.jsonl.zst")
    assert (ran.code, message in ran.err or "cut short" in ran.err) == (2, True)


def test_the_demo_needs_no_network_and_no_account(tipstaff):
    ran = tipstaff("demo", "-o", "json")
    assert ran.code == 0
    assert ran.statuses("TRN001")["failed"]


def test_what_is_no_regular_file_is_written_to_and_not_replaced(tipstaff):
    pipe = tipstaff.directory / "pipe"
    os.mkfifo(pipe)
    with (tipstaff.directory / "read").open("wb") as copy, subprocess.Popen(["cat", pipe], stdout=copy) as reader:
        tipstaff("demo", "-o", "json=pipe", "-o", "sarif=/dev/null")
        reader.wait(timeout=60)
    assert orjson.loads((tipstaff.directory / "read").read_bytes())["schema_version"] == 1
    assert pipe.is_fifo()
    assert Path("/dev/null").is_char_device()
