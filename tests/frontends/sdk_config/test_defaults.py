"""Configurations of the SageMaker Python SDK give what code leaves out."""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.files import Root
from scanner.frontends.nodes import NO_VALUE, Node, Open, Unknown, entries, made, plain, unsupported
from scanner.frontends.parsing import parse_documents
from scanner.frontends.reading import CodeOptions
from scanner.frontends.sdk_config.defaults import defaults_for, defaults_of
from scanner.frontends.sdk_config.filling import filled
from scanner.model import Span

JOB, CONFIG, MODEL = (f"AWS::SageMaker::{name}" for name in ("TrainingJob", "EndpointConfig", "Model"))
HERE = Span(7, 1, 7, 9)
TEXT = """SchemaVersion: '1.0'
SageMaker:
  PythonSDK:
    Modules:
      RemoteFunction:
        InstanceType: ml.m5.large
        VolumeKmsKeyId: volume
        S3KmsKeyId: out
        EnvironmentVariables: {A: b}
        VpcConfig: {Subnets: [subnet-1]}
  TrainingJob:
    EnableNetworkIsolation: true
    ResourceConfig: {VolumeKmsKeyId: "${KEY}"}
    VpcConfig:
      Subnets: [subnet-1]
      SecurityGroupIds: [sg-1]
    Tags: [{Key: team, Value: shop}]
  EndpointConfig:
    KmsKeyId: k
    DataCaptureConfig: {KmsKeyId: c}
  Model:
    PrimaryContainer: {Environment: {A: b}}
    Containers: [{Environment: {C: d}}]
    Unheard: 1
"""
UNDERSCORES = """SchemaVersion: '1.0'
SageMaker:
  PythonSDK:
    Resources:
      GlobalDefaults: {vpc_config: {subnets: [subnet-1], security_group_ids: [sg-1]}, role_arn: global}
      TrainingJob: {role_arn: own, output_data_config: {kms_key_id: k}, tags: [{key: team, value: shop}]}
"""


def config(text):
    (document,) = parse_documents(Root(pathlib.Path("config.yaml"), "config.yaml", pathlib.Path()), text.encode())
    return defaults_of(document.node, "config.yaml")


def node(value):
    (document,) = parse_documents(Root(pathlib.Path("a.json"), "a.json", pathlib.Path()), json.dumps(value).encode())
    return document.node


def test_defaults_have_the_shape_of_the_api():
    found = config(TEXT)
    assert found.file == "config.yaml"
    assert {kind: plain(default) for kind, default in found.by_type.items()} == {
        JOB: {
            "EnableNetworkIsolation": True,
            "ResourceConfig": {"VolumeKmsKeyId": "${KEY}"},
            "VpcConfig": {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
            "Tags": [{"Key": "team", "Value": "shop"}],
        },
        CONFIG: {"KmsKeyId": "k", "DataCaptureConfig": {"KmsKeyId": "c"}},
        MODEL: {"PrimaryContainer": {"Environment": {"A": "b"}}, "Containers": [{"Environment": {"C": "d"}}]},
    }
    key = entries(entries(found.by_type[JOB])["ResourceConfig"])["VolumeKmsKeyId"]
    assert isinstance(key.value, Unknown)
    assert key.span == Span(13, 38, 13, 46)


def test_remote_functions_are_training_jobs():
    assert plain(config(TEXT).remote) == {
        "ResourceConfig": {"InstanceType": "ml.m5.large", "VolumeKmsKeyId": "volume"},
        "OutputDataConfig": {"KmsKeyId": "out"},
        "Environment": {"A": "b"},
        "VpcConfig": {"Subnets": ["subnet-1"]},
    }


def test_version_three_writes_underscores_and_defaults_for_all_types():
    found = config(UNDERSCORES).by_type
    network = {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert plain(found[JOB]) == {
        "RoleArn": "own",
        "VpcConfig": network,
        "OutputDataConfig": {"KmsKeyId": "k"},
        "Tags": [{"Key": "team", "Value": "shop"}],
    }
    assert plain(found[MODEL]) == {"VpcConfig": network}
    assert "AWS::EC2::Subnet" not in found


@pytest.mark.parametrize(
    "text",
    ["a: 1", "SchemaVersion: '1.0'", "SageMaker: {}\nSchemaVersion: '1.0'", "SageMaker: {TrainingJob: {}}", "[]"],
)
def test_other_documents_set_nothing(text):
    assert config(text) is None


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def test_the_nearest_configuration_counts(tree):
    top = tree(config_yaml=TEXT, a__config_yaml=UNDERSCORES, a__b__config_yaml="a: 1\n", c__config_yaml="SageMaker: [")

    def near(name):
        return defaults_for(Root(top / name, name, top)).file

    assert (near("a/b/train.py"), near("a/train.py"), near("c/train.py")) == ("a/config.yaml",) * 2 + ("config.yaml",)


def test_nothing_outside_of_the_tree_is_looked_at(tree):
    top = tree(config_yaml=TEXT, inner__code__x="")
    assert defaults_for(Root(top / "inner/code/train.py", "train.py", top / "inner")) is None
    (top / "inner/config.yaml").symlink_to(top / "config.yaml")
    assert defaults_for(Root(top / "inner/code/train.py", "train.py", top / "inner")) is None


def test_a_configuration_makes_nothing_and_a_broken_one_is_told(tree):
    top = tree(good__config_yaml=TEXT, bad__config_yaml="SchemaVersion: '1.0'\nSageMaker: [")
    reading = read_code([top], CodeOptions())
    (gap,) = reading.gaps
    assert reading.resources == ()
    assert gap.message.startswith(
        "bad/config.yaml:2:13: the configuration of the SageMaker Python SDK cannot be parsed"
    )


@pytest.mark.parametrize(
    ("request_", "defaults", "whole"),
    [
        ({}, {"A": 1, "B": {"C": [1]}}, {"A": 1, "B": {"C": [1]}}),
        ({"A": 2, "B": {"D": 3}}, {"A": 1, "B": {"C": 4}}, {"A": 2, "B": {"C": 4, "D": 3}}),
        ({"A": None}, {"A": 1}, {"A": 1}),
        ({"A": False}, {"A": True}, {"A": False}),
        ({"A": ["x"]}, {"A": ["y"]}, {"A": ["x"]}),
        ({}, {"DataCaptureConfig": {"KmsKeyId": "k"}, "Containers": [{"E": 1}]}, {}),
        ({"DataCaptureConfig": {}}, {"DataCaptureConfig": {"KmsKeyId": "k"}}, {"DataCaptureConfig": {"KmsKeyId": "k"}}),
        (
            {"Containers": [{"I": 1}, {"I": 2}]},
            {"Containers": [{"E": 1}]},
            {"Containers": [{"I": 1, "E": 1}, {"I": 2}]},
        ),
        (
            {"Tags": [{"Key": "a", "Value": "1"}]},
            {"Tags": [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}]},
            {"Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "3"}]},
        ),
        ({}, {"Tags": [{"Key": "a", "Value": "2"}]}, {"Tags": [{"Key": "a", "Value": "2"}]}),
    ],
)
def test_what_is_left_out_is_filled_in(request_, defaults, whole):
    assert plain(filled(node(request_), node(defaults), HERE)) == whole


def test_what_is_filled_in_stands_where_it_is_used():
    request = filled(node({"A": {"B": 1}}), node({"A": {"C": {"D": 2}}, "T": [3]}), HERE)
    inner = entries(entries(request)["A"])
    assert inner["B"].span != HERE
    assert inner["C"] == Node({"D": Node(2, HERE)}, HERE)
    assert entries(request)["T"] == Node((Node(3, HERE),), HERE)


def test_what_is_not_known_to_be_left_out_is_not_filled_in():
    missing = unsupported("x")
    for value in (Open({}, missing), missing):
        assert filled(made({"A": made(1)}) if value is None else Node(value, HERE), node({"B": 1}), HERE).value == value
    assert plain(filled(Node({"A": Node(missing, HERE)}, HERE), node({"A": 1}), HERE)) == {"A": "${x}"}
    assert plain(filled(Node({"A": Node(NO_VALUE, HERE)}, HERE), node({"A": 1}), HERE)) == {"A": 1}


KEYS = ["SageMaker", "PythonSDK", "Modules", "RemoteFunction", "Resources", "GlobalDefaults", "TrainingJob", "Tags"]
KEYS += ["ResourceConfig", "VpcConfig", "InstanceType", "Key", "vpc_config", "Containers", "Environment"]
TREES = st.recursive(
    st.sampled_from(["x", "${A}", 1, None, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200)
@given(TREES, TREES)
def test_wrong_types_never_crash_the_reader(one, two):
    found = config(json.dumps({"SchemaVersion": "1.0", "SageMaker": one}))
    for default in found.by_type.values() if found else ():
        assert filled(node(two), default, HERE).span == node(two).span
