"""What is read of every run at once is what its whole document says, and no secret is left in what is kept."""

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.collectors.failures import CallError
from scanner.collectors.listing import SEARCH
from scanner.collectors.parsing import AnswerParsers
from scanner.collectors.records import Records, written
from scanner.collectors.region import Region
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.model import Read
from scanner.redaction import REDACTED
from scanner.resource_types import TRAINING_JOB, TUNING_JOB
from scanner.run_facts import facts_of
from scanner.run_names import name_stem
from scanner.runs import Grouping
from scanner.snapshot import without_secrets
from tests.collectors.answers import body, output_of

SHAPE = output_of("sagemaker", "Search")
RECORDS = SHAPE.members["Results"].member.members
REGION = Region(None, None, None, None, None, None, None, None, "aws", "111122223333", "us-east-1")
LISTINGS = {listing.kind: listing for _, listing in SAGEMAKER_LISTS}
READS = (
    Read(("ResourceConfig", "InstanceType")),
    Read(("HyperParameters", "mode")),
    Read(("HyperParameters", "dir"), presence=True),
    Read(("OutputDataConfig", "S3OutputPath")),
    Read(("TrainingJobStatus",)),
    Read(("TrainingEndTime",), presence=True),
)
SECRET = "ghp_0123456789abcdefghij"


def unread(*results):
    """Read a page of results, each the JSON of an element, as it comes from AWS."""
    answer = (
        AnswerParsers()
        .create_parser("json")
        .parse({"body": b'{"Results":[%b]}' % b",".join(results), "headers": {}, "status_code": 200}, SHAPE)
    )
    return answer["Results"]


def records_of(page, kind=TRAINING_JOB, reads=READS):
    listing = LISTINGS[kind]
    return Records(REGION, listing, listing.search, [read.path for read in reads]).of(page)


def groups_of(add, runs, reads=READS):
    grouping = Grouping(reads)
    for run in runs:
        add(grouping, run)
    return [group.to_record() for group in grouping.groups]


def check(records, reads=READS):
    """Hold what was read at once against what is read whole."""
    whole = [record.whole() for record in records]
    for record, job in zip(records, whole, strict=True):
        assert (record.id, record.stem) == (job.id, name_stem(job.name))
        assert record.facts == facts_of(job.document, job.type)
        assert record.modified == job.document.get("LastModifiedTime", "")
        assert record.settled == LISTINGS[job.type].settled(job.document)
    at_once = groups_of(Grouping.add_unread, records, reads)
    assert at_once == groups_of(Grouping.add, whole, reads)


@pytest.mark.parametrize("kind", [TRAINING_JOB, TUNING_JOB])
@settings(max_examples=60)
@given(random=st.randoms(use_true_random=True), reads=st.sets(st.sampled_from(READS)))
def test_a_run_of_any_shape_is_read_as_its_whole_document_says(kind, random, reads):
    (key,) = LISTINGS[kind].search.record
    page = [b'{"%b":%b}' % (key.encode(), body(random, RECORDS[key])) for _ in range(4)]
    check(records_of(unread(*page), kind, reads), reads)


texts = st.sampled_from(["a", "b", "s3://bucket/NAME/out", "NAME", "s3://b/2026/x", f"x {SECRET}", "é", "\x1f"])
hyper = st.dictionaries(st.sampled_from(["mode", "dir", "NAME", "api_key", "tokenizer"]), texts, max_size=3)
jobs = st.fixed_dictionaries(
    {"TrainingJobStatus": st.sampled_from(["Completed", "InProgress", "Failed"])},
    optional={
        "HyperParameters": hyper,
        "Environment": hyper,
        "FailureReason": texts,
        "OutputDataConfig": texts.map(lambda text: {"S3OutputPath": text}),
        "ResourceConfig": st.fixed_dictionaries({"InstanceType": texts}, optional={"InstanceCount": st.integers(1, 3)}),
        "SecondaryStatusTransitions": st.lists(
            st.sampled_from(["Starting", "Interrupted"]).map(
                lambda status: {"Status": status, "StartTime": 1763607600}
            ),
            max_size=2,
        ),
        "CreationTime": st.sampled_from([1763607600, 1763607600.5, "2026-11-20T03:00:00Z", None]),
        "TrainingEndTime": st.just(1763607700),
        "TrainingTimeInSeconds": st.integers(0, 9),
        "Tags": st.lists(
            st.builds(
                lambda key, value: {"Key": key, "Value": value},
                st.sampled_from(["team", "Environment", "secret"]),
                texts,
            ),
            max_size=2,
        ),
        "Fresh": st.fixed_dictionaries({}, optional={"Environment": hyper, "Text": texts}),
    },
)
histories = st.lists(jobs, min_size=1, max_size=3).flatmap(
    lambda kinds: st.lists(
        st.tuples(st.sampled_from(kinds), st.sampled_from(["train-2026-11-20", "train-2026-11-21", "x"]))
    )
)
writers = st.sampled_from([orjson.dumps, lambda job: json.dumps(job, separators=(", ", ": ")).encode()])


def results_of(history, write):
    for document, name in history:
        named = orjson.loads(orjson.dumps(document).replace(b"NAME", name.encode()))
        arn = f"arn:aws:sagemaker:us-east-1:111122223333:training-job/{name}"
        yield write({"TrainingJob": {"TrainingJobName": name, "TrainingJobArn": arn, **named}})


def plainly(page):
    """Read the jobs of a page whole, and only then take out the secrets."""
    for place in range(len(page.elements)):
        document = page.read(place)["TrainingJob"]
        yield without_secrets(REGION.resource(TRAINING_JOB, document["TrainingJobArn"], document, SEARCH))


@settings(max_examples=300)
@given(histories, writers)
def test_runs_come_to_the_groups_of_their_whole_documents_without_secrets(history, write):
    page = unread(*results_of(history, write))
    records = records_of(page)
    check(records)
    jobs = [record.whole() for record in records]
    assert jobs == list(plainly(page))
    kept = written(records)
    assert SECRET.encode() not in kept
    assert b"api_key" not in kept or REDACTED.encode() in kept
    assert [record.whole() for record in records_of(page.like(kept or b"[]"))] == jobs


def test_a_page_without_secrets_is_kept_as_it_came():
    page = unread(
        *results_of([({"HyperParameters": {"mode": "a"}}, f"train-{number}") for number in range(3)], orjson.dumps)
    )
    records = records_of(page)
    assert written(records) is page.array
    assert orjson.loads(written(records[1:])) == orjson.loads(page.array)[1:]
    assert written([]) == b""


def test_what_is_no_job_is_left_out():
    page = unread(b"null", b"{}", b'{"TrainingJob":null}', b'{"Model":{}}', b'{"TrainingJob":{"TrainingJobArn":"a"}}')
    assert [record.id for record in records_of(page)] == ["a"]


@pytest.mark.parametrize(
    "result",
    [
        b"7",
        b'{"TrainingJob":[]}',
        b'{"TrainingJob":{"CreationTime":{}}}',
        b'{"TrainingJob":{"CreationTime":"yesterday"}}',
        b'{"TrainingJob":{"LastModifiedTime":1e300}}',
    ],
)
def test_a_result_that_is_not_of_aws_is_an_error(result):
    with pytest.raises(CallError, match="sagemaker:Search answered something that is not AWS's"):
        records_of(unread(b'{"TrainingJob":{}}', result))


def test_what_is_not_of_aws_further_down_is_an_error_when_it_is_read():
    steps = (b'{"TrainingJob":{"SecondaryStatusTransitions":[%b]}}' % step for step in (b"", b'{"StartTime":"soon"}'))
    _, record = records_of(unread(*steps))
    with pytest.raises(CallError):
        record.whole()
