"""Faults that are rare and dear: organisations, stale tokens, fields of tomorrow, credentials that end."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore.exceptions import ClientError

from tests.aws.extra_fields import EXTRA_FIELD, EXTRA_VALUE
from tests.aws.faults import After
from tests.aws.test_faults import CALLS, _codes, _error

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

OTHER_ACCOUNT = "444455556666"
ROLE = f"arn:aws:iam::{OTHER_ACCOUNT}:role/scanner"


@pytest.mark.parametrize(("service", "method", "params"), [call[:3] for call in CALLS], ids=[call[3] for call in CALLS])
def test_an_organisation_denies_a_whole_region(aws: FakeAws, service, method, params):
    aws.faults.deny_by_organization(region="eu-west-1")
    code, message, _ = _error(lambda: getattr(aws.client(service, region="eu-west-1"), method)(**params))
    assert code == _codes(service, "AccessDeniedException", "UnauthorizedOperation", "AccessDenied")
    assert "is not authorized to perform: " in message
    assert message.endswith("with an explicit deny in a service control policy")
    getattr(aws.client(service), method)(**params)


def test_an_organisation_denies_one_operation(aws: FakeAws):
    aws.faults.deny_by_organization("sagemaker:ListModels")
    _, message, _ = _error(aws.client("sagemaker").list_models)
    assert "perform: sagemaker:ListModels on resource: arn:aws:sagemaker:us-east-1:111122223333:*" in message
    aws.client("sagemaker").list_endpoints()


TOKEN_CALLS = [
    ("sagemaker", "list_models", {"MaxResults": 5}, "NextToken", "ValidationException"),
    ("ec2", "describe_subnets", {"MaxResults": 5}, "NextToken", "InvalidNextToken"),
    ("iam", "get_account_authorization_details", {"MaxItems": 5}, "Marker", "ValidationError"),
    ("logs", "describe_log_groups", {"limit": 5}, "nextToken", "InvalidParameterException"),
    (
        "resourcegroupstaggingapi",
        "get_resources",
        {"ResourceTypeFilters": ["sagemaker"], "ResourcesPerPage": 5},
        "PaginationToken",
        "PaginationTokenExpiredException",
    ),
]


@pytest.mark.parametrize(("service", "method", "params", "token", "code"), TOKEN_CALLS, ids=[c[0] for c in TOKEN_CALLS])
def test_tokens_expire_and_a_new_start_is_answered(aws: FakeAws, service, method, params, token, code):
    place = aws.account()
    for number in range(20):
        place.seed("Model", {"ModelName": f"m{number}"}, tags={"a": "b"})
        place.seed("Subnet", {"SubnetId": f"subnet-{number}"})
        place.seed("RoleDetail", {"RoleName": f"role{number}"})
        place.seed("LogGroup", {"logGroupName": f"group{number}"})
    aws.faults.expire_tokens(schedule=After(1))
    client = aws.client(service)
    first = getattr(client, method)(**params)
    second = getattr(client, method)(**params, **{token: first[token]})
    assert _error(lambda: getattr(client, method)(**params, **{token: second[token]}))[:2] == (
        code,
        "The pagination token has expired.",
    )
    assert getattr(client, method)(**params)[token]


def test_expiring_tokens_can_be_narrowed(aws: FakeAws):
    aws.account().seed_many("Model", [{"ModelName": f"m{number}"} for number in range(20)])
    aws.faults.expire_tokens("sagemaker:List*", when=lambda params: params.get("SortBy") == "Name")
    client = aws.client("sagemaker")
    client.list_models(NextToken=client.list_models()["NextToken"])
    token = client.list_models(SortBy="Name")["NextToken"]
    assert "expired" in _error(lambda: client.list_models(SortBy="Name", NextToken=token))[1]


def test_answers_have_fields_that_no_model_knows(aws: FakeAws):
    document = {"TrainingJobName": "job", "Environment": {"A": "b"}, "ResourceConfig": {"VolumeSizeInGB": 5}}
    aws.account().seed("TrainingJob", document)
    plain = aws.client("sagemaker").describe_training_job(TrainingJobName="job")
    aws.faults.extra_fields("sagemaker:Describe*")
    client, raw = aws.client("sagemaker"), []
    client.meta.events.register("before-parse.*", lambda response_dict, **_: raw.append(response_dict["body"]))
    grown = client.describe_training_job(TrainingJobName="job")
    assert grown | {"ResponseMetadata": 0} == plain | {"ResponseMetadata": 0}
    (answer,) = map(json.loads, raw)
    assert answer[EXTRA_FIELD] == answer["ResourceConfig"][EXTRA_FIELD] == EXTRA_VALUE
    assert answer["Environment"] == {"A": "b"}
    client.list_training_jobs()
    assert EXTRA_FIELD not in json.loads(raw[-1])


def test_a_union_never_grows_a_second_member(aws: FakeAws):
    config = {"ModelQuantizationConfig": {"Image": "i"}}
    aws.account().seed("OptimizationJob", {"OptimizationJobName": "job", "OptimizationConfigs": [config]})
    aws.faults.extra_fields()
    found = aws.client("sagemaker").describe_optimization_job(OptimizationJobName="job")
    assert found["OptimizationConfigs"] == [config]


def _assume(aws: FakeAws) -> dict:
    return aws.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="scan")["Credentials"]


def _signed_with(aws: FakeAws, credentials: dict, service: str = "sagemaker"):
    return botocore.session.Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=aws.url,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


@pytest.mark.parametrize("service", ["sagemaker", "sts"])
def test_assumed_credentials_end(aws: FakeAws, service: str):
    code = {"sagemaker": "ExpiredTokenException", "sts": "ExpiredToken"}[service]
    lasting = _assume(aws)
    assert lasting["Expiration"] > datetime.now(UTC) + timedelta(minutes=50)
    aws.faults.assumed_credentials_last(0)
    ended = _assume(aws)
    assert ended["Expiration"] <= datetime.now(UTC)
    method = {"sagemaker": "list_models", "sts": "get_caller_identity"}[service]
    assert _error(getattr(_signed_with(aws, ended, service), method))[0] == code
    getattr(_signed_with(aws, lasting, service), method)()
    aws.faults.expire_assumed_credentials()
    assert _error(getattr(_signed_with(aws, lasting, service), method))[0] == code
    getattr(aws.client(service), method)()


def test_session_tokens_belong_to_the_calling_account_and_end(aws: FakeAws):
    aws.account(OTHER_ACCOUNT).seed("Model", {"ModelName": "theirs"})
    credentials = aws.client("sts", account=OTHER_ACCOUNT).get_session_token()["Credentials"]
    client = _signed_with(aws, credentials)
    assert [model["ModelName"] for model in client.list_models()["Models"]] == ["theirs"]
    aws.faults.expire_assumed_credentials()
    with pytest.raises(ClientError, match="expired"):
        client.list_models()


def test_a_client_refreshes_what_ends_soon(aws: FakeAws):
    """botocore renews credentials that end within minutes before each call, so a scan never meets their end."""
    aws.account(OTHER_ACCOUNT).seed("Model", {"ModelName": "theirs"})
    aws.faults.assumed_credentials_last(60)

    def renew() -> dict:
        keys = _assume(aws)
        return {
            "access_key": keys["AccessKeyId"],
            "secret_key": keys["SecretAccessKey"],
            "token": keys["SessionToken"],
            "expiry_time": keys["Expiration"].isoformat(),
        }

    session = botocore.session.Session()
    session._credentials = botocore.credentials.RefreshableCredentials.create_from_metadata(renew(), renew, "test")
    client = session.create_client("sagemaker", region_name="us-east-1", endpoint_url=aws.url)
    before = aws.calls.count("sts:AssumeRole")
    aws.faults.expire_assumed_credentials()
    assert [model["ModelName"] for model in client.list_models()["Models"]] == ["theirs"]
    assert aws.calls.count("sts:AssumeRole") > before
