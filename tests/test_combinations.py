"""What conditions leave open is judged in every way that it can be, and told once, with the ways that are wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from scanner.catalog import load_catalog
from scanner.environment import EnvironmentRules
from scanner.frontends.reading import CodeOptions
from scanner.model import Cases
from scanner.scan import engine_for, index, judge, read_repository
from scanner.snapshot import read_snapshot, write_snapshot

JOB = """
  Job:
    Type: AWS::SageMaker::TrainingJob
    Properties:
      TrainingJobName: job
      EnableManagedSpotTraining: SPOT
      ResourceConfig: {InstanceType: ml.m5.xlarge, InstanceCount: 1}
      StoppingCondition: {MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200}
      CheckpointConfig: {S3Uri: s3://b/c}
"""
HEAD = """
Parameters: {Env: {Type: String}, Size: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod], Large: !Equals [!Ref Size, large]}
Resources:
"""


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def check(catalog, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def judge_template(text, code, *, stored=False, **parameters):
        Path("template.yaml").write_text(text)
        snapshot = replace(read_repository([Path()], CodeOptions(parameters=parameters)), taken="2026-11-27T03:00:00Z")
        if stored:
            with Path("snapshot").open("w+b") as file:
                write_snapshot(snapshot, file)
            assert read_snapshot(Path("snapshot")) == snapshot
        policies = catalog.select([code])
        engine = engine_for(None, catalog, policies, {})
        return judge(index(snapshot, policies), policies, engine, EnvironmentRules())

    return judge_template


def told(result):
    return [(finding.status.value, finding.message.partition(" (when ")[2].rstrip(")")) for finding in result.findings]


def test_what_is_wrong_in_one_way_fails_and_says_when(check):
    result = check(HEAD + JOB.replace("SPOT", "!If [Prod, false, true]"), "TRN001", stored=True)
    assert told(result) == [("failed", "Prod is true")]
    assert result.findings[0].location.span.start_line == 10
    assert result.findings[0].subject.id == "template.yaml:Job"


def test_what_is_right_in_every_way_passes_once(check):
    job = JOB.replace("SPOT", "true").replace("7200", "!If [Prod, 7200, 9000]")
    assert told(check(HEAD + job, "TRN001")) == [("passed", "")]


def test_what_is_wrong_in_every_way_fails_once(check):
    job = JOB.replace("SPOT", "false").replace("InstanceCount: 1", "InstanceCount: !If [Prod, 1, 2]")
    assert told(check(HEAD + job, "TRN001")) == [("failed", "")]


def test_a_resource_that_is_there_in_one_way_only_is_judged_there(check):
    job = JOB.replace("SPOT", "false").replace("TrainingJob\n", "TrainingJob\n    Condition: Prod\n", 1)
    assert told(check(HEAD + job, "TRN001")) == [("failed", "Prod is true")]
    assert told(check(HEAD + job, "TRN001", Env="dev")) == []


def test_only_the_conditions_that_make_the_difference_are_named(check):
    job = JOB.replace("SPOT", "!If [Prod, false, true]").replace("7200", "!If [Large, 7200, 9000]")
    assert told(check(HEAD + job, "TRN001")) == [("failed", "Prod is true")]


def test_several_reasons_are_told_at_their_own_places(check):
    job = JOB.replace("SPOT", "true").replace("7200", "!If [Prod, 10, !If [Large, 20, 9000]]")
    result = check(HEAD + job, "TRN003")
    assert told(result) == [("failed", "Large is true and Prod is false"), ("failed", "Prod is true")]
    assert len({finding.fingerprint for finding in result.findings}) == 2


def test_fingerprints_do_not_depend_on_what_is_open(check):
    job = HEAD + JOB.replace("SPOT", "!If [Prod, false, true]")
    (open_,) = check(job, "TRN001").findings
    (decided,) = check(job, "TRN001", Env="prod").findings
    assert open_.fingerprint == decided.fingerprint
    assert decided.message == open_.message.removesuffix(" (when Prod is true)")


def test_joins_stay_within_one_way(check):
    text = (
        HEAD
        + """
  M:
    Type: AWS::SageMaker::Model
    Properties:
      ModelName: m
      PrimaryContainer:
        Image: !If
          - Prod
          - 141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1
          - 763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker
  C:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      EndpointConfigName: c
      ProductionVariants:
        - {VariantName: v, ModelName: m, InstanceType: !If [Prod, ml.m7i.large, ml.g5.xlarge], InitialInstanceCount: 2}
  E: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: e, EndpointConfigName: c}}
"""
    )
    result = check(text, "EPT005")
    assert told(result) == [("passed", "")]  # the CPU algorithm never meets the GPU
    assert result.resources["AWS::SageMaker::EndpointConfig"] == 1
    swapped = text.replace("ml.m7i.large, ml.g5.xlarge", "ml.g5.xlarge, ml.m7i.large")
    assert told(check(swapped, "EPT005")) == [("failed", "Prod is true")]


def test_a_scaling_target_of_one_way_scales_there_only(check):
    text = (
        HEAD
        + """
  C:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      EndpointConfigName: c
      ProductionVariants: [{VariantName: v, ModelName: m, InstanceType: ml.m7i.large, InitialInstanceCount: 2}]
  E: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: e, EndpointConfigName: c,
    Tags: [{Key: Environment, Value: production}]}}
  T:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Condition: Prod
    Properties: {ServiceNamespace: sagemaker, ResourceId: endpoint/e/variant/v, MinCapacity: 2, MaxCapacity: 4,
      ScalableDimension: "sagemaker:variant:DesiredInstanceCount"}
"""
    )
    assert told(check(text, "ASC001")) == [("failed", "Prod is false")]


ALL = frozenset({(("A", a), ("B", b)) for a in (True, False) for b in (True, False)})
PARTS = frozenset({(("A", False),), (("A", True), ("B", False)), (("A", True), ("B", True))})


@pytest.mark.parametrize(
    ("these", "among", "text"),
    [
        ({(("A", True), ("B", True)), (("A", True), ("B", False))}, ALL, "A is true"),
        ({(("A", True), ("B", True))}, ALL, "A is true and B is true"),
        (
            {(("A", True), ("B", True)), (("A", False), ("B", False))},
            ALL,
            "A is false and B is false, or A is true and B is true",
        ),
        ({(("A", False),)}, PARTS, "A is false"),
        ({(("A", True), ("B", True))}, PARTS, "A is true and B is true"),
    ],
)
def test_cases_are_told_with_the_fewest_conditions(these, among, text):
    assert str(Cases(frozenset(these), among)) == text


def test_many_cases_are_counted():
    among = frozenset(tuple(zip("ABCD", values, strict=True)) for values in product([True, False], repeat=4))
    even = frozenset(one for one in among if sum(value for _, value in one) % 2 == 0)
    assert str(Cases(even, among)).endswith(", or in 5 other combinations")


def test_ways_that_share_nothing_are_told_one_by_one(check):
    result = check(HEAD + JOB.replace("SPOT", "!If [Prod, false, !If [Large, false, true]]"), "TRN001")
    assert told(result) == [("failed", "Large is true, or Prod is true")]
