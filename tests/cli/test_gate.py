"""Waivers, baselines and diffs, as a pull request meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.test_code import CONFIG, MODEL
from tests.repository import Repository

DEMO = Path(__file__).parents[2] / "scanner/demo/account.jsonl.zst"
LINE = '    instance_type          = "ml.g5.xlarge"'
OTHER = CONFIG.replace('"c"', '"d"').replace('"ranker"', '"other"')
UNNEEDED = CONFIG.replace("ml.g5.xlarge", "ml.m5.xlarge")


def waiving(text):
    return MODEL + CONFIG.replace(LINE, f"{LINE} # {text}")


def check(tipstaff, *more):
    return tipstaff("check", ".", "-o", "json", "--policy", "EPT005", *more)


def of_code(ran, code="EPT005"):
    return [finding for finding in ran.result["findings"] if finding["code"] == code]


def faults(ran):
    return [problem["fault"] for problem in ran.result["waivers"]["problems"]]


def test_a_comment_waives_a_finding_with_its_reason_its_end_and_its_place(tipstaff):
    tipstaff.write("main.tf", waiving("tipstaff: ignore[EPT005] no CPU quota until 2999-12-31"))
    ran = check(tipstaff)
    (finding,) = of_code(ran)
    assert (ran.code, finding["status"], faults(ran)) == (0, "waived", [])
    assert finding["waiver"] == {
        "owner": "",
        "reason": "no CPU quota",
        "expires": "2999-12-31",
        "kind": "inline",
        "location": {
            "file": "main.tf",
            "start_line": 13,
            "start_column": 47,
            "end_line": 13,
            "end_column": 101,
            "address": "",
        },
    }


TEMPLATE = """\
Resources:
  Ranker:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::111122223333:role/sagemaker
      PrimaryContainer: {Image: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"}
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Metadata: {tipstaff: {ignore: [{policy: EPT005, reason: no CPU quota}]}}
    Properties:
      ProductionVariants:
        - {VariantName: main, ModelName: !GetAtt Ranker.ModelName, InstanceType: ml.g5.xlarge, InitialInstanceCount: 1}
"""


def test_metadata_of_a_template_waives_for_its_resource(tipstaff):
    tipstaff.write("template.yaml", TEMPLATE)
    ran = check(tipstaff)
    assert (ran.code, [finding["status"] for finding in of_code(ran)], faults(ran)) == (0, ["waived"], [])


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("tipstaff: ignore[EPT005]", "no-reason"),
        ("tipstaff: ignore no CPU quota", "unreadable"),
        ("tipstaff: ignore[EPT05] no CPU quota", "unknown-policy"),
        ("tipstaff: ignore[EPT005] no CPU quota until 2026-01-01", "expired"),
        ("tipstaff: ignore[EPT005] no CPU quota until 2026-02-30", "unreadable"),
    ],
)
def test_a_comment_that_waives_nothing_is_reported_with_its_place(tipstaff, comment, fault):
    tipstaff.write("main.tf", waiving(comment))
    ran = check(tipstaff)
    assert (ran.code, of_code(ran)[0]["status"]) == (1, "failed")
    (problem,) = ran.result["waivers"]["problems"]
    assert (problem["fault"], problem["location"]["file"], problem["location"]["start_line"]) == (fault, "main.tf", 13)


def test_a_waiver_that_is_not_needed_is_reported_and_fails_nothing(tipstaff):
    tipstaff.write("main.tf", waiving("tipstaff: ignore[EPT005] no CPU quota").replace("ml.g5", "ml.m5"))
    ran = check(tipstaff)
    assert (ran.code, faults(ran)) == (0, ["unused"])


def test_an_auditor_ignores_what_the_code_waives(tipstaff):
    tipstaff.write("main.tf", waiving("tipstaff: ignore[EPT005] no CPU quota"))
    ran = check(tipstaff, "--no-inline-waivers")
    assert (ran.code, of_code(ran)[0]["status"]) == (1, "failed")
    assert ran.result["waivers"] == {"problems": [], "ignored": 1}
    tipstaff.write("tipstaff.toml", "inline_waivers = false\n")
    assert check(tipstaff).code == 1


def test_what_is_unknown_is_not_waived(tipstaff):
    text = waiving("tipstaff: ignore[EPT005] no CPU quota").replace('"ml.g5.xlarge"', "var.type")
    tipstaff.write("main.tf", 'variable "type" {}\n' + text)
    ran = check(tipstaff)
    assert (of_code(ran)[0]["status"], faults(ran)) == ("unknown", [])


@pytest.mark.parametrize("form", ["table", "sarif", "html"])
def test_every_report_tells_of_waivers_and_of_those_without_effect(tipstaff, form):
    expired = "    # tipstaff: ignore[EPT004] load test until 2026-01-01\n"
    text = waiving("tipstaff: ignore[EPT005] no CPU quota until 2999-12-31")
    tipstaff.write("main.tf", text.replace("    variant_name", f"{expired}    variant_name"))
    ran = tipstaff("check", ".", "-o", form, "--policy", "EPT005")
    told = ran.out.replace("\n", " ")
    assert "no CPU quota (inline at main.tf:14:47, until 2999-12-31)" in told
    assert "the waiver of EPT004 expired on 2026-01-01" in told


def test_a_baseline_lets_new_findings_fail_only(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    assert tipstaff("baseline", "write", "-o", "base.json", ".", "--policy", "EPT005").code == 0
    known = check(tipstaff, "--baseline", "base.json", "--fail-on-new")
    assert (known.code, [one["baseline"] for one in of_code(known)]) == (0, ["known"])
    assert check(tipstaff, "--baseline", "base.json").code == 1
    tipstaff.write("new.tf", OTHER)
    new = check(tipstaff, "--baseline", "base.json", "--fail-on-new")
    assert (new.code, sorted(one["baseline"] for one in of_code(new))) == (1, ["known", "new"])
    assert new.result["comparison"] == {"file": "base.json", "known": 1, "new": 1, "fixed": 0, "unjudged": 0}


def test_a_finding_stays_known_in_another_line_and_another_file(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    tipstaff("baseline", "write", "-o", "base.json", ".")
    tipstaff.write("main.tf", "# moved\n\n" + MODEL)
    tipstaff.write("endpoints.tf", "\n" + CONFIG)
    ran = check(tipstaff, "--baseline", "base.json", "--fail-on-new")
    assert (ran.code, ran.result["comparison"]["known"], ran.result["comparison"]["fixed"]) == (0, 1, 0)


JOB = """sm.create_training_job(
    TrainingJobName="{name}",
    EnableManagedSpotTraining=False,
    StoppingCondition={{"MaxRuntimeInSeconds": 7200}},
    ResourceConfig={{"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 30}},
    AlgorithmSpecification={{"TrainingImage": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"}},
)
"""
CLIENT = 'import boto3\nsm = boto3.client("sagemaker")\n'


def as_cells(*codes):
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": code} for code in codes]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("name", "before", "moved", "more"),
    [
        (
            "train.py",
            CLIENT + JOB.format(name="a"),
            "# moved\n\n" + CLIENT + "\n\n" + JOB.format(name="a"),
            CLIENT + JOB.format(name="a") + JOB.format(name="b"),
        ),
        (
            "train.ipynb",
            as_cells(CLIENT, JOB.format(name="a")),
            as_cells("x = 1", CLIENT, "y = 2", "\n\n" + JOB.format(name="a")),
            as_cells("x = 1", CLIENT, JOB.format(name="a"), JOB.format(name="b")),
        ),
    ],
)
def test_a_call_stays_known_in_another_line_or_cell_and_no_second_one_does(tipstaff, name, before, moved, more):
    tipstaff.write(name, before)
    assert "1 known finding" in tipstaff("baseline", "write", "-o", "base.json", ".").err
    for content, new in ((moved, 0), (more, 1)):
        tipstaff.write(name, content)
        flags = ("--policy", "TRN001", "--baseline", "base.json", "--fail-on-new", "--fail-on", "medium")
        ran = check(tipstaff, *flags)
        assert (ran.code, ran.result["comparison"]["known"], ran.result["comparison"]["new"]) == (new, 1, new)


@pytest.mark.parametrize("kept", [("c", "a"), ("b", "c"), ("c",)])
def test_a_call_in_place_of_another_is_new(tipstaff, kept):
    tipstaff.write("train.py", CLIENT + "".join(JOB.format(name=name) for name in "ab"))
    tipstaff("baseline", "write", "-o", "base.json", ".")
    tipstaff.write("train.py", CLIENT + "".join(JOB.format(name=name) for name in kept))
    ran = check(tipstaff, "--policy", "TRN001", "--baseline", "base.json")
    states = {finding["subject"]["name"]: finding["baseline"] for finding in ran.result["findings"]}
    assert states == {name: "new" if name == "c" else "known" for name in kept}


def test_a_baseline_is_kept_up_to_date(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    assert "2 known findings" in tipstaff("baseline", "write", "-o", "base.json", ".").err
    tipstaff.write("main.tf", MODEL + UNNEEDED)
    tipstaff.write("new/main.tf", MODEL + CONFIG)
    pruned = tipstaff("baseline", "update", "-o", "base.json", "--prune-only", ".")
    assert (pruned.code, pruned.err) == (0, "base.json: 0 known findings, 0 added, 2 dropped\n")
    updated = tipstaff("baseline", "update", "-o", "base.json", ".")
    assert updated.err == "base.json: 2 known findings, 2 added, 0 dropped\n"
    shown = tipstaff("baseline", "show", "base.json")
    assert [line.split()[:3] for line in shown.out.splitlines()] == [
        ["high", "inference-cpu-algorithm-on-cpu", "new/main.tf"],
        ["medium", "inference-gpu-justification", "new/main.tf"],
    ]


def test_a_snapshot_of_an_account_has_a_baseline_as_well(tipstaff):
    assert tipstaff("baseline", "write", "-o", "base.json", DEMO).code == 0
    plain = tipstaff("evaluate", DEMO, "-o", "json")
    known = tipstaff("evaluate", DEMO, "-o", "json", "--baseline", "base.json", "--fail-on-new")
    assert (plain.code, known.code) == (1, 0)
    failed = plain.result["summary"]["by_status"]["failed"]
    expected = {"file": "base.json", "known": failed, "new": 0, "fixed": 0, "unjudged": 0}
    assert known.result["comparison"] == expected


def test_a_baseline_is_not_written_over(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    tipstaff.write("base.json", "precious")
    ran = tipstaff("baseline", "write", "-o", "base.json", ".")
    assert (ran.code, (tipstaff.directory / "base.json").read_text()) == (2, "precious")
    assert "--force" in ran.err
    assert tipstaff("baseline", "write", "-o", "base.json", "--force", ".").code == 0


def test_a_baseline_of_part_of_the_code_stays_what_it_is_elsewhere(tipstaff):
    tipstaff.write("dev/main.tf", MODEL + CONFIG)
    tipstaff.write("prod/main.tf", MODEL + CONFIG)
    tipstaff("baseline", "write", "-o", "base.json", "dev")
    ran = tipstaff("baseline", "update", "-o", "base.json", "prod")
    assert ran.err == "base.json: 4 known findings, 2 added, 0 dropped; 2 could not be judged and stay\n"


def test_an_incomplete_run_says_so_and_drops_nothing(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    tipstaff("baseline", "write", "-o", "base.json", ".")
    tipstaff.write("main.tf", 'resource "aws_sagemaker_model" "x" {\n  name = \n}\n')
    ran = tipstaff("baseline", "update", "-o", "base.json", ".")
    assert (ran.code, len(json.loads((tipstaff.directory / "base.json").read_bytes())["findings"])) == (4, 2)


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "there is no baseline"), ("{", "not JSON"), ('{"schema_version": 99, "findings": []}', "newer than")],
)
def test_a_baseline_that_cannot_be_read_is_a_usage_error(tipstaff, content, told):
    tipstaff.write("main.tf", MODEL + CONFIG)
    if content is not None:
        tipstaff.write("base.json", content)
    ran = check(tipstaff, "--baseline", "base.json")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_fail_on_new_needs_to_know_what_is_new(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    ran = check(tipstaff, "--fail-on-new")
    assert ran.code == 2
    assert "--baseline" in ran.err


@pytest.fixture
def repository(tipstaff):
    made = Repository(tipstaff.directory)
    made.commit(model_tf=MODEL, config_tf=CONFIG, README_md="hello")
    return made


def test_a_diff_that_touches_nothing_of_a_finding_leaves_it_out(tipstaff, repository):
    repository.write("README.md", "changed")
    ran = check(tipstaff, "--changed-since", "main")
    assert (ran.code, ran.result["findings"]) == (0, [])
    narrowing = ran.result["narrowing"]
    assert (narrowing["since"], narrowing["left_out"], narrowing["failed"]) == ("main", 1, 1)
    assert narrowing["commit"] == repository.git("rev-parse", "main")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ml.g5.xlarge"', '"ml.g5.2xlarge"'),
        ('variant_name           = "main"', 'variant_name = "prime"'),
        ("    initial_instance_count = 1\n", ""),
        ("  name = ", "  # why\n  name = "),
    ],
)
def test_a_change_anywhere_in_a_resource_touches_its_findings(tipstaff, repository, old, new):
    repository.write("config.tf", CONFIG.replace(old, new))
    ran = check(tipstaff, "--changed-since", "main", "--fail-on-new")
    assert (ran.code, len(of_code(ran))) == (1, 1)


def test_a_change_in_another_resource_of_the_file_touches_nothing(tipstaff, repository):
    repository.commit(config_tf=CONFIG + MODEL.replace('"m"', '"other"'))
    repository.write("config.tf", CONFIG + MODEL.replace('"m"', '"other"').replace("ranker", "else"))
    assert check(tipstaff, "--changed-since", "HEAD").code == 0


def test_moved_lines_touch_nothing_and_new_files_are_touched(tipstaff, repository):
    repository.write("config.tf", "# a comment\n\n" + CONFIG)
    assert check(tipstaff, "--changed-since", "main").code == 0
    repository.write("new.tf", OTHER)
    ran = check(tipstaff, "--changed-since", "main")
    assert (ran.code, [finding["location"]["file"] for finding in of_code(ran)]) == (1, ["new.tf"])


def test_a_diff_and_a_baseline_go_together(tipstaff, repository):
    tipstaff("baseline", "write", "-o", "base.json", ".")
    repository.write("config.tf", CONFIG.replace('"main"', '"prime"'))
    repository.write("new.tf", OTHER)
    ran = check(tipstaff, "--changed-since", "main", "--baseline", "base.json", "--fail-on-new")
    assert (ran.code, sorted(one["baseline"] for one in of_code(ran))) == (1, ["new", "new"])


@pytest.mark.parametrize("since", ["nowhere", "-p", "--help"])
@pytest.mark.usefixtures("repository")
def test_a_commit_that_does_not_exist_is_a_usage_error(tipstaff, since):
    ran = check(tipstaff, f"--changed-since={since}")
    assert (ran.code, ran.out) == (2, "")
    assert since in ran.err


def test_outside_of_a_repository_a_diff_is_a_usage_error(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)
    above = str(tipstaff.directory.parent)
    ran = tipstaff("check", ".", "--changed-since", "main", GIT_CEILING_DIRECTORIES=above)
    assert ran.code == 2
    assert "not in a git repository" in ran.err
