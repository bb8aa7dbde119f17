"""A scan of 1,000 training jobs, 100 models and 20 endpoints with all policies: at most 150 calls.

Prowler 5.46.0 was measured on such an account at 2,358 calls; it does not share an environment with tipstaff, so the
figure beside ours is the count that List, Describe and ListTags one by one would need in this run.
"""

from __future__ import annotations

import os
import time

from scanner.catalog import load_catalog
from scanner.collectors import Target
from scanner.scan import collect_account
from tests.aws.server import FakeAws

JOBS, FAMILIES, MODELS, ENDPOINTS = 1000, 20, 100, 20


def seed(aws: FakeAws) -> None:
    """Put the account into the fake."""
    place = aws.account()
    for number in range(JOBS):
        stamp = f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}T03:{number % 60:02}:00Z"
        name = f"job{'abcdefghijklmnopqrst'[number % FAMILIES]}-{stamp[:10]}-03-{number % 60:02}-00"
        place.seed(
            "TrainingJob",
            {
                "TrainingJobName": name,
                "CreationTime": stamp,
                "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
                "TrainingTimeInSeconds": 3600,
                "BillableTimeInSeconds": 3600,
            },
        )
    for number in range(MODELS):
        place.seed(
            "Model",
            {"ModelName": f"model-{number}", "VpcConfig": {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}},
        )
    for number in range(ENDPOINTS):
        variant = {
            "VariantName": "main",
            "ModelName": f"model-{number}",
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 2,
        }
        place.seed("EndpointConfig", {"EndpointConfigName": f"config-{number}", "ProductionVariants": [variant]})
        running = {"VariantName": "main", "CurrentInstanceCount": 2, "DesiredInstanceCount": 2}
        place.seed(
            "Endpoint",
            {
                "EndpointName": f"endpoint-{number}",
                "EndpointConfigName": f"config-{number}",
                "ProductionVariants": [running],
            },
        )


with FakeAws.start() as aws:
    os.environ.update(aws.environment())
    seed(aws)
    started = time.perf_counter()
    collected = collect_account(Target(regions=("us-east-1",)), load_catalog().select(), lambda _message: None)
    took = time.perf_counter() - started
    calls = len(aws.calls)
    one_by_one = sum(2 * count + -(-count // 100) for count in (JOBS, MODELS, ENDPOINTS, ENDPOINTS))
    found = len(collected.snapshot.resources)
    print(f"{found} resources  {calls} calls in {took:.1f} s   (bar 150 calls; one by one {one_by_one})")
    for operation, count in sorted(aws.calls.by_operation().items(), key=lambda item: -item[1]):
        print(f"  {count:4}  {operation}")
