"""Where nothing decides a condition, a template is read in every way that it can be deployed, and what differs told."""

from __future__ import annotations

import time

import pytest

from tests.patience import PATIENCE

PROD = """
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
"""


def cases(got) -> dict[str, list[dict[str, bool]]]:
    return {item.id: [dict(one) for one in ways(item)] for item in got.reading.resources}


def ways(resource):
    return sorted(resource.origin.cases.these) if resource.origin.cases else []


def told(got) -> list[str]:
    """Write each combination as the outcomes of its conditions."""
    combinations = {one for item in got.reading.resources for one in ways(item)}
    return sorted("".join("FT"[value] for _, value in one) for one in combinations)


def documents(got) -> dict[str, object]:
    return {item.id: item.document for item in got.reading.resources}


def test_what_differs_is_told_apart_and_what_does_not_is_there_once(read):
    got = read(
        PROD
        + "  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}\n"
        + "  C:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties:\n      EndpointConfigName: c\n"
        + "      ProductionVariants: [{InstanceType: !If [Prod, ml.g5.xlarge, ml.m7i.large]}]\n"
    )
    assert cases(got) == {
        "template.yaml:M": [{"Prod": False}, {"Prod": True}],
        "template.yaml:C (Prod is false)": [{"Prod": False}],
        "template.yaml:C (Prod is true)": [{"Prod": True}],
    }
    assert documents(got)["template.yaml:C (Prod is true)"]["ProductionVariants"] == [{"InstanceType": "ml.g5.xlarge"}]
    assert got.gaps == ()
    assert got.reading.roots == ("template.yaml",)
    assert {item.origin.address for item in got.reading.resources} == {"M", "C"}


def test_a_resource_may_be_there_in_one_way_only(read):
    got = read(PROD + "  M: {Type: AWS::SageMaker::Model, Condition: Prod, Properties: {ModelName: m}}\n")
    assert cases(got) == {"template.yaml:M (Prod is true)": [{"Prod": True}]}


def test_the_compared_value_is_known_where_it_is_supposed(read):
    got = read(
        "Mappings: {Sizes: {prod: {Type: ml.m7i.4xlarge}, dev: {Type: ml.m7i.large}}}\n"
        + PROD
        + "  C:\n    Type: AWS::SageMaker::EndpointConfig\n    Condition: Prod\n    Properties:\n"
        + "      EndpointConfigName: !Sub '${Env}-c'\n"
        + "      ProductionVariants: [{InstanceType: !FindInMap [Sizes, !Ref Env, Type]}]\n"
        + "      Tags: [{Key: Environment, Value: !Ref Env}]\n"
    )
    (config,) = got.reading.resources
    assert config.document == {
        "EndpointConfigName": "prod-c",
        "ProductionVariants": [{"InstanceType": "ml.m7i.4xlarge"}],
    }
    assert config.tags == {"Environment": "prod"}


@pytest.mark.parametrize(
    "text",
    [
        "  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m, ExecutionRoleArn: !Ref Env}}\n",
        "  M: {Type: AWS::SageMaker::Model, Properties: {}}\n  B: {Type: AWS::S3::Bucket, Condition: Prod}\n",
        "  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [Prod, m, m]}}\n",
    ],
)
def test_conditions_that_do_not_matter_make_no_ways(read, text):
    got = read(PROD + text)
    assert cases(got) == {"template.yaml:M": []}


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        # one parameter cannot be two things at once
        ("A: !Equals [!Ref P, a], B: !Equals [!Ref P, b]", ["FF", "FT", "TF"]),
        ("A: !Equals [!Ref P, a], B: !Not [!Condition A]", ["FT", "TF"]),
        ("A: !Equals [!Ref P, a], B: !Equals [a, !Ref P]", ["FF", "TT"]),
        ("A: !Equals [!Ref P, a], B: !Not [!Equals [!Ref P, b]]", ["FF", "FT", "TT"]),
        (
            "A: !And [!Equals [!Ref P, a], !Equals [!Ref Q, x]], B: !Or [!Equals [!Ref P, a], !Equals [!Ref Q, x]]",
            ["FF", "FT", "TT"],
        ),
        ("A: !Equals [!Ref P, a], B: !Equals [!Ref Q, x]", ["FF", "FT", "TF", "TT"]),
        # what a parameter may be
        ("A: !Equals [!Ref Two, a], B: !Equals [!Ref Two, b]", ["FT", "TF"]),
        ("A: !Equals [!Ref Two, c], B: !Equals [!Ref P, b]", ["F", "T"]),
        ("A: !Equals [!Ref AWS::Region, us-east-1], B: !Equals [!Ref AWS::Region, eu-west-1]", ["FF", "FT", "TF"]),
        # two parameters that are the same or not
        ("A: !Equals [!Ref P, !Ref Q], B: !Equals [!Ref Q, !Ref P]", ["FF", "TT"]),
        # what a map may give
        ("A: !Equals [!FindInMap [M, !Ref AWS::Region, Size], large], B: !Equals [a, a]", ["F", "T"]),
    ],
)
def test_only_what_can_be_true_together_is_combined(read, conditions, possible):
    got = read(f"""
Parameters:
  P: {{Type: String}}
  Q: {{Type: String}}
  Two: {{Type: String, AllowedValues: [a, b]}}
Mappings: {{M: {{us-east-1: {{Size: large}}, eu-west-1: {{Size: small}}}}}}
Conditions: {{{conditions}}}
Resources:
  M: {{Type: AWS::SageMaker::Model, Properties: {{ModelName: !If [A, t, f]}}}}
  N: {{Type: AWS::SageMaker::Model, Properties: {{ModelName: !If [B, t, f]}}}}
""")
    combinations = {one for item in got.reading.resources for one in ways(item)}
    assert sorted("".join("FT"[value] for _, value in one) for one in combinations) == possible


RULED = """
Parameters:
  Env: {Type: String}
  Spot: {Type: String, AllowedValues: ["true", "false"]}
  Names: {Type: CommaDelimitedList}
  Zones: {Type: CommaDelimitedList, Default: "a,b"}
Conditions: {Prod: !Equals [!Ref Env, prod], IsSpot: !Equals [!Ref Spot, "true"]}
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [Prod, t, f]}}
  N: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [IsSpot, t, f]}}
"""
ALL = ["FF", "FT", "TF", "TT"]


@pytest.mark.parametrize(
    ("rule", "possible"),
    [
        ("Assert: !Equals [!Ref Spot, 'true']", ["F", "T"]),
        ("Assert: !Not [!Equals [prod, !Ref Env]]", ["F", "T"]),
        ("Assert: !Or [!Equals [!Ref Env, prod], !Equals [!Ref Spot, 'true']]", ["FT", "TF", "TT"]),
        ("Assert: !Not [!And [!Equals [!Ref Env, prod], !Equals [!Ref Spot, 'true']]]", ["FF", "FT", "TF"]),
        ("Assert: {'Fn::Contains': [[prod], !Ref Env]}", ["F", "T"]),
        ("Assert: {'Fn::Contains': [['false', other], !Ref Spot]}", ["F", "T"]),
        ("Assert: {'Fn::Contains': [[prod, dev], !Ref Env]}", ALL),
        ("Assert: {'Fn::EachMemberEquals': [[prod, !Ref Env], prod]}", ["F", "T"]),
        ("Assert: {'Fn::EachMemberIn': [[!Ref Env, prod], [prod]]}", ["F", "T"]),
        ("Assert: {'Fn::EachMemberIn': [[!Ref Env, b], [prod, b]]}", ALL),
        ("Assert: {'Fn::EachMemberIn': [!Ref Zones, [a, b, !Ref Env]]}", ALL),
        ("Assert: !Equals [!Ref Env, staging]", ["F", "T"]),
        # what is not known refuses nothing
        ("Assert: {'Fn::EachMemberIn': [!Ref Names, [prod]]}", ALL),
        ("Assert: {'Fn::EachMemberIn': [{'Fn::ValueOfAll': ['AWS::EC2::VPC::Id', Tags.Env]}, [prod]]}", ALL),
        ("Assert: {'Fn::EachMemberIn': [{'Fn::RefAll': 'AWS::EC2::VPC::Id'}, [prod]]}", ALL),
        ("Assert: !Equals [{'Fn::ValueOf': [Env, Tags.Env]}, prod]", ALL),
        ("Assert: {'Fn::Contains': [prod]}", ALL),
        ("Assert: {'Fn::Contains': [{a: b}, !Ref Env]}", ALL),
        ("Assert: {'Fn::Made': [prod]}", ALL),
        ("Description: none", ALL),
        # what leaves nothing does not count
        ("Assert: !Equals [a, b]", ALL),
    ],
)
def test_what_a_rule_refuses_is_not_combined(read, rule, possible):
    assert told(read(f"Rules: {{R: {{Assertions: [{{{rule}}}]}}}}\n{RULED}")) == possible


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ("!Equals [!Ref Env, prod]", ["FF", "FT", "TF"]),
        ("!Equals [!Ref Nobody, x]", ALL),
        ("!Equals [a, b]", ALL),
        ("!Equals [a, a]", ["F", "T"]),
    ],
)
def test_a_rule_holds_under_its_condition(read, condition, possible):
    rule = f"{{RuleCondition: {condition}, Assertions: [{{Assert: !Equals [!Ref Spot, 'false']}}]}}"
    assert told(read(f"Rules: {{R: {rule}}}\n{RULED}")) == possible


def test_the_one_way_that_rules_leave_is_told_as_such(read):
    rules = "Rules: {R: {Assertions: [{Assert: !Equals [!Ref Env, prod]}, {Assert: !Equals [!Ref Spot, 'true']}]}}\n"
    got = read(rules + RULED)
    assert {item.id: item.document["ModelName"] for item in got.reading.resources} == {
        "template.yaml:M": "t",
        "template.yaml:N": "t",
    }
    assert [item.origin.cases for item in got.reading.resources] == [None, None]


@pytest.mark.parametrize("rules", ["[]", "x", "{R: x}", "{R: {Assertions: x}}", "{R: {Assertions: [x, {Assert: x}]}}"])
def test_what_is_no_rule_refuses_nothing(read, rules):
    assert told(read(f"Rules: {rules}\n{RULED}")) == ALL


@pytest.mark.parametrize(
    "conditions",
    [
        "A: !Equals [!FindInMap [M, !Ref AWS::Region, Size], none], B: !Equals [b, b]",
        "A: !Equals [!FindInMap [Same, !Ref AWS::Region, Size], large], B: !Equals [b, b]",
        "A: !Equals [!Ref One, a], B: !Equals [!Ref One, b]",
    ],
)
def test_what_can_only_be_one_thing_is_decided(read, conditions):
    got = read(f"""
Parameters: {{One: {{Type: String, AllowedValues: [a]}}}}
Mappings: {{M: {{r: {{Size: large}}, s: {{Size: small}}}}, Same: {{r: {{Size: large}}, s: {{Size: large}}}}}}
Conditions: {{{conditions}}}
Resources:
  M: {{Type: AWS::SageMaker::Model, Properties: {{ModelName: !If [A, t, f]}}}}
  N: {{Type: AWS::SageMaker::Model, Properties: {{ModelName: !If [B, t, f]}}}}
""")
    assert [item.origin.cases for item in got.reading.resources] == [None, None]
    assert all(item.document["ModelName"] in "tf" for item in got.reading.resources)


def test_unknowns_that_may_depend_on_each_other_are_not_combined(read):
    got = read("""
Parameters: {Env: {Type: String}}
Conditions: {A: !Equals [!Ref Env, prod], B: !Equals [!Sub "${Env}-x", dev-x]}
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [A, t, f]}}
  N: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [B, t, f]}}
""")
    assert documents(got)["template.yaml:N (A is true)"] == {"ModelName": "f"}
    gap = got.gap("ModelName", resource="template.yaml:N (A is false)")
    assert gap.needs == "parameter Env (condition B)"


def test_values_that_no_condition_tells_apart_are_not_told_apart(read):
    got = read("""
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Or [!Equals [!Ref Env, prod], !Equals [!Ref Env, production]]}
Resources:
  M:
    Type: AWS::SageMaker::Model
    Properties: {ModelName: !If [Prod, t, f], Tags: [{Key: Env, Value: !Ref Env}]}
""")
    assert cases(got) == {
        "template.yaml:M (Prod is false)": [{"Prod": False}],
        "template.yaml:M (Prod is true)": [{"Prod": True}],
    }
    assert all(item.tags == {"Env": "${Env}"} for item in got.reading.resources)


def test_a_condition_that_matters_only_under_another_is_named_only_there(read):
    got = read("""
Parameters: {P: {Type: String}, Q: {Type: String}}
Conditions: {A: !Equals [!Ref P, a], B: !Equals [!Ref Q, b]}
Resources:
  M: {Type: AWS::SageMaker::Model, Condition: A, Properties: {ModelName: !If [B, t, f]}}
  N: {Type: AWS::SageMaker::Model, Properties: {ModelName: n}}
""")
    assert cases(got) == {
        "template.yaml:N": [{"A": False}, {"A": True, "B": False}, {"A": True, "B": True}],
        "template.yaml:M (A is true and B is false)": [{"A": True, "B": False}],
        "template.yaml:M (A is true and B is true)": [{"A": True, "B": True}],
    }


def test_nested_stacks_are_combined_with_the_whole(read):
    parent = """
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [Prod, t, f]}}
  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Env: !Ref Env}}}
"""
    child = """
Parameters: {Env: {Type: String}}
Conditions: {Live: !Equals [!Ref Env, prod]}
Resources: {N: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [Live, t, f]}}}
"""
    got = read({"parent.yaml": parent, "child.yaml": child})
    assert cases(got) == {
        "parent.yaml:M (Prod is false)": [{"Prod": False, "S.Live": False}],
        "parent.yaml:M (Prod is true)": [{"Prod": True, "S.Live": True}],
        "child.yaml:S.N (Prod is false)": [{"Prod": False, "S.Live": False}],
        "child.yaml:S.N (Prod is true)": [{"Prod": True, "S.Live": True}],
    }


def test_a_family_that_is_open_in_one_way_only_is_open_there(read):
    got = read("""
Parameters: {Env: {Type: String}, Names: {Type: CommaDelimitedList}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}
  T:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Condition: Prod
    Properties: {ServiceNamespace: sagemaker, ResourceId: r, ScheduledActions: !Ref Names}
""")
    (gap,) = got.gaps
    assert (gap.scope, gap.needs) == ("template.yaml (Prod: true)", "parameter Names")


def many(conditions: int, resources: str) -> str:
    parameters = ", ".join(f"P{at}: {{Type: String}}" for at in range(conditions))
    named = ", ".join(f"C{at}: !Equals [!Ref P{at}, x]" for at in range(conditions))
    return f"Parameters: {{{parameters}}}\nConditions: {{{named}}}\nResources:\n{resources}"


def models(conditions: int) -> str:
    return "".join(
        f"  M{at}: {{Type: AWS::SageMaker::Model, Condition: C{at}, Properties: {{ModelName: m}}}}\n"
        for at in range(conditions)
    )


def test_up_to_64_ways_are_looked_at(read):
    got = read(many(6, models(6)))
    assert {len(item.origin.cases.among) for item in got.reading.resources} == {64}
    assert len(got.reading.resources) == 6


def test_more_ways_are_not_known_and_say_so(read):
    got = read(many(7, models(7) + "  Always: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}\n"))
    assert cases(got) == {"template.yaml:Always": []}
    assert [gap.needs for gap in got.gaps] == [
        *(f"parameter P{at} (condition C{at})" for at in range(7)),
        "values for its parameters",
    ]
    assert got.gaps[-1].type == "AWS::CloudFormation::Stack"
    assert not any(gap.blocking for gap in got.gaps)


def test_conditions_beside_what_is_read_cost_nothing(read):
    started = time.monotonic()
    got = read(many(10_000, "  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [C7, a, b]}}\n"))
    assert time.monotonic() - started < PATIENCE
    assert cases(got) == {
        "template.yaml:M (C7 is false)": [{"C7": False}],
        "template.yaml:M (C7 is true)": [{"C7": True}],
    }


def test_ten_thousand_conditions_that_matter_end(read):
    started = time.monotonic()
    got = read(many(10_000, models(10_000)))
    assert time.monotonic() - started < PATIENCE
    assert len(got.gaps) == 10_001
