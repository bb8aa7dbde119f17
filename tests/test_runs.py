import re

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model import Gap, GapReason, Read
from scanner.paths import format_path, spread
from scanner.resource_types import TRAINING_JOB
from scanner.run_names import cut_moments, name_stem
from scanner.runs import Grouping, group_runs
from tests.builders import live


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("nightly-forecast-2026-11-20-03-00-00-123", "nightly-forecast"),
        ("churn-20261120T030000Z", "churn"),
        ("churn_1731234567890", "churn"),
        ("fraud-4f3c2b1a-1111-2222-3333-444455556666", "fraud"),
        ("model-train-0007", "model-train"),
        ("pipelines-ab12cd34ef56-TrainStep-Qw3rTy1289", "pipelines-*-TrainStep"),
        ("xgboost-v2", "xgboost-v2"),
        ("resnet-50-train", "resnet-50-train"),
        ("sentiment-bert", "sentiment-bert"),
        ("7", "7"),
    ],
)
def test_a_stem_is_what_the_runs_of_a_job_have_in_common(name, stem):
    assert name_stem(name) == stem


def job(number, **changes):
    name = f"nightly-2026-11-{number:02}-03-00-00-000"
    document = {
        "TrainingJobName": name,
        "CreationTime": f"2026-11-{number:02}T03:00:00Z",
        "TrainingJobStatus": "Completed",
        "TrainingTimeInSeconds": 1000 * number,
        "BillableTimeInSeconds": 360 * number,
        "EnableManagedSpotTraining": False,
        "OutputDataConfig": {"S3OutputPath": f"s3://bucket/{name}/output"},
        "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2},
    }
    return live(TRAINING_JOB, name, document | changes)


READS = (Read(("EnableManagedSpotTraining",)), Read(("OutputDataConfig", "S3OutputPath")))


def alike(one, other, *reads):
    grouping = Grouping(reads)
    return grouping.key(one) == grouping.key(other)


def test_runs_that_differ_only_in_names_and_times_are_alike():
    assert alike(job(1), job(2), *READS)


def test_runs_that_differ_in_a_field_that_is_read_are_not():
    assert not alike(job(1), job(2, EnableManagedSpotTraining=True), *READS)


def test_a_field_that_nothing_reads_does_not_matter():
    assert alike(job(1), job(2, RoleArn="another"), *READS)


def test_of_a_presence_read_only_the_presence_matters():
    one, other, none = (
        job(1, CheckpointConfig={"S3Uri": "s3://a"}),
        job(2, CheckpointConfig={"S3Uri": "s3://b"}),
        job(3),
    )
    presence = Read(("CheckpointConfig", "S3Uri"), presence=True)
    assert alike(one, other, presence)
    assert not alike(one, none, presence)


def test_the_account_id_in_an_image_is_not_taken_for_a_time():
    one = job(1, Image="683313688378.dkr.ecr.us-east-1.amazonaws.com/x:1")
    other = job(2, Image="111122223333.dkr.ecr.us-east-1.amazonaws.com/x:1")
    assert not alike(one, other, Read(("Image",)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0, False),
        (None, "null"),
        ("1", 1),
        ([1], [True]),
        (["a", "b"], {"a": "b"}),
        ({"a": 1}, {"a": True}),
        ([[1], 2], [1, 2]),
    ],
)
def test_equal_values_of_different_types_are_different(one, other):
    assert not alike(job(1, Value=one), job(1, Value=other), Read(("Value",)))


@pytest.mark.parametrize(("one", "other"), [(1700000000, 1800000000), (20261101, 20261102), (20261101, "20261102")])
def test_a_number_is_never_taken_for_a_time(one, other):
    assert not alike(job(1, Value=one), job(2, Value=other), Read(("Value",)))


def test_a_number_that_stands_in_the_name_too_is_a_number():
    one, other = (live(TRAINING_JOB, f"job-{limit}", {"Limit": limit, "Text": f"x{limit}"}) for limit in (3600, 86400))
    assert not alike(one, other, Read(("Limit",)))
    assert alike(one, other, Read(("Text",)))


def test_an_empty_list_is_a_value_and_is_present():
    for presence in (False, True):
        assert not alike(job(1, Value=[]), job(2), Read(("Value",), presence))
    assert alike(job(1, Value=[]), job(2, Value=[1]), Read(("Value",), presence=True))


def test_a_star_is_not_taken_for_what_was_cut():
    assert not alike(job(1, Uri=f"s3://{job(1).name}"), job(2, Uri="s3://*"), Read(("Uri",)))


def test_a_path_through_lists_says_which_of_them():
    one = job(1, A=[{"B": {"C": 1}}])
    other = job(1, A={"B": [{"C": 1}]})
    assert not alike(one, other, Read(("A", "B", "C")))
    one, other = job(1, A=[{"B": 1}, {}]), job(1, A=[{}, {"B": 1}])
    assert not alike(one, other, Read(("A", "B")))


def test_very_long_texts_are_compared_whole():
    read = Read(("Text",))
    long = "x" * 100_000
    assert alike(job(1, Text=long + job(1).name), job(2, Text=long + job(2).name), read)
    assert not alike(job(1, Text=long + "a"), job(2, Text=long + "b"), read)


def test_texts_stay_apart_when_more_came_by_than_are_kept():
    grouping = Grouping([Read(("Text",))])
    keys = {grouping.key(job(1, Text=f"a{letters(number)}")) for number in range(20_000)}
    assert len(keys) == 20_000
    assert grouping.key(job(2, Text=f"a{letters(7)}")) in keys


def letters(number):
    return str(number).translate(str.maketrans("0123456789", "ghijklmnop"))


OLD_MOMENT = re.compile(
    r"(?<!\d)20\d\d[-_/.]?[01]\d[-_/.]?[0-3]\d"
    r"(?:[-_/T .]?[0-2]\d[-_:.]?[0-5]\d(?:[-_:.]?[0-5]\d(?:[-_.]?\d{3,6})?)?Z?)?(?!\d)"
    r"|(?<!\d)1[5-9]\d{8}(?:\d{3})?(?!\d)",
)
OLD_UUID = re.compile(
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?<![0-9a-fA-F])[0-9a-f]{32}(?![0-9a-fA-F])"
)
OLD_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{8,}\Z|(?=.*\d)[0-9a-f]{6,}\Z")
OLD_COUNTER = re.compile(r"\d+\Z|[a-z]?\d{3,}\Z")
TOKEN = re.compile(r"[^-_.]+")


def plain_stem(name):
    stem = OLD_MOMENT.sub("*", OLD_UUID.sub("*", name))
    tokens = TOKEN.findall(stem)
    while len(tokens) > 1 and ("*" in tokens[-1] or OLD_COUNTER.match(tokens[-1]) or OLD_RANDOM.match(tokens[-1])):
        end = stem.rindex(tokens.pop())
        stem = stem[:end].rstrip("-_.")
    return TOKEN.sub(lambda token: "*" if OLD_RANDOM.match(token[0]) else token[0], stem)


def plain_key(resource, values, presence):
    """Do plainly what Grouping does fast: cut texts out of the JSON of all that is read, one after the other."""
    stem = plain_stem(resource.name)
    unique = [token for token in TOKEN.findall(resource.name) if len(token) >= 4 and token not in stem]
    projection = {
        "values": {format_path(at): value for keys in sorted(values) for at, value in spread(resource.document, keys)},
        "presence": [keys for keys in sorted(presence) if any(True for _ in spread(resource.document, keys))],
        "tags": dict(resource.tags),
    }
    text = orjson.dumps(projection, option=orjson.OPT_SORT_KEYS).decode().replace(resource.name, "*")
    text = OLD_MOMENT.sub("*", OLD_UUID.sub("*", text))
    for token in unique:
        text = text.replace(token, "*")
    return resource.type, resource.scope, stem, text


MOMENTS = ("2026-11-20-03-00-00-123", "2026-11-21", "20261122T030000Z", "1731234567890", "2026-11-21 04:05:06.789")
UUIDS = (
    "4f3c2b1a-1111-2222-3333-444455556666",
    "4f3c2b1a1111222233334444aaaabbbb",
    "ABCDEF12-0000-0000-0000-00000000000a",
)
SUFFIXES = (
    *MOMENTS[:4],
    *UUIDS,
    "0007",
    "0008",
    "12",
    "v2",
    "Qw3rTy1289",
    "ab12cd34ef56",
    "TrainStep-Qw3rTy1289",
    "é2026",
)
names = st.builds(
    "-".join,
    st.tuples(st.sampled_from(["nightly", "a.b_c", "ab12cd34ef56"]), st.sampled_from(SUFFIXES))
    | st.tuples(st.sampled_from(["nightly", "Qw3rTy1289", "7"])),
)
texts = st.sampled_from(
    ["s3://bucket/NAME/out", "s3://bucket/TOKEN", "TOKEN-TOKEN", "train", "ml.m5.xlarge"]
) | st.lists(
    st.sampled_from(["s3://bucket/", "NAME", "TOKEN", *MOMENTS, *UUIDS, "a", "/", "-", "1", "0007", "é"]), max_size=4
).map("".join)
scalars = texts | st.sampled_from([True, False, None, 1, 1.0, 0, 0.5])
maps = st.dictionaries(st.sampled_from(["mode", "epochs", "dir"]), scalars, max_size=3)
documents = st.fixed_dictionaries(
    {},
    optional={
        "Spot": scalars,
        "Output": st.fixed_dictionaries({}, optional={"Path": texts, "Kms": texts}),
        "HyperParameters": maps,
        "Inputs": st.lists(st.fixed_dictionaries({}, optional={"Uri": texts, "Kind": scalars}), min_size=1, max_size=3),
        "Types": st.lists(scalars, min_size=1, max_size=2),
    },
)
PATHS = (
    ("Spot",),
    ("Output",),
    ("Output", "Path"),
    ("Output", "Kms"),
    ("HyperParameters",),
    ("HyperParameters", "mode"),
    ("Inputs", "Uri"),
    ("Inputs", "Kind"),
    ("Types",),
    ("Spot", "Nothing"),
    (),
)


def personal(value, name):
    """Write a run's own name, and a part of it, where a text has a place for it."""
    match value:
        case str():
            return value.replace("NAME", name).replace("TOKEN", TOKEN.findall(name)[-1])
        case dict():
            return {key: personal(item, name) for key, item in value.items()}
        case list():
            return [personal(item, name) for item in value]
        case _:
            return value


@st.composite
def families(draw):
    """Runs of which many have the same document and tags, but for what is their own."""
    first = draw(documents)
    kinds = [first, draw(documents), first | draw(documents), *({**first, key: draw(scalars)} for key in first)]
    kinds += [{key: value for key, value in first.items() if key != left_out} for left_out in first]
    kinds += [{**first, "Inputs": [{}, *first["Inputs"]]}] if "Inputs" in first else []
    tags = draw(maps.map(lambda tags: {key: str(value) for key, value in tags.items()}))
    made = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=2, max_size=8)):
        name = draw(names)
        made.append(live(TRAINING_JOB, name, personal(kind, name), tags=personal(tags, name)))
    return made


def partition(keys):
    return [keys.index(key) for key in keys]


@settings(max_examples=200)
@given(jobs=families(), values=st.sets(st.sampled_from(PATHS)), presence=st.sets(st.sampled_from(PATHS)))
def test_the_groups_are_those_of_the_plain_way(jobs, values, presence):
    grouping = Grouping([*map(Read, values), *(Read(path, presence=True) for path in presence)])
    plain = [plain_key(run, values, presence - values) for run in jobs]
    assert partition([grouping.key(run) for run in jobs]) == partition(plain)


@given(st.text(st.sampled_from("0123456789abcdefTZ-_/.: é٣"), max_size=60))
def test_the_fast_cut_is_the_plain_one(text):
    assert cut_moments(text, "*") == OLD_MOMENT.sub("*", OLD_UUID.sub("*", text))


@given(st.one_of(names, st.text(st.sampled_from("0127a9fZ-_.é"), max_size=40)))
def test_the_fast_stem_is_the_plain_one(name):
    assert name_stem(name) == plain_stem(name)


def test_a_group_keeps_the_newest_run_and_adds_up_the_rest():
    runs = [job(1), job(3), job(2, TrainingJobStatus="Failed", FailureReason="AlgorithmError")]
    (group,) = group_runs(runs, [Read(("EnableManagedSpotTraining",))], {})
    described = group.describe()
    assert group.newest.name == job(3).name
    assert described["count"] == 3
    assert described["by_status"] == {"Completed": 2, "Failed": 1}
    assert described["failure_reasons"] == {"AlgorithmError": 1}
    assert described["training_seconds"] == {"sum": 6000, "median": 2000, "p95": 3000, "max": 3000}
    assert described["instance_hours"] == pytest.approx(360 * 6 * 2 / 3600)
    assert (described["first"], described["last"], described["days"]) == (
        "2026-11-01T03:00:00Z",
        "2026-11-03T03:00:00Z",
        2,
    )


def test_runs_of_which_different_things_are_unknown_are_not_one_group():
    unknown = Gap(GapReason.DENIED, "denied", "x:Y", resource=job(2).id, path=("EnableManagedSpotTraining",))
    groups = group_runs([job(1), job(2)], [Read(("EnableManagedSpotTraining",))], {job(2).id: [unknown]})
    assert len(groups) == 2


def test_a_job_that_never_finished_has_no_statistics():
    (group,) = group_runs([live(TRAINING_JOB, "one", {"TrainingJobStatus": "InProgress"})], [], {})
    assert group.describe() == {
        "count": 1,
        "by_status": {"InProgress": 1},
        "running": 1,
        "interruptions": 0,
        "failure_reasons": {},
    }
