"""The fake starts fast, answers fast, and forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.aws.documents import SeedError

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

OTHER_ACCOUNT = "444455556666"


def test_accounts_and_regions_see_only_their_own(aws: FakeAws):
    aws.account().seed("Model", {"ModelName": "here"})
    aws.account(region="eu-west-1").seed("Model", {"ModelName": "there"})
    aws.account(OTHER_ACCOUNT).seed("Model", {"ModelName": "theirs"})

    assert _models(aws) == ["here"]
    assert _models(aws, region="eu-west-1") == ["there"]
    assert _models(aws, account=OTHER_ACCOUNT) == ["theirs"]
    assert _models(aws, account=OTHER_ACCOUNT, region="eu-west-1") == []


def test_an_account_knows_who_it_is(aws: FakeAws):
    assert aws.client("sts", account=OTHER_ACCOUNT).get_caller_identity()["Account"] == OTHER_ACCOUNT


def test_keys_of_an_assumed_role_belong_to_the_roles_account(aws: FakeAws):
    aws.account(OTHER_ACCOUNT).seed("Model", {"ModelName": "theirs"})
    role = f"arn:aws:iam::{OTHER_ACCOUNT}:role/scanner"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="scan")["Credentials"]

    import botocore.session  # noqa: PLC0415  # only this test makes a client by hand

    client = botocore.session.Session().create_client(
        "sagemaker",
        region_name="us-east-1",
        endpoint_url=aws.url,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    assert [model["ModelName"] for model in client.list_models()["Models"]] == ["theirs"]


def test_reset_forgets_documents_faults_and_calls(aws: FakeAws):
    aws.account().seed("Model", {"ModelName": "here"})
    aws.faults.deny("sagemaker:*")
    with pytest.raises(ClientError):
        _models(aws)
    aws.reset()
    assert _models(aws) == []
    assert len(aws.calls) == 1


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"BilableTimeInSeconds": 1}, "BilableTimeInSeconds"),
        ({"BillableTimeInSeconds": "x"}, "Invalid type"),
        ({"ResourceConfig": {"InstanceTypo": "ml.m5.large", "VolumeSizeInGB": 1}}, "InstanceTypo"),
        ({"ResourceConfig": {"InstanceType": "ml.g5.huge", "VolumeSizeInGB": 1}}, "ml.g5.huge"),
        ({"TrainingJobStatus": "Done"}, "Done"),
    ],
)
def test_a_document_that_aws_would_not_answer_cannot_be_seeded(aws: FakeAws, document: dict, problem: str):
    with pytest.raises(SeedError, match=problem):
        aws.account().seed("TrainingJob", {"TrainingJobName": "job"} | document)


def test_an_element_that_aws_would_not_answer_cannot_be_seeded(aws: FakeAws):
    with pytest.raises(SeedError, match="MinCapacityy"):
        aws.account().seed("ScalableTarget", {"ResourceId": "endpoint/e/variant/v", "MinCapacityy": 1})


def test_an_unknown_kind_is_an_error(aws: FakeAws):
    with pytest.raises(SeedError, match="TraningJob"):
        aws.account().seed("TraningJob", {})


def test_what_aws_always_gives_is_filled_in(aws: FakeAws):
    aws.account().seed("Endpoint", {"EndpointName": "Chat"})
    found = aws.client("sagemaker").describe_endpoint(EndpointName="Chat")
    assert found["EndpointArn"] == "arn:aws:sagemaker:us-east-1:111122223333:endpoint/chat"
    assert found["EndpointStatus"] == "InService"


def test_what_does_not_exist_is_a_validation_exception(aws: FakeAws):
    with pytest.raises(ClientError, match="Could not find model") as caught:
        aws.client("sagemaker").describe_model(ModelName="gone")
    assert caught.value.response["Error"]["Code"] == "ValidationException"


def test_a_deleted_document_is_gone(aws: FakeAws):
    aws.account().seed("Model", {"ModelName": "m"})
    aws.account().delete("Model", "m")
    assert _models(aws) == []


def test_everything_else_is_answered_by_moto(aws: FakeAws):
    assert len(aws.client("ec2").describe_availability_zones()["AvailabilityZones"]) >= 2
    assert aws.client("ec2").describe_subnets()["Subnets"]


def _models(aws: FakeAws, **where: str) -> list[str]:
    return [model["ModelName"] for model in aws.client("sagemaker", **where).list_models()["Models"]]
