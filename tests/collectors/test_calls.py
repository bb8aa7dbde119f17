import time

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, NoCredentialsError

from scanner.collectors.calls import Calls, Halt
from scanner.collectors.contract import Patience
from scanner.collectors.failures import CallError, stopped
from scanner.collectors.pacing import Ceiling
from scanner.model import GapReason

QUICK = Patience(throttled=5.0, failing=0.05, first_wait=0.001, longest_wait=0.002, pace=10_000)


class Service:
    """Stand for a client of botocore: each call takes the next of a list of answers, the last for ever."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __getattr__(self, method):
        def call(**params):
            self.asked.append((method, params))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, Exception):
                raise answer
            return {**answer, "ResponseMetadata": {"HTTPStatusCode": 200}}

        return call


def error(code, status=400, message="", operation="Search"):
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, operation)


THROTTLED = error("ThrottlingException")
SILENT = ConnectTimeoutError(endpoint_url="http://127.0.0.1")


def calls_to(service, patience=QUICK, halt=None):
    return Calls(lambda _: service, patience, halt or Halt())


def failure_of(calls, operation="sagemaker:Search"):
    with pytest.raises(CallError) as caught:
        calls.call(operation)
    return caught.value.failure


def test_an_answer_comes_without_what_is_about_the_http_exchange():
    assert calls_to(Service({"Results": []})).call("sagemaker:Search") == {"Results": []}


def test_throttling_is_waited_out():
    service = Service(*[THROTTLED] * 30, {"Results": [1]})
    assert calls_to(service).call("sagemaker:Search") == {"Results": [1]}
    assert len(service.asked) == 31


def test_server_errors_and_lost_connections_are_tried_again():
    service = Service(error("InternalFailure", 500), EndpointConnectionError(endpoint_url="http://x"), {"a": 1})
    assert calls_to(service).call("sagemaker:Search") == {"a": 1}


def test_throttling_without_end_is_given_up():
    failure = failure_of(calls_to(Service(THROTTLED), Patience(throttled=0.05, first_wait=0.01, pace=10_000)))
    assert failure.reason is GapReason.THROTTLED
    assert failure.message == "AWS kept throttling sagemaker:Search"


def test_throttling_does_not_lengthen_the_wait_but_server_errors_do():
    patience = Patience(throttled=60.0, failing=0.5, first_wait=0.2, longest_wait=60.0, pace=10_000)
    service = Service(*[THROTTLED] * 20, {"Results": []})
    assert calls_to(service, patience).call("sagemaker:Search") == {"Results": []}
    silent = Service(error("InternalFailure", 500))
    failure_of(calls_to(silent, patience))
    assert len(silent.asked) < 20


def test_regions_share_the_ceiling_of_a_scan():
    service, ceiling = Service({"Models": []}), Ceiling(100.0)
    regions = [Calls(lambda _: service, QUICK, Halt(), ceiling) for _ in range(4)]
    start = time.monotonic()
    for number in range(24):
        regions[number % 4].call(f"sagemaker:List{number}")
    assert time.monotonic() - start > 0.22


def test_a_refusal_is_final():
    service = Service(error("AccessDeniedException"))
    assert failure_of(calls_to(service)).reason is GapReason.DENIED
    assert len(service.asked) == 1


def test_a_service_that_does_not_answer_is_not_asked_again_while_others_are():
    service = Service(SILENT)
    calls = calls_to(service)
    assert failure_of(calls).message == "sagemaker did not answer (ConnectTimeoutError)"
    asked = len(service.asked)
    assert failure_of(calls, "sagemaker:ListModels").message == "sagemaker did not answer (ConnectTimeoutError)"
    assert len(service.asked) == asked
    service.answers = [{"Subnets": []}]
    assert calls.call("ec2:DescribeSubnets") == {"Subnets": []}


def test_an_operation_that_keeps_failing_gets_less_time_with_each_call():
    service = Service(error("InternalFailure", 500))
    calls = calls_to(service)
    tries = []
    for _ in range(8):
        before = len(service.asked)
        failure_of(calls, "sagemaker:DescribeModel")
        tries.append(len(service.asked) - before)
    assert tries[-1] < tries[0] / 4
    service.answers = [{"ModelName": "m"}]
    assert calls.call("sagemaker:DescribeModel") == {"ModelName": "m"}


def test_expired_credentials_end_all_calls_of_the_scan():
    halt = Halt()
    service = Service(error("ExpiredTokenException", 403))
    elsewhere = Service({"Models": []})
    assert failure_of(calls_to(service, halt=halt)).reason is GapReason.EXPIRED
    assert failure_of(calls_to(elsewhere, halt=halt)).reason is GapReason.EXPIRED
    assert elsewhere.asked == []


def test_credentials_that_cannot_be_refreshed_count_as_expired():
    assert failure_of(calls_to(Service(NoCredentialsError()))).reason is GapReason.EXPIRED


STILL_EXPIRED = RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired.")


@pytest.mark.parametrize("renewal", [error("AccessDenied", 403, operation="AssumeRole"), STILL_EXPIRED])
def test_credentials_whose_renewal_fails_count_as_expired(renewal):
    halt = Halt()
    failure = failure_of(calls_to(Service(renewal), halt=halt))
    assert (failure.reason, failure.needs) == (GapReason.EXPIRED, "credentials that last for the whole scan")
    assert failure_of(calls_to(Service({"Models": []}), halt=halt)).reason is GapReason.EXPIRED


def test_a_renewal_that_is_throttled_is_tried_again():
    throttled = error("Throttling", operation="AssumeRole")
    assert calls_to(Service(throttled, throttled, {"Results": []})).call("sagemaker:Search") == {"Results": []}


def test_an_error_of_our_own_is_none_of_awss():
    with pytest.raises(RuntimeError, match="can't start new thread"):
        calls_to(Service(RuntimeError("can't start new thread"))).call("sagemaker:Search")


def test_a_region_that_is_closed_is_asked_once():
    service = Service(error("OptInRequired", 401))
    calls = calls_to(service)
    assert failure_of(calls) == failure_of(calls, "ec2:DescribeSubnets")
    assert len(service.asked) == 1


def test_stopping_the_scan_ends_a_wait_at_once():
    halt = Halt()
    halt.stop(stopped())
    start = time.monotonic()
    with pytest.raises(CallError):
        halt.wait(60)
    assert time.monotonic() - start < 1


def test_pages_are_followed_to_the_end_through_empty_ones():
    service = Service(
        {"Models": [{"n": 1}], "NextToken": "a"}, {"Models": [], "NextToken": "b"}, {"Models": [{"n": 2}]}
    )
    found = list(calls_to(service).items("sagemaker:ListModels", "Models", MaxResults=100))
    assert found == [{"n": 1}, {"n": 2}]
    assert [params for _, params in service.asked] == [
        {"MaxResults": 100},
        {"MaxResults": 100, "NextToken": "a"},
        {"MaxResults": 100, "NextToken": "b"},
    ]


def test_a_page_that_repeats_for_ever_is_given_up():
    service = Service({"Models": [], "NextToken": "a"})
    with pytest.raises(CallError, match="repeats the same page"):
        list(calls_to(service).pages("sagemaker:ListModels"))
