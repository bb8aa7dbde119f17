import random
import statistics

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.durations import DISTINCT, Durations
from scanner.resource_types import TRAINING_JOB
from scanner.run_groups import REASONS, RunGroup
from scanner.tally import Tally
from tests.builders import live

seconds = st.integers(0, 5000) | st.floats(0, 1e7, allow_nan=False)
times = st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z")
reasons = st.sampled_from(["AlgorithmError: exit code 1", "ClientError: no data", "", "InternalServerError"])
documents = st.fixed_dictionaries(
    {},
    optional={
        "CreationTime": times,
        "TrainingJobStatus": st.sampled_from(["Completed", "Failed", "InProgress", "Stopping"]),
        "FailureReason": reasons | st.integers(0, 200).map("AlgorithmError: line {}".format),
        "TrainingTimeInSeconds": seconds,
        "BillableTimeInSeconds": seconds,
        "ResourceConfig": st.integers(1, 8).map(lambda count: {"InstanceCount": count}),
        "SecondaryStatusTransitions": st.lists(
            st.sampled_from(["Starting", "Interrupted"]).map(lambda status: {"Status": status})
        ),
    },
)
histories = st.lists(documents, min_size=1, max_size=30).map(
    lambda made: [live(TRAINING_JOB, f"j-{number}", document, tags={"a": "b"}) for number, document in enumerate(made)]
)


def added(runs):
    group = RunGroup(newest=runs[0])
    for run in runs:
        group.add(run)
    return group


@given(histories, st.randoms(), st.integers(1, 30))
def test_merging_any_split_in_any_order_is_adding_all(runs, chance, cut):
    whole = added(runs).to_record()
    chance.shuffle(runs)
    parts = [added(part) for part in (runs[:cut], runs[cut:]) if part]
    chance.shuffle(parts)
    for part in parts[1:]:
        parts[0].merge(part)
    assert parts[0].to_record() == whole


@given(histories)
def test_a_group_comes_back_from_its_record(runs):
    group = added(runs)
    again = RunGroup.from_record(orjson.loads(orjson.dumps(group.to_record())))
    assert again.describe() == group.describe()
    assert again.to_record() == group.to_record()
    assert again.newest == group.newest
    for part in (group, again):
        part.add(live(TRAINING_JOB, "later", {"TrainingTimeInSeconds": 1.5, "FailureReason": "x"}))
    assert again.to_record() == group.to_record()


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_a_few_durations_are_described_exactly(values):
    durations = Durations()
    for value in values:
        durations.add(float(value))
    ordered = sorted(values)
    assert durations.describe() == {
        "sum": sum(ordered),
        "median": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        "max": ordered[-1],
    }


def test_many_different_durations_are_rounded_whatever_their_order():
    values = [10_000 + number * 1.25 for number in range(3 * DISTINCT)]
    records = []
    for seed in range(3):
        random.Random(seed).shuffle(values)
        parts = Durations(), Durations()
        for number, value in enumerate(values):
            parts[number % 7 < 3 * seed].add(value)  # all in one, or split so that one or both are rounded
        for part in (parts[1], Durations()):
            parts[0].merge(part)
        records.append(parts[0].to_record())
    assert records[0] == records[1] == records[2]
    assert len(records[0]["values"]) < 1000
    described = Durations.from_record(orjson.loads(orjson.dumps(records[0]))).describe()
    assert described["sum"] == sum(values)
    assert described["max"] == max(values)
    assert described["median"] == pytest.approx(statistics.median(values), rel=0.005)
    assert described["p95"] == pytest.approx(sorted(values)[int(len(values) * 0.95)], rel=0.005)


def test_a_rounded_statistic_is_not_more_than_the_maximum():
    durations = Durations()
    for number in range(DISTINCT + 1):
        durations.add(9996 + number / 10_000)
    described = durations.describe()
    assert described["median"] <= described["max"] == 9996 + DISTINCT / 10_000


def test_fractions_of_seconds_add_up_to_the_same_in_any_order():
    values = [0.1, 1e16, 0.2, -1e16, 0.3]
    sums = set()
    for _ in range(20):
        random.Random(len(sums)).shuffle(values)
        durations = Durations()
        for value in values:
            durations.add(value)
        sums.add(durations.to_record()["total"])
    assert len(sums) == 1


def failed(number, reason):
    return live(TRAINING_JOB, f"j-{number}", {"FailureReason": reason})


def test_reasons_that_differ_in_numbers_only_are_one_when_there_are_many():
    few = added([failed(number, f"AlgorithmError: line {number}") for number in range(REASONS)])
    many = added([failed(number, f"AlgorithmError: line {number}") for number in range(REASONS + 1)])
    assert len(few.describe()["failure_reasons"]) == REASONS
    assert many.describe()["failure_reasons"] == {"AlgorithmError: line *": REASONS + 1}


def test_reasons_that_differ_in_words_are_told_apart_by_their_kind_at_last():
    words = [f"{first}{second}" for first in "ghijklmnop" for second in "ghijklmnop"]
    group = added([failed(index, f"AlgorithmError: {word}") for index, word in enumerate(words)])
    assert group.describe()["failure_reasons"] == {"AlgorithmError": 100}
    group = added([failed(index, word) for index, word in enumerate(words)])
    assert group.describe()["failure_reasons"] == {"different reasons": 100}


@given(st.lists(st.integers(0, 60), max_size=80), st.randoms(), st.integers(0, 80))
def test_a_tally_does_not_depend_on_the_order_of_arrival(values, chance, cut):
    def tally(chosen):
        made = Tally(6, (lambda value: value // 4, lambda value: value // 3))
        for value in chosen:
            made.add(value)
        return made

    whole = tally(values)
    chance.shuffle(values)
    one, other = tally(values[:cut]), tally(values[cut:])
    one.merge(other)
    assert (one.level, one.counts) == (whole.level, whole.counts)
    assert len(whole.counts) <= 6
