"""Read a history of jobs once, keep it, and afterwards ask only for what has changed; nothing is lost on the way."""

import itertools
import os
import sqlite3
import threading

import pytest

from scanner.collectors import Patience, Target, Wanted, collect
from scanner.collectors.cache import Cache
from scanner.collectors.shelf import Shelf
from scanner.model import Gap, Policy, Read, Resource, Severity, Source
from scanner.resource_types import ENDPOINT_CONFIG, PROCESSING_JOB, TRAINING_JOB
from scanner.run_groups import RunGroup
from scanner.scan import gather
from tests.aws.faults import After, First
from tests.collectors.collection import QUICK, Told
from tests.collectors.conftest import JOB

TYPE = {"ResourceConfig.InstanceType": "ml.m5.large"}
READS = (Read(("ResourceConfig", "InstanceType")), Read(("StoppingCondition",)))


def policy():
    return Policy(
        "acme-size", "ACM001", "t", "d", Severity.LOW, "cost", (TRAINING_JOB,),
        tuple(Read(("resource", *read.path)) for read in READS), "r", "p", "f", "t", "rego",
    )  # fmt: skip


def wanting(kind=TRAINING_JOB, *, grouped=True, since="", fields=()):
    paths = frozenset({read.path for read in READS} | {(field,) for field in fields} | {("Tags",)})
    return Wanted(frozenset({kind}), {kind: paths}, since=since, run_reads={kind: READS}, grouped=grouped)


class Seen:
    """What a collection gave, and what it told."""

    def __init__(self, aws, wanted, cache, *, patience=QUICK, stop_after=None):
        aws.calls.reset()
        told = Told(aws)
        self.items = []
        stream = collect(Target(None, ("us-east-1",), aws.url), wanted, told, patience, cache)
        for item in stream:
            if isinstance(item, Resource | Gap | RunGroup):
                self.items.append(item)
            if stop_after is not None and len(self.items) >= stop_after:
                stream.close()
                break
        self.lines = told.lines
        self.searches = aws.calls.count("sagemaker:Search", status=200)
        self.calls = len(aws.calls)

    @property
    def gaps(self):
        return [item for item in self.items if isinstance(item, Gap)]

    def jobs(self):
        return {item.id: (item.document, item.tags) for item in self.items if isinstance(item, Resource)}

    def described(self):
        """What policies see of the recurring jobs, in an order of its own."""
        gathering = gather(Source.LIVE, [policy()])
        for item in self.items:
            gathering.add(item)
        facts = gathering.facts("2026-11-27T00:00:00Z", ())
        groups = [group for groups in facts.runs.values() for group in groups]
        return sorted((group.newest.id, str(group.describe())) for group in groups)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def place(large):
    return large.account()


def new_run(number, **fields):
    return JOB | {
        "TrainingJobName": f"family-a-2026-12-{number // 24 + 1:02}-{number % 24:02}-00-00",
        "CreationTime": f"2026-12-{number // 24 + 1:02}T{number % 24:02}:00:00Z",
        "LastModifiedTime": f"2099-01-01T{number % 24:02}:00:00Z",
        "TrainingJobStatus": "Completed",
        **fields,
    }


@pytest.mark.parametrize("grouped", [True, False])
def test_a_second_scan_asks_only_for_what_has_changed(large, place, cache, grouped):
    first = Seen(large, wanting(grouped=grouped), cache)
    place.seed_many("TrainingJob", (new_run(number) for number in range(10)))
    second = Seen(large, wanting(grouped=grouped), cache)
    assert first.searches >= 10
    assert second.searches <= 2
    assert second.described() == Seen(large, wanting(grouped=grouped), None).described()
    assert len(second.described()) == 20


@pytest.mark.parametrize("grouped", [True, False])
def test_jobs_that_were_created_at_one_time_are_counted_once(aws, cache, grouped):
    """Of such jobs the list and Search put different ones on their first pages."""
    times = {"CreationTime": "2026-11-20T03:00:00Z", "LastModifiedTime": "2026-11-20T04:00:00Z"}
    aws.account().seed_many("TrainingJob", (new_run(number, **times) for number in reversed(range(150))))
    first = Seen(aws, wanting(grouped=grouped, fields=("RemoteDebugConfig",)), cache)
    second = Seen(aws, wanting(grouped=grouped, fields=("RemoteDebugConfig",)), cache)
    assert second.described() == first.described()
    assert sum(getattr(item, "count", 1) for item in second.items) == 150
    assert second.gaps == []


def test_groups_and_single_runs_add_up_to_the_same(large):
    groups, runs = Seen(large, wanting(), None), Seen(large, wanting(grouped=False), None)
    assert all(isinstance(item, RunGroup) for item in groups.items)
    assert groups.described() == runs.described()


@pytest.mark.parametrize("grouped", [True, False])
def test_a_job_that_has_ended_since_is_known_to_have(large, place, cache, grouped):
    running = new_run(1, TrainingJobStatus="InProgress", LastModifiedTime="2026-11-01T00:00:00Z")
    place.seed("TrainingJob", running)
    before = Seen(large, wanting(grouped=grouped), cache)
    assert "'running': 1" in str(before.described())
    place.delete("TrainingJob", running["TrainingJobName"])
    place.seed("TrainingJob", running | {"TrainingJobStatus": "Completed", "LastModifiedTime": "2099-01-01T00:00:00Z"})
    for _ in range(2):
        after = Seen(large, wanting(grouped=grouped), cache)
        assert "'running': 1" not in str(after.described())
        assert after.described() == Seen(large, wanting(grouped=grouped), None).described()


def test_a_job_that_was_deleted_is_not_counted(large, place, cache):
    Seen(large, wanting(), cache)
    place.delete("TrainingJob", place.all("TrainingJob")[500].document["TrainingJobName"])
    after = Seen(large, wanting(), cache)
    assert after.described() == Seen(large, wanting(), None).described()
    assert sum(item.count for item in after.items) == 999


@pytest.mark.parametrize("grouped", [True, False])
def test_a_scan_that_was_cut_goes_on_where_it_was(large, cache, grouped):
    large.faults.expire(After(6))
    first = Seen(large, wanting(grouped=grouped), cache)
    assert first.gaps
    assert 0 < sum(item.count for item in first.items if isinstance(item, RunGroup)) < 1000 or not grouped
    large.faults.reset()
    second = Seen(large, wanting(grouped=grouped), cache)
    assert 0 < second.searches < 9
    assert second.described() == Seen(large, wanting(grouped=grouped), None).described()


def test_what_changed_while_a_scan_was_cut_is_not_missed(large, place, cache):
    running = new_run(1, TrainingJobStatus="InProgress", LastModifiedTime="2026-11-01T00:00:00Z")
    place.seed("TrainingJob", running)
    large.faults.expire(After(6))
    Seen(large, wanting(), cache)
    large.faults.reset()
    place.delete("TrainingJob", running["TrainingJobName"])
    place.seed("TrainingJob", running | {"TrainingJobStatus": "Completed", "LastModifiedTime": "2099-01-01T00:00:00Z"})
    assert Seen(large, wanting(), cache).described() == Seen(large, wanting(), None).described()


@pytest.mark.parametrize("grouped", [True, False])
def test_a_page_token_that_ends_in_the_middle_costs_no_job(large, grouped):
    whole = Seen(large, wanting(grouped=grouped), None)
    large.faults.expire_tokens("sagemaker:Search", First(2))
    again = Seen(large, wanting(grouped=grouped), None)
    assert again.described() == whole.described()
    assert again.gaps == []
    assert again.searches <= whole.searches + 3


def test_only_jobs_since_a_time_are_asked_for_and_a_wider_time_only_adds_the_older(large, cache):
    recent = Seen(large, wanting(since="2026-11-21T00:00:00Z"), cache)
    count = sum(item.count for item in recent.items)
    assert 0 < count < 1000
    assert recent.searches == -(-count // 100)
    whole = Seen(large, wanting(), cache)
    assert whole.searches <= 12 - recent.searches + 2
    assert whole.described() == Seen(large, wanting(), None).described()
    assert Seen(large, wanting(since="2026-11-21T00:00:00Z"), cache).described() == recent.described()


def age(aws, directory, began):
    """Let the history that is kept have been read at another time."""
    cache = Cache(directory, print)
    shelf = Shelf(cache, f"{aws.url} 111122223333/us-east-1", TRAINING_JOB)
    note, _, _ = shelf.walk()
    shelf.write_note("walk", note | {"began": began})
    cache.close()


def test_a_scan_of_recent_jobs_leaves_no_older_one_as_it_was(large, place, cache):
    running = new_run(1, TrainingJobStatus="InProgress", CreationTime="2026-10-02T03:00:00Z")
    place.seed("TrainingJob", running | {"LastModifiedTime": "2026-10-02T03:00:00Z"})
    assert "'running': 1" in str(Seen(large, wanting(grouped=False), cache).described())
    age(large, cache, "2026-11-20T00:00:00Z")
    place.delete("TrainingJob", running["TrainingJobName"])
    place.seed("TrainingJob", running | {"TrainingJobStatus": "Completed", "LastModifiedTime": "2026-11-21T00:00:00Z"})
    recent = Seen(large, wanting(grouped=False, since="2026-11-21T00:00:00Z"), cache)
    assert running["TrainingJobName"] not in str(recent.jobs())
    whole = Seen(large, wanting(grouped=False), cache)
    assert "'running': 1" not in str(whole.described())
    assert whole.described() == Seen(large, wanting(grouped=False), None).described()


def test_a_scan_of_recent_jobs_does_not_end_the_walk_of_a_whole_one_that_was_cut(large, cache):
    large.faults.expire(After(6))
    Seen(large, wanting(grouped=False), cache)
    large.faults.reset()
    Seen(large, wanting(grouped=False, since="2026-11-21T00:00:00Z"), cache)
    whole = Seen(large, wanting(grouped=False), cache)
    assert len(whole.jobs()) == 1000
    assert whole.searches < 9


def test_the_newest_run_of_each_job_is_described_and_kept(large, cache):
    wanted = wanting(fields=["RemoteDebugConfig"])
    first = Seen(large, wanted, cache)
    assert large.calls.count("sagemaker:DescribeTrainingJob") == 20
    assert all("RemoteDebugConfig" in item.newest.document for item in first.items)
    second = Seen(large, wanted, cache)
    assert large.calls.count("sagemaker:DescribeTrainingJob") == 0
    assert second.described() == first.described()


def test_without_search_jobs_are_listed_and_described_once(large, cache):
    whole = Seen(large, wanting(grouped=False), None)
    large.faults.deny("sagemaker:Search")
    first = Seen(large, wanting(grouped=False), cache)
    assert set(first.jobs()) == set(whole.jobs())
    second = Seen(large, wanting(grouped=False), cache)
    assert large.calls.count("sagemaker:DescribeTrainingJob") == 0
    assert large.calls.count("sagemaker:ListTrainingJobs") <= 2
    assert second.described() == first.described() == whole.described()


def processing_jobs(place, count, start=0, **more):
    for number in range(start, start + count):
        moment = f"2026-10-{number // 24 % 28 + 1:02}T{number % 24:02}:{number // 672:02}:00Z"
        document = {"ProcessingJobName": f"p-{number}", "CreationTime": moment, "ProcessingJobStatus": "Completed"}
        place.seed("ProcessingJob", document | {"LastModifiedTime": moment}, tags={"team": "a"}, **more)


def test_processing_jobs_come_out_of_trial_components_and_only_the_others_are_described(aws, cache):
    place = aws.account()
    processing_jobs(place, 250)
    processing_jobs(place, 3, start=250, trial_component=False)
    wanted = wanting(PROCESSING_JOB, grouped=False, fields=["ProcessingResources"])
    first = Seen(aws, wanted, cache)
    assert len(first.jobs()) == 253
    assert {tags["team"] for _, tags in first.jobs().values()} == {"a"}
    assert aws.calls.count("sagemaker:DescribeProcessingJob") == 3
    assert first.calls <= 1 + 3 + 3 + 3 + 3
    processing_jobs(place, 1, start=260)
    second = Seen(aws, wanted, cache)
    assert second.calls <= 5
    assert second.jobs() == Seen(aws, wanted, None).jobs()


def test_an_endpoint_configuration_is_described_once_and_again_when_another_has_its_name(aws, cache):
    place = aws.account()
    variant = {"VariantName": "main", "ModelName": "m"}
    config = {"EndpointConfigName": "c", "ProductionVariants": [variant], "CreationTime": "2026-11-20T03:00:00Z"}
    place.seed("EndpointConfig", config)
    wanted = Wanted(frozenset({ENDPOINT_CONFIG}), {ENDPOINT_CONFIG: frozenset({()})})
    first = Seen(aws, wanted, cache)
    second = Seen(aws, wanted, cache)
    assert aws.calls.count("sagemaker:DescribeEndpointConfig") == 0
    assert second.jobs() == first.jobs()
    place.delete("EndpointConfig", "c")
    place.seed("EndpointConfig", config | {"CreationTime": "2026-11-21T03:00:00Z", "KmsKeyId": "k"})
    third = Seen(aws, wanted, cache)
    (document, _), *_ = third.jobs().values()
    assert document["KmsKeyId"] == "k"


def database(cache):
    (file,) = cache.glob("*.sqlite3")
    return file


def settle(file):
    """Put what lies in the journal into the file itself."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def damage_rows(file):
    connection = sqlite3.connect(file)
    for table in ("pages", "notes", "documents"):
        connection.execute(f"UPDATE {table} SET body = substr(body, 1, 40) || x'00' || substr(body, 42)")
    connection.commit()
    connection.close()


def swap_rows(file):
    connection = sqlite3.connect(file)
    connection.execute("UPDATE notes SET body = (SELECT body FROM pages LIMIT 1)")
    connection.commit()
    connection.close()


def damage_pages(file):
    data = bytearray(file.read_bytes())
    for start in range(4096, len(data), 4096 * 3):
        data[start : start + 512] = os.urandom(512)
    file.write_bytes(data)


DAMAGES = {
    "rows": damage_rows,
    "swapped": swap_rows,
    "pages": damage_pages,
    "garbage": lambda file: file.write_bytes(b"not a database at all" * 1000),
    "cut": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
}


@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_set_aside_with_a_warning_and_never_believed(large, cache, damage, grouped):
    whole = Seen(large, wanting(grouped=grouped, fields=["RemoteDebugConfig"]), cache)
    settle(database(cache))
    DAMAGES[damage](database(cache))
    again = Seen(large, wanting(grouped=grouped, fields=["RemoteDebugConfig"]), cache)
    assert again.described() == whole.described()
    assert any("is damaged" in line for line in again.lines)
    assert list(cache.glob("*damaged*"))
    third = Seen(large, wanting(grouped=grouped, fields=["RemoteDebugConfig"]), cache)
    assert third.described() == whole.described()
    fourth = Seen(large, wanting(grouped=grouped, fields=["RemoteDebugConfig"]), cache)
    assert fourth.searches <= 2  # the third, where the damage was found only at the end


def test_a_cache_that_cannot_be_written_is_said_and_the_scan_goes_on(large, tmp_path):
    (tmp_path / "file").write_text("in the way")
    seen = Seen(large, wanting(), tmp_path / "file" / "cache")
    assert sum(item.count for item in seen.items) == 1000
    assert ["cannot be used" in line for line in seen.lines] == [True]


def test_two_scans_at_once_on_one_cache_see_the_same(large, cache):
    outcomes = []
    told = [Told(large), Told(large)]

    def scan(number):
        target = Target(None, ("us-east-1",), large.url)
        outcomes.append(
            [item for item in collect(target, wanting(), told[number], QUICK, cache) if isinstance(item, RunGroup)]
        )

    threads = [threading.Thread(target=scan, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sum(group.count for group in groups) for groups in outcomes] == [1000, 1000]
    assert told[0].lines == told[1].lines == []
    again = Seen(large, wanting(), cache)
    assert again.searches <= 2
    assert again.described() == Seen(large, wanting(), None).described()


def test_no_secret_reaches_the_cache(aws, cache):
    secret = "AKIAIOSFODNN7EXAMPLE"
    aws.account().seed("TrainingJob", JOB | {"Environment": {"DB_PASSWORD": "hunter2", "NOTE": f"key {secret}"}})
    Seen(aws, wanting(grouped=False, fields=["RemoteDebugConfig"]), cache)
    kept = Seen(aws, wanting(grouped=False, fields=["RemoteDebugConfig"]), cache)
    assert "[redacted]" in str(kept.jobs())
    assert "hunter2" not in str(kept.jobs())
    assert secret not in str(kept.jobs())
    assert oct(database(cache).stat().st_mode)[-3:] == "600"


def test_the_time_for_a_family_ends_it_with_a_gap(large):
    large.faults.delay("sagemaker:Search", 0.3)
    seen = Seen(large, wanting(grouped=False), None, patience=Patience(pace=10_000, family=1))
    assert [(gap.reason, gap.type, gap.needs) for gap in seen.gaps] == [
        ("overdue", TRAINING_JOB, "a longer --family-timeout")
    ]
    assert 0 < len(seen.jobs()) < 1000


@pytest.mark.parametrize("ahead", [2, 150, 350])
def test_scans_that_overtake_each_other_on_one_cache_count_every_job_once(large, cache, ahead):
    target = Target(None, ("us-east-1",), large.url)
    streams = []
    given = [[], []]
    for ids in given:
        streams.append(collect(target, wanting(grouped=False), Told(large), QUICK, cache))
        ids.extend(itertools.islice(streams[-1], ahead))
    for _ in range(10):
        for stream, ids in zip(streams, given, strict=True):
            ids.extend(itertools.islice(stream, 120))
    jobs = [[item.id for item in ids if isinstance(item, Resource)] for ids in given]
    assert [(len(ids), len(set(ids))) for ids in jobs] == [(1000, 1000)] * 2
    kept = Seen(large, wanting(grouped=False), cache)
    assert kept.searches <= 2
    assert len([item for item in kept.items if isinstance(item, Resource)]) == 1000
