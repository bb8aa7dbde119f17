"""Every value knows the text that gives it, to the column."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends.files import Root
from scanner.frontends.parsing import Document
from scanner.frontends.reading import CodeOptions
from scanner.frontends.stepfunctions.front_end import read as read_machine
from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.positions import Text
from scanner.model import Span
from tests.frontends.stepfunctions.conftest import task
from tests.frontends.test_yaml_positions import cut

MACHINE = """{
  "StartAt": "Train", "States": {
    "Train": {"Type": "Task", "Resource": "arn:${P}:states:::sagemaker:createTrainingJob.sync",
      "Parameters": {"TrainingJobName.$": "States.Format('é-{}', $.name)",
        "ResourceConfig": {"InstanceType": "ml.m5.large",
          "InstanceCount": ${Count}},
        "VpcConfig": {"Subnets": ["a",
          "b"]}, "Tags": [{"Key": "x", "Value.$": "$.x"}]}}}}
"""


def test_values_stand_where_they_are_written(read):
    got = read({"m.asl.json": MACHINE})
    assert got.texts("Train") == {
        ("TrainingJobName",): "\"States.Format('é-{}', $.name)\"",
        ("ResourceConfig",): '"ResourceConfig"',
        ("ResourceConfig", "InstanceType"): '"ml.m5.large"',
        ("VpcConfig",): '"VpcConfig"',
        ("VpcConfig", "Subnets"): '["a",',
        ("VpcConfig", "Subnets", 0): '"a"',
        ("VpcConfig", "Subnets", 1): '"b"',
        ("Tags",): '[{"Key": "x", "Value.$": "$.x"}]',
        ("Tags", "x"): '"$.x"',
    }
    assert got.one("Train").origin.span == Span(3, 5, 3, 12)
    assert got.gap("ResourceConfig", "InstanceCount").location.span == Span(6, 28, 6, 36)


def test_a_variable_stands_where_it_is_used(read):
    states = {
        "P": {"Type": "Pass", "Assign": {"size": "ml.m5.large"}, "Next": "T"},
        "T": task(Parameters={"ResourceConfig": {"InstanceType.$": "$size"}}),
    }
    got = read({"m.json": json.dumps({"StartAt": "P", "States": states})})
    assert got.text("T", "ResourceConfig", "InstanceType") == '"$size"'


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="$"), max_size=8)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "RoleArn": TEXTS,
        "ResourceConfig": st.fixed_dictionaries({"InstanceType": TEXTS, "InstanceCount": st.integers(0, 99)}),
        "Environment": st.dictionaries(TEXTS, TEXTS, max_size=3),
        "VpcConfig": st.fixed_dictionaries({"Subnets": st.lists(TEXTS, max_size=3)}),
        "EnableNetworkIsolation": st.booleans(),
    },
)


@settings(max_examples=200)
@given(REQUESTS, st.sampled_from([None, 0, 2]), st.booleans())
def test_what_a_place_points_at_is_the_value(request_, indent, ascii_only):
    machine = {"StartAt": "T", "States": {"T": task(Parameters=request_)}}
    content = json.dumps(machine, indent=indent, ensure_ascii=ascii_only)
    text = Text(content)
    root = Root("m.json", "m.json", ".")
    (resource,) = read_machine(Document(root, text, parse_json(text), alone=True), CodeOptions()).resources
    for path, span in resource.origin.spans.items():
        value = resource.document
        for step in path:
            value = value[step]
        if not isinstance(value, dict | list) and path != ("TrainingJobName",):
            assert json.loads(cut(content, span)) == value
