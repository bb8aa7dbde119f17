"""A Search page of 100 training jobs, some 390 KB: at most 4 ms of CPU from bytes to documents.

The peer is botocore's own parser on the same bytes in the same run, as it comes and with this project's timestamps,
which spare it dateutil; what orjson takes alone is the floor. Figures are the best of several runs, since other work on
the machine only ever slows one down; where the system is slow to give memory, that is most of orjson's and of ours.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import orjson
from botocore.model import ServiceModel
from botocore.parsers import JSONParser

from scanner.collectors.families import called_operations
from scanner.collectors.parsing import AnswerParsers
from scanner.collectors.service_models import ServiceModels
from scanner.collectors.timestamps import write_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

JOBS, RUNS, BAR = 100, 40, 4.0
START = 1763607600.125


def job(number: int) -> dict[str, object]:
    """Give one training job as Search does."""
    begun = START + 37.219 * number
    steps = [
        {
            "Status": status,
            "StartTime": begun + 61.4 * step,
            "EndTime": begun + 61.4 * (step + 1),
            "StatusMessage": f"{status}: preparing the instances for training",
        }
        for step, status in enumerate(("Starting", "Pending", "Downloading", "Training", "Uploading", "Completed"))
    ]
    ended = steps[-1]["EndTime"]
    metrics = [{"MetricName": f"validation:loss-{n}", "Value": 0.1 * n, "Timestamp": ended - n} for n in range(8)]
    return {
        "TrainingJobName": f"ranker-nightly-{number}",
        "TrainingJobArn": f"arn:aws:sagemaker:us-east-1:111122223333:training-job/ranker-nightly-{number}",
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "HyperParameters": {f"parameter-{n}": f"{n / 7}" for n in range(30)},
        "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
        "InputDataConfig": [
            {
                "ChannelName": f"channel-{n}",
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://bucket/data/{number}/{n}"}},
            }
            for n in range(4)
        ],
        "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "CreationTime": begun,
        "TrainingStartTime": begun + 61.4 * 3,
        "TrainingEndTime": ended,
        "LastModifiedTime": ended,
        "SecondaryStatusTransitions": steps,
        "FinalMetricDataList": metrics,
        "Tags": [{"Key": f"team-{n}", "Value": "search"} for n in range(5)],
    }


def cpu(work: Callable[[], object]) -> float:
    """Give the milliseconds of CPU of the fastest run."""
    taken = []
    for _ in range(RUNS):
        started = time.process_time()
        kept = work()
        taken.append(time.process_time() - started)
        del kept
    return 1000 * min(taken)


model = ServiceModels(called_operations()).load_service_model("sagemaker", "service-2")
shape = ServiceModel(model, "sagemaker").operation_model("Search").output_shape
page = orjson.dumps({"Results": [{"TrainingJob": job(number)} for number in range(JOBS)], "NextToken": "more"})
answer = {"body": page, "headers": {"x-amzn-requestid": "r"}, "status_code": 200}
parsers = {
    "tipstaff": AnswerParsers().create_parser("json"),
    "botocore": JSONParser(),
    "botocore, these times": JSONParser(timestamp_parser=write_timestamp),
}
parsed = {name: parser.parse(answer, shape) for name, parser in parsers.items()}
assert parsed["tipstaff"] == parsed["botocore, these times"]
figures = {name: cpu(partial(parser.parse, answer, shape)) for name, parser in parsers.items()}
figures["orjson"] = cpu(partial(orjson.loads, page))
print(f"{len(page) / 1000:.0f} KB  {24 * JOBS:,} times  orjson alone {figures['orjson']:.1f} ms")
print(f"tipstaff {figures['tipstaff']:.1f} ms   (bar {BAR} ms)")
for name in ("botocore", "botocore, these times"):
    print(f"peer  {name} {figures[name]:.1f} ms: x {figures[name] / figures['tipstaff']:.0f}")
