"""`tipstaff doctor` against the fake AWS, servers that are wrong, and caches that are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scanner.collectors.cache import cache_file
from tests.cli.test_permissions import actions, printed
from tests.engines.fake_opa import FakeOpa, serving

ONE, TWO = "us-east-1", "eu-west-1"
TARGETS = "application-autoscaling:DescribeScalableTargets"
ENDS = {
    0: "A scan would be complete.",
    2: "A scan cannot start as it is set up.",
    4: "A scan would be incomplete.",
    5: "A scan cannot start: AWS does not accept the credentials.",
}


@pytest.fixture
def live(tipstaff, aws):
    tipstaff.environment |= aws.environment()
    return tipstaff


def examine(live, *arguments, code=0, **environment):
    """Run it, and give what is said by mark and subject."""
    ran = live("doctor", "--region", ONE, *arguments, **environment)
    assert (ran.code, ran.err) == (code, ""), ran.out + ran.err
    *lines, end = ran.out.splitlines()
    assert end == ENDS[code]
    said = {}
    for line in lines:
        mark, about, text = line.split(maxsplit=2)
        said.setdefault((mark, about), []).append(text)
    return said


def wrong(said):
    return {key: texts for key, texts in said.items() if key[0] != "ok"}


def test_where_all_is_well_each_check_says_so(live, aws):
    said = examine(live, "--region", TWO)
    assert not wrong(said)
    abouts = [about for _, about in said]
    assert abouts == ["credentials", "clock", "region", "permissions", "engine", "cache", "versions"]
    (who,) = said["ok", "credentials"]
    assert "111122223333" in who
    assert "do not expire" in who
    assert said["ok", "region"] == [f"{TWO} answers", f"{ONE} answers"]
    tried = {operation.replace("resourcegroupstaggingapi", "tag") for operation in aws.calls.by_operation()}
    assert tried == actions(printed(live)) | {"sts:GetCallerIdentity"}
    assert set(aws.calls.by_operation().values()) == {2}


def test_only_what_the_selected_policy_needs_is_tried(live, aws):
    aws.faults.deny("sagemaker:*Endpoint*")
    assert not wrong(examine(live, "--policy", "TRN001"))


def test_credentials_that_have_expired_are_named(live, aws):
    aws.faults.expire()
    said = wrong(examine(live, code=5))
    assert list(said) == [("problem", "credentials")]
    assert "ExpiredToken" in said["problem", "credentials"][0]


def test_without_credentials_all_else_is_still_checked(live):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        live.environment.pop(name)
    said = examine(live, code=5)
    assert list(wrong(said)) == [("problem", "credentials")]
    assert {("ok", "engine"), ("ok", "cache")} <= said.keys()


@pytest.mark.parametrize(
    ("minutes", "code", "mark", "text"),
    [(-5, 5, "problem", "expired"), (5, 0, "hint", "last another 5 min"), (600, 0, "ok", "last another 10 h")],
)
def test_how_long_temporary_credentials_last_is_said(live, minutes, code, mark, text):
    end = datetime.now(UTC) + timedelta(minutes=minutes, seconds=20)
    said = examine(live, code=code, AWS_SESSION_TOKEN="token", AWS_CREDENTIAL_EXPIRATION=end.isoformat())
    assert text in said[mark, "credentials"][0]


def test_credentials_that_end_half_way_are_named(live, aws):
    aws.faults.expire(operation="sagemaker:*")
    said = wrong(examine(live, code=5))
    assert list(said) == [("problem", "credentials")]


@pytest.mark.parametrize(
    ("ahead", "code", "mark", "text"),
    [
        (20, 0, "ok", "is that of AWS"),
        (90, 0, "hint", "behind"),
        (-90, 0, "hint", "ahead of"),
        (420, 4, "problem", "7 min behind that of AWS"),
        (-420, 4, "problem", "7 min ahead of that of AWS"),
    ],
)
def test_a_clock_that_is_off_is_named(live, aws, ahead, code, mark, text):
    aws.faults.set_clock_ahead(ahead)
    said = examine(live, code=code)
    assert text in said[mark, "clock"][0]
    assert wrong(said).keys() <= {(mark, "clock")}


def test_where_aws_refuses_because_of_the_clock_the_clock_is_named_too(live, aws):
    aws.faults.set_clock_ahead(900)
    aws.faults.refuse("sts:*", "SignatureDoesNotMatch", "Signature expired", status=403)
    assert list(wrong(examine(live, code=5))) == [("problem", "credentials"), ("problem", "clock")]


def test_a_region_that_is_closed_costs_only_itself(live, aws):
    aws.faults.close_region(TWO)
    said = wrong(examine(live, "--region", TWO, code=4))
    assert list(said) == [("problem", "region")]
    (text,) = said["problem", "region"]
    assert TWO in text
    assert "enabled" in text


def test_a_region_that_an_organisation_closes_is_one_problem(live, aws):
    for service in ("sagemaker", "ec2", "application-autoscaling", "resourcegroupstaggingapi"):
        aws.faults.deny_by_organization(f"{service}:*", region=TWO)
    said = wrong(examine(live, "--region", TWO, code=4))
    assert said == {("problem", "region"): [said["problem", "region"][0]]}
    assert "organisation" in said["problem", "region"][0]


def test_an_endpoint_that_is_not_there_is_a_region_that_does_not_answer(live):
    said = wrong(examine(live, "--endpoint-url", "http://127.0.0.1:9", code=4))
    assert list(said) == [("hint", "credentials"), ("problem", "region")]


def test_a_denied_action_is_named_with_its_families_and_regions(live, aws):
    aws.faults.deny(TARGETS, region=TWO)
    aws.faults.deny("sagemaker:ListEndpoints")
    said = wrong(examine(live, "--region", TWO, code=4))
    assert said == {
        ("problem", "permissions"): [
            f"AWS denied {TARGETS} in {TWO}: without it not all is known of scalable targets",
            f"AWS denied sagemaker:ListEndpoints in {TWO}, {ONE}: without it not all is known of endpoints",
        ]
    }


@pytest.mark.parametrize(
    ("denied", "code", "mark", "text"),
    [
        (["sagemaker:Search"], 0, "hint", "training jobs, models are listed and described instead"),
        (["sagemaker:DescribeTrainingJob"], 0, "hint", "only for what other answers lack of training jobs"),
        (["sagemaker:Search", "sagemaker:DescribeTrainingJob"], 4, "problem", "not all is known of training jobs"),
    ],
)
def test_an_action_that_another_replaces_is_a_problem_only_when_both_are_denied(live, aws, denied, code, mark, text):
    for operation in denied:
        aws.faults.deny(operation)
    said = examine(live, "--policy", "TRN001", "--policy", "NET001", code=code)
    texts = said[mark, "permissions"]
    assert any(text in line for line in texts), texts
    assert live("scan", "--region", ONE, "--policy", "TRN001", "--fail-on", "none", "-q").code == 0


def test_a_service_that_fails_is_no_permission(live, aws):
    aws.faults.fail("ec2:DescribeSubnets")
    said = wrong(examine(live, code=4))
    assert "500" in said["problem", "permissions"][0] or "InternalError" in said["problem", "permissions"][0]


def test_an_opa_server_is_asked_for_its_version_and_left_as_it_was(live):
    with serving(FakeOpa(version="1.22.2")) as url:
        said = examine(live, "--engine", "opa", "--opa-url", url)
    assert "OPA 1.22.2" in said["ok", "engine"][0]
    old = FakeOpa(version="1.10.0")
    with serving(old) as url:
        said = wrong(examine(live, "--engine", "opa", "--opa-url", url, code=2))
    assert "1.10.0" in said["problem", "engine"][0]
    assert {path for method, path in old.requests if method == "PUT"} == {"/v1/policies/tipstaff/server"}
    said = wrong(examine(live, "--engine", "opa", "--opa-url", "http://127.0.0.1:9", code=2))
    assert "cannot be reached" in said["problem", "engine"][0]


BROKEN = """\
# METADATA
# title: T
# description: D.
# custom:
#   code: ACM001
#   severity: low
#   category: cost
#   subject: AWS::SageMaker::TrainingJob
#   reads: [resource.StoppingCondition]
#   remediation: R.
package tipstaff.acme.broken

import rego.v1

import future.keywords.not

violation contains {"path": "resource.StoppingCondition", "message": "m"} if """


@pytest.mark.parametrize(
    ("condition", "code"), [("no_such_function(input)", 4), ("input.resource.StoppingCondition ==", 2)]
)
def test_a_policy_that_does_not_run_is_named(live, condition, code):
    live.write("ours/acme/broken.rego", BROKEN + condition + "\n")
    said = wrong(examine(live, "--policy-dir", "ours", code=code))
    assert list(said) == [("problem", "engine")]
    assert "broken.rego" in said["problem", "engine"][0]


def test_a_cache_that_cannot_be_used_is_a_hint(live):
    file = live.write("file", "")
    said = wrong(examine(live, "--cache", file / "cache"))
    assert "is not a directory" in said["hint", "cache"][0]


def test_a_damaged_cache_is_a_hint_and_stays_as_it_is(live):
    file = live.write(cache_file(Path("cache")), b"no database " * 1000)
    said = wrong(examine(live, "--cache", file.parent))
    assert "is damaged" in said["hint", "cache"][0]
    assert file.read_bytes().startswith(b"no database")


def test_a_cache_in_use_has_its_size_and_none_can_be_switched_off(live):
    live("scan", "--region", ONE, "--cache", "cache", "-q")
    size = cache_file(live.directory / "cache").stat().st_size
    assert f"{size / 1e6:.1f} MB" in examine(live, "--cache", "cache")["ok", "cache"][0]
    assert "switched off" in examine(live, "--no-cache")["ok", "cache"][0]


def test_what_is_not_configured_is_named(live):
    ran = live("doctor")
    assert ran.code == 2
    assert "--region" in ran.out
    ran = live("doctor", "--region", ONE, "--policy", "TRN00l")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean" in ran.err
