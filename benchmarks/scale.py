"""A history of 100,000 training jobs: calls, CPU for a page of a hundred, memory, and what a second scan costs.

The fake AWS runs here, and the client in a process of its own; AWS's rates are left out, so that what is measured is
the client and the fake. Beside the client's figure for a page stands what botocore alone takes for the same pages.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from benchmarks.measure import peak_memory
from tests.aws.server import FakeAws

JOBS = int(os.environ.get("JOBS", "100000"))
CHANGED = JOBS // 100
FAMILIES = 50
NAMES = [f"recommender-{first}{second}" for first in "abcde" for second in "klmnopqrst"]
PAGE = 100
REGION = "us-east-1"
PEER_PAGES = min(100, JOBS // PAGE)
PROWLER_JOBS = 462_178


def transitions(begun: datetime) -> tuple[list[dict], datetime]:
    """Give the steps of a run, a minute each, and when the last one ended."""
    statuses = ("Starting", "Pending", "Downloading", "Training", "Uploading", "Completed")
    times = [begun + timedelta(seconds=60 * step) for step in range(len(statuses) + 1)]
    steps = [
        {"Status": status, "StartTime": start, "EndTime": end, "StatusMessage": f"{status} the training job"}
        for status, start, end in zip(statuses, times, times[1:], strict=False)
    ]
    return steps, times[-1]


def job(number: int, first: datetime) -> dict:
    """Describe one run of one of the recurring jobs, in about 4 KB as AWS does."""
    moment = first + timedelta(minutes=5 * number)
    name = f"{NAMES[number % FAMILIES]}-{moment:%Y-%m-%d-%H-%M-%S}"
    bucket = "s3://northwind-training-data"
    steps, ended = transitions(moment)
    return {
        "TrainingJobName": name,
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "ModelArtifacts": {"S3ModelArtifacts": f"{bucket}/models/{name}/output/model.tar.gz"},
        "HyperParameters": {f"parameter-{index}": f'"{index * 1.5}"' for index in range(20)},
        "AlgorithmSpecification": {
            "TrainingImage": "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.3.0-gpu-py311",
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": f"metric-{index}", "Regex": f"m{index}=([0-9.]+)"} for index in range(8)],
        },
        "RoleArn": "arn:aws:iam::111122223333:role/service-role/AmazonSageMaker-ExecutionRole-20240101T000000",
        "InputDataConfig": [
            {
                "ChannelName": channel,
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{bucket}/{channel}/v3/"}},
                "ContentType": "application/x-parquet",
            }
            for channel in ("train", "validation", "test")
        ],
        "OutputDataConfig": {"S3OutputPath": f"{bucket}/models/", "KmsKeyId": "alias/training"},
        "ResourceConfig": {"InstanceType": "ml.g5.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 125},
        "VpcConfig": {"SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"], "Subnets": ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        "CreationTime": moment,
        "TrainingStartTime": moment + timedelta(seconds=60),
        "TrainingEndTime": ended,
        "LastModifiedTime": ended,
        "SecondaryStatusTransitions": steps,
        "EnableNetworkIsolation": False,
        "EnableManagedSpotTraining": False,
        "TrainingTimeInSeconds": 240 + number % 600,
        "BillableTimeInSeconds": 240 + number % 600,
        "Environment": {f"SETTING_{index}": f"value-{index}" for index in range(12)},
        "DebugHookConfig": {"S3OutputPath": f"{bucket}/debug/", "CollectionConfigurations": []},
    }


def client(arguments: list[str]) -> None:
    """Be the client: collect the history, and print what it took."""
    from scanner.catalog import load_catalog  # noqa: PLC0415  # only the client's process needs it
    from scanner.cli.garbage import collect_seldom, keep_what_is_loaded  # noqa: PLC0415  # likewise
    from scanner.collectors import Patience, Silent, Target  # noqa: PLC0415  # likewise
    from scanner.model import Source  # noqa: PLC0415  # likewise
    from scanner.scan import collect_account, gather, wanted_by  # noqa: PLC0415  # likewise

    cache, mode = Path(arguments[0]), arguments[1]
    policies = load_catalog().select(["training"])
    gathering = gather(Source.LIVE, policies)
    wanted = wanted_by(policies, grouped=True)
    collect_seldom()
    keep_what_is_loaded()
    before, start = time.process_time(), time.perf_counter()
    found = collect_account(
        Target(regions=(REGION,)),
        wanted,
        gathering.add,
        Silent(),
        Patience(pace=100_000),
        cache if mode == "cached" else None,
    )
    took, cpu = time.perf_counter() - start, time.process_time() - before
    facts = gathering.facts("2026-11-27T00:00:00Z", found.roots, found.types)
    groups = sum(len(groups) for groups in facts.runs.values())
    figures = {"resources": found.resources, "groups": groups, "wall": took, "cpu": cpu, "memory": peak_memory()}
    sys.stdout.buffer.write(orjson.dumps(figures))


def peer() -> None:
    """Be botocore: read the first pages of the same history, and print what one took."""
    import botocore.session  # noqa: PLC0415  # only the client's process needs it

    sagemaker = botocore.session.get_session().create_client("sagemaker", region_name=REGION)
    newest_first = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    sagemaker.list_training_jobs(**newest_first, MaxResults=PAGE)
    pages = sagemaker.get_paginator("search").paginate(
        Resource="TrainingJob", **newest_first, PaginationConfig={"PageSize": PAGE}
    )
    before = time.process_time()
    read = sum(1 for _ in zip(pages, range(PEER_PAGES), strict=False))
    sys.stdout.buffer.write(orjson.dumps({"cpu": time.process_time() - before, "pages": read}))


def on_the_wire(value: object) -> object:
    """Write times as AWS does, in seconds."""
    match value:
        case datetime():
            return value.timestamp()
        case dict():
            return {key: on_the_wire(item) for key, item in value.items()}
        case list():
            return [on_the_wire(item) for item in value]
        case _:
            return value


def run(aws: FakeAws, cache: Path, mode: str) -> dict:
    """Run the client once."""
    aws.calls.reset()
    figures = as_client(aws, str(cache), mode)
    figures["calls"] = len(aws.calls)
    figures["pages"] = aws.calls.count("sagemaker:Search")
    page = 1000 * figures["cpu"] / max(1, figures["pages"])
    print(
        f"  {figures['resources']:,} resources, {figures['groups']} recurring jobs: {figures['calls']:,} calls, "
        f"{figures['wall']:.1f} s, CPU {figures['cpu']:.1f} s = {page:.1f} ms a page, {figures['memory']:.0f} MB"
    )
    return figures


def as_client(aws: FakeAws, *arguments: str) -> dict:
    """Run this module as a client of the fake, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "client", *arguments]
    done = subprocess.run(command, env=os.environ | aws.environment(), capture_output=True, check=True)
    return orjson.loads(done.stdout)


def read_by_botocore(aws: FakeAws) -> None:
    """Let botocore read pages; with that the fake has put its jobs in order, which is not the client's time."""
    figures = as_client(aws, "botocore")
    page = 1000 * figures["cpu"] / max(1, figures["pages"])
    print(f"  botocore reads the same pages, into objects and no further, at {page:.1f} ms of CPU each")


def main() -> None:
    """Measure."""
    with FakeAws.start() as aws, tempfile.TemporaryDirectory() as directory:
        place, first = aws.account(), datetime(2025, 11, 1, tzinfo=UTC)
        place.seed_many("TrainingJob", (job(number, first) for number in range(JOBS)))
        cache = Path(directory)
        read_by_botocore(aws)
        print("first scan without a cache")
        run(aws, cache, "uncached")
        print("first scan that fills the cache")
        one = run(aws, cache, "cached")
        read_by_botocore(aws)
        now = datetime.now(UTC)
        changed = ({**job(JOBS + number, first), "LastModifiedTime": now} for number in range(CHANGED))
        place.seed_many("TrainingJob", changed)
        read_by_botocore(aws)
        print(f"second scan, {CHANGED:,} new jobs")
        two = run(aws, cache, "cached")
        calls, wall = two["calls"] / one["calls"], two["wall"] / one["wall"]
        print(f"  {calls:.1%} of the calls, {wall:.1%} of the time (bar 5 % each)")
        page = one["cpu"] / one["pages"]
        for scan, share in (("first", 1.0), ("second", 0.01)):
            pages = PROWLER_JOBS / PAGE * share
            waiting, working = pages / 2, pages * page
            print(f"  {PROWLER_JOBS:,} jobs at 2 calls a second, {scan} scan: {max(waiting, working) / 60:.1f} minutes")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["client", "botocore"]:
            peer()
        case ["client", *arguments]:
            client(arguments)
        case _:
            main()
