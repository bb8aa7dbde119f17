"""Collect from a fake AWS over HTTP: what is there, in how few calls, and what is lost when AWS does not play along."""

import time
from collections import Counter
from dataclasses import replace

import pytest

from scanner.collectors import Silent, State, Target, Wanted, collect
from scanner.errors import AccountError, ConfigError, CredentialsError
from scanner.model import GapReason, Resource
from scanner.resource_types import (
    ALARM,
    AVAILABILITY_ZONE,
    ENDPOINT,
    ENDPOINT_CONFIG,
    MODEL,
    RECOMMENDATION_JOB,
    SCALABLE_TARGET,
    SCALING_ACTIVITY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SECURITY_GROUP,
    SUBNET,
    TRAINING_JOB,
)
from tests.aws.faults import After, Every, First, Share
from tests.collectors import collection
from tests.collectors.collection import HASTY, QUICK, SCOPE

SEEDED = (
    TRAINING_JOB,
    MODEL,
    ENDPOINT_CONFIG,
    ENDPOINT,
    RECOMMENDATION_JOB,
    SCALABLE_TARGET,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SCALING_ACTIVITY,
    ALARM,
    SUBNET,
    SECURITY_GROUP,
    AVAILABILITY_ZONE,
)


def wanting(*kinds, reads=None):
    """Want these types, or one of each make."""
    return collection.wanting(*(kinds or SEEDED), reads=reads)


def collected(aws, wanted=None, **how):
    return collection.collected(aws, wanted or wanting(), **how)


def test_tags_come_with_the_resources(populated):
    found = collected(populated)
    assert found.of(TRAINING_JOB)["nightly-1"].tags == {"team": "search"}
    assert found.of(MODEL)["m"].tags == {"environment": "production"}
    assert found.of(ENDPOINT_CONFIG)["c"].tags == {"team": "ads"}
    assert found.of(ENDPOINT)["e"].tags == {"environment": "production", "team": "ads"}


def test_every_resource_has_an_id_of_its_own_an_account_and_a_region(populated):
    resources = collected(populated).resources
    assert len({resource.id for resource in resources}) == len(resources)
    assert all(resource.id.startswith("arn:aws:") for resource in resources)
    assert {resource.scope for resource in resources} == {SCOPE}


def test_a_whole_account_leaves_no_gap(populated):
    found = collected(populated)
    assert found.gaps == []
    assert found.roots == [SCOPE]


def test_only_the_families_that_are_wanted_are_called(populated):
    collected(populated, wanting(MODEL))
    assert set(populated.calls.by_operation()) == {"sts:GetCallerIdentity", "sagemaker:Search", "sagemaker:ListModels"}


def test_tags_that_no_policy_reads_are_not_read_and_said_not_to_be(populated):
    found = collected(populated, Wanted(frozenset({ENDPOINT}), {ENDPOINT: frozenset({("EndpointName",)})}))
    assert "resourcegroupstaggingapi:GetResources" not in populated.calls.by_operation()
    assert [(gap.reason, gap.type, gap.path) for gap in found.gaps] == [(GapReason.NOT_ASKED, ENDPOINT, ("Tags",))]


def test_progress_is_told_family_by_family(populated):
    tally = collected(populated, wanting(MODEL)).tallies["us-east-1", "models"]
    assert (tally.state, tally.found, tally.expected, tally.calls) == (State.DONE, 1, 1, 2)


def test_a_thousand_jobs_a_hundred_models_and_twenty_endpoints_need_at_most_150_calls(large):
    found = collected(large, wanting())
    assert Counter(resource.type for resource in found.resources) >= Counter(
        {TRAINING_JOB: 1000, MODEL: 100, ENDPOINT: 20, ENDPOINT_CONFIG: 20},
    )
    assert len(large.calls) <= 150
    assert large.calls.count("sagemaker:DescribeTrainingJob") == 20


def test_what_search_leaves_out_is_described_for_the_newest_run_of_each_recurring_job(large):
    jobs = collected(large, wanting(TRAINING_JOB))
    described = {job.name for job in jobs.resources if job.learned == "sagemaker:DescribeTrainingJob"}
    assert described == {f"family-{letter}-2026-11-25-03-00-00" for letter in "abcdefghijklmnopqrst"}
    assert all("RemoteDebugConfig" in job.document for job in jobs.resources if job.name in described)


def test_without_search_the_same_comes_from_list_and_describe(populated):
    before = collected(populated).facts()
    populated.faults.deny("sagemaker:Search")
    after = collected(populated)
    assert after.facts() == before
    assert after.gaps == []
    assert after.of(MODEL)["m"].learned == "sagemaker:DescribeModel"


def test_what_search_has_not_indexed_yet_is_found_by_the_list(populated):
    populated.account().seed(
        "Model", {"ModelName": "new", "CreationTime": "2026-11-20T12:00:00Z"}, tags={"a": "b"}, hidden=True
    )
    model = collected(populated).of(MODEL)["new"]
    assert (model.learned, model.tags) == ("sagemaker:DescribeModel", {"a": "b"})


def test_what_no_policy_reads_beyond_the_list_is_not_described(populated):
    reads = {ENDPOINT: frozenset({("EndpointStatus",)})}
    endpoint = collected(populated, wanting(ENDPOINT, reads=reads)).of(ENDPOINT)["e"]
    assert (endpoint.learned, endpoint.document["EndpointStatus"]) == ("sagemaker:ListEndpoints", "InService")
    assert populated.calls.count("sagemaker:DescribeEndpoint") == 0


def test_when_neither_search_nor_list_is_allowed_one_gap_names_search(populated):
    populated.faults.deny("sagemaker:Search")
    populated.faults.deny("sagemaker:ListModels")
    found = collected(populated, wanting(MODEL))
    assert found.resources == []
    assert [(gap.needs, gap.type, gap.resource) for gap in found.gaps] == [("sagemaker:Search", MODEL, "")]
    assert "sagemaker:ListModels" in found.gaps[0].message


def test_a_resource_that_may_not_be_described_is_kept_as_the_list_knows_it(populated):
    populated.faults.deny("sagemaker:DescribeEndpoint")
    found = collected(populated, wanting(ENDPOINT))
    endpoint = found.of(ENDPOINT)["e"]
    assert endpoint.document["EndpointStatus"] == "InService"
    assert "EndpointConfigName" not in endpoint.document
    assert [(gap.needs, gap.resource, gap.path) for gap in found.gaps] == [
        ("sagemaker:DescribeEndpoint", endpoint.id, ()),
    ]


def test_refused_tags_leave_the_resources_and_a_gap_on_their_tags(populated):
    populated.faults.deny("resourcegroupstaggingapi:GetResources")
    found = collected(populated, wanting(ENDPOINT))
    assert "e" in found.of(ENDPOINT)
    assert [(gap.needs, gap.type, gap.path) for gap in found.gaps] == [("tag:GetResources", ENDPOINT, ("Tags",))]


def test_a_field_that_search_leaves_out_and_describe_may_not_give_is_a_gap_on_that_field(populated):
    populated.faults.deny("sagemaker:DescribeTrainingJob")
    found = collected(populated, wanting(TRAINING_JOB, reads={TRAINING_JOB: frozenset({("RemoteDebugConfig",)})}))
    assert "nightly-1" in found.of(TRAINING_JOB)
    assert {(gap.needs, gap.path) for gap in found.gaps} == {("sagemaker:DescribeTrainingJob", ("RemoteDebugConfig",))}


def test_throttling_half_of_all_calls_loses_nothing(populated):
    before = collected(populated).facts()
    populated.faults.throttle("*", Share(0.5))
    found = collected(populated)
    assert found.facts() == before
    assert found.gaps == []


def test_a_scan_makes_no_more_calls_per_second_than_it_may(populated):
    collected(populated, regions=("us-east-1", "eu-west-1"), patience=replace(QUICK, max_rate=100))
    moments = [call.at for call in populated.calls]
    assert max(moments) - min(moments) > 0.8 * (len(moments) - 1) / 100


def test_server_errors_on_half_of_all_calls_lose_nothing(populated):
    before = collected(populated).facts()
    populated.faults.fail("*", Every(2))
    found = collected(populated)
    assert found.facts() == before
    assert found.gaps == []


def test_empty_pages_lose_nothing(populated):
    before = collected(populated).facts()
    for operation in populated.calls.by_operation():
        populated.faults.empty_pages(operation, First(1))
    assert collected(populated).facts() == before


def test_a_service_that_only_throttles_is_a_gap_in_the_end(populated):
    populated.faults.throttle("sagemaker:ListEndpoints")
    found = collected(populated, wanting(ENDPOINT, MODEL), patience=HASTY)
    assert [(gap.reason, gap.type) for gap in found.gaps] == [(GapReason.THROTTLED, ENDPOINT)]
    assert "m" in found.of(MODEL)


def test_credentials_that_expire_half_way_end_the_scan_with_what_was_collected(populated):
    before = collected(populated).facts()
    populated.faults.expire(After(len(populated.calls) // 2))
    found = collected(populated)
    assert {gap.reason for gap in found.gaps} == {GapReason.EXPIRED}
    assert 0 < len(found.resources) < len(before)
    assert found.facts().items() <= before.items()
    unfinished = {gap.type for gap in found.gaps}
    assert {fact[0] for identity, fact in before.items() if identity not in found.facts()} <= unfinished


def test_a_resource_deleted_between_list_and_describe_is_a_gap(populated):
    gone = 'Could not find endpoint "arn:aws:sagemaker:us-east-1:111122223333:endpoint/e".'
    populated.faults.refuse("sagemaker:DescribeEndpoint", "ValidationException", gone)
    found = collected(populated, wanting(ENDPOINT))
    assert found.of(ENDPOINT) == {}
    assert [(gap.reason, gap.type, gap.message) for gap in found.gaps] == [
        (GapReason.DELETED, ENDPOINT, "e was deleted while the scan ran"),
    ]
    assert found.gaps[0].resource.endswith(":endpoint/e")


def test_regions_are_collected_side_by_side_and_kept_apart(populated):
    populated.account(region="eu-west-1").seed("Model", {"ModelName": "m"})
    found = collected(populated, wanting(MODEL), regions=("us-east-1", "eu-west-1"))
    assert {model.scope for model in found.resources} == set(found.roots)
    assert len(found.roots) == 2


def test_a_region_that_hangs_is_one_gap_and_the_others_go_on(populated):
    populated.faults.hang("*", region="eu-west-1")
    found = collected(populated, wanting(MODEL, ENDPOINT), regions=("eu-west-1", "us-east-1"), patience=HASTY)
    assert len(found.resources) == 2
    assert [(gap.reason, gap.scope, gap.type) for gap in found.gaps] == [
        (GapReason.UNREACHABLE, "111122223333/eu-west-1", ""),
    ]
    assert len(found.roots) == 2


def test_a_region_that_is_not_enabled_is_one_gap_and_the_others_go_on(populated):
    populated.faults.close_region("me-south-1")
    found = collected(populated, wanting(MODEL), regions=("me-south-1", "us-east-1"))
    assert [(gap.reason, gap.scope, gap.type, gap.needs) for gap in found.gaps] == [
        (GapReason.DENIED, "111122223333/me-south-1", "", "the region enabled for the account"),
    ]
    assert "m" in found.of(MODEL)


def test_credentials_that_no_region_accepts_are_an_error(populated):
    populated.faults.close_region("us-east-1")
    with pytest.raises(CredentialsError, match="InvalidClientTokenId"):
        collected(populated, wanting(MODEL))


def test_connections_that_break_half_of_the_time_lose_nothing(populated):
    populated.faults.cut_connection("sagemaker:*", Every(2))
    found = collected(populated, wanting(MODEL, ENDPOINT))
    assert set(found.of(MODEL)) == {"m"}
    assert set(found.of(ENDPOINT)) == {"e"}
    assert found.gaps == []


def test_an_address_where_nothing_listens_is_an_error_with_a_hint(aws):
    target = Target(None, ("us-east-1",), aws.url.rpartition(":")[0] + ":9")
    with pytest.raises(AccountError, match="cannot be reached in us-east-1") as caught:
        list(collect(target, wanting(MODEL), Silent(), HASTY))
    assert "--endpoint-url" in caught.value.hint


def test_expired_credentials_at_the_start_are_an_error_with_a_hint(populated):
    populated.faults.expire()
    with pytest.raises(CredentialsError, match="ExpiredToken") as caught:
        collected(populated)
    assert "aws sts get-caller-identity" in caught.value.hint


def test_no_credentials_are_an_error_with_a_hint(populated, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(CredentialsError, match="there are no AWS credentials") as caught:
        collected(populated)
    assert "aws sso login" in caught.value.hint


def test_a_profile_that_does_not_exist_is_an_error():
    with pytest.raises(CredentialsError, match="nobody"):
        list(collect(Target("nobody", ("us-east-1",)), wanting(MODEL), Silent()))


def test_a_session_without_a_region_is_an_error(populated, monkeypatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(ConfigError, match="no AWS region"):
        collected(populated, regions=())


@pytest.mark.parametrize("region", ["eu west 1", "-", "x" * 80])
def test_a_region_that_cannot_be_one_is_an_error(populated, region):
    with pytest.raises(ConfigError):
        collected(populated, regions=(region,))


@pytest.mark.parametrize("address", ["example", "http://", "not an address"])
def test_an_endpoint_that_is_no_address_is_an_error(address):
    with pytest.raises(ConfigError, match="is not an address"):
        list(collect(Target(None, ("us-east-1",), address), wanting(MODEL), Silent()))


def test_the_region_of_the_session_is_taken_when_none_is_named(populated):
    assert collected(populated, wanting(MODEL), regions=()).roots == [SCOPE]


def test_a_scan_that_is_given_up_keeps_what_came_and_stops_calling(large):
    large.faults.delay("sagemaker:Describe*", 0.2)
    stream = collect(Target(None, ("us-east-1",), large.url), wanting(TRAINING_JOB, ENDPOINT), Silent(), QUICK)
    kept = [next(stream) for _ in range(3)]
    start = time.monotonic()
    stream.close()
    assert time.monotonic() - start < 1
    assert any(isinstance(item, Resource) for item in kept)
    settle(large)
    assert large.calls.count("sagemaker:DescribeEndpoint") < 20


def settle(aws):
    """Wait until what was under way is over."""
    seen = -1
    while seen != len(aws.calls):
        seen = len(aws.calls)
        time.sleep(0.5)


def test_network_and_alarms_are_read_in_one_call_each(populated):
    collected(populated, wanting(SUBNET, SECURITY_GROUP, AVAILABILITY_ZONE, ALARM))
    assert populated.calls.by_operation() == {
        "cloudwatch:DescribeAlarms": 1,
        "ec2:DescribeAvailabilityZones": 1,
        "ec2:DescribeSecurityGroups": 1,
        "ec2:DescribeSubnets": 1,
        "sts:GetCallerIdentity": 1,
    }
