"""Loops are written out: one resource, property or output for each item, in the place of the loop's body."""

from __future__ import annotations

import time

import pytest

from scanner.model import Span
from tests.patience import PATIENCE

SECTIONS = """
Transform: AWS::LanguageExtensions
Parameters:
  Teams: {Type: CommaDelimitedList, Default: "search,fraud-score"}
  Open: {Type: CommaDelimitedList}
Mappings:
  Sizes:
    search: {Instance: ml.g5.xlarge, Variants: [a, b]}
    fraud-score: {Instance: ml.m7i.large, Variants: [c]}
"""
MODELS = """
Resources:
  Fn::ForEach::Models:
    - Team
    - COLLECTION
    - "Model&{Team}":
        Type: AWS::SageMaker::Model
        Properties:
          ModelName: !Sub "northwind-${Team}"
"""


@pytest.mark.parametrize(
    ("collection", "addresses"),
    [
        ("[one, two]", ["Modelone", "Modeltwo"]),
        ("!Ref Teams", ["Modelfraudscore", "Modelsearch"]),
        ("[!Ref Teams]", ["Modelfraudscore", "Modelsearch"]),
        ("!FindInMap [Sizes, search, Variants]", ["Modela", "Modelb"]),
        ("[1, two]", ["Model1", "Modeltwo"]),
        ("[]", []),
    ],
)
def test_a_collection_is_a_list_a_parameter_or_a_list_of_a_map(read, collection, addresses):
    assert read(SECTIONS + MODELS.replace("COLLECTION", collection)).addresses == addresses


def test_the_name_stands_for_the_item_in_keys_texts_and_references(read):
    got = read(
        SECTIONS
        + """
Resources:
  Fn::ForEach::Models:
    - Team
    - !Ref Teams
    - "Model&{Team}":
        Type: AWS::SageMaker::Model
        Properties: {ModelName: "plain-${Team}"}
      "Config&{Team}":
        Type: AWS::SageMaker::EndpointConfig
        Properties:
          EndpointConfigName: !Ref Team
          ProductionVariants:
            - ModelName: !GetAtt "Model&{Team}.ModelName"
              InstanceType: !FindInMap [Sizes, !Ref Team, Instance]
"""
    )
    assert got.document("Configfraudscore") == {
        "EndpointConfigName": "fraud-score",
        "ProductionVariants": [{"ModelName": "plain-fraud-score", "InstanceType": "ml.m7i.large"}],
    }


def test_loops_in_loops_and_in_properties_and_outputs_are_followed(read):
    got = read(
        SECTIONS
        + """
Resources:
  Fn::ForEach::Teams:
    - Team
    - !Ref Teams
    - Fn::ForEach::Variants:
        - Variant
        - !FindInMap [Sizes, !Ref Team, Variants]
        - "M&{Team}${Variant}":
            Type: AWS::SageMaker::Model
            Properties:
              PrimaryContainer:
                Environment:
                  Fn::ForEach::Variables: [Name, [A, B], {"VAR_${Name}": "${Team}/${Variant}/${Name}"}]
"""
    )
    assert got.addresses == ["Mfraudscorec", "Msearcha", "Msearchb"]
    assert got.document("Msearchb")["PrimaryContainer"]["Environment"] == {
        "VAR_A": "search/b/A",
        "VAR_B": "search/b/B",
    }


def test_values_stand_at_the_text_in_the_body(read):
    got = read(SECTIONS + MODELS.replace("COLLECTION", "[one, two]"))
    assert [got.text(f"Model{name}", "ModelName") for name in ("one", "two")] == ['!Sub "northwind-${Team}"'] * 2
    assert got.one("Modelone").origin.span == got.one("Modeltwo").origin.span
    assert got.one("Modelone").id == "template.yaml:Modelone"


def test_what_a_collection_depends_on_leaves_its_family_open(read):
    got = read(SECTIONS + MODELS.replace("COLLECTION", "!Ref Open"))
    (gap,) = got.gaps
    assert (gap.type, gap.needs, gap.reason) == ("AWS::SageMaker::Model", "parameter Open", "variable")
    assert gap.location.span == Span(12, 3, 12, 22)
    assert gap.message.startswith("whether there is Fn::ForEach::Models depends on parameter Open")


@pytest.mark.parametrize(
    ("kind", "covers"),
    [
        ("AWS::StepFunctions::StateMachine", ["state-machine-state"]),
        ("AWS::Serverless::StateMachine", ["state-machine-state"]),
        ("AWS::SageMaker::Pipeline", ["AWS::SageMaker::Pipeline", "pipeline-step"]),
    ],
)
def test_what_a_collection_depends_on_leaves_open_what_definitions_make(read, kind, covers):
    loop = MODELS.replace("COLLECTION", "!Ref Open").replace("AWS::SageMaker::Model", kind)
    got = read(f"# sagemaker{SECTIONS}{loop}")
    assert sorted(gap.type for gap in got.gaps) == covers
    gap = next(gap for gap in got.gaps if gap.type == covers[-1])
    assert (gap.needs, gap.location.span, gap.hiding) == ("parameter Open", Span(12, 3, 12, 22), True)
    assert gap.message.startswith("what Fn::ForEach::Models runs depends on parameter Open")


def test_what_a_collection_depends_on_leaves_open_what_nested_stacks_scale(read):
    stacks = MODELS.replace("COLLECTION", "!Ref Open").replace("SageMaker::Model", "CloudFormation::Stack")
    endpoint = "  E: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: e}}\n"
    gaps = [gap for gap in read(SECTIONS + stacks + endpoint).gaps if gap.location is None or "::For" in gap.message]
    assert [gap.needs for gap in gaps] == ["parameter Open", *["the templates of its nested stacks"] * 3]
    assert gaps[0].message.startswith("what the stacks of Fn::ForEach::Models have depends on parameter Open")


def test_a_loop_of_properties_that_is_not_followed_leaves_the_object_open(read):
    got = read(
        SECTIONS
        + """
Resources:
  M:
    Type: AWS::SageMaker::Model
    Properties:
      PrimaryContainer:
        Environment: {KNOWN: a, "Fn::ForEach::More": [Name, !Ref Open, {"${Name}": b}]}
"""
    )
    assert got.document("M")["PrimaryContainer"]["Environment"]["KNOWN"] == "a"
    assert got.gap("PrimaryContainer", "Environment").reason == "unsupported"


@pytest.mark.parametrize(
    "loop", ["x", "[a]", "[[a], [b], {c: d}]", "[a, [{b: c}], {}]", "[a, {b: c}, {}]", "[a, null, {}]"]
)
def test_what_is_no_loop_is_a_gap_or_nothing(read, loop):
    got = read(f"""# AWS::SageMaker::Model
Resources:
  M: {{Type: AWS::SageMaker::Model}}
  Fn::ForEach::Wrong: {loop}
""")
    assert got.addresses == ["M"]


@pytest.mark.parametrize(
    "body",
    [
        "{'M${A}': {Type: AWS::SageMaker::Model}}",
        "{'Fn::ForEach::B': [B, LIST, {'Fn::ForEach::C': [C, LIST, {'${A}${B}${C}': {Type: AWS::SageMaker::Model}}]}]}",
        "{'M${A}': {Type: AWS::SageMaker::Model, Properties: {ModelName: '${A}'}}}",
    ],
)
def test_a_bomb_of_loops_is_given_up(read, body):
    items = "[" + ", ".join(f"item{at}" for at in range(2000)) + "]"
    started = time.monotonic()
    got = read(f"# sagemaker\nResources:\n  Fn::ForEach::A: [A, {items}, {body.replace('LIST', items)}]\n")
    assert time.monotonic() - started < PATIENCE
    assert len(got.addresses) == 2000 or [gap.reason for gap in got.gaps] == ["unreadable"]


def test_long_texts_are_not_multiplied(read):
    text = "${A}" * 20_000
    items = ", ".join(f"{'x' * 250}{at}" for at in range(1000))
    started = time.monotonic()
    got = read(
        f"# sagemaker\nResources:\n  Fn::ForEach::A: [A, [{items}],"
        f" {{'M${{A}}': {{Type: AWS::SageMaker::Model, Properties: {{ExecutionRoleArn: '{text}'}}}}}}]\n"
    )
    assert time.monotonic() - started < PATIENCE
    assert [gap.reason for gap in got.gaps] == ["unreadable"]
