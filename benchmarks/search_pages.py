"""A Search page of 100 training jobs, some 360 KB: milliseconds of CPU from its bytes to what is made of it.

The bar is 8 ms to groups and cache; the peer, botocore's own parser on the same bytes in the same run, which makes
documents of them and no more, takes 55 to 90 where that was measured. Jobs recur as in `scale.py`; worst is a history
in which every job reads something that no other does. HTTP comes on top: `scale.py` has it in its figures.
"""

from __future__ import annotations

import io
import statistics
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
from botocore.model import ServiceModel
from botocore.parsers import JSONParser

from benchmarks.scale import PAGE, REGION, job, on_the_wire
from scanner.catalog import load_catalog
from scanner.cli.garbage import collect_seldom, keep_what_is_loaded
from scanner.collectors.families import called_operations
from scanner.collectors.parsing import AnswerParsers
from scanner.collectors.records import Record, Records, written
from scanner.collectors.region import Region
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.collectors.service_models import ServiceModels
from scanner.collectors.timestamps import write_timestamp
from scanner.model import Source
from scanner.needs import run_reads
from scanner.resource_types import TRAINING_JOB
from scanner.runs import Grouping
from scanner.snapshot import SnapshotWriter, without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES, BAR, ACCOUNT = 60, 8.0, "111122223333"
FIRST = datetime(2025, 11, 1, tzinfo=UTC)
LISTING = next(listing for _, listing in SAGEMAKER_LISTS if listing.kind == TRAINING_JOB)
READS = run_reads(load_catalog().select())[TRAINING_JOB]


def page(number: int, *, alike: bool = True) -> bytes:
    """Give the bytes of a page, newest first; each has a text of its own that policies read if not `alike`."""
    jobs = []
    for index in reversed(range((PAGES - 1 - number) * PAGE, (PAGES - number) * PAGE)):
        document = job(index, FIRST)
        name = document["TrainingJobName"]
        document["TrainingJobArn"] = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/{name}"
        document["Tags"] = [{"Key": "team", "Value": "ranking"}]
        if not alike:
            document["HyperParameters"]["mode"] = f"variation {'abcdefghij'[index % 10]}{index * 7919 % 100_003}"
        jobs.append({"TrainingJob": on_the_wire(document)})
    return orjson.dumps({"Results": jobs, "NextToken": "more"})


def measure(name: str, work: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """Print and give the median milliseconds of CPU a page."""
    taken = []
    for body in bodies:
        start = time.process_time()
        work(body)
        taken.append(1000 * (time.process_time() - start))
    median = statistics.median(taken)
    print(f"{name:54} {median:6.1f} ms a page, fastest {min(taken):5.1f}")
    return median


def main() -> None:
    """Measure."""
    collect_seldom()
    keep_what_is_loaded()
    loaded = ServiceModels(called_operations()).load_service_model("sagemaker", "service-2")
    shape = ServiceModel(loaded, "sagemaker").operation_model("Search").output_shape
    ours = AnswerParsers().create_parser("json")
    region = Region(None, None, None, None, None, None, None, None, "aws", ACCOUNT, REGION)
    records = Records(region, LISTING, LISTING.search, [read.path for read in READS])
    grouping = Grouping(READS)
    snapshot = SnapshotWriter(io.BytesIO(), Source.LIVE, "2026-11-27T00:00:00Z", "bench")

    def read(body: bytes) -> list[Record]:
        answer = ours.parse({"body": body, "headers": {}, "status_code": 200}, shape)
        return records.of(answer["Results"])

    def group(body: bytes) -> None:
        found = read(body)
        for record in found:
            grouping.add_unread(record)
        written(found)

    def collect(body: bytes) -> None:
        for record in read(body):
            snapshot.add(without_secrets(record.whole()))

    def botocore(body: bytes, **options: object) -> list[dict]:
        return JSONParser(**options).parse({"body": body, "headers": {}, "status_code": 200}, shape)["Results"]

    recurring = [page(number) for number in range(PAGES)]
    different = [page(number, alike=False) for number in range(PAGES)]
    expected = [result["TrainingJob"] for result in botocore(recurring[0], timestamp_parser=write_timestamp)]
    assert [record.whole().document for record in read(recurring[0])] == [
        {key: value for key, value in document.items() if key != "Tags"} for document in expected
    ]
    print(f"{len(recurring[0]) / 1000:.0f} KB a page")
    peer = measure("botocore's own parser, to objects", botocore, recurring)
    measure("orjson alone, to objects", orjson.loads, recurring)
    grouped = measure("tipstaff, to groups and what the cache keeps", group, recurring)
    print(f"{'':54} bar {BAR:.0f} ms of 55 to 90; 1/{peer / grouped:.0f} of the peer")
    measure("tipstaff, the same where every job is different", group, different)
    measure("tipstaff, whole, to lines of a snapshot", collect, recurring)


if __name__ == "__main__":
    main()
