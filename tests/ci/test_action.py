"""The action's own steps, run as GitHub runs them."""

from __future__ import annotations

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from tests.ci.runner import ACTION, ROOT, run_action
from tests.cli.test_code import CONFIG, MODEL
from tests.repository import Repository

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
UPLOAD, COMMENT = "Upload to code scanning", "Comment on the pull request"


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra/main.tf").write_text(MODEL + CONFIG)
    return tmp_path


class GitHub:
    """GitHub's API as far as comments go; answers 403 when it is told to."""

    def __init__(self):
        self.comments, self.asked, self.refuses = [], [], False
        github = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(github.comments[:100])

            def do_POST(self):
                body = self.body()["body"]
                github.comments.append({"id": len(github.comments) + 1, "body": body, "user": {"type": "Bot"}})
                self.answer(github.comments[-1])

            def do_PATCH(self):
                number = int(self.path.rsplit("/", 1)[1])
                github.comments[number - 1]["body"] = self.body()["body"]
                self.answer(github.comments[number - 1])

            def body(self):
                return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

            def answer(self, value):
                github.asked.append((self.command, self.path, self.headers["Authorization"]))
                self.send_response(403 if github.refuses else 200)
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def github():
    github = GitHub()
    yield github
    github.server.shutdown()
    github.server.server_close()


def test_findings_close_the_gate_after_everything_is_reported(checkout):
    run = run_action(checkout)
    assert run.code == 1
    assert (run.output("exit-code"), run.output("failed"), run.output("new")) == ("1", "2", "2")
    assert run.ran[-2:] == [UPLOAD, "Close the gate"]
    assert "::error title=EPT005 (high),file=infra/main.tf,line=13," in run.printed
    assert run.summary.startswith("### tipstaff: 2 failed")
    for name in ("json", "sarif", "html"):
        assert (checkout / run.output(name)).stat().st_size > 1000


def test_the_bar_the_baseline_and_more_arguments_are_passed_on(checkout):
    assert run_action(checkout, fail_on="none").code == 0
    assert run_action(checkout, arguments="--policy\nEPT004\n--fail-on\ncritical").output("failed") == "1"
    run_action(checkout, arguments="--quiet")
    missing = run_action(checkout, baseline="nowhere.json")
    assert (missing.code, "nowhere.json" in missing.printed) == (2, True)
    assert UPLOAD not in missing.ran


def test_inputs_are_never_read_by_a_shell(checkout):
    evil = "$(touch owned) `touch owned`; touch owned"
    run = run_action(checkout, paths=f"infra\n{evil}", arguments=evil, baseline=evil)
    assert run.code == 2
    assert not list(checkout.rglob("owned"))
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


MODULES = ("scanner", "venv", "ensurepip", "pip", "multiprocessing", "json", "typer", "sitecustomize")
"""What starting Python, installing and judging import, first or last."""


@pytest.fixture
def planted(checkout):
    """A pull request that has modules of these names, as packages."""
    for name in MODULES:
        module = checkout / name / "__init__.py"
        module.parent.mkdir()
        module.write_text("open('/'.join(__file__.split('/')[:-2]) + '/owned', 'a').write(__name__)\n")
        (module.parent / "__main__.py").write_text("")
        (module.parent / "cli.py").write_text("")
    return checkout


def test_the_modules_of_a_pull_request_are_not_run_by_the_check(planted):
    run = run_action(planted, paths="infra")
    assert not (planted / "owned").exists()
    assert (run.code, run.output("failed")) == (1, "2")


def test_the_modules_of_a_pull_request_are_not_run_by_the_installation(planted):
    run = run_action(planted, python=sys.executable, paths="infra")
    assert not (planted / "owned").exists()
    assert (run.code, run.ran[-1]) == (1, "Install tipstaff")
    assert (planted / "temporary/tipstaff/venv/bin/python").exists()


def test_the_modules_of_a_pull_request_are_not_run_by_examples():
    for file in (ROOT / "examples/ci").iterdir():
        assert not re.search(r"\bpython3? (?!-P )", file.read_text("utf-8").replace("docker", "")), file


def test_a_link_in_a_pull_request_does_not_lead_the_action_elsewhere():
    job = yaml.safe_load((ROOT / ".github/workflows/tipstaff-pull-request.yml").read_text("utf-8"))["jobs"]["check"]
    own, cleared, action = job["steps"][:3]
    assert "path" not in own.get("with")
    assert cleared["run"] == f"rm -rf {action['with']['path']}"


def test_switches_switch_off(checkout):
    run = run_action(checkout, annotations="false", summary="false", upload_sarif="false", fail_on="none")
    assert "::" not in run.printed
    assert not (checkout / "summary").exists()
    assert UPLOAD not in run.ran


def test_an_incomplete_check_is_not_uploaded(checkout):
    (checkout / "bad.tf").write_text('resource "aws_sagemaker_model" "x" {\n name = \n}\n')
    run = run_action(checkout, fail_on="none")
    assert (run.code, run.output("exit-code")) == (4, "4")
    assert UPLOAD not in run.ran
    assert "no all-clear" in run.printed


def test_an_incomplete_check_with_findings_is_not_uploaded_either(checkout):
    (checkout / "bad.tf").write_text('resource "aws_sagemaker_model" "x" {\n name = \n}\n')
    run = run_action(checkout)
    assert (run.code, run.output("exit-code"), run.output("failed")) == (1, "1", "2")
    assert UPLOAD not in run.ran


@pytest.mark.parametrize("inputs", [{"changed_since": "HEAD"}, {"arguments": "--changed-since=HEAD"}])
def test_a_check_of_changes_alone_is_not_uploaded(checkout, inputs):
    Repository(checkout).commit()
    (checkout / "infra/new.tf").write_text(CONFIG.replace('"c"', '"d"'))
    run = run_action(checkout, paths="infra", **inputs)
    assert (run.code, UPLOAD in run.ran) == (1, False)


def test_workflows_and_examples_do_not_ask_to_upload_changes_alone():
    workflow = yaml.safe_load((ROOT / ".github/workflows/tipstaff-pull-request.yml").read_text("utf-8"))
    example = yaml.safe_load((ROOT / "examples/ci/github-action.yml").read_text("utf-8"))
    (called,) = [step["with"] for step in workflow["jobs"]["check"]["steps"] if "changed-since" in step.get("with", {})]
    (used,) = [step["with"] for step in example["jobs"]["tipstaff"]["steps"] if "changed-since" in step.get("with", {})]
    assert called["upload-sarif"] == "${{ inputs.upload-sarif && !inputs.changed-only }}"
    assert used["upload-sarif"] == "false"


def test_a_comment_is_made_once_and_then_changed(checkout, github):
    first = run_action(checkout, "pull_request", github.url, comment="true", fail_on="none")
    assert (first.code, len(github.comments)) == (0, 1)
    assert github.comments[0]["body"].startswith("<!-- tipstaff -->\n### tipstaff: 2 new findings")
    (checkout / "infra/main.tf").write_text(MODEL)
    run_action(checkout, "pull_request", github.url, comment="true")
    assert len(github.comments) == 1
    assert "no new findings" in github.comments[0]["body"]
    assert {token for *_, token in github.asked} == {"Bearer t0ken"}


def test_nothing_new_makes_no_comment_and_a_push_none_at_all(checkout, github):
    (checkout / "infra/main.tf").write_text(MODEL)
    run_action(checkout, "pull_request", github.url, comment="true")
    assert [method for method, *_ in github.asked] == ["GET"]
    assert COMMENT not in run_action(checkout, "push", github.url, comment="true").ran


def test_a_persons_comment_that_looks_like_ours_is_left_alone(checkout, github):
    github.comments.append({"id": 1, "body": "<!-- tipstaff --> hello", "user": {"type": "User"}})
    run_action(checkout, "pull_request", github.url, comment="true", fail_on="none")
    assert [comment["user"]["type"] for comment in github.comments] == ["User", "Bot"]


def test_a_fork_that_may_not_comment_does_not_fail(checkout, github):
    github.refuses = True
    run = run_action(checkout, "pull_request", github.url, comment="true", fail_on="none")
    assert run.code == 0
    assert "::notice title=tipstaff::no comment" in run.printed


@pytest.mark.parametrize(
    "file",
    ["action.yml", *sorted(f".github/workflows/{path.name}" for path in (ROOT / ".github/workflows").glob("*.yml"))],
)
def test_other_peoples_actions_are_pinned(file):
    document = yaml.safe_load((ROOT / file).read_text("utf-8"))
    steps = (
        document["runs"]["steps"]
        if "runs" in document
        else [s for job in document["jobs"].values() for s in job.get("steps", [])]
    )
    used = [step["uses"] for step in steps if "uses" in step and not step["uses"].startswith("./")]
    assert all(PINNED.fullmatch(use) for use in used)
