"""A Search page of 100 training jobs, some 360 KB: milliseconds of CPU from its bytes to what is made of it.

The bar is 8 ms to groups and cache; the peer, botocore's own parser on the same bytes in the same run, which makes
documents of them and no more, takes 55 to 90 where that was measured. Jobs recur as in `scale.py`; worst is a history
in which every job reads something that no other does. HTTP comes on top: `scale.py` has it in its figures.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from botocore.model import ServiceModel
from botocore.parsers import JSONParser

from benchmarks.scale import PAGE, REGION, job, on_the_wire
from scanner.catalog import load_catalog
from scanner.cli.garbage import collect_seldom, keep_what_is_loaded
from scanner.collectors.cache import Cache
from scanner.collectors.families import called_operations
from scanner.collectors.parsing import AnswerParsers
from scanner.collectors.records import Record, Records, written
from scanner.collectors.region import Region
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.collectors.service_models import ServiceModels
from scanner.collectors.shelf import Shelf
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


class Pages:
    """What is made of the bytes of a page."""

    def __init__(self, cache: Cache) -> None:
        loaded = ServiceModels(called_operations()).load_service_model("sagemaker", "service-2")
        self.shape = ServiceModel(loaded, "sagemaker").operation_model("Search").output_shape
        self.parser = AnswerParsers().create_parser("json")
        region = Region(None, None, None, None, None, None, None, None, "aws", ACCOUNT, REGION)
        self.records = Records(region, LISTING, LISTING.search, [read.path for read in READS])
        self.grouping = Grouping(READS)
        self.shelf = Shelf(cache, f"{ACCOUNT}/{REGION}", TRAINING_JOB)
        self.mark: bytes | None = None
        self.snapshot = SnapshotWriter(io.BytesIO(), Source.LIVE, "2026-11-27T00:00:00Z", "bench")

    def read(self, body: bytes) -> list[Record]:
        """Read what is read of every run."""
        answer = self.parser.parse({"body": body, "headers": {}, "status_code": 200}, self.shape)
        return self.records.of(answer["Results"])

    def group(self, body: bytes) -> None:
        """Group the runs, and write the page into the cache."""
        found = self.read(body)
        for record in found:
            self.grouping.add_unread(record)
        self.mark = self.shelf.keep_walk({"name": "bench"}, self.mark, written(found))

    def collect(self, body: bytes) -> None:
        """Write each run into a snapshot."""
        for record in self.read(body):
            self.snapshot.add(without_secrets(record.whole()))

    def botocore(self, body: bytes, **options: object) -> list[dict]:
        """Parse a page as botocore does."""
        return JSONParser(**options).parse({"body": body, "headers": {}, "status_code": 200}, self.shape)["Results"]


def check(pages: Pages, body: bytes) -> None:
    """See that both ways come to the same documents."""
    expected = [result["TrainingJob"] for result in pages.botocore(body, timestamp_parser=write_timestamp)]
    assert [record.whole().document for record in pages.read(body)] == [
        {key: value for key, value in document.items() if key != "Tags"} for document in expected
    ]


def main() -> None:
    """Measure."""
    collect_seldom()
    keep_what_is_loaded()
    with tempfile.TemporaryDirectory() as directory:
        pages = Pages(Cache(Path(directory), print))
        recurring = [page(number) for number in range(PAGES)]
        different = [page(number, alike=False) for number in range(PAGES)]
        check(pages, recurring[0])
        print(f"{len(recurring[0]) / 1000:.0f} KB a page")
        peer = measure("botocore's own parser, to objects", pages.botocore, recurring)
        measure("orjson alone, to objects", orjson.loads, recurring)
        grouped = measure("tipstaff, to groups and into the cache", pages.group, recurring)
        print(f"{'':54} bar {BAR:.0f} ms of 55 to 90; 1/{peer / grouped:.0f} of the peer")
        measure("tipstaff, the same where every job is different", pages.group, different)
        measure("tipstaff, whole, to lines of a snapshot", pages.collect, recurring)


if __name__ == "__main__":
    main()
