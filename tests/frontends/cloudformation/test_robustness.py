"""Whatever stands in a file, reading ends, and what cannot be read is said."""

from __future__ import annotations

import json
import os
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from scanner.frontends.text.positions import LARGEST_FILE
from scanner.model import Location, Span
from tests.frontends.torn import torn
from tests.patience import PATIENCE

GOOD = "Resources:\n  Good: {Type: AWS::SageMaker::Model, Properties: {ModelName: good}}\n"
HEAD = "# Resources AWS::SageMaker\n"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.yaml", "Resources:\n  M: {Type: AWS::SageMaker::Model\n", "3:1: did not find expected"),
        ("a.yaml", "Resources:\n\tM: AWS::SageMaker\n", "2:1: found character"),
        ("a.yaml", GOOD + "Outputs: {{ .Values.outputs }}\n", "3:11: a key is not"),
        ("a.yaml", GOOD + "---\n" + GOOD, "1:1: there is more than one YAML doc"),
        ("a.yaml", HEAD + "[" * 10_000, "2:102: values are nested more than 100"),
        ("a.json", '{"Resources": {"A": "AWS::SageMaker', "1:21: a string is not ended"),
        (
            "a.json",
            '{"Resources": "AWS::SageMaker", "A": ' + "[" * 10_000,
            "1:138: values are nested",
        ),
        ("a.yml", GOOD.encode() + b"A: \xe9\n", "3:1: the text is not UTF-8"),
        ("a.template", GOOD.encode() + b"\x00", "3:1: this is a binary file"),
    ],
)
def test_a_template_that_cannot_be_parsed_is_a_gap_with_its_place(read, name, data, message):
    got = read({name: data, "good.yaml": GOOD})
    (gap,) = got.gaps
    place, _, problem = message.partition(" ")
    assert gap.message.startswith(
        f"{name}:{place.rstrip(':')}: the CloudFormation template cannot be parsed here: {problem}"
    )
    assert (gap.reason, gap.scope, gap.type, gap.resource, gap.needs) == ("unreadable", name, "", "", name)
    assert gap.location.file == name
    assert got.addresses == ["Good"]
    assert set(got.reading.roots) == {name, "good.yaml"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.yaml", ""),
        ("list.yaml", "- Resources\n- AWS::S3::Bucket\n"),
        ("text.json", '"Resources AWS::S3::Bucket"'),
        ("other.yaml", "Resources: {A: {Kind: AWS::S3::Bucket}}\n"),
        ("policy.json", '{"Resources": ["AWS::S3::Bucket"]}'),
        ("stream.yaml", "a: AWS::S3::Bucket\n---\nb: AWSTemplateFormatVersion\n"),
        ("broken.yaml", "a: [\n"),
        ("helm.yaml", "kind: {{ .Values.kind }}\n"),
        ("binary.json", b"\x00\xff\xfe"),
        ("notes.txt", GOOD),
        (".hidden/t.yaml", GOOD),
        ("node_modules/x/t.yaml", GOOD),
        ("src/.terraform/t.yaml", GOOD),
    ],
)
def test_what_is_no_template_is_passed_over(read, name, data):
    got = read({name: data})
    assert (got.reading.roots, got.reading.resources, got.gaps) == ((), (), ())


@pytest.mark.parametrize("name", ["x.yaml", "x.yml", "x.json", "x.template", "deep/er/any.cfn.yaml"])
def test_templates_are_found_by_what_they_say(read, name):
    assert read({name: GOOD}).reading.roots == (name,)


def test_json_may_be_called_yaml_and_yaml_may_begin_like_json(read):
    text = json.dumps({"Resources": {"Good": {"Type": "AWS::SageMaker::Model"}}}, indent="\t")
    assert read({"t.yaml": text}).addresses == ["Good"]
    assert read({"t.yaml": "{Resources: {Good: {Type: AWS::SageMaker::Model}}}"}).addresses == ["Good"]


def test_of_a_resource_that_is_there_twice_the_last_is_deployed(read):
    model = "{Type: AWS::SageMaker::Model, Properties: {ModelName: NAME}}"
    lines = "".join(f"  Same: {model}\n".replace("NAME", name) for name in ("first", "second"))
    got = read({"a.yaml": f"Resources:\n{lines}"})
    assert got.document("Same")["ModelName"] == "second"


def test_a_file_given_twice_is_read_once(read, tmp_path):
    got = read({"a/t.yaml": GOOD}, "a", "a/t.yaml", ".", str(tmp_path / "a"))
    assert got.reading.roots == ("a/t.yaml",)


def test_templates_elsewhere_are_named_in_full(read, tmp_path, monkeypatch):
    read({"here/x": "", "there/t.yaml": GOOD})
    monkeypatch.chdir(tmp_path / "here")
    reading = read_code([tmp_path / "there"], CodeOptions())
    assert reading.roots == (f"{tmp_path.as_posix()}/there/t.yaml",)


def test_large_files_are_read_only_as_far_as_to_tell(read, tmp_path):
    (tmp_path / "data.json").write_bytes(b" " * (LARGEST_FILE + 1))
    (tmp_path / "big.yaml").write_bytes(GOOD.encode() + b"#" * LARGEST_FILE)
    got = read({})
    (gap,) = got.gaps
    assert gap.message == "big.yaml is larger than 20 MiB and is not read"
    assert gap.reason == "unreadable"


def test_links_out_of_the_tree_are_not_followed(read, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text(GOOD.replace("good", "s3cret"))
    (tmp_path / "linked.yaml").symlink_to(outside)
    (tmp_path / "inside.yaml").symlink_to("good.yaml")
    got = read({"good.yaml": GOOD})
    assert got.reading.roots == ("good.yaml", "inside.yaml", "linked.yaml")
    (gap,) = got.gaps
    assert gap.message == "linked.yaml is a symbolic link out of the tree, which is not followed"
    assert gap.reason == "unsupported"
    assert "s3cret" not in str(got.reading)


def test_a_link_that_leads_nowhere_is_a_gap(read, tmp_path):
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    (gap,) = read({}).gaps
    assert gap.message == "gone.yaml cannot be read: No such file or directory"


def test_a_pipe_is_not_waited_for(read, tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert read({}).reading.roots == ()


def test_messages_quote_nothing_but_names(read):
    got = read("Resources:\n  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: hunter2}}\n  x: 'hunter2\n")
    (gap,) = got.gaps
    assert "hunter2" not in gap.message


def test_an_alias_bomb_is_a_gap(read):
    lines = "\n".join(f"a{at + 1}: &a{at + 1} [*a{at}, *a{at}]" for at in range(60))
    (gap,) = read(f"{HEAD}a0: &a0 x\n{lines}\n{GOOD}").gaps
    assert gap.reason == "unreadable"
    assert "counting what aliases repeat" in gap.message


def test_aliases_and_merge_keys_are_followed(read):
    got = read("""
x: &tags [{Key: A, Value: b}]
y: &base {ExecutionRoleArn: r, Tags: *tags}
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {<<: *base, ModelName: m}}
""")
    assert got.document("M") == {"ExecutionRoleArn": "r", "ModelName": "m"}
    assert got.one("M").tags == {"A": "b"}


def test_conditions_that_go_round_end(read):
    names = [f"C{at}" for at in range(300)]
    chain = "\n".join(f"  {one}: !Or [!Condition {two}, !Condition {two}]" for one, two in pairwise(names))
    got = read(f"""
Conditions:
{chain}
  C299: !Equals [a, a]
  Ring: !Not [!Condition Ring]
Resources:
  A: {{Type: AWS::SageMaker::Model, Condition: C250}}
  B: {{Type: AWS::SageMaker::Model, Condition: C0}}
  C: {{Type: AWS::SageMaker::Model, Condition: Ring}}
""")
    assert got.addresses == ["A"]
    assert [gap.reason for gap in got.gaps if gap.resource == ""] == ["unsupported", "unsupported"]


def test_names_that_go_round_end(read):
    got = read("""
Resources:
  A: {Type: AWS::SageMaker::Model, Properties: {ModelName: !GetAtt B.ModelName}}
  B: {Type: AWS::SageMaker::Model, Properties: {ModelName: !Sub "${A.ModelName}"}}
""")
    assert {gap.reason for gap in got.gaps} == {"unsupported"}


def test_texts_that_double_and_double_end(read):
    models = "\n".join(
        f"  M{at}:\n    Type: AWS::SageMaker::Model\n"
        f"    Properties: {{ModelName: !Sub '${{M{at + 1}.ModelName}}${{M{at + 1}.ModelName}}'}}"
        for at in range(40)
    )
    started = time.monotonic()
    got = read(f"Resources:\n{models}\n  M40: {{Type: AWS::SageMaker::Model, Properties: {{ModelName: abc}}}}\n")
    assert got.document("M39")["ModelName"] == "abcabc"
    assert got.gap("ModelName", resource=":M0").reason == "unsupported"
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    ("kind", "name"),
    [("AWS::SageMaker::Model", "ModelName"), ("AWS::StepFunctions::StateMachine", "DefinitionString")],
)
@pytest.mark.parametrize("repeated", ["{{resolve:ssm:${", "${", "${!"])
def test_a_text_of_variables_that_are_left_open_ends(read, kind, name, repeated):
    text = "arn:aws:states:::sagemaker:" + repeated * (2_000_000 // len(repeated))
    started = time.monotonic()
    got = read(json.dumps({"Resources": {"M": {"Type": kind, "Properties": {name: {"Fn::Sub": text}}}}}))
    assert {gap.reason for gap in got.gaps} == {"unsupported"}
    assert time.monotonic() - started < PATIENCE


def test_expressions_as_deep_as_a_file_may_be_are_read(read):
    deep = "a"
    for _ in range(45):
        deep = f"!Join ['', [{deep}]]"
    got = read(f"Resources:\n  M: {{Type: AWS::SageMaker::Model, Properties: {{ModelName: {deep}}}}}\n")
    assert got.document("M")["ModelName"] == "a"


def test_work_without_end_is_given_up(read):
    lines = "\n".join(f"a{at + 1}: &a{at + 1} [!If [C, *a{at}, *a{at}]]" for at in range(16))
    text = f"""
Parameters: {{P: {{Type: String}}}}
Conditions: {{C: !Equals [!Ref P, x]}}
a0: &a0 [x]
{lines}
Resources:
  M: {{Type: AWS::SageMaker::Model, Properties: {{VpcConfig: {{Subnets: *a16}}}}}}
"""
    started = time.monotonic()
    got = read({"template.yaml": text, "good.yaml": GOOD})
    assert [gap.message for gap in got.gaps] == ["evaluating template.yaml takes too long and was given up"]
    assert got.addresses == ["Good"]
    assert time.monotonic() - started < PATIENCE


TORN = """Parameters: {P: {Type: String}, Q: {Type: CommaDelimitedList, Default: "a,b"}}
Conditions: {C: !And [!Equals [!Ref P, x], !Not [!Condition D]], D: !Equals [!Ref AWS::Region, x]}
Mappings: {M: {a: {b: c}}}
Resources:
  M:
    Type: AWS::SageMaker::Model
    Condition: C
    Properties:
      ModelName: !Sub ["${A}-x", {A: !FindInMap [M, a, b]}]
      VpcConfig: {Subnets: !Ref Q, SecurityGroupIds: [!If [D, !GetAtt S.GroupId, !Ref AWS::NoValue]]}
      Tags: [{Key: a, Value: !Select [0, !Split [",", "a,b"]]}, !If [D, {Key: b, Value: c}, {Key: d, Value: e}]]
  S:
    Type: AWS::EC2::SecurityGroup
    Properties: {SecurityGroupIngress: [{CidrIp: !Ref P, IpProtocol: -1}]}
  T:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties: {ResourceId: !Join ["/", [endpoint, !Ref P]], ScheduledActions: [{ScheduledActionName: n}]}
  U: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {ScalingTargetId: !Ref T}}
"""


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_torn_text_never_crashes_the_reader(tmp_path_factory, seed):
    directory = tmp_path_factory.mktemp("torn")
    (directory / "t.yaml").write_text("# Resources AWS::\n" + torn(TORN, seed), encoding="utf-8")
    reading = read_code([directory], CodeOptions())
    for gap in reading.gaps:
        assert gap.location


NAMES = ["Ref", "Fn::Sub", "Fn::Join", "Fn::If", "Fn::Select", "Fn::Split", "Fn::GetAtt", "Fn::FindInMap", "Fn::GetAZs"]
NAMES += ["Fn::ImportValue", "Fn::Length", "Fn::ToJsonString", "Fn::X", "Key", "Value", "Fn::Equals", "Condition"]
NAMES += ["Fn::Cidr", "Fn::ForEach::L", "&{P}"]
NODES = st.recursive(
    st.sampled_from(["P", "M", "Q", "a", "x", "AWS::NoValue", "S.GroupId", 0, 1, True, None, "", "${P}", "{{a}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
    max_leaves=8,
)


@pytest.mark.parametrize("names", [("M", "M"), ("N", "M")])
def test_models_named_after_each_other_keep_names_of_their_own(read, names):
    one, two = ({"Type": "AWS::SageMaker::Model", "Properties": {"ModelName": {"Ref": name}}} for name in names)
    reading = read(json.dumps({"Resources": {"M": one, "N": two}}))
    assert all("${" in reading.document(address)["ModelName"] for address in ("M", "N"))


@settings(max_examples=300)
@given(NODES, NODES, NODES, NODES)
def test_wrong_arguments_never_crash_the_reader(tmp_path_factory, one, two, three, four):
    model = {"ModelName": one, "VpcConfig": two, "Tags": three, "Containers": [four]}
    group = {"SecurityGroupIngress": one, "SecurityGroupEgress": [two]}
    target = {"ResourceId": one, "ScheduledActions": two, "ServiceNamespace": "sagemaker"}
    policy = {"ScalingTargetId": four}
    document = {
        "Parameters": {"P": {"Type": "String"}, "Q": {"Type": "CommaDelimitedList", "Default": three}},
        "Conditions": {"M": four, "x": {"Fn::Equals": [one, two]}, "a": {"Fn::And": three}},
        "Mappings": {"M": two},
        "Resources": {
            "M": {"Type": "AWS::SageMaker::Model", "Properties": model},
            "S": {"Type": "AWS::EC2::SecurityGroup", "Properties": group, "Condition": "x"},
            "T": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": target},
            "U": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": policy},
            "K": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "t.json", "Parameters": three}},
            "L": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "u.json", "Parameters": three}},
            "Fn::ForEach::L": one,
            "Fn::ForEach::N": [
                "P",
                two,
                {"N${P}": {"Type": "AWS::SageMaker::Model", "Properties": {"ModelName": four}}},
            ],
            "R": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": one}, "Condition": "a"},
        },
    }
    directory = tmp_path_factory.mktemp("wrong")
    (directory / "t.json").write_text(json.dumps(document), encoding="utf-8")
    (directory / "u.json").write_text(json.dumps({**document, "Outputs": {"O": {"Value": one}}}), encoding="utf-8")
    reading = read_code([directory], CodeOptions())
    assert "M" in {resource.origin.address for resource in reading.resources}


def test_a_gap_on_a_whole_file_points_at_its_place(read):
    (gap,) = read("Resources: {AWS::SageMaker\n").gaps
    assert gap.location == Location("template.yaml", Span(2, 1, 2, 1))
