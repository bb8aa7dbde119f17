"""`tipstaff check --with checkov`, with the real one: run once, over code with all that it can say."""

import json
from collections import Counter

import pytest

from tests.checkov.conftest import command_line, made_once

FILES = {
    "main.tf": """\
module "books" {
  source   = "./modules/book"
  for_each = toset(["a", "b"])
  name     = each.key
}

resource "aws_sagemaker_notebook_instance" "skips" {
  # checkov:skip=CKV_AWS_22:the key is managed elsewhere
  name                   = "skips"
  role_arn               = "arn:aws:iam::111122223333:role/x"
  instance_type          = "ml.t3.medium"
  direct_internet_access = "Disabled"
}

resource "aws_sagemaker_model" "absent" {
  count = 0
  name  = "absent"
}
""",
    "modules/book/main.tf": """\
variable "name" {}

resource "aws_sagemaker_model" "this" {
  name               = var.name
  execution_role_arn = "arn:aws:iam::111122223333:role/x"
}
""",
    "templates/models.yaml": """\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Open:
    Type: AWS::SageMaker::Model
    Metadata:
      checkov:
        skip:
          - id: CKV_AWS_370
            comment: only a trial
    Properties: {ExecutionRoleArn: x}
  Closed:
    Type: AWS::SageMaker::Model
    Properties: {EnableNetworkIsolation: true, ExecutionRoleArn: x}
""",
    "templates/broken.yaml": (
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::SageMaker::Model\n   B: [\n"
    ),
    "json/main.tf.json": """\
{
  "resource": {
    "aws_sagemaker_model": {
      "j": {
        "name": "j"
      }
    }
  }
}
""",
    ".checkov.yaml": "skip-check: [CKV_AWS_370]\nexternal-checks-dir: [evil]\noutput: cli\n",
    "evil/__init__.py": "",
    "evil/evil.py": "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n",
}

WATCHED = """\
import json, os, runpy, sys
told, calls = [], ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, args: told.append(f"{{event}} {{args}}") if event in calls else None)
program = {program!r}
sys.argv[0] = program
try:
    runpy.run_path(program, run_name="__main__")
finally:
    with open({log!r}, "w") as file:
        json.dump({{"environment": dict(os.environ), "calls": told, "arguments": sys.argv}}, file)
"""


@pytest.fixture(scope="module")
def asked(checkov, tmp_path_factory):
    """Ask Checkov, through a program that writes down what it is given and whom it calls."""

    def ask(directory):
        here, log, watch = directory / "work", directory / "log.json", directory / "watch"
        for name, content in FILES.items():
            file = here / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        watch.write_text(f"#!{checkov.with_name('python')}\n" + WATCHED.format(program=str(checkov), log=str(log)))
        watch.chmod(0o755)
        outputs = [flag for name in ("json", "sarif", "html", "markdown") for flag in ("-o", f"{name}=../{name}")]
        ran = command_line(here)(
            *("check", ".", "--with", "checkov", "--checkov-command", watch, "--fail-on", "none", "-o", "table"),
            *outputs,
            timeout=240,
            BC_API_KEY="secret-one",
            PRISMA_API_URL="https://prisma.example",
            CKV_SKIP_CHECK="CKV_AWS_370",
            HTTPS_PROXY="http://127.0.0.1:9",
            AWS_SECRET_ACCESS_KEY="secret-two",
        )
        (directory / "ran.json").write_text(json.dumps({"code": ran.code, "out": ran.out}))

    directory = made_once(tmp_path_factory, "asked", ask)
    ran, result, log = (json.loads((directory / name).read_text()) for name in ("ran.json", "json", "log.json"))
    return ran, result, log, directory


@pytest.fixture
def findings(asked):
    _, result, _, _ = asked
    return [finding for finding in result["findings"] if finding["policy"].startswith("checkov:")]


def of(findings, policy, status):
    return {
        finding["subject"]["id"]: finding
        for finding in findings
        if (finding["code"], finding["status"]) == (policy, status)
    }


def test_what_fails_is_at_the_header_of_the_resource_that_we_know(findings):
    failed = of(findings, "CKV_AWS_370", "failed")
    book = failed['modules/book/main.tf:module.books["b"].aws_sagemaker_model.this']
    assert (book["subject"]["type"], book["subject"]["name"]) == ("AWS::SageMaker::Model", "b")
    assert book["location"] == {
        "file": "modules/book/main.tf",
        "start_line": 3,
        "start_column": 1,
        "end_line": 3,
        "end_column": 38,
        "address": 'module.books["b"].aws_sagemaker_model.this',
    }
    assert (book["severity"], book["evidence"]) == ("medium", {"evaluated_keys": ["enable_network_isolation"]})
    assert failed.keys() >= {
        'modules/book/main.tf:module.books["a"].aws_sagemaker_model.this',
        "json/main.tf.json:aws_sagemaker_model.j",
    }


def test_what_passes_counts_as_passed(findings):
    assert of(findings, "CKV_AWS_370", "passed").keys() == {"templates/models.yaml:Closed"}
    assert of(findings, "CKV_AWS_122", "passed").keys() == {"main.tf:aws_sagemaker_notebook_instance.skips"}


def test_what_the_code_skips_is_waived_with_its_reason(findings):
    waived = {
        (finding["code"], finding["subject"]["id"], finding["waiver"]["reason"], finding["waiver"]["kind"])
        for finding in findings
        if finding["status"] == "waived"
    }
    assert waived == {
        (
            "CKV_AWS_22",
            "main.tf:aws_sagemaker_notebook_instance.skips",
            "the key is managed elsewhere",
            "inline",
        ),
        ("CKV_AWS_370", "templates/models.yaml:Open", "only a trial", "inline"),
    }


def test_each_check_speaks_once_of_each_resource(findings):
    assert set(Counter((finding["policy"], finding["subject"]["id"]) for finding in findings).values()) == {1}


def test_a_file_that_it_cannot_parse_is_a_gap_and_the_scan_incomplete(asked):
    ran, result, _, _ = asked
    assert ran["code"] == 4
    told = {gap["message"]: gap["reason"] for gap in result["gaps"]}
    assert told["templates/broken.yaml: Checkov cannot parse it"] == "unreadable"


def test_it_is_asked_offline_and_without_what_is_in_our_environment(asked):
    _, _, log, _ = asked
    assert log["calls"] == []
    environment = log["environment"]
    assert not {"BC_API_KEY", "PRISMA_API_URL", "CKV_SKIP_CHECK", "HTTPS_PROXY", "AWS_SECRET_ACCESS_KEY"} & set(
        environment
    )
    assert "secret" not in json.dumps(environment)
    assert {"--skip-download", "--compact"} <= set(log["arguments"])
    assert log["arguments"][log["arguments"].index("--download-external-modules") + 1] == "false"


def test_settings_and_checks_in_the_code_under_review_are_not_taken(asked, findings):
    _, _, _, directory = asked
    assert of(findings, "CKV_AWS_370", "failed")
    assert not (directory / "work/evil/ran").exists()


def test_every_report_describes_its_checks(asked):
    ran, result, _, directory = asked
    assert result["scan"]["engine"] == "embedded, Checkov 3.3.30"
    described = {policy["id"]: policy for policy in result["policies"] if policy["language"] == "checkov"}
    assert len(described) == 13
    run = json.loads((directory / "sarif").read_text())["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert (
        rules["checkov:CKV_AWS_370"]["shortDescription"]["text"]
        == "Ensure Amazon SageMaker model uses network isolation"
    )
    assert rules["checkov:CKV_AWS_370"]["properties"]["tags"] == ["security", "checkov", "sagemaker"]
    results = [item for item in run["results"] if item["ruleId"] == "checkov:CKV_AWS_370"]
    assert {rules["checkov:CKV_AWS_370"]["id"]} == {
        run["tool"]["driver"]["rules"][item["ruleIndex"]]["id"] for item in results
    }
    assert "CKV_AWS_370" in ran["out"]
    assert "checkov:CKV_AWS_370" in (directory / "html").read_text()
    assert "Ensure Amazon SageMaker model uses network isolation" in (directory / "markdown").read_text()
