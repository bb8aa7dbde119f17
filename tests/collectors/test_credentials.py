"""Credentials over HTTP: a role in another account, profiles, and what keeps either from working."""

import pytest
from botocore.session import Session

from scanner.collectors import Patience, Silent, Target, Wanted, collect
from scanner.collectors.calls import Calls, Halt
from scanner.collectors.credentials import Role, assume, role_of, sts_region
from scanner.collectors.failures import CallError
from scanner.collectors.session import Clients, open_session
from scanner.errors import ConfigError, CredentialsError
from scanner.model import GapReason, Resource
from scanner.resource_types import MODEL
from tests.aws.faults import After, First

OTHER = "444455556666"
ROLE = f"arn:aws:iam::{OTHER}:role/audit/tipstaff"
ASSUME = "sts:AssumeRole"
QUICK = Patience(connect=2, read=10, throttled=5, failing=5, first_wait=0.001, longest_wait=0.01, pace=10_000)
SHORTEST = 900
"""Seconds for which AWS gives a role at least; botocore renews what does not last longer before each call."""


@pytest.fixture
def accounts(aws):
    """Give a fake AWS with a model in the user's own account and one in another."""
    aws.account().seed("Model", {"ModelName": "own"})
    aws.account(OTHER).seed("Model", {"ModelName": "other"})
    return aws


def scan(**target):
    found = collect(Target(regions=("us-east-1",), **target), Wanted(frozenset({MODEL}), {}), Silent(), QUICK)
    return {(item.account, item.name) for item in found if isinstance(item, Resource)}


def acting_as(aws, role):
    """Give the calls of a role that the first of them assumes."""
    session = open_session(Target(), frozenset())
    acting = Session()
    acting.register_component("data_loader", session.get_component("data_loader"))
    acting.register_component("credential_provider", assume(session, role, "us-east-1", aws.url))
    clients = Clients(acting, aws.url, QUICK)
    return Calls(lambda service: clients.client(service, "us-east-1"), QUICK, Halt())


def test_a_role_in_another_account_is_what_is_scanned(accounts):
    assert scan(role_arn=ROLE) == {(OTHER, "other")}
    (call,) = accounts.calls.of(ASSUME)
    assert (call.params["RoleArn"], call.params["RoleSessionName"]) == (ROLE, "tipstaff")
    assert "ExternalId" not in call.params
    assert {call.account for call in accounts.calls.of("sagemaker:*")} == {OTHER}


def test_the_external_id_and_the_sessions_name_are_given_to_aws(accounts):
    assert scan(role_arn=ROLE, external_id="ticket-7", session_name="nightly") == {(OTHER, "other")}
    (call,) = accounts.calls.of(ASSUME)
    assert (call.params["ExternalId"], call.params["RoleSessionName"]) == ("ticket-7", "nightly")


def test_a_role_that_may_not_be_assumed_is_named_with_what_to_check(accounts):
    accounts.faults.deny(ASSUME)
    with pytest.raises(
        CredentialsError, match="denied sts:AssumeRole on arn:aws:iam::444455556666:role/audit"
    ) as caught:
        scan(role_arn=ROLE, external_id="ticket-7")
    assert "trust policy" in caught.value.hint
    assert "--external-id" in caught.value.hint
    assert not accounts.calls.count("sagemaker:*")


def test_credentials_that_are_not_accepted_when_the_role_is_assumed_are_no_matter_of_the_role(accounts):
    accounts.faults.expire(operation=ASSUME)
    with pytest.raises(CredentialsError, match="ExpiredToken") as caught:
        scan(role_arn=ROLE)
    assert "aws sso login" in caught.value.hint


def test_throttling_of_sts_is_waited_out(accounts):
    accounts.faults.throttle(ASSUME, First(1))
    assert scan(role_arn=ROLE) == {(OTHER, "other")}


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target(external_id="ticket-7"), "external id without a role"),
        (Target(role_arn="tipstaff"), "'tipstaff' is not the ARN of an IAM role"),
        (Target(role_arn="arn:aws:iam::444455556666:user/tipstaff"), "is not the ARN of an IAM role"),
        (Target(role_arn=ROLE + "\n"), "is not the ARN of an IAM role"),
        (Target(role_arn="arn:aws:sts::444455556666:assumed-role/tipstaff/x"), "is not the ARN of an IAM role"),
        (Target(role_arn=ROLE, session_name="a b"), "'a b' cannot be the name of a role session"),
        (Target(role_arn=ROLE, external_id="x"), "'x' cannot be an external id"),
    ],
)
def test_what_cannot_be_right_is_said_before_any_call(accounts, target, message):
    with pytest.raises(ConfigError, match=message):
        list(collect(target, Wanted(frozenset({MODEL}), {}), Silent(), QUICK))
    assert not len(accounts.calls)


@pytest.mark.parametrize(
    ("arn", "regions", "configured", "region"),
    [
        (ROLE, ("eu-west-1", "us-east-1"), None, "eu-west-1"),
        (ROLE, ("all",), "eu-west-3", "eu-west-3"),
        (ROLE, (), None, "us-east-1"),
        ("arn:aws-cn:iam::444455556666:role/r", ("cn-north-1",), None, "cn-north-1"),
        ("arn:aws-cn:iam::444455556666:role/r", (), "us-east-1", "cn-northwest-1"),
        ("arn:aws-us-gov:iam::444455556666:role/r", (), None, "us-gov-west-1"),
    ],
)
@pytest.mark.usefixtures("aws")
def test_sts_is_asked_in_a_region_of_the_roles_partition(monkeypatch, arn, regions, configured, region):
    if configured:
        monkeypatch.setenv("AWS_DEFAULT_REGION", configured)
    target = Target(role_arn=arn, regions=regions)
    assert sts_region(Session(), role_of(target), target) == region


@pytest.mark.parametrize("region", ["us-east-1", "cn-north-1", "us-gov-west-1"])
def test_sts_has_an_address_in_each_region_whatever_the_configuration_says(aws, monkeypatch, region):
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")
    client = open_session(Target(), frozenset()).create_client("sts", region)
    assert client.meta.endpoint_url.startswith(f"https://sts.{region}.amazonaws.com")
    assert not len(aws.calls)


def test_the_credentials_of_a_role_are_renewed_during_a_scan(accounts):
    calls = acting_as(accounts, Role(ROLE, "", "tipstaff", SHORTEST))
    for _ in range(3):
        assert calls.call("sagemaker:DescribeModel", ModelName="other")["ModelName"] == "other"
    assert accounts.calls.count(ASSUME) >= 3
    assert accounts.calls.count("sagemaker:DescribeModel", account=OTHER) == 3


def test_a_renewal_that_fails_while_the_old_ones_last_costs_nothing(accounts):
    accounts.faults.deny(ASSUME, After(1))
    calls = acting_as(accounts, Role(ROLE, "", "tipstaff", SHORTEST))
    for _ in range(3):
        assert calls.call("sagemaker:DescribeModel", ModelName="other")["ModelName"] == "other"


@pytest.mark.parametrize("fault", ["deny", "expire"])
def test_a_renewal_that_fails_for_good_ends_the_scan_as_expired(accounts, fault):
    getattr(accounts.faults, fault)(operation=ASSUME)
    calls = acting_as(accounts, Role(ROLE, "", "tipstaff"))
    for operation in ("sagemaker:ListModels", "sagemaker:ListEndpoints"):
        with pytest.raises(CallError) as caught:
            calls.call(operation)
        assert caught.value.failure.reason is GapReason.EXPIRED
    assert not accounts.calls.count("sagemaker:*")


def test_a_renewal_that_sts_throttles_is_tried_again(accounts):
    accounts.faults.throttle(ASSUME, First(4))
    calls = acting_as(accounts, Role(ROLE, "", "tipstaff"))
    assert calls.call("sagemaker:DescribeModel", ModelName="other")["ModelName"] == "other"


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Give what writes a configuration file in place of the keys in the environment."""

    def write(text):
        (tmp_path / "config").write_text(text)
        monkeypatch.setenv("AWS_CONFIG_FILE", f"{tmp_path / 'config'}")
        monkeypatch.setenv("HOME", f"{tmp_path}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)

    return write


def test_a_profile_may_itself_name_a_role(accounts, configured):
    configured(f"""
[profile base]
aws_access_key_id = AKIAFAKE111122223333
aws_secret_access_key = not-a-secret

[profile audit]
role_arn = {ROLE}
source_profile = base
region = us-east-1
""")
    assert scan(profile="audit") == {(OTHER, "other")}
    assert accounts.calls.count(ASSUME) == 1
    assert scan(profile="base") == {("111122223333", "own")}


def test_the_role_of_a_profile_may_assume_the_next(accounts, configured):
    third = "777788889999"
    accounts.account(third).seed("Model", {"ModelName": "third"})
    configured(f"""
[profile base]
aws_access_key_id = AKIAFAKE111122223333
aws_secret_access_key = not-a-secret

[profile audit]
role_arn = {ROLE}
source_profile = base
region = us-east-1
""")
    assert scan(profile="audit", role_arn=f"arn:aws:iam::{third}:role/r") == {(third, "third")}
    assert [call.account for call in accounts.calls.of(ASSUME)] == ["111122223333", OTHER]


def test_an_sso_profile_without_a_token_says_how_to_sign_in(accounts, configured):
    configured("""
[profile team]
sso_session = company
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = us-east-1

[sso-session company]
sso_region = us-east-1
sso_start_url = https://company.awsapps.com/start
""")
    with pytest.raises(CredentialsError) as caught:
        scan(profile="team")
    assert "aws sso login" in caught.value.hint
    assert not len(accounts.calls)
