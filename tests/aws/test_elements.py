"""The lists of other services, and tags by three ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

SCALED = "endpoint/e/variant/v"


def test_scalable_targets_page_by_fifty(aws: FakeAws):
    for number in range(60):
        target = {"ResourceId": f"endpoint/e{number}/variant/v", "MinCapacity": 1, "MaxCapacity": 2}
        aws.account().seed("ScalableTarget", target)
    client = aws.client("application-autoscaling")
    first = client.describe_scalable_targets(ServiceNamespace="sagemaker")
    second = client.describe_scalable_targets(ServiceNamespace="sagemaker", NextToken=first["NextToken"])
    assert [len(page["ScalableTargets"]) for page in (first, second)] == [50, 10]
    assert "NextToken" not in second


def test_scaling_lists_are_filtered(aws: FakeAws):
    place = aws.account()
    for name in ("e", "f"):
        place.seed(
            "ScalingPolicy", {"PolicyName": name, "ResourceId": f"endpoint/{name}/variant/v", "PolicyARN": "-" * 9}
        )
    client = aws.client("application-autoscaling")

    def names(**params: object) -> list[str]:
        return [policy["PolicyName"] for policy in client.describe_scaling_policies(**params)["ScalingPolicies"]]

    assert names(ServiceNamespace="sagemaker") == ["e", "f"]
    assert names(ServiceNamespace="sagemaker", ResourceId=SCALED) == ["e"]
    assert names(ServiceNamespace="sagemaker", PolicyNames=["f"]) == ["f"]
    assert names(ServiceNamespace="ecs") == []


def test_a_mistaken_page_size_is_refused(aws: FakeAws):
    with pytest.raises(ClientError, match="less than or equal to 50"):
        aws.client("application-autoscaling").describe_scalable_targets(ServiceNamespace="sagemaker", MaxResults=51)


def test_activities_and_scheduled_actions_are_answered(aws: FakeAws):
    place = aws.account()
    place.seed("ScalingActivity", {"ActivityId": "a", "ResourceId": SCALED})
    place.seed("ScheduledAction", {"ScheduledActionName": "night", "ResourceId": SCALED})
    client = aws.client("application-autoscaling")
    activities = client.describe_scaling_activities(ServiceNamespace="sagemaker")["ScalingActivities"]
    actions = client.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert activities[0]["ScalableDimension"] == "sagemaker:variant:DesiredInstanceCount"
    assert actions[0]["ScheduledActionName"] == "night"


def test_alarms_are_answered(aws: FakeAws):
    dimensions = [{"Name": "EndpointName", "Value": "e"}]
    aws.account().seed("MetricAlarm", {"AlarmName": "errors", "Dimensions": dimensions, "Threshold": 0.5})
    alarms = aws.client("cloudwatch").describe_alarms(AlarmTypes=["MetricAlarm"], MaxRecords=100)["MetricAlarms"]
    assert [(alarm["AlarmName"], alarm["Dimensions"], alarm["Threshold"]) for alarm in alarms] == [
        ("errors", dimensions, 0.5)
    ]


def test_seeded_subnets_take_the_place_of_motos(aws: FakeAws):
    hostile = "<script>alert('subnet')</script> & more"
    aws.account().seed(
        "Subnet",
        {
            "SubnetId": "subnet-1",
            "AvailabilityZone": "us-east-1a",
            "AvailabilityZoneId": "use1-az1",
            "MapPublicIpOnLaunch": False,
            "Tags": [{"Key": "Name", "Value": hostile}],
        },
    )
    client = aws.client("ec2")
    (subnet,) = client.describe_subnets(MaxResults=1000)["Subnets"]
    assert (subnet["AvailabilityZoneId"], subnet["Tags"][0]["Value"]) == ("use1-az1", hostile)
    assert client.describe_subnets(SubnetIds=["subnet-2"])["Subnets"] == []
    assert client.describe_security_groups()["SecurityGroups"] == []


def test_security_groups_keep_their_rules(aws: FakeAws):
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    aws.account().seed("SecurityGroup", {"GroupId": "sg-1", "GroupName": "g", "IpPermissions": [rule]})
    (group,) = aws.client("ec2").describe_security_groups()["SecurityGroups"]
    assert group["IpPermissions"] == [rule]


@pytest.fixture
def tagged(aws: FakeAws) -> FakeAws:
    """Give 130 tagged models, one tagged endpoint and one model without tags."""
    place = aws.account()
    for number in range(130):
        place.seed("Model", {"ModelName": f"m{number}"}, tags={"team": "ads" if number else "web"})
    place.seed("Model", {"ModelName": "untagged"})
    place.seed("Endpoint", {"EndpointName": "e"}, tags={"team": "ads", "stage": "live"})
    return aws


def _tagged(aws: FakeAws, **params) -> list[str]:
    pages = aws.client("resourcegroupstaggingapi").get_paginator("get_resources").paginate(**params)
    return [item["ResourceARN"] for page in pages for item in page["ResourceTagMappingList"]]


def test_the_tagging_api_gives_what_has_tags(tagged: FakeAws):
    assert len(_tagged(tagged, ResourceTypeFilters=["sagemaker"], ResourcesPerPage=100)) == 131
    assert len(_tagged(tagged, ResourceTypeFilters=["sagemaker:model"], ResourcesPerPage=100)) == 130
    assert tagged.calls.count("resourcegroupstaggingapi:GetResources") == 4


def test_the_tagging_api_filters_by_tag(tagged: FakeAws):
    wanted = [{"Key": "team", "Values": ["web"]}]
    assert _tagged(tagged, TagFilters=wanted, ResourceTypeFilters=["sagemaker"]) == [
        tagged.account().arn("Model", "m0")
    ]


def test_list_tags_gives_the_tags_of_one(tagged: FakeAws):
    client = tagged.client("sagemaker")
    endpoint, untagged = tagged.account().arn("Endpoint", "e"), tagged.account().arn("Model", "untagged")
    assert client.list_tags(ResourceArn=endpoint)["Tags"] == [
        {"Key": "team", "Value": "ads"},
        {"Key": "stage", "Value": "live"},
    ]
    assert client.list_tags(ResourceArn=untagged)["Tags"] == []
