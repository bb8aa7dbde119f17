"""Every way in which AWS can misbehave, in every protocol that the scanner meets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.aws.faults import After, Every, First, PerSecond, Share

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws.server import FakeAws

AUTOSCALING = "application-autoscaling"
SCALING = {"ServiceNamespace": "sagemaker"}
CALLS = [
    ("sagemaker", "list_models", {}, "sagemaker:ListModels"),
    (
        "application-autoscaling",
        "describe_scalable_targets",
        SCALING,
        "application-autoscaling:DescribeScalableTargets",
    ),
    ("cloudwatch", "describe_alarms", {}, "cloudwatch:DescribeAlarms"),
    ("resourcegroupstaggingapi", "get_resources", {}, "resourcegroupstaggingapi:GetResources"),
    ("ec2", "describe_availability_zones", {}, "ec2:DescribeAvailabilityZones"),
    ("ec2", "describe_subnets", {}, "ec2:DescribeSubnets"),
    ("sts", "get_caller_identity", {}, "sts:GetCallerIdentity"),
    ("s3", "list_buckets", {}, "s3:ListBuckets"),
]
IAM_ACTIONS = {
    "resourcegroupstaggingapi:GetResources": "tag:GetResources",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
}
JSON = {"sagemaker", AUTOSCALING, "cloudwatch", "resourcegroupstaggingapi"}
every_protocol = pytest.mark.parametrize(("service", "method", "params", "operation"), CALLS, ids=[c[3] for c in CALLS])


def _call(aws: FakeAws, service: str, method: str, params: dict, **config: object) -> dict:
    return getattr(aws.client(service, **config), method)(**params)


def _error(call: Callable[[], object]) -> tuple[str, str, int]:
    with pytest.raises(ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


def _codes(service: str, json: str, ec2: str, other: str) -> str:
    return json if service in JSON else ec2 if service == "ec2" else other


@every_protocol
def test_denial_names_the_permission(aws: FakeAws, service, method, params, operation):
    aws.faults.deny(operation)
    code, message, status = _error(lambda: _call(aws, service, method, params))
    assert code == _codes(service, "AccessDeniedException", "UnauthorizedOperation", "AccessDenied")
    action = IAM_ACTIONS.get(operation, operation)
    assert f"is not authorized to perform: {action} on resource" in message
    assert status == (400 if service in JSON else 403)
    assert aws.calls.count(operation, status=status) == 1


@every_protocol
def test_throttling_ends_when_it_is_waited_out(aws: FakeAws, service, method, params, operation):
    aws.faults.throttle(operation, First(1))
    code, _, _ = _error(lambda: _call(aws, service, method, params))
    assert code == _codes(service, "ThrottlingException", "RequestLimitExceeded", "Throttling")
    _call(aws, service, method, params)
    assert aws.calls.count(operation) == 2


@every_protocol
def test_credentials_expire(aws: FakeAws, service, method, params, operation):
    aws.faults.expire(After(1), operation)
    _call(aws, service, method, params)
    code, _, _ = _error(lambda: _call(aws, service, method, params))
    assert code == _codes(service, "ExpiredTokenException", "RequestExpired", "ExpiredToken")


@every_protocol
def test_servers_fail(aws: FakeAws, service, method, params, operation):
    aws.faults.fail(operation, status=503)
    _, _, status = _error(lambda: _call(aws, service, method, params))
    assert status == 503


@every_protocol
def test_connections_break(aws: FakeAws, service, method, params, operation):
    aws.faults.cut_connection(operation, First(1))
    with pytest.raises(ConnectionClosedError):
        _call(aws, service, method, params)
    _call(aws, service, method, params)


@every_protocol
def test_calls_hang(aws: FakeAws, service, method, params, operation):
    aws.faults.hang(operation)
    with pytest.raises(ReadTimeoutError):
        _call(aws, service, method, params, read_timeout=0.2)


@every_protocol
def test_botocore_sees_throttling_as_such_and_tries_again(aws: FakeAws, service, method, params, operation):
    aws.faults.throttle(operation, First(1))
    _call(aws, service, method, params, retries={"total_max_attempts": 2, "mode": "standard"})
    assert aws.calls.count(operation) == 2


def test_a_region_can_be_closed(aws: FakeAws):
    aws.faults.close_region("eu-west-1")
    assert _error(aws.client("sagemaker", region="eu-west-1").list_models)[0] == "UnrecognizedClientException"
    assert _error(aws.client("ec2", region="eu-west-1").describe_subnets)[0] == "AuthFailure"
    assert _error(aws.client("sts", region="eu-west-1").get_caller_identity)[0] == "InvalidClientTokenId"
    aws.client("sagemaker").list_models()


def test_any_error_can_be_answered(aws: FakeAws):
    aws.faults.refuse("sagemaker:ListModels", "ResourceLimitExceeded", "too much", status=429)
    assert _error(aws.client("sagemaker").list_models) == ("ResourceLimitExceeded", "too much", 429)


def test_latency_is_added(aws: FakeAws):
    aws.faults.delay("sagemaker:*", 0.2)
    client = aws.client("sagemaker")
    started = time.monotonic()
    client.list_models()
    assert time.monotonic() - started >= 0.2


def test_faults_combine(aws: FakeAws):
    aws.faults.delay("*", 0.1)
    aws.faults.deny("sagemaker:*")
    client = aws.client("sagemaker")
    started = time.monotonic()
    assert _error(client.list_models)[0] == "AccessDeniedException"
    assert time.monotonic() - started >= 0.1


def test_faults_can_be_narrowed_to_an_account_a_region_and_parameters(aws: FakeAws):
    aws.faults.deny("sagemaker:*", account="444455556666")
    aws.faults.deny("sagemaker:*", region="eu-west-1")
    aws.faults.deny("sagemaker:Search", when=lambda params: params["Resource"] == "Model")
    aws.client("sagemaker").list_models()
    aws.client("sagemaker").search(Resource="TrainingJob")
    for call in (
        aws.client("sagemaker", account="444455556666").list_models,
        aws.client("sagemaker", region="eu-west-1").list_models,
        lambda: aws.client("sagemaker").search(Resource="Model"),
    ):
        assert _error(call)[0] == "AccessDeniedException"


@pytest.mark.parametrize(
    ("schedule", "statuses"),
    [
        (First(2), [400, 400, 200, 200, 200, 200]),
        (After(4), [200, 200, 200, 200, 400, 400]),
        (Every(3), [200, 200, 400, 200, 200, 400]),
    ],
    ids=["first", "after", "every"],
)
def test_schedules_say_which_calls(aws: FakeAws, schedule, statuses):
    aws.faults.throttle("sagemaker:*", schedule)
    client = aws.client("sagemaker")
    for status in statuses:
        if status == 200:
            client.list_models()
        else:
            _error(client.list_models)
    assert [call.status for call in aws.calls] == statuses


def test_a_share_of_calls_is_the_same_each_time():
    first, second = ([schedule.hits() for _ in range(200)] for schedule in (Share(0.3, seed=7), Share(0.3, seed=7)))
    assert first == second
    assert 40 < sum(first) < 80


def test_a_token_bucket_lets_a_burst_through_and_then_its_rate(aws: FakeAws):
    aws.faults.throttle("sagemaker:*", PerSecond(2, burst=5))
    client = aws.client("sagemaker")
    for _ in range(5):
        client.list_models()
    _error(lambda: [client.list_models() for _ in range(20)])
    time.sleep(0.6)
    client.list_models()


def test_the_call_log_knows_operation_parameters_place_and_status(aws: FakeAws):
    aws.client("sagemaker", region="eu-west-1").list_models(MaxResults=7)
    aws.client("ec2").describe_subnets(MaxResults=9)
    models, subnets = aws.calls
    assert (models.operation, models.params, models.region, models.status) == (
        "sagemaker:ListModels",
        {"MaxResults": 7},
        "eu-west-1",
        200,
    )
    assert (subnets.operation, subnets.params["MaxResults"], subnets.account) == (
        "ec2:DescribeSubnets",
        "9",
        "111122223333",
    )
    assert aws.calls.count("sagemaker:*") == aws.calls.count(region="us-east-1") == 1
    assert aws.calls.by_operation() == {"ec2:DescribeSubnets": 1, "sagemaker:ListModels": 1}
