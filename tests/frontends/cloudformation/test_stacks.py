"""Nested stacks are read as a part of the stack that they are nested in, with what it gives them."""

from __future__ import annotations

import time

import pytest

from scanner.model import Span
from tests.patience import PATIENCE

NETWORK = """
Parameters: {Zone: {Type: String}, Prefix: {Type: String, Default: shop}}
Resources:
  Subnet: {Type: AWS::EC2::Subnet, Properties: {AvailabilityZone: !Ref Zone}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupName: !Sub "${Prefix}-${AWS::StackName}"}}
Outputs:
  Subnet: {Value: !Ref Subnet}
  Both: {Value: !Join [",", [!Ref Subnet, subnet-2]]}
  Zone: {Value: !Ref Zone}
"""
PARENT = """
Parameters: {Zone: {Type: String}}
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./network.yaml, Parameters: {Zone: !Ref Zone}}
  M:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: !GetAtt Network.Outputs.Zone
      VpcConfig: {Subnets: [!GetAtt Network.Outputs.Subnet]}
"""


def test_the_resources_of_a_nested_stack_belong_to_the_whole(read):
    got = read({"infra/parent.yaml": PARENT, "infra/network.yaml": NETWORK}, Zone="eu-west-1a")
    assert got.reading.roots == ("infra/parent.yaml",)
    assert [(item.id, item.scope) for item in got.reading.resources] == [
        ("infra/network.yaml:Network.Subnet", "infra/parent.yaml"),
        ("infra/network.yaml:Network.Group", "infra/parent.yaml"),
        ("infra/parent.yaml:M", "infra/parent.yaml"),
    ]
    assert got.one("Network.Subnet").origin.span == Span(4, 3, 4, 9)
    assert got.text("Network.Subnet", "AvailabilityZone") == "!Ref Zone"


def test_parameters_go_down_and_outputs_come_up(read):
    got = read({"parent.yaml": PARENT, "network.yaml": NETWORK}, Zone="eu-west-1a")
    assert got.document("Network.Subnet") == {
        "AvailabilityZone": "eu-west-1a",
        "SubnetId": "${Network.Subnet.SubnetId}",
    }
    assert got.document("M")["ExecutionRoleArn"] == "eu-west-1a"
    assert got.document("M")["VpcConfig"]["Subnets"] == [got.document("Network.Subnet")["SubnetId"]]


def test_what_is_not_known_says_what_would_decide_it_above_and_below(read):
    got = read({"parent.yaml": PARENT, "network.yaml": NETWORK})
    assert got.gap("AvailabilityZone").needs == "parameter Zone"
    assert got.gap("AvailabilityZone").scope == "parent.yaml"
    assert got.gap("AvailabilityZone").location.file == "network.yaml"
    assert got.gap("ExecutionRoleArn").needs == "parameter Zone"
    assert got.document("Network.Group")["GroupName"] == "shop-${Network.AWS::StackName}"


def test_a_parameter_that_is_not_passed_is_the_nested_stacks_own(read):
    got = read({"parent.yaml": PARENT.replace(", Parameters: {Zone: !Ref Zone}", ""), "network.yaml": NETWORK})
    assert got.gap("AvailabilityZone").needs == "parameter Network.Zone"
    assert got.document("Network.Subnet")["AvailabilityZone"] == "${Network.Zone}"


def test_names_cross_the_border_of_a_stack(read):
    parent = """
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: nested.yaml, Parameters: {Model: !Ref M}}
  E:
    Type: AWS::SageMaker::Endpoint
    Properties: {EndpointConfigName: !GetAtt Nested.Outputs.Config}
"""
    nested = """
Parameters: {Model: {Type: String}}
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: other}}
  C:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {EndpointConfigName: c, ProductionVariants: [{ModelName: !Ref Model}]}
Outputs: {Config: {Value: !Ref C}}
"""
    got = read({"parent.yaml": parent, "nested.yaml": nested})
    assert got.document("Nested.C")["ProductionVariants"] == [{"ModelName": "m"}]
    assert got.document("E")["EndpointConfigName"] == "c"
    assert got.document("Nested.M")["ModelName"] == "other"


def test_one_template_may_be_nested_twice(read):
    parent = """
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: m.yaml, Parameters: {Name: a}}}
  B: {Type: AWS::Serverless::Application, Properties: {Location: ./m.yaml, Parameters: {Name: b}}}
"""
    nested = """
Parameters: {Name: {Type: String}}
Resources: {M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !Ref Name}}}
"""
    got = read({"parent.yaml": parent, "m.yaml": nested})
    assert {address: got.document(address)["ModelName"] for address in got.addresses} == {"A.M": "a", "B.M": "b"}
    assert got.reading.roots == ("parent.yaml",)


def test_a_condition_of_the_whole_decides_a_nested_stack(read):
    parent = """
Parameters: {Env: {Type: String, Default: dev}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  M: {Type: AWS::SageMaker::Model}
  A: {Type: AWS::CloudFormation::Stack, Condition: Prod, Properties: {TemplateURL: m.yaml}}
"""
    nested = "Resources: {M: {Type: AWS::SageMaker::Model}}\n"
    files = {"parent.yaml": parent, "m.yaml": nested}
    assert "A.M" not in read(files).addresses
    assert "A.M" in read(files, Env="prod").addresses


@pytest.mark.parametrize(
    ("location", "needs"),
    [
        ("https://bucket.s3.amazonaws.com/child.yaml", "its template is not a file of this code"),
        ("s3://bucket/child.yaml", "its template is not a file of this code"),
        ("!Sub 'https://${AWS::Region}/child.yaml'", "its template is not a file of this code"),
        ("'{{resolve:secretsmanager:hunter2}}'", "its template is not a file of this code"),
        ("{ApplicationId: a, SemanticVersion: 1.0.0}", "its template is not a file of this code"),
        ("./nowhere.yaml", "there is no file nowhere.yaml"),
        ("../../../../../../etc/passwd", "passwd is out of the tree"),
        ("other.yaml", "other.yaml is no template"),
        ("two.yaml", "two.yaml is no template"),
    ],
)
def test_a_stack_that_is_not_followed_is_a_gap_that_does_not_block(read, location, needs):
    got = read(
        {
            "parent.yaml": "Resources:\n  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}\n"
            f"  S: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {location}}}}}\n",
            "other.yaml": "a: 1\n",
            "two.yaml": "a: 1\n---\nb: 2\n",
        }
    )
    gap = next(gap for gap in got.gaps if gap.type == "nested-stack")
    assert gap.hiding
    assert gap.needs.endswith(needs)
    assert not gap.blocking
    assert gap.message.startswith("what the stack S has cannot be evaluated: ")
    assert got.addresses == ["M"]


def test_a_nested_template_that_cannot_be_parsed_makes_the_reading_incomplete(read):
    got = read(
        {
            "parent.yaml": "Resources:\n  M: {Type: AWS::SageMaker::Model}\n"
            "  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}\n",
            "child.yaml": "Resources: {AWS::SageMaker: [\n",
        }
    )
    (gap,) = (gap for gap in got.gaps if gap.blocking)
    assert gap.message.startswith("child.yaml:2:1: the nested template cannot be parsed here")
    assert gap.scope == "parent.yaml"


def test_a_template_that_was_not_followed_is_read_alone(read):
    got = read(
        {
            "parent.yaml": "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Condition: Never,"
            " Properties: {TemplateURL: child.yaml}}\nConditions: {Never: !Equals [a, b]}\n",
            "child.yaml": "Resources: {M: {Type: AWS::SageMaker::Model}}\n",
        }
    )
    assert [item.id for item in got.reading.resources] == ["child.yaml:M"]


def test_a_template_of_which_only_outputs_are_used_is_read_alone(read):
    got = read(
        {
            "parent.yaml": "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Condition: Never,"
            " Properties: {TemplateURL: child.yaml}}\n"
            "  N: {Type: AWS::SageMaker::Model, Properties: {ModelName: !GetAtt S.Outputs.Name}}\n"
            "Conditions: {Never: !Equals [a, b]}\n",
            "child.yaml": "Resources: {M: {Type: AWS::SageMaker::Model}}\nOutputs: {Name: {Value: n}}\n",
        }
    )
    assert {item.id for item in got.reading.resources} == {"parent.yaml:N", "child.yaml:M"}


def test_links_out_of_the_tree_are_not_followed(read, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "child.yaml").write_text(
        "Resources: {M: {Type: AWS::SageMaker::Model, Properties: {ModelName: s3cret}}}"
    )
    (tmp_path / "linked").symlink_to(outside)
    (tmp_path / "child.yaml").symlink_to(outside / "child.yaml")
    got = read(
        "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: linked/child.yaml}}\n"
        "  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}\n"
        "  M: {Type: AWS::SageMaker::Model}\n"
    )
    assert "s3cret" not in str(got.reading)


def test_rings_of_stacks_end(read):
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s, Parameters: {P: !GetAtt %s.Outputs.O}}}"
    text = (
        "Parameters: {{P: {{Type: String}}}}\nResources:\n  M: {{Type: AWS::SageMaker::Model, Properties: "
        "{{ModelName: !Ref P}}}}\n  S: {0}\n  T: {1}\nOutputs: {{O: {{Value: !GetAtt S.Outputs.O}}}}\n"
    )
    files = {
        "a.yaml": text.format(stack % ("b.yaml", "T"), stack % ("b.yaml", "S")),
        "b.yaml": text.format(stack % ("a.yaml", "T"), stack % ("b.yaml", "S")),
    }
    got = read(files)
    assert {"M", "S.M", "T.M"} <= set(got.addresses)
    assert all(not gap.blocking for gap in got.gaps)


def test_stacks_that_double_and_double_end(read):
    files = {
        f"s{at}.yaml": "Resources:\n"
        f"  A: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: s{at + 1}.yaml}}}}\n"
        f"  B: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: s{at + 1}.yaml}}}}\n"
        for at in range(40)
    }
    files["s40.yaml"] = "Resources: {M: {Type: AWS::SageMaker::Model}}\n"
    started = time.monotonic()
    read(files)
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    ("target", "count"), [("", 3), ("  T: {Type: AWS::ApplicationAutoScaling::ScalableTarget}\n", 0)]
)
def test_a_stack_that_is_not_followed_may_scale_endpoints_that_nothing_else_scales(read, target, count):
    got = read(
        "Resources:\n  E: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: e}}\n"
        "  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://bucket/child.yaml}}\n" + target
    )
    gaps = [gap for gap in got.gaps if gap.needs == "the templates of its nested stacks"]
    assert len(gaps) == count
    assert all(gap.location is None and gap.type.startswith("AWS::ApplicationAutoScaling::") for gap in gaps)


@pytest.mark.parametrize(
    ("parent", "child", "named"),
    [
        ("", "", []),
        ("# the endpoints of SageMaker", "", ["A"]),
        ("", "Description: SageMaker's network", ["A"]),
        ("", "Resources: {M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}}", ["A"]),
    ],
)
def test_stacks_that_are_not_followed_are_named_only_beside_what_is_about_sagemaker(read, parent, child, named):
    got = read(
        {
            "parent.yaml": f"{parent}\nResources:\n"
            "  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://bucket/c.yaml}}\n"
            "  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}\n",
            "child.yaml": child if "Resources" in child else f"{child}\nResources: {{B: {{Type: AWS::S3::Bucket}}}}\n",
        }
    )
    gaps = [gap for gap in got.gaps if gap.hiding]
    assert [gap.message[: len("what the stack A")] for gap in gaps] == [f"what the stack {name}" for name in named]


def test_waivers_in_a_nested_template_are_found(read):
    got = read(
        {
            "parent.yaml": "Resources: {S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml}}}\n",
            "c.yaml": "Resources:\n  M:\n    Type: AWS::SageMaker::Model # tipstaff: ignore[TRN001] it is a test\n"
            "    Metadata: {tipstaff: {ignore: {policy: TRN002, reason: too}}}\n",
        }
    )
    found = {(waiver.location.file, waiver.policies) for waiver in got.reading.waivers}
    assert found == {("c.yaml", ("TRN001",)), ("c.yaml", ("TRN002",))}


def test_definitions_in_a_nested_stack_are_read_with_the_whole(read):
    machine = (
        '{"StartAt": "T", "States": {"T": {"Type": "Task", "End": true, '
        '"Resource": "arn:aws:states:::sagemaker:createModel", "Parameters": {"ModelName": "${Name}"}}}}'
    )
    got = read(
        {
            "parent.yaml": "Resources: {S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: sub/c.yaml}}}",
            "sub/c.yaml": "Resources:\n  Machine:\n    Type: AWS::Serverless::StateMachine\n"
            "    Properties: {DefinitionUri: m.asl.json, DefinitionSubstitutions: {Name: m}}\n",
            "sub/m.asl.json": machine,
        }
    )
    (model,) = got.reading.resources
    assert (model.scope, model.origin.file, model.document) == ("parent.yaml", "sub/m.asl.json", {"ModelName": "m"})
    assert model.origin.address.startswith("S.Machine")


def test_definitions_differ_with_the_conditions_that_nothing_decides(read):
    got = read("""
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Condition: Prod
    Properties:
      Definition:
        StartAt: T
        States:
          T: {Type: Task, End: true, Resource: "arn:aws:states:::sagemaker:createModel", Parameters: {ModelName: m}}
""")
    (model,) = got.reading.resources
    assert [str(case) for case in [model.origin.cases]] == ["Prod is true"]


MODEL = "Resources: {M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}}\n"
HOSTING = "Resources:\n  E: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: e}}\n"


def test_a_module_is_as_a_stack_that_is_not_followed(read):
    gaps = read(HOSTING + "  M: {Type: My::SageMaker::Scaling::MODULE, Properties: {A: b}}\n").gaps
    assert [gap.type for gap in gaps][:1] == ["nested-stack"]
    assert gaps[0].message == "what the module M has cannot be evaluated: modules of CloudFormation are not read"
    assert gaps[0].hiding
    assert [gap.needs for gap in gaps[1:]] == ["the templates of its nested stacks"] * 3


def test_a_template_that_is_all_modules_is_read(read):
    (gap,) = read("Resources: {M: {Type: My::SageMaker::Scaling::MODULE}}\n").gaps
    assert gap.message.startswith("what the module M has")


BODY = "'Resources: {N: {Type: AWS::SageMaker::Model}}'"


@pytest.mark.parametrize(
    ("properties", "needs"),
    [
        (f"TemplateBody: {BODY}", "a template in a text is not read"),
        (f"TemplateBody: !Sub {BODY}", "a template in a text is not read"),
        (
            "TemplateBody: {Fn::ToJsonString: {Resources: {N: {Type: AWS::SageMaker::Model}}}}",
            "a template in a text is not read",
        ),
        ("TemplateBody: !Ref Body", "parameter Body"),
        ("TemplateURL: https://bucket/c.yaml", "its template is not a file of this code"),
        ("TemplateURL: none.yaml", "there is no file none.yaml"),
    ],
)
def test_a_stack_set_that_is_not_followed_is_named_and_scales_nothing_here(read, properties, needs):
    got = read(
        f"Parameters: {{Body: {{Type: String}}}}\n{HOSTING}"
        f"  T: {{Type: AWS::CloudFormation::StackSet, Properties: {{{properties}}}}}\n"
    )
    (gap,) = got.gaps
    assert (gap.type, gap.needs, gap.hiding) == ("stack-set", needs, True)
    assert gap.message.startswith("what the stack set T deploys ")


def test_a_stack_set_of_something_else_is_passed_over(read):
    body = "'Resources: {N: {Type: AWS::S3::Bucket}}'"
    stack_set = "  T: {Type: AWS::CloudFormation::StackSet, Properties: {TemplateBody: %s}}\n"
    assert read(HOSTING + stack_set % body).gaps == ()


def test_a_stack_set_of_a_file_of_the_tree_is_read_alone(read):
    stack_set = "  T: {Type: AWS::CloudFormation::StackSet, Properties: {TemplateURL: child.yaml}}\n"
    got = read({"parent.yaml": HOSTING + stack_set, "child.yaml": MODEL})
    assert [(item.id, item.scope) for item in got.reading.resources] == [
        ("parent.yaml:E", "parent.yaml"),
        ("child.yaml:M", "child.yaml"),
    ]
    assert got.gaps == ()


@pytest.mark.parametrize("kind", ["My::SageMaker::Scaling::MODULE", "AWS::CloudFormation::StackSet"])
def test_what_is_not_followed_under_a_condition_that_does_not_hold_is_not_there(read, kind):
    got = read(
        f"{HOSTING}  M: {{Type: {kind}, Condition: Never, Properties: {{TemplateURL: s3://b/c}}}}\n"
        "Conditions: {Never: !Equals [a, b]}\n"
    )
    assert got.gaps == ()


@pytest.mark.parametrize(
    ("kind", "covers"),
    [("My::SageMaker::Scaling::MODULE", "nested-stack"), ("AWS::CloudFormation::StackSet", "stack-set")],
)
def test_what_is_not_followed_in_a_loop_that_is_not_is_named(read, kind, covers):
    got = read(
        f"Parameters: {{Open: {{Type: CommaDelimitedList}}}}\n{HOSTING}"
        f"  Fn::ForEach::Teams: [Team, !Ref Open, {{'M${{Team}}': {{Type: {kind}}}}}]\n"
    )
    gap = next(gap for gap in got.gaps if gap.hiding)
    assert (gap.type, gap.needs) == (covers, "parameter Open")
