"""Whatever stands in a pipeline, reading ends, and what cannot be read is said."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from tests.frontends.pipelines.conftest import VERSION, get, step
from tests.patience import PATIENCE


def test_ten_thousand_steps_are_read_in_time(pipeline):
    started = time.monotonic()
    assert len(pipeline(*(step(f"S{at}", RoleArn="r") for at in range(10_000))).addresses) == 10_000
    assert time.monotonic() - started < PATIENCE


def test_conditions_as_deep_as_a_file_may_be_are_read(pipeline):
    inner = step("T")
    for at in range(31):
        inner = step(f"C{at}", "Condition", IfSteps=[inner])
    (address,) = pipeline(inner).addresses
    assert address.startswith("C30/C29/")
    assert address.endswith("/C0/T")


def test_joins_as_deep_as_a_file_may_be_are_read(pipeline):
    deep: object = "a"
    for _ in range(30):
        deep = {"Std:Join": {"Values": [deep, "b"]}}
    assert pipeline(step("S", RoleArn=deep)).document("S")["RoleArn"] == "a" + "b" * 30


def test_texts_that_double_and_double_end(read):
    lines = "\n".join(f"x{at}: &x{at} {{'Std:Join': {{Values: [*x{at - 1}, *x{at - 1}]}}}}" for at in range(1, 30))
    steps = "Steps: [{Name: S, Type: Training, Arguments: {RoleArn: *x29}}]"
    text = f"Version: '{VERSION}'\nx0: &x0 abcdefgh\n{lines}\n{steps}\n"
    started = time.monotonic()
    (gap,) = read({"p.yaml": text}).gaps
    assert "counting what aliases repeat" in gap.message
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize("wrong", [None, 5, "x", [], {}, [[]], {"a": 1}, [5], {"Get": None}])
def test_values_of_wrong_types_never_crash_the_reader(pipeline, wrong):
    for field in ("Name", "Type", "Arguments"):
        got = pipeline({**step("S", RoleArn="r"), field: wrong}, step("Good"))
        assert "Good" in got.addresses
    assert pipeline(step("Good"), wrong, parameters=wrong).addresses == ["Good"]


@pytest.mark.parametrize("text", [f'{{"Version": "{VERSION}", "Steps": ', f"Version: {VERSION}\nSteps: [\n"])
def test_a_pipeline_that_cannot_be_parsed_is_a_gap_with_its_place(read, text):
    (gap,) = read({"a.json": text}).gaps
    assert gap.reason == "unreadable"
    assert ": the SageMaker pipeline definition cannot be parsed here: " in gap.message


NAMES = ["Name", "Type", "Arguments", "IfSteps", "ElseSteps", "ForEachBody", "Get", "Std:Join", "On", "Values"]
NAMES += ["DefaultValue", "RoleArn", "Tags", "Key", "Value", "VpcConfig", "Subnets", "TrainingJobName"]
NODES = st.recursive(
    st.sampled_from(["Training", "Condition", "Parameters.P", "Steps.S.TrainingJobName", "${P}", 0, True, None, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=15,
)


@settings(max_examples=300)
@given(NODES, NODES, NODES)
def test_wrong_pipelines_never_crash_the_reader(tmp_path_factory, one, two, three):
    steps = [
        step("S", RoleArn=one, VpcConfig={"Subnets": two}, Tags=three),
        {"Name": "T", **step("T"), "Arguments": two},
    ]
    parameters = [{"Name": "P", "DefaultValue": three}, one]
    document = {
        "Version": VERSION,
        "Parameters": parameters,
        "Steps": [*steps, three, step("U", ModelName=get("Parameters.P"))],
    }
    directory = tmp_path_factory.mktemp("wrong")
    (directory / "p.json").write_text(json.dumps(document), encoding="utf-8")
    reading = read_code([directory], CodeOptions())
    assert {"S", "T"} <= {resource.origin.address for resource in reading.resources}
