"""Whatever stands in a state machine, reading ends, and what cannot be read is said."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from tests.frontends.stepfunctions.conftest import TRAINING, task
from tests.frontends.torn import torn
from tests.patience import PATIENCE


def test_ten_thousand_states_are_read_in_time(machine):
    states = {f"T{at}": task(Parameters={"TrainingJobName": f"t{at}"}, Next=f"T{at + 1}") for at in range(10_000)}
    started = time.monotonic()
    assert len(machine(states).addresses) == 10_000
    assert time.monotonic() - started < PATIENCE


def test_states_as_deep_as_a_file_may_be_are_read(machine):
    states = {"T": task(Parameters={})}
    for at in range(23):
        states = {f"P{at}": {"Type": "Parallel", "Branches": [{"StartAt": "x", "States": states}]}}
    (address,) = machine(states).addresses
    assert address.startswith("P22[0]/P21[0]/")
    assert address.endswith("/P0[0]/T")


def test_states_that_are_deeper_are_a_gap(machine):
    states = {"T": task(Parameters={})}
    for at in range(40):
        states = {f"P{at}": {"Type": "Parallel", "Branches": [{"StartAt": "x", "States": states}]}}
    (gap,) = machine(states).gaps
    assert "values are nested more than 100 deep" in gap.message


def test_pass_states_in_a_ring_end(machine):
    ring = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}
    got = machine({**ring, "T": task(Parameters={"RoleArn.$": "$a"})})
    assert got.document("T")["RoleArn"] == "${$a}"


@pytest.mark.parametrize(
    "path",
    [
        "$." + "a" * 2_000_000,
        "States.Format('" + "{}" * 500_000 + "'" + ", $.a" * 300_000 + ")",
        "States.Format(" + "'" * 1_000_000,
        "States." + "\\'" * 1_000_000,
        "$" * 1_000_000,
        "$[" * 1_000_000,
    ],
)
@pytest.mark.parametrize("key", ["Parameters", "Arguments"])
def test_huge_expressions_are_read_in_time_and_named_shortly(machine, path, key):
    field = {"RoleArn.$": path} if key == "Parameters" else {"RoleArn": f"{{% {path} %}}"}
    started = time.monotonic()
    got = machine({"T": task(**{key: field})})
    assert time.monotonic() - started < PATIENCE
    for gap in got.gaps:
        assert len(gap.message) < 20_000


@pytest.mark.parametrize("text", ['{"StartAt": "sagemaker", "States": ', "StartAt: sagemaker\nStates: [\n"])
def test_a_machine_that_cannot_be_parsed_is_a_gap_with_its_place(read, text):
    (gap,) = read({"a.asl.yaml": text}).gaps
    assert gap.reason == "unreadable"
    assert ": the Step Functions definition cannot be parsed here: " in gap.message


@pytest.mark.parametrize("wrong", [None, 5, "x", [], {}, [[]], {"a": 1}, ["sagemaker"]])
def test_values_of_wrong_types_never_crash_the_reader(machine, wrong):
    for field in ("Type", "Resource", "Parameters", "Arguments", "Branches", "Iterator", "ItemProcessor", "Assign"):
        state = {**task(Parameters={"RoleArn.$": "$.a"}), field: wrong}
        got = machine({"T": state, "Good": task(Parameters={})}, QueryLanguage=wrong)
        assert "Good" in got.addresses
    assert machine({"T": wrong, "sagemaker": task(Parameters={})}).addresses == ["sagemaker"]


@pytest.mark.parametrize("states", [None, 5, "x", []])
def test_states_of_a_wrong_type_are_a_gap(read, states):
    got = read({"a.json": json.dumps({"StartAt": "sagemaker", "States": states})})
    assert [(gap.reason, gap.type) for gap in got.gaps] == [("unsupported", "state-machine-state")]


NAMES = ["Type", "Resource", "Parameters", "Arguments", "Branches", "Iterator", "ItemProcessor", "Assign", "States"]
NAMES += ["StartAt", "Next", "RoleArn", "RoleArn.$", "Tags", "Key", "Value.$", "VpcConfig", "Subnets", "Subnets.$"]
NODES = st.recursive(
    st.sampled_from(["Pass", TRAINING, "$.a", "$x", "{% $x %}", "{% %}", "${P}", "T", 0, True, None, "", "States.F()"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=300)
@given(NODES, NODES)
def test_wrong_machines_never_crash_the_reader(tmp_path_factory, one, two):
    states = {"P": {"Type": "Pass", "Assign": one, "Next": "T"}, "T": task(Parameters=one, Arguments=two), "U": two}
    directory = tmp_path_factory.mktemp("wrong")
    (directory / "m.json").write_text(json.dumps({"StartAt": "P", "States": states}), encoding="utf-8")
    reading = read_code([directory], CodeOptions())
    assert "T" in {resource.origin.address for resource in reading.resources}


TORN = json.dumps(
    {
        "StartAt": "P",
        "States": {
            "P": {"Type": "Pass", "Assign": {"x": {"y": ["${A}"]}}, "Next": "T"},
            "T": task(Parameters={"RoleArn.$": "States.Format('{}', $x.y)", "VpcConfig": {"Subnets": "${B}"}}),
            "M": {"Type": "Map", "ItemProcessor": {"States": {"U": task(Arguments={"RoleArn": "{% $x & 'a' %}"})}}},
        },
    },
    indent=1,
)


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_torn_text_never_crashes_the_reader(tmp_path_factory, seed):
    directory = tmp_path_factory.mktemp("torn")
    (directory / "t.json").write_text(torn(TORN, seed), encoding="utf-8")
    for gap in read_code([directory], CodeOptions()).gaps:
        assert gap.location
