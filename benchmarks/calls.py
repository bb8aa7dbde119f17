"""A collection of 1,000 training jobs, 100 models and 20 endpoints, all families: at most 118 calls, 2 s and 120 MB.

Prowler 5.46.0 was measured on such an account at 2,358 calls, 31.7 s and 493 MB; it does not share an environment with
tipstaff, so the peer in this run is boto3 that lists, describes and reads tags one by one, which is what it does. The
client is the installed command in a process of its own; the fake AWS shares the machine's cores with it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import memory_of
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


def collect(aws: FakeAws, directory: Path) -> float:
    """Collect once with the installed command, print what it took, and give the seconds."""
    aws.calls.reset()
    output, cache = directory / "account.jsonl.zst", directory / "cache"
    command = [Path(sys.executable).with_name("tipstaff"), "collect", "--family", "all", "--management", "--quiet"]
    command += ["--region", "us-east-1", "--cache", cache, "-o", output]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started, memory = time.perf_counter(), 0.0
    with subprocess.Popen(command, env=environment | aws.environment()) as process:
        while process.poll() is None:
            memory = max(memory, memory_of(process.pid))
            time.sleep(0.01)
    took = time.perf_counter() - started
    calls, code = len(aws.calls), process.returncode
    print(f"{calls} calls (bar 118)  {took:.2f} s (bar 2)  {memory:.0f} MB (bar 120)  exit {code}")
    return took


def one_by_one(aws: FakeAws) -> None:
    """List, describe and read the tags of each resource with boto3 as it comes, and print what it took."""
    aws.calls.reset()
    client, started = aws.client("sagemaker"), time.perf_counter()
    for operation, key, describe, name, arn in PEER:
        for page in client.get_paginator(operation).paginate(MaxResults=100):
            for item in page[key]:
                getattr(client, describe)(**{name: item[name]})
                client.list_tags(ResourceArn=item[arn])
    print(f"boto3, one by one, these four types alone: {len(aws.calls)} calls  {time.perf_counter() - started:.2f} s")


_HEADINGS = {0: "while the fake AWS wakes up", 1: "first scans, without anything kept"}
PEER = (
    ("list_training_jobs", "TrainingJobSummaries", "describe_training_job", "TrainingJobName", "TrainingJobArn"),
    ("list_models", "Models", "describe_model", "ModelName", "ModelArn"),
    ("list_endpoint_configs", "EndpointConfigs", "describe_endpoint_config", "EndpointConfigName", "EndpointConfigArn"),
    ("list_endpoints", "Endpoints", "describe_endpoint", "EndpointName", "EndpointArn"),
)

with FakeAws.start() as aws, tempfile.TemporaryDirectory() as directory:
    seed(aws)
    taken = []
    for number in range(6):
        if number in _HEADINGS:
            print(_HEADINGS[number])
        (Path(directory) / str(number)).mkdir()
        taken.append(collect(aws, Path(directory) / str(number)))
    print(f"median of the five {statistics.median(taken[1:]):.2f} s")
    one_by_one(aws)
    print("second scans")
    for _ in range(3):
        collect(aws, Path(directory) / "0")
    for operation, count in sorted(aws.calls.by_operation().items(), key=lambda item: -item[1])[:8]:
        print(f"  {count:4}  {operation}")
