"""Every value knows the text that gives it, to the column."""

from __future__ import annotations

import json

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.nodes import text_of
from scanner.frontends.reading import CodeOptions
from scanner.model import Span
from tests.frontends.test_yaml_positions import cut

TEMPLATE = """Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      EndpointConfigName: "café"
      ProductionVariants:   # two
        - VariantName: é😀  # c
          InstanceType: !Join
            - .
            - [ml, m5, large]
        - {VariantName: 'b', InitialInstanceCount: 1}
      VpcConfig: !If [Always, {Subnets: !Ref Nets}, !Ref 'AWS::NoValue']
      Tags:
        - Key: A
          Value: "1"
        - {Key: B, Value: !Sub "${AWS::Region}"}
Parameters:
  Nets: {Type: CommaDelimitedList, Default: "a,b"}
Conditions:
  Always: !Equals [a, a]
"""


def test_yaml_values_stand_where_they_are_written(read):
    got = read(TEMPLATE)
    join = "!Join\n            - .\n            - [ml, m5, large]"
    assert got.texts("Config") == {
        ("EndpointConfigName",): '"café"',
        ("ProductionVariants",): "- VariantName: é😀  # c",
        ("ProductionVariants", 0): "VariantName: é😀  # c",
        ("ProductionVariants", 0, "VariantName"): "é😀",
        ("ProductionVariants", 0, "InstanceType"): join,
        ("ProductionVariants", 1): "{VariantName: 'b', InitialInstanceCount: 1}",
        ("ProductionVariants", 1, "VariantName"): "'b'",
        ("ProductionVariants", 1, "InitialInstanceCount"): "1",
        ("VpcConfig",): "VpcConfig",
        ("VpcConfig", "Subnets"): "!Ref Nets",
        ("VpcConfig", "Subnets", 0): "!Ref Nets",
        ("VpcConfig", "Subnets", 1): "!Ref Nets",
        ("Tags",): "- Key: A",
        ("Tags", "A"): '"1"',
        ("Tags", "B"): '!Sub "${AWS::Region}"',
    }
    assert got.one("Config").origin.span == Span(2, 3, 2, 9)
    assert got.gap("Tags", "B").location.span == Span(16, 27, 16, 48)


def test_line_ends_and_a_byte_order_mark_change_nothing(read):
    plain = read(TEMPLATE).one("Config")
    for changed in (TEMPLATE.replace("\n", "\r\n"), "\ufeff" + TEMPLATE):
        other = read(changed).one("Config")
        assert (other.document, other.tags) == (plain.document, plain.tags)
        assert other.origin == plain.origin


def test_json_values_stand_where_they_are_written(read):
    text = """{
  "Resources": {
    "Módèl": {
      "Type": "AWS::SageMaker::Model",
      "Properties": {
        "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "Containers": [
          {
            "Image": "\\u00e9", "Environment": {"N": 1e1}
          }
        ]
      }
    }
  }
}"""
    got = read({"t.template": text})
    assert got.texts("Módèl") == {
        ("ExecutionRoleArn",): '{"Fn::GetAtt": ["Role", "Arn"]}',
        ("Containers",): "[",
        ("Containers", 0): "{",
        ("Containers", 0, "Image"): '"\\u00e9"',
        ("Containers", 0, "Environment"): '"Environment"',
        ("Containers", 0, "Environment", "N"): "1e1",
        ("ModelName",): '"Módèl"',
    }
    assert got.document("Módèl")["Containers"] == [{"Image": "é", "Environment": {"N": "10.0"}}]


def test_what_is_filled_in_from_elsewhere_stands_where_it_is_used(read):
    got = read("""Mappings: {M: {a: {b: [s-1, s-2]}}}
Resources:
  M:
    Type: AWS::SageMaker::Model
    Properties:
      VpcConfig:
        Subnets: !FindInMap [M, a, b]
        SecurityGroupIds: !Split [",", "g-1,g-2"]
  T:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties: {ResourceId: r, ServiceNamespace: sagemaker, ScalableDimension: d}
  P:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: p
      ScalingTargetId: !Ref T
""")
    assert got.document("M")["VpcConfig"] == {"Subnets": ["s-1", "s-2"], "SecurityGroupIds": ["g-1", "g-2"]}
    assert got.text("M", "VpcConfig", "Subnets", 1) == "!FindInMap [M, a, b]"
    assert got.text("M", "VpcConfig", "SecurityGroupIds", 0) == '!Split [",", "g-1,g-2"]'
    assert got.text("P", "ResourceId") == "!Ref T"


def test_every_known_value_has_a_position(read):
    resource = read(TEMPLATE).one("Config")

    def leaves(value, path=()):
        yield path
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield from leaves(item, (*path, key))

    assert set(leaves(resource.document)) - {()} <= resource.origin.spans.keys()


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029\ufeff{$")
)
VALUES = st.one_of(
    TEXTS, st.integers(-(10**9), 10**9), st.booleans(), st.floats(-1e6, 1e6).map(lambda one: round(one, 3))
)


@settings(max_examples=150)
@given(
    st.dictionaries(st.text("ABCé_", min_size=1, max_size=8), VALUES, min_size=1, max_size=5),
    st.booleans(),
    st.booleans(),
)
def test_every_position_reads_back_as_the_value(tmp_path_factory, variables, as_json, flow):
    properties = {"ModelName": "m", "PrimaryContainer": {"Environment": variables}, "Containers": [{"Image": "é"}]}
    template = {"Resources": {"M": {"Type": "AWS::SageMaker::Model", "Properties": properties}}}
    if as_json:
        text = json.dumps(template, ensure_ascii=flow, indent=1 if flow else None)
    else:
        text = yaml.safe_dump(template, allow_unicode=True, default_flow_style=flow, width=10_000)
    file = tmp_path_factory.mktemp("read") / "t.template"
    file.write_text(text, encoding="utf-8", newline="\n")
    (model,) = read_code([file], CodeOptions()).resources
    environment = model.document["PrimaryContainer"]["Environment"]
    for name, value in variables.items():
        span = model.origin.spans["PrimaryContainer", "Environment", name]
        found = yaml.safe_load(cut(text, span)) if not as_json else json.loads(cut(text, span))
        assert found == value
        assert text_of(found) == environment[name]
    assert "é" in (yaml.safe_load(cut(text, model.origin.spans["Containers", 0, "Image"])))
