"""Several regions at once: one that is closed, denied or silent is one gap, and `all` means those that are enabled."""

import pytest

from tests.cli.live import endpoint, endpoint_config, gaps, statuses

OTHER = "eu-west-1"
BOTH = ("--region", "us-east-1", "--region", OTHER)
_ALONE = {}
"""What a scan of the one region finds, the same for every test."""


def scan(live, *more, timeout=120):
    return live("scan", "-o", "json", "--no-cache", *more, timeout=timeout)


def of_region(ran, region):
    return {key: status for key, status in statuses(ran).items() if f":{region}:" in key[1]}


def denied(faults):
    """Everything but who one is, which AWS answers whatever a policy says."""
    for service in ("sagemaker", "ec2", "application-autoscaling", "resourcegroupstaggingapi"):
        faults.deny_by_organization(f"{service}:*", region=OTHER)


def closed(faults):
    faults.close_region(OTHER)


def silent(faults):
    faults.hang("*", region=OTHER)


REASONS = {denied: "denied", closed: "denied", silent: "unreachable"}
MOST_CALLS = {denied: 12, closed: 1, silent: 3}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("fault", REASONS)
def test_a_region_that_cannot_be_looked_at_is_one_gap_and_few_calls(live, aws, fault):
    if not _ALONE:
        _ALONE.update(statuses(scan(live, "--region", "us-east-1")))
    aws.calls.reset()
    fault(aws.faults)
    ran = scan(live, *BOTH)
    assert ran.code == 1
    (gap,) = [gap for gap in gaps(ran) if gap[0].endswith(OTHER)]
    assert gap[:3] == (f"111122223333/{OTHER}", "", REASONS[fault])
    assert [gap for gap in gaps(ran) if not gap[0].endswith(OTHER)] == []
    assert of_region(ran, "us-east-1") == _ALONE
    assert {status for key, status in statuses(ran).items() if f"/{OTHER}" in key[1] or f":{OTHER}:" in key[1]} <= {
        "unknown"
    }
    assert 0 < aws.calls.count(region=OTHER) <= MOST_CALLS[fault]


@pytest.mark.usefixtures("account")
def test_all_regions_are_those_that_are_enabled(live, aws):
    for region, count in (("us-east-1", 2), (OTHER, 3)):
        for number in range(count):
            place = aws.account(region=region)
            place.seed("EndpointConfig", endpoint_config(f"all-{number}"))
            place.seed("Endpoint", endpoint(f"all-{number}", f"all-{number}"), tags={"Environment": "production"})
    ran = scan(live, "--region", "all", "--policy", "EPT001")
    assert ran.code == 1, ran.err
    regions = {root.partition("/")[2] for root in ran.result["scan"]["roots"]}
    assert {"us-east-1", OTHER, "ap-southeast-2"} <= regions
    assert aws.calls.count("ec2:DescribeRegions") == 1
    assert regions == {call.region for call in aws.calls.of("sagemaker:ListEndpoints")}
    assert len(of_region(ran, OTHER)) == 3
    assert {finding["subject"]["region"] for finding in ran.result["findings"]} == {"us-east-1", OTHER}


def test_all_regions_without_leave_to_list_them_says_what_to_do(live, aws):
    aws.faults.deny("ec2:DescribeRegions")
    ran = scan(live, "--region", "all", "--policy", "EPT001")
    assert (ran.code, ran.out) == (4, "")
    assert "ec2:DescribeRegions" in ran.err
    assert "name them with --region" in ran.err


def test_an_empty_account_is_clean_in_few_calls(live, aws):
    ran = scan(live, "--region", "us-east-1")
    assert (ran.code, ran.result["findings"], gaps(ran)) == (0, [], [])
    assert len(aws.calls) <= 15
