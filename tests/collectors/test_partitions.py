"""In every partition ids are ARNs of that partition, and what belongs to no region lies in its own place."""

import pytest

from scanner.resource_types import (
    BUCKET,
    ENDPOINT,
    IMAGE,
    MODEL,
    ROLE,
    ROUTE_TABLE,
    SCALABLE_TARGET,
    SCALING_ACTIVITY,
)
from tests.collectors.collection import collected, wanting
from tests.collectors.conftest import DIMENSION, RUNNING, VARIANT

PARTITIONS = {"us-east-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov"}
MADE = (ENDPOINT, MODEL, ROUTE_TABLE, SCALABLE_TARGET, SCALING_ACTIVITY, ROLE, BUCKET, IMAGE)
DIGEST = f"sha256:{'0' * 64}"


def seed(aws, region, partition):
    """Have one of each, named by a model."""
    place = aws.account(region=region)
    role = f"arn:{partition}:iam::111122223333:role/trainer"
    host = f"111122223333.dkr.ecr.{region}.amazonaws.com{'.cn' if partition == 'aws-cn' else ''}"
    container = {"Image": f"{host}/churn@{DIGEST}", "ModelDataUrl": "s3://churn-models/m.tar.gz"}
    place.seed("Model", {"ModelName": "m", "ExecutionRoleArn": role, "PrimaryContainer": container})
    place.seed("Endpoint", {"EndpointName": "e", "EndpointConfigName": "c", "ProductionVariants": [RUNNING]})
    place.seed("ScalableTarget", {"ResourceId": VARIANT, "ScalableDimension": DIMENSION, "MinCapacity": 1})
    place.seed("ScalingActivity", {"ResourceId": VARIANT, "ActivityId": "a-1"})
    place.seed("RoleDetail", {"RoleName": "trainer", "Arn": role})
    place.seed("ImageDetail", {"repositoryName": "churn", "imageDigest": DIGEST})
    where = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region != "us-east-1" else {}
    aws.client("s3", region_name=region).create_bucket(Bucket="churn-models", **where)


@pytest.mark.parametrize("region", PARTITIONS)
def test_ids_are_of_the_partition_and_nothing_is_missed(aws, region):
    partition = PARTITIONS[region]
    seed(aws, region, partition)
    found = collected(aws, wanting(*MADE), regions=(region,))
    assert found.gaps == []
    assert {item.type for item in found.resources} == set(MADE)
    assert [item.id for item in found.resources if not item.id.startswith(f"arn:{partition}:")] == []
    assert found.roots == [f"111122223333/{region}", f"111122223333/{partition}-global"]
    places = {item.type: item.region for item in found.resources}
    assert {places[ROLE], places[BUCKET]} == {f"{partition}-global"}
    assert {places[kind] for kind in MADE if kind not in {ROLE, BUCKET}} == {region}
