"""Elements of other services come back field for field, in the service's own protocol."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.aws.element_kinds import element_kinds

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

OTHER_ACCOUNT = "444455556666"
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "a b/+&%<é>"}]}
ELEMENTS = {
    "RouteTable": (
        "describe_route_tables",
        {},
        {
            "RouteTableId": "rtb-1",
            "VpcId": "vpc-1",
            "Associations": [{"Main": False, "SubnetId": "subnet-1", "AssociationState": {"State": "associated"}}],
            "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}],
            "Tags": [{"Key": "Name", "Value": "<a&b>"}],
        },
    ),
    "VpcEndpoint": (
        "describe_vpc_endpoints",
        {},
        {
            "VpcEndpointId": "vpce-1",
            "VpcEndpointType": "Interface",
            "VpcId": "vpc-1",
            "ServiceName": "com.amazonaws.us-east-1.sagemaker.api",
            "State": "available",
            "PolicyDocument": json.dumps(TRUST),
            "SubnetIds": ["subnet-1", "subnet-2"],
            "Groups": [{"GroupId": "sg-1", "GroupName": "g"}],
            "PrivateDnsEnabled": True,
        },
    ),
    "NatGateway": (
        "describe_nat_gateways",
        {},
        {
            "NatGatewayId": "nat-1",
            "SubnetId": "subnet-1",
            "State": "available",
            "NatGatewayAddresses": [{"PublicIp": "1.2.3.4", "IsPrimary": True}],
        },
    ),
    "InstanceTypeOffering": (
        "describe_instance_type_offerings",
        {"LocationType": "availability-zone-id"},
        {"InstanceType": "p5.48xlarge", "LocationType": "availability-zone-id", "Location": "use1-az1"},
    ),
    "LogGroup": (
        "describe_log_groups",
        {},
        {"logGroupName": "/aws/sagemaker/TrainingJobs", "retentionInDays": 30, "storedBytes": 2**40, "kmsKeyId": "k"},
    ),
    "ServiceQuota": (
        "list_service_quotas",
        {"ServiceCode": "sagemaker"},
        {
            "ServiceCode": "sagemaker",
            "QuotaCode": "L-1",
            "QuotaName": "ml.g5.xlarge for endpoint usage",
            "Value": 4.0,
            "Adjustable": True,
            "UsageMetric": {"MetricNamespace": "AWS/Usage", "MetricDimensions": {"Class": "None"}},
        },
    ),
    "ImageDetail": (
        "describe_images",
        {"repositoryName": "rr"},
        {"repositoryName": "rr", "imageDigest": "sha256:1", "imageTags": ["v1", "latest"], "imageSizeInBytes": 5},
    ),
    "Repository": (
        "describe_repositories",
        {},
        {"repositoryName": "rr", "imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": False}},
    ),
    "Budget": (
        "describe_budgets",
        {"AccountId": "111122223333"},
        {
            "BudgetName": "ml",
            "TimeUnit": "MONTHLY",
            "BudgetType": "COST",
            "BudgetLimit": {"Amount": "1000", "Unit": "USD"},
            "CostFilters": {"Service": ["Amazon SageMaker"]},
        },
    ),
    "CostAllocationTag": (
        "list_cost_allocation_tags",
        {},
        {"TagKey": "team", "Type": "UserDefined", "Status": "Active", "LastUsedDate": "2026-11-01T00:00:00Z"},
    ),
    "RoleDetail": (
        "get_account_authorization_details",
        {"Filter": ["Role"]},
        {
            "Path": "/",
            "RoleName": "r",
            "RoleId": "A" * 20,
            "Arn": "arn:aws:iam::111122223333:role/r",
            "AssumeRolePolicyDocument": TRUST,
            "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": TRUST}],
            "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"}],
            "Tags": [{"Key": "team", "Value": "ads"}],
        },
    ),
    "ManagedPolicyDetail": (
        "get_account_authorization_details",
        {"Filter": ["LocalManagedPolicy"]},
        {
            "PolicyName": "p",
            "Arn": "arn:aws:iam::111122223333:policy/p",
            "DefaultVersionId": "v2",
            "IsAttachable": True,
            "PolicyVersionList": [{"Document": TRUST, "VersionId": "v2", "IsDefaultVersion": True}],
        },
    ),
}
"""By kind: the method that lists it, what it is asked with, and what is seeded."""


def _list(aws: FakeAws, kind: str, **params: object) -> list[dict]:
    found = element_kinds()[kind]
    method, asked, _ = ELEMENTS[kind]
    return getattr(aws.client(found.service), method)(**(asked | params))[found.key]


@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_comes_back_field_for_field(aws: FakeAws, kind: str):
    document = ELEMENTS[kind][2]
    aws.account().seed(kind, document)
    assert _list(aws, kind) == [document]
    aws.reset()
    if kind == "ImageDetail":
        aws.account().seed("Repository", {"repositoryName": "rr"})
    if kind != "InstanceTypeOffering":  # moto knows what instance types there are
        assert not [item for item in _list(aws, kind) if item.items() & document.items()]


@pytest.mark.parametrize(
    ("kind", "key", "sizes", "size"),
    [
        ("RouteTable", "RouteTableId", {"MaxResults": 100}, 100),
        ("VpcEndpoint", "VpcEndpointId", {"MaxResults": 60}, 60),
        ("LogGroup", "logGroupName", {}, 50),
        ("ServiceQuota", "QuotaCode", {}, 100),
        ("ImageDetail", "imageDigest", {"maxResults": 70}, 70),
        ("Budget", "BudgetName", {"MaxResults": 60}, 60),
        ("CostAllocationTag", "TagKey", {"MaxResults": 60}, 60),
        ("RoleDetail", "RoleName", {"MaxItems": 60}, 60),
    ],
)
def test_elements_page_with_their_services_tokens(aws: FakeAws, kind: str, key: str, sizes: dict, size: int):
    method, asked, document = ELEMENTS[kind]
    for number in range(110):
        aws.account().seed(kind, document | {key: f"{document[key]}-{number}"})
    found = element_kinds()[kind]
    client, paging = aws.client(found.service), found.paging
    pages, token = [], {}
    while True:
        page = getattr(client, method)(**(asked | sizes | token))
        pages.append([item[key] for item in page[found.key]])
        if not page.get(paging.token):
            break
        token = {paging.token: page[paging.token]}
    assert len(pages[0]) == size
    assert len({name for page in pages for name in page}) == sum(map(len, pages)) == 110


def test_authorization_details_page_as_one_list_and_say_so(aws: FakeAws):
    for kind in ("RoleDetail", "ManagedPolicyDetail"):
        aws.account(region="eu-west-1").seed(kind, ELEMENTS[kind][2])
    client = aws.client("iam")
    first = client.get_account_authorization_details(MaxItems=1)
    second = client.get_account_authorization_details(MaxItems=1, Marker=first["Marker"])
    assert (first["IsTruncated"], second["IsTruncated"]) == (True, False)
    assert (len(first["RoleDetailList"]), len(first["Policies"])) == (1, 0)
    assert (len(second["RoleDetailList"]), len(second["Policies"])) == (0, 1)
    assert client.get_account_authorization_details(Filter=["AWSManagedPolicy"])["Policies"] == []
    with pytest.raises(ClientError, match="less than or equal to 1000"):
        aws.client("iam").get_account_authorization_details(MaxItems=1001)


def test_images_and_repositories_that_are_missing_are_errors(aws: FakeAws):
    aws.account().seed("Repository", {"repositoryName": "empty"})
    aws.account().seed("ImageDetail", ELEMENTS["ImageDetail"][2])
    client = aws.client("ecr")
    assert client.describe_images(repositoryName="empty")["imageDetails"] == []
    tagged = client.describe_images(repositoryName="rr", imageIds=[{"imageTag": "v1"}, {"imageDigest": "sha256:1"}])
    assert [image["imageDigest"] for image in tagged["imageDetails"]] == ["sha256:1"]
    for call, code in (
        (lambda: client.describe_images(repositoryName="none"), "RepositoryNotFoundException"),
        (lambda: client.describe_repositories(repositoryNames=["none"]), "RepositoryNotFoundException"),
        (lambda: client.describe_images(repositoryName="rr", imageIds=[{"imageTag": "v2"}]), "ImageNotFoundException"),
    ):
        with pytest.raises(ClientError) as caught:
            call()
        assert caught.value.response["Error"]["Code"] == code


def test_images_of_another_registry_are_that_accounts(aws: FakeAws):
    aws.account(OTHER_ACCOUNT).seed("ImageDetail", ELEMENTS["ImageDetail"][2])
    assert len(_list(aws, "ImageDetail", registryId=OTHER_ACCOUNT)) == 1


@pytest.mark.parametrize(
    ("kind", "params", "hits"),
    [
        ("RouteTable", {"Filters": [{"Name": "association.subnet-id", "Values": ["subnet-1"]}]}, 1),
        ("RouteTable", {"Filters": [{"Name": "vpc-id", "Values": ["vpc-2"]}]}, 0),
        ("RouteTable", {"Filters": [{"Name": "tag:Name", "Values": ["<a*", "x"]}]}, 1),
        ("VpcEndpoint", {"Filters": [{"Name": "service-name", "Values": ["*.sagemaker.api"]}]}, 1),
        ("VpcEndpoint", {"Filters": [{"Name": "vpc-endpoint-state", "Values": ["pending"]}]}, 0),
        ("NatGateway", {"Filter": [{"Name": "state", "Values": ["available"]}]}, 1),
        ("NatGateway", {"NatGatewayIds": ["nat-2"]}, 0),
        ("InstanceTypeOffering", {"Filters": [{"Name": "instance-type", "Values": ["p5.*"]}]}, 1),
        ("InstanceTypeOffering", {"LocationType": "region"}, 0),
        ("LogGroup", {"logGroupNamePrefix": "/aws/sagemaker/"}, 1),
        ("LogGroup", {"logGroupNamePrefix": "sagemaker"}, 0),
        ("ServiceQuota", {"ServiceCode": "ec2"}, 0),
        ("Budget", {"AccountId": OTHER_ACCOUNT}, 0),
        ("CostAllocationTag", {"Status": "Inactive"}, 0),
        ("CostAllocationTag", {"TagKeys": ["team"]}, 1),
        ("Repository", {"repositoryNames": ["rr"]}, 1),
    ],
)
def test_elements_are_filtered(aws: FakeAws, kind: str, params: dict, hits: int):
    aws.account().seed(kind, ELEMENTS[kind][2])
    assert len(_list(aws, kind, **params)) == hits


def test_an_unknown_filter_of_ec2_is_refused(aws: FakeAws):
    aws.account().seed("RouteTable", ELEMENTS["RouteTable"][2])
    with pytest.raises(ClientError, match="nonsense"):
        _list(aws, "RouteTable", Filters=[{"Name": "nonsense", "Values": ["x"]}])
