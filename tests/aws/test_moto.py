"""What moto answers, answered through the fake: for the calling account and no other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

OTHER_ACCOUNT = "444455556666"
MOMENT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
HOUR = timedelta(hours=1)
DIMENSIONS = [{"Name": "EndpointName", "Value": "e"}]


@pytest.mark.parametrize("service", ["s3", "cloudwatch", "sts", "ec2"])
def test_what_moto_answers_belongs_to_the_calling_account(aws: FakeAws, service: str):
    own, other = aws.client(service), aws.client(service, account=OTHER_ACCOUNT)
    match service:
        case "s3":
            _fill_bucket(own)
            _check_bucket(own)
            assert other.list_buckets()["Buckets"] == []
        case "cloudwatch":
            _put_metric(own)
            assert (_metric(own), _metric(other)) == ([7.0], [])
        case "sts":
            role = f"arn:aws:iam::{OTHER_ACCOUNT}:role/scanner"
            assert OTHER_ACCOUNT in own.assume_role(RoleArn=role, RoleSessionName="scan")["AssumedRoleUser"]["Arn"]
            assert other.get_caller_identity()["Account"] == OTHER_ACCOUNT
        case _:
            regions = [region["RegionName"] for region in own.describe_regions()["Regions"]]
            assert {"us-east-1", "eu-west-1"} <= set(regions)


def _fill_bucket(client) -> None:
    client.create_bucket(Bucket="bucket")
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    client.put_bucket_encryption(Bucket="bucket", ServerSideEncryptionConfiguration={"Rules": [rule]})
    client.put_public_access_block(Bucket="bucket", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    client.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    client.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": [{"Key": "team", "Value": "ads"}]})
    expiry = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}
    client.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": [expiry]})
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"}
    client.put_bucket_policy(Bucket="bucket", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def _check_bucket(client) -> None:
    assert [bucket["Name"] for bucket in client.list_buckets()["Buckets"]] == ["bucket"]
    (rule,) = client.get_bucket_encryption(Bucket="bucket")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms"}
    assert client.get_public_access_block(Bucket="bucket")["PublicAccessBlockConfiguration"]["BlockPublicAcls"] is True
    assert client.get_bucket_versioning(Bucket="bucket")["Status"] == "Enabled"
    assert client.get_bucket_tagging(Bucket="bucket")["TagSet"] == [{"Key": "team", "Value": "ads"}]
    assert client.get_bucket_lifecycle_configuration(Bucket="bucket")["Rules"][0]["Expiration"] == {"Days": 30}
    assert client.get_bucket_policy_status(Bucket="bucket")["PolicyStatus"]["IsPublic"] is True


def _put_metric(client) -> None:
    datum = {"MetricName": "Invocations", "Value": 7, "Timestamp": MOMENT, "Dimensions": DIMENSIONS}
    client.put_metric_data(Namespace="Custom", MetricData=[datum])


def _metric(client) -> list[float]:
    metric = {"Namespace": "Custom", "MetricName": "Invocations", "Dimensions": DIMENSIONS}
    query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
    answer = client.get_metric_data(MetricDataQueries=[query], StartTime=MOMENT - HOUR, EndTime=MOMENT + HOUR)
    return answer["MetricDataResults"][0]["Values"]
