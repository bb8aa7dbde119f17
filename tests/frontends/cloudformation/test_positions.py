"""Every value knows the text that gives it, to the column."""

from __future__ import annotations

from scanner.model import Span

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
