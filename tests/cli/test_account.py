"""Scanning with the command, against an AWS account on loopback."""

import signal
import subprocess
import time

import pytest

from scanner.catalog import load_catalog
from scanner.collectors.permissions import Use, needs_of
from scanner.scan import wanted_by
from tests.cli.conftest import TIPSTAFF

pytestmark = pytest.mark.usefixtures("account")


def scan(live, *more, **environment):
    return live("scan", "--region", "us-east-1", "-o", "json", *more, **environment)


def test_a_scan_reports_and_fails_on_what_is_high(live):
    ran = scan(live)
    assert ran.code == 1
    assert ran.statuses("EPT001") == {"failed": {"ranker-prod/main"}}


def test_collect_then_evaluate_gives_the_same_findings_without_a_network(live):
    scanned = scan(live)
    assert live("collect", "--region", "us-east-1", "-o", "account.jsonl.zst").code == 0
    evaluated = live("evaluate", "account.jsonl.zst", "-o", "json", AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert evaluated.code == 1
    assert evaluated.result["findings"] == scanned.result["findings"]


def test_a_denied_permission_is_exit_code_four_when_nothing_failed(live, aws):
    aws.faults.deny("application-autoscaling:DescribeScalableTargets")
    ran = scan(live, "--policy", "ASC001")
    assert ran.code == 4
    (finding,) = ran.result["findings"]
    assert finding["status"] == "unknown"
    assert "application-autoscaling:DescribeScalableTargets" in " ".join(finding["reasons"])


REPLACEABLE = {"sagemaker:Search"}
CALLED = {need.operation for need in needs_of(wanted_by(load_catalog().select())) if need.use is not Use.FALLBACK}


@pytest.mark.parametrize("operation", sorted(CALLED))
def test_a_denied_operation_is_named_and_only_makes_the_scan_incomplete(live, aws, operation):
    aws.faults.deny(operation)
    ran = scan(live, "--fail-on", "none")
    needs = {gap["needs"] for gap in ran.result["gaps"] if gap["reason"] == "denied"}
    assert aws.calls.count(operation)
    if operation in REPLACEABLE:
        assert (ran.code, needs) == (0, set())
    else:
        assert (ran.code, needs) == (4, {operation.replace("resourcegroupstaggingapi", "tag")})


def test_only_what_the_selected_policy_reads_is_asked_for(live, aws):
    scan(live, "--policy", "TRN003")
    assert {call.operation.split(":")[0] for call in aws.calls} <= {"sagemaker", "sts"}
    assert not aws.calls.count("sagemaker:ListEndpoints")


ROLE = "arn:aws:iam::444455556666:role/tipstaff"


@pytest.mark.parametrize("configured", [True, False])
def test_another_account_is_scanned_through_a_role(live, aws, configured):
    flags = ["--role-arn", ROLE, "--external-id", "ticket-7", "--role-session-name", "nightly"]
    if configured:
        live.write("tipstaff.toml", f'role_arn = "{ROLE}"\nexternal_id = "ticket-7"\nrole_session_name = "nightly"\n')
    ran = live("collect", "--region", "us-east-1", "-o", "account.jsonl.zst", *([] if configured else flags))
    assert ran.code == 0, ran.err
    (call,) = aws.calls.of("sts:AssumeRole")
    assert [call.params[key] for key in ("RoleArn", "ExternalId", "RoleSessionName")] == [ROLE, "ticket-7", "nightly"]
    assert {call.account for call in aws.calls.of("sagemaker:*")} == {"444455556666"}


def test_a_role_that_may_not_be_assumed_is_exit_code_five(live, aws):
    aws.faults.deny("sts:AssumeRole")
    ran = scan(live, "--role-arn", ROLE)
    assert ran.code == 5
    assert ROLE in ran.err
    assert "trust policy" in ran.err


@pytest.mark.parametrize("flags", [["--external-id", "ticket-7"], ["--role-arn", "tipstaff"]])
def test_a_role_that_cannot_be_right_is_exit_code_two(live, aws, flags):
    assert scan(live, *flags).code == 2
    assert not len(aws.calls)


def test_without_credentials_the_exit_code_is_five(live):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        live.environment.pop(name, None)
    ran = scan(live)
    assert ran.code == 5
    assert "credentials" in ran.err


def test_an_endpoint_that_is_not_there_is_named(live):
    ran = live("scan", "--region", "us-east-1", "--endpoint-url", "http://127.0.0.1:9", timeout=120)
    assert ran.code == 4
    assert "127.0.0.1:9" in ran.err or "us-east-1" in ran.err


def test_a_region_that_does_not_exist_or_an_unknown_profile_is_named(live):
    ran = live("scan", "--region", "us-east-1", "--profile", "nobody")
    assert ran.code in {2, 5}
    assert "nobody" in ran.err


def test_control_c_keeps_what_was_collected(live, aws):
    aws.faults.hang("sagemaker:DescribeEndpoint")
    process = subprocess.Popen(
        [TIPSTAFF, "collect", "--region", "us-east-1", "-o", "account.jsonl.zst"],
        cwd=live.directory,
        env=live.environment,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 20
    while not aws.calls.count("sagemaker:DescribeEndpoint") and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130, err.decode()
    assert b"Traceback" not in err
    ran = live("evaluate", "account.jsonl.zst", "-o", "json")
    assert {gap["reason"] for gap in ran.result["gaps"]} >= {"interrupted"}
    assert ran.result["summary"]["resources"]


@pytest.mark.parametrize("quiet", [True, False])
def test_progress_goes_to_stderr_and_quiet_silences_it(live, quiet):
    ran = scan(live, *(["--quiet"] if quiet else []))
    assert bool(ran.err) is not quiet
