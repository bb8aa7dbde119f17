"""A history of training jobs: microseconds of CPU a job, from an answer of Search to a group and a line of a snapshot.

The jobs are about 4 KB of JSON each, 50 recurring families of 200 runs; reading them costs beside it what orjson takes.
Jobs come in pages of 100, as from AWS; each figure is the median of the pages.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import orjson

from scanner.catalog import load_catalog
from scanner.model import Resource
from scanner.redaction import is_clean
from scanner.resource_types import TRAINING_JOB
from scanner.runs import Grouping
from scanner.snapshot import without_secrets

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.paths import Document, Json

JOBS, FAMILIES, PAGE = 10_000, 50, 100
ACCOUNT, REGION = "111122223333", "us-east-1"
START = datetime(2026, 1, 1, tzinfo=UTC)
PHASES = ("Starting", "Downloading", "Training", "Uploading", "Completed")
S, T = TypeVar("S"), TypeVar("T")


def moment(at: datetime) -> str:
    """Write a time as a snapshot has it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def channel(family: int, name: str) -> Document:
    """Give one input of a job."""
    uri = f"s3://northwind-ml-data-{REGION}/family-{family}/features/{name}/parquet/"
    source: Json = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated"}
    return {
        "ChannelName": name,
        "DataSource": {"S3DataSource": source},
        "CompressionType": "None",
        "RecordWrapperType": "None",
    }


def fixed(family: int) -> dict[str, Json]:
    """Give what all the runs of a family have in common."""
    image = f"763104351884.dkr.ecr.{REGION}.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker"
    return {
        "AlgorithmSpecification": {
            "TrainingImage": image,
            "TrainingInputMode": "FastFile",
            "EnableSageMakerMetricsTimeSeries": True,
            "MetricDefinitions": [
                {"Name": f"{part}:loss", "Regex": f"{part} loss: ([0-9\\.]+)"} for part in ("train", "eval")
            ],
        },
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/service-role/northwind-training-{family}",
        "InputDataConfig": [channel(family, name) for name in ("train", "validation")],
        "ResourceConfig": {"InstanceType": "ml.g5.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 100 + family},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400, "MaxWaitTimeInSeconds": 172800},
        "EnableNetworkIsolation": False,
        "EnableInterContainerTrafficEncryption": False,
        "EnableManagedSpotTraining": family % 2 == 0,
        "VpcConfig": {"SecurityGroupIds": ["sg-0a100000000000001"], "Subnets": ["subnet-0a10000000000001a"]},
        "Environment": {"NCCL_DEBUG": "INFO", "MODEL_FAMILY": f"family-{family}", "MAX_TOKENS": "512"},
    }


def run(family: int, number: int) -> Resource:
    """Give one run, as Search answers it."""
    created = START + timedelta(days=number, seconds=17 * family, milliseconds=(number * 37) % 1000)
    seconds = 7200 + (number * 61) % 900
    ended = created + timedelta(seconds=seconds + 120)
    name = f"family-{family}-trainer-{created:%Y-%m-%d-%H-%M-%S}-{created.microsecond // 1000:03}"
    arn, bucket = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/{name}", f"s3://sagemaker-{REGION}-{ACCOUNT}"
    hyper = {"epochs": "10", "learning_rate": "0.001", "batch_size": "64", "optimizer": "adamw", "seed": "42"}
    document: dict[str, Json] = fixed(family) | {
        "TrainingJobName": name,
        "TrainingJobArn": arn,
        "ModelArtifacts": {"S3ModelArtifacts": f"{bucket}/{name}/output/model.tar.gz"},
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "HyperParameters": hyper
        | {
            "sagemaker_program": '"train.py"',
            "sagemaker_region": f'"{REGION}"',
            "sagemaker_job_name": f'"{name}"',
            "sagemaker_submit_directory": f'"{bucket}/{name}/source/sourcedir.tar.gz"',
            "sagemaker_container_log_level": "20",
        },
        "OutputDataConfig": {"KmsKeyId": "", "S3OutputPath": f"{bucket}/{name}/output", "CompressionType": "GZIP"},
        "CheckpointConfig": {"S3Uri": f"{bucket}/checkpoints/{name}", "LocalPath": "/opt/ml/checkpoints"},
        "CreationTime": moment(created),
        "TrainingStartTime": moment(created + timedelta(seconds=90)),
        "TrainingEndTime": moment(ended),
        "LastModifiedTime": moment(ended),
        "SecondaryStatusTransitions": [
            {
                "Status": phase,
                "StartTime": moment(created),
                "EndTime": moment(ended),
                "StatusMessage": f"{phase} the job",
            }
            for phase in PHASES
        ],
        "FinalMetricDataList": [
            {"MetricName": f"{part}:loss", "Value": 0.25 + number / 1000, "Timestamp": moment(ended)}
            for part in ("train", "eval")
        ],
        "TrainingTimeInSeconds": seconds,
        "BillableTimeInSeconds": seconds - 600,
        "DebugHookConfig": {"S3OutputPath": f"{bucket}/{name}/debug", "CollectionConfigurations": []},
        "ProfilerConfig": {"S3OutputPath": f"{bucket}/{name}/profiler", "ProfilingIntervalInMilliseconds": 500},
        "ProfilingStatus": "Enabled",
    }
    tags = {"team": "ranking", "environment": "production", "owner": "ml@northwind.example", "cost-center": "4711"}
    return Resource(TRAINING_JOB, arn, name, document, ACCOUNT, REGION, tags, "sagemaker:Search")


def timed(name: str, jobs: Sequence[S], work: Callable[[Sequence[S]], T]) -> T:
    """Do some work and note the microseconds a job."""
    started = time.process_time()
    done = work(jobs)
    taken[name].append((time.process_time() - started) / len(jobs) * 1e6)
    return done


def compressed(level: int, lines: Sequence[bytes]) -> int:
    """Give the size of some lines as a snapshot compresses them."""
    compressor = zstd.ZstdCompressor(level=level)
    return sum(len(compressor.compress(line)) for line in lines) + len(compressor.flush())


def sorted_json(jobs: Sequence[Resource]) -> list[bytes]:
    """Write documents as a snapshot has them."""
    return [orjson.dumps((job.document, job.tags), option=orjson.OPT_SORT_KEYS) for job in jobs]


def page(start: int) -> list[Resource]:
    """Give a page of jobs with documents of their own, as from the network."""
    jobs = (run(number % FAMILIES, number // FAMILIES) for number in range(start, start + PAGE))
    return [replace(job, document=orjson.loads(orjson.dumps(job.document))) for job in jobs]


taken: defaultdict[str, list[float]] = defaultdict(list)
reads = {read for policy in load_catalog().select() if TRAINING_JOB in policy.subjects for read in policy.reads}
grouping = Grouping(replace(read, path=read.path[1:]) for read in reads if read.path[0] == "resource")
sizes: defaultdict[str, int] = defaultdict(int)
for start in range(0, JOBS, PAGE):
    jobs = timed("redaction", page(start), lambda jobs: [without_secrets(job) for job in jobs])
    lines = timed("orjson.dumps, sorted keys", jobs, sorted_json)
    pairs = list(zip(jobs, lines, strict=True))
    clean = timed(
        "redaction of what is JSON already", pairs, lambda pairs: [is_clean(j.document, j.tags, t) for j, t in pairs]
    )
    assert all(clean)
    timed("grouping", jobs, lambda jobs: [grouping.add(job) for job in jobs])
    timed("orjson.loads, the floor", lines, lambda lines: [orjson.loads(line) for line in lines])
    sizes["JSON"] += sum(map(len, lines))
    for level in (1, 3):
        sizes[f"zstd level {level}"] += timed(f"zstd level {level}", lines, partial(compressed, level))
assert len(grouping.groups) == FAMILIES
for name, figures in taken.items():
    print(f"{name:34} {statistics.median(figures):6.1f} us a job, fastest page {min(figures):6.1f}")
print(", ".join(f"{name} {size / JOBS:,.0f} bytes a job" for name, size in sizes.items()))
