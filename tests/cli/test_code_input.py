"""What `tipstaff check` takes: standard input, a workspace, a time for each file."""

import pytest

from tests.checkov.test_trouble import SAME
from tests.cli.test_code import CONFIG, MODEL, check


def codes(ran):
    return {finding["code"] for finding in ran.result["findings"] if finding["status"] == "failed"}


def test_standard_input_has_the_name_that_it_is_given(tipstaff):
    ran = tipstaff("check", "-", "--stdin-filename", "infra/main.tf", "-o", "json", stdin=MODEL + CONFIG)
    (finding,) = [finding for finding in ran.result["findings"] if finding["code"] == "EPT005"]
    assert (ran.code, finding["location"]["file"]) == (1, "infra/main.tf")


def test_standard_input_stands_for_the_file_of_that_name(tipstaff):
    tipstaff.write("infra/model.tf", MODEL)
    tipstaff.write("infra/config.tf", CONFIG)
    fixed = CONFIG.replace("ml.g5.xlarge", "ml.m7i.xlarge")
    assert "EPT005" in codes(tipstaff("check", "infra", "-o", "json"))
    ran = tipstaff("check", "-", "--stdin-filename", "infra/config.tf", "-o", "json", stdin=fixed)
    assert "EPT005" not in codes(ran)
    assert ran.result["scan"]["roots"] == ["infra"]


def test_a_template_may_come_from_standard_input(tipstaff):
    text = "Resources: {M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}}"
    ran = tipstaff("check", "-", "--stdin-filename", "template.yaml", "-o", "json", stdin=text)
    assert (ran.code, ran.result["scan"]["roots"]) == (0, ["template.yaml"])


def test_standard_input_needs_a_name_and_a_name_needs_standard_input(tipstaff):
    for arguments in (["-"], [".", "--stdin-filename", "x.tf"], ["-", "--stdin-filename", "x.txt"]):
        ran = tipstaff("check", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "say --stdin-filename" in ran.err or "give" in ran.err


def test_a_workspace_decides(tipstaff):
    text = CONFIG.replace('"ml.g5.xlarge"', 'terraform.workspace == "prod" ? "ml.g5.xlarge" : "ml.m7i.xlarge"')
    tipstaff.write("main.tf", MODEL + text)
    assert "EPT005" not in codes(check(tipstaff))
    assert "EPT005" in codes(check(tipstaff, "--workspace", "prod"))
    assert "EPT005" in codes(check(tipstaff, TF_WORKSPACE="prod"))
    assert "EPT005" not in codes(check(tipstaff, "--workspace", "dev"))


def test_a_file_that_takes_too_long_is_a_gap(tipstaff):
    slow = "".join(f"  C{at}: !Or [!Condition C{at + 1}, !Condition C{at + 1}]\n" for at in range(90))
    tipstaff.write("slow.yaml", f"Conditions:\n{slow}Resources:\n  M: {{Type: AWS::SageMaker::Model, Condition: C0}}\n")
    ran = check(tipstaff, "--file-timeout", "0.00001")
    (gap,) = [gap for gap in ran.result["gaps"] if gap["scope"] == "slow.yaml"]
    assert gap["message"] == "reading slow.yaml took more than 1e-05 seconds and was given up"
    assert ran.code == 4


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e18"])
def test_a_time_that_never_ends_is_refused(tipstaff, seconds):
    tipstaff.write("main.tf", MODEL)
    flag = check(tipstaff, "--file-timeout", seconds)
    tipstaff.write("tipstaff.toml", f"file_timeout = {seconds}\n")
    for ran in (flag, check(tipstaff)):
        assert (ran.code, ran.out) == (2, "")
        assert "file_timeout cannot be" in ran.err


def test_a_tree_without_sagemaker_has_nothing_wrong(tipstaff):
    tipstaff.write("main.tf", 'resource "aws_vpc" "v" {}')
    tipstaff.write("values.yaml", "a: 1")
    ran = check(tipstaff)
    assert (ran.code, ran.result["findings"], ran.result["gaps"]) == (0, [], [])


def test_modules_of_the_code_are_not_run_by_the_worker_of_own_policies(tipstaff, tmp_path):
    tipstaff.write("main.tf", MODEL + CONFIG)
    (tmp_path / "ours/ours").mkdir(parents=True)
    (tmp_path / "ours/ours/config_key.rego").write_text(SAME)
    for name in ("multiprocessing", "scanner", "regorus"):
        tipstaff.write(f"{name}/__init__.py", f"open({str(tmp_path / 'owned')!r}, 'w')\nraise SystemExit\n")
    ran = tipstaff("check", ".", "--policy-dir", tmp_path / "ours", "--policy", "OWN001", "-o", "json")
    assert not (tmp_path / "owned").exists()
    assert ran.statuses("OWN001") == {"failed": {"ranker"}}
