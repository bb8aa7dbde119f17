"""Accounts on the fake AWS for the collectors to read."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

VARIANT = "endpoint/e/variant/main"
DIMENSION = "sagemaker:variant:DesiredInstanceCount"
VPC = {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
JOB = {
    "TrainingJobName": "nightly-1",
    "CreationTime": "2026-11-20T03:00:00.250Z",
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
    "RemoteDebugConfig": {"EnableRemoteDebug": True},
    "BillableTimeInSeconds": 1800,
    "SecondaryStatusTransitions": [
        {"Status": "Starting", "StartTime": "2026-11-20T03:00:01Z", "EndTime": "2026-11-20T03:01:00Z"},
    ],
    "VpcConfig": VPC,
}
RUNNING = {"VariantName": "main", "CurrentInstanceCount": 2, "DesiredInstanceCount": 2, "CurrentWeight": 0.5}
ELEMENTS = (
    ("ScalableTarget", {"ResourceId": VARIANT, "ScalableDimension": DIMENSION, "MinCapacity": 1, "MaxCapacity": 4}),
    (
        "ScalingPolicy",
        {
            "ResourceId": VARIANT,
            "PolicyName": "p",
            "PolicyARN": "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:p",
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.5},
        },
    ),
    (
        "ScheduledAction",
        {
            "ResourceId": VARIANT,
            "ScheduledActionName": "night",
            "ScheduledActionARN": "arn:aws:autoscaling:us-east-1:111122223333:scheduledAction:night",
            "StartTime": "2026-11-20T20:00:00Z",
        },
    ),
    ("ScalingActivity", {"ResourceId": VARIANT, "ActivityId": "a-1", "StartTime": "2026-11-20T03:00:00Z"}),
    (
        "MetricAlarm",
        {
            "AlarmName": "errors",
            "AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors",
            "Threshold": 1.5,
            "Dimensions": [{"Name": "EndpointName", "Value": "e"}],
            "StateUpdatedTimestamp": "2026-11-20T03:00:00.500Z",
        },
    ),
    (
        "Subnet",
        {"SubnetId": "subnet-1", "AvailabilityZone": "us-east-1a", "Tags": [{"Key": "tier", "Value": "private"}]},
    ),
    ("SecurityGroup", {"GroupId": "sg-1", "GroupName": "training", "VpcId": "vpc-1"}),
)


@pytest.fixture(scope="session", autouse=True)
def awake(aws_server):
    """Let moto, behind the fake, have imported what it takes seconds to import, so that short deadlines hold."""
    aws_server.reset()
    aws_server.client("sts", read_timeout=60).get_caller_identity()
    aws_server.client("ec2", read_timeout=60).describe_availability_zones()


@pytest.fixture
def populated(aws, monkeypatch):
    """Give a fake AWS with one thing of every kind."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    place = aws.account()
    place.seed("TrainingJob", JOB, tags={"team": "search"})
    place.seed("Model", {"ModelName": "m", "EnableNetworkIsolation": True}, tags={"environment": "production"})
    variants = [{"VariantName": "main", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 2}]
    place.seed("EndpointConfig", {"EndpointConfigName": "c", "ProductionVariants": variants}, tags={"team": "ads"})
    endpoint = {"EndpointName": "e", "EndpointConfigName": "c", "ProductionVariants": [RUNNING]}
    place.seed("Endpoint", endpoint, tags={"team": "ads", "environment": "production"})
    place.seed("InferenceRecommendationsJob", {"JobName": "load-test", "InputConfig": {"ModelName": "m"}})
    for kind, document in ELEMENTS:
        place.seed(kind, document)
    return aws


@pytest.fixture
def large(aws):
    """Give a fake AWS with 1,000 runs of 20 recurring jobs, 100 models and 20 endpoints."""
    place = aws.account()
    place.seed_many("TrainingJob", (_run(number) for number in range(1000)))
    place.seed_many("Model", ({"ModelName": f"m{number}"} for number in range(100)))
    for number in range(20):
        variants = [{"VariantName": "main", "ModelName": f"m{number}"}]
        place.seed("EndpointConfig", {"EndpointConfigName": f"c{number}", "ProductionVariants": variants})
        place.seed("Endpoint", {"EndpointName": f"e{number}", "EndpointConfigName": f"c{number}"})
    return aws


def _run(number):
    day, family = divmod(number, 20)
    moment = f"2026-{10 + day // 25:02}-{1 + day % 25:02}"
    return JOB | {
        "TrainingJobName": f"family-{ascii_lowercase[family]}-{moment}-03-00-00",
        "CreationTime": f"{moment}T03:00:{family:02}Z",
    }
