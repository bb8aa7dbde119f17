"""Intrinsic functions give what a deployment would, or say what decides it."""

from __future__ import annotations

import pytest

PARAMETERS = """
Parameters:
  Size: {Type: String, Default: ml.m5.large}
  Count: {Type: Number, Default: 2}
  Flag: {Type: String, Default: "true", AllowedValues: ["true", "false"]}
  Empty: {Type: String, Default: ""}
  List: {Type: CommaDelimitedList, Default: "a, b,c"}
  Ids: {Type: "List<AWS::EC2::Subnet::Id>"}
  Open: {Type: String}
  Hidden: {Type: String, Default: hunter2, NoEcho: true}
  Reference: {Type: String, Default: "{{resolve:ssm:/ml/role}}"}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path}
Mappings:
  Map:
    one: {two: found, list: [x, y]}
    123456789012: {two: account}
Conditions:
  Always: !Equals [!Ref Flag, true]
  Never: !Not [!Condition Always]
  Maybe: !Equals [!Ref Nobody, x]
  Given: !Equals [!Ref Open, x]
  Both: !And [!Condition Always, !Condition Maybe]
  Neither: !And [!Condition Never, !Condition Maybe]
  Either: !Or [!Condition Always, !Condition Maybe]
  Same: !Equals [!Ref Open, !Ref Open]
  Round: !Condition Trip
  Trip: !Condition Round
"""


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("!Ref Size", "ml.m5.large"),
        ("!Ref Count", "2"),
        ("!Ref Empty", ""),
        ("{Ref: Size}", "ml.m5.large"),
        ("!Sub 'x-${Size}-${Count}-${!Literal}-$'", "x-ml.m5.large-2-${Literal}-$"),
        ("!Sub ['${A}/${Size}', {A: !Ref Count}]", "2/ml.m5.large"),
        ("!Join ['-', [a, !Ref Size, !Ref 'AWS::NoValue', 1, true]]", "a-ml.m5.large-1-true"),
        ("!Join ['', !Ref List]", "abc"),
        ("!Join [',', !Split ['-', a-b]]", "a,b"),
        ("!Select [1, [a, b]]", "b"),
        ("!Select ['2', !Ref List]", "c"),
        ("!Select [1, !Split ['/', a/b/c]]", "b"),
        ("!FindInMap [Map, one, two]", "found"),
        ("!FindInMap [Map, !Sub '123456789012', two]", "account"),
        ("!FindInMap [Map, none, two, {DefaultValue: !Ref Size}]", "ml.m5.large"),
        ("!Join ['', !FindInMap [Map, one, list]]", "xy"),
        ("!If [Always, a, b]", "a"),
        ("!If [Never, a, b]", "b"),
        ("!If [Either, a, b]", "a"),
        ("!If [Neither, a, b]", "b"),
        ("!If [Same, a, b]", "a"),
        ("!If [Maybe, same, same]", "same"),
        ("{'Fn::Base64': abc}", "YWJj"),
        ("{'Fn::Length': [a, b]}", "2"),
        ("{'Fn::ToJsonString': {a: [1, !Ref Size]}}", '{"a":[1,"ml.m5.large"]}'),
        ("!GetAtt Named.EndpointConfigName", "named"),
        ("!Select [1, !Split ['/', !Ref Named]]", "named"),
        ("!GetAtt Net.AvailabilityZone", "eu-west-1a"),
        ("!GetAtt [Net, AvailabilityZone]", "eu-west-1a"),
        ("!Sub '${Named.EndpointConfigName}-x'", "named-x"),
        ("!Select [1, !Cidr [10.0.0.0/16, 4, 8]]", "10.0.1.0/24"),
        ("!Select [1, !Cidr [10.0.0.0/16, 4]]", "10.0.1.0/24"),
        ("!Select [2, !Cidr ['2001:db8::/56', 4, 64]]", "2001:db8:0:2::/64"),
        ("!Join [',', !Cidr [10.0.0.0/24, '2', '4']]", "10.0.0.0/28,10.0.0.16/28"),
        ("yes", "true"),
        ("1.5", "1.5"),
        ("'{{ not a reference'", "{{ not a reference"),
    ],
)
def test_what_the_template_decides_is_known(evaluate, expression, value):
    assert evaluate(expression, PARAMETERS) == (value, [])


@pytest.mark.parametrize(
    ("expression", "value", "reason", "needs"),
    [
        ("!Ref Open", "${Open}", "variable", "parameter Open"),
        ("!Ref Hidden", "${Hidden}", "deploy", "parameter Hidden"),
        ("!Ref Stored", "${Stored}", "deploy", "parameter Stored"),
        ("!Ref AWS::Region", "${AWS::Region}", "deploy", "AWS::Region"),
        ("!Ref Other", "${Other}", "deploy", "Other"),
        ("!Ref Nobody", "${Nobody}", "not-in-code", "Nobody"),
        ("!GetAtt Other.Arn", "${Other.Arn}", "deploy", "Other.Arn"),
        ("!GetAtt Nobody.Arn", "${Nobody.Arn}", "not-in-code", "Nobody.Arn"),
        ("!GetAtt [Other, !Ref Open]", "${Other.Open}", "variable", "parameter Open"),
        ("!GetAtt Config.EndpointConfigName", "${Config.EndpointConfigName}", "deploy", "Config.EndpointConfigName"),
        ("!Ref Config", "${Config.Arn}", "deploy", "Config.Arn"),
        (
            "!Select [1, !Split ['/', !Ref Config]]",
            "${Config.EndpointConfigName}",
            "deploy",
            "Config.EndpointConfigName",
        ),
        (
            "!Sub '${Open}/${AWS::Region}/${Open}/${Size}'",
            "${Open}/${AWS::Region}/${Open}/ml.m5.large",
            "deploy",
            "parameter Open, AWS::Region",
        ),
        ("!Join ['-', [a, !Ref Open]]", "a-${Open}", "variable", "parameter Open"),
        ("!Join ['-', !Ref Ids]", "${Join - of Ids}", "variable", "parameter Ids"),
        ("!Select [0, !Ref Ids]", "${Ids[0]}", "variable", "parameter Ids"),
        ("!Select [0, !GetAZs '']", "${Zones of AWS::Region[0]}", "deploy", "the Availability Zones of AWS::Region"),
        (
            "!Select [1, !GetAZs {Ref: 'AWS::Region'}]",
            "${Zones of AWS::Region[1]}",
            "deploy",
            "the Availability Zones of AWS::Region",
        ),
        ("!Select [!Ref Open, [a, b]]", "${Select Open}", "variable", "parameter Open"),
        ("!Select [2, !Split ['-', !Ref Open]]", "${Split - of Open[2]}", "variable", "parameter Open"),
        ("!FindInMap [Map, !Ref AWS::Region, two]", "${Map.AWS::Region.two}", "deploy", "AWS::Region"),
        ("!If [Maybe, a, b]", "${If Maybe: a or b}", "not-in-code", "Nobody (condition Maybe)"),
        ("!If [Both, a, b]", "${If Both: a or b}", "not-in-code", "Nobody (condition Both)"),
        (
            "!If [Both, !If [Maybe, a, c], b]",
            "${If Both: If Maybe: a or c or b}",
            "not-in-code",
            "Nobody (condition Both)",
        ),
        ("!If [Absent, a, b]", "${If Absent: a or b}", "not-in-code", "condition Absent"),
        ("!ImportValue net-A", "${ImportValue net-A}", "deploy", "the export net-A of another stack"),
        (
            "!ImportValue {'Fn::Sub': '${Open}-A'}",
            "${ImportValue ${Open}-A}",
            "deploy",
            "the export ${Open}-A of another stack",
        ),
        (
            "'{{resolve:ssm:/ml/role}}'",
            "${resolve:ssm:/ml/role}",
            "deploy",
            "a dynamic reference to ssm",
        ),
        (
            "'a-{{resolve:secretsmanager:S3cret:SecretString:key}}'",
            "a-${resolve:secretsmanager}",
            "deploy",
            "a dynamic reference to secretsmanager",
        ),
        (
            "!Sub '{{resolve:ssm:/${Size}/role}}'",
            "${resolve:ssm:/ml.m5.large/role}",
            "deploy",
            "a dynamic reference to ssm",
        ),
        (
            "!Sub '{{resolve:ssm:/${Open}/role}}'",
            "${resolve:ssm:/${Open}/role}",
            "deploy",
            "parameter Open, a dynamic reference to ssm",
        ),
        (
            "!Join ['', ['{{resolve:secretsmanager:', !Ref Open, ':SecretString}}']]",
            "${resolve:secretsmanager}",
            "deploy",
            "parameter Open, a dynamic reference to secretsmanager",
        ),
        (
            "!Sub ['{{resolve:secretsmanager:a${B}c}}', {B: !If [Maybe, d, !Sub 'e-${Open}']}]",
            "${resolve:secretsmanager}",
            "deploy",
            "Nobody (condition Maybe), a dynamic reference to secretsmanager",
        ),
        ("!Ref Reference", "${resolve:ssm:/ml/role}", "deploy", "a dynamic reference to ssm"),
        ("!Sub 'a-${Reference}'", "a-${resolve:ssm:/ml/role}", "deploy", "a dynamic reference to ssm"),
        ("!Select [0, !Cidr [!Ref Open, 4, 8]]", "${Cidr of Open[0]}", "variable", "parameter Open"),
        ("!Base64 {Ref: Open}", "${Base64 Open}", "variable", "parameter Open"),
        ("!Length {Ref: Ids}", "${Length Ids}", "variable", "parameter Ids"),
        ("{'Fn::ToJsonString': [!Ref Open]}", "${ToJsonString}", "variable", "parameter Open"),
    ],
)
def test_what_something_else_decides_is_a_gap_that_names_it(evaluate, expression, value, reason, needs):
    got, gaps = evaluate(expression, PARAMETERS)
    assert got == value
    assert [(gap.reason, gap.needs, gap.present) for gap in gaps] == [(reason, needs, True)]


@pytest.mark.parametrize(
    "expression",
    [
        "!Made up",
        "!Cidr [10.0.0.0/16, 4]",
        "!Cidr [here, 4, 8]",
        "!Cidr [10.0.0.0/16, 4, 20]",
        "!Cidr [10.0.0.0/16]",
        "!Cidr x",
        "!GetStackOutput {StackName: s, OutputName: o}",
        "!Transform {Name: x}",
        "!Ref [a]",
        "!GetAtt Other",
        "!GetAtt [Other]",
        "!Sub [1, {}]",
        "!Sub ['${L}', {L: [a]}]",
        "!Join [a]",
        "!Join ['-', text]",
        "!Join ['-', [{a: b}]]",
        "!Split ['', a]",
        "!Split ['/', [a]]",
        "!Select [x, [a]]",
        "!Select [5, [a]]",
        "!Select [0]",
        "!FindInMap [Map, one]",
        "!FindInMap [Map, one, none]",
        "!If [Always]",
        "!If [[x], a, b]",
        "!If [Round, a, b]",
        "!Base64 [a]",
        "!Length a",
        "{'Fn::ToJsonString': !Ref 'AWS::NoValue'}",
        "[a, {b: c}]",
        "{a: b}",
        "'{{ .Values.role }}'",
        "!Sub '{{ .Values.${Size} }}'",
        ".inf",
    ],
)
def test_what_is_not_understood_is_a_gap(evaluate, expression):
    _, gaps = evaluate(expression, PARAMETERS)
    assert [gap.reason for gap in gaps] == ["unsupported"]
    assert gaps[0].message.startswith("ExecutionRoleArn cannot be evaluated: ")


@pytest.mark.parametrize("expression", ["!Ref AWS::NoValue", "!If [Never, a, !Ref 'AWS::NoValue']", "null", "~"])
def test_no_value_is_no_property(evaluate, expression):
    assert evaluate(expression, PARAMETERS) == (None, [])


@pytest.mark.parametrize(
    "expression", ["!If [Maybe, a, !Ref 'AWS::NoValue']", "!If [Maybe, !If [Both, {Ref: 'AWS::NoValue'}, b], c]"]
)
def test_a_property_that_may_be_absent_is_left_out(evaluate, expression):
    value, gaps = evaluate(expression, PARAMETERS)
    assert value is None
    assert [gap.present for gap in gaps] == [False]


def test_parameters_of_the_user_win(evaluate):
    assert evaluate("!Ref Size", PARAMETERS, Size="ml.c5.large") == ("ml.c5.large", [])
    assert evaluate("!Ref Open", PARAMETERS, Open="x") == ("x", [])
    assert evaluate("!If [Given, a, b]", PARAMETERS, Open="x") == ("a", [])
    assert evaluate("!Select [1, !Ref Ids]", PARAMETERS, Ids="s-1,s-2") == ("s-2", [])
    assert evaluate("!Sub '${AWS::Region}'", PARAMETERS, **{"AWS::Region": "eu-west-1"}) == ("eu-west-1", [])


def test_secrets_never_show(read):
    got = read("""
Parameters:
  P: {Type: String, NoEcho: true, Default: hunter2}
  Q: {Type: String, Default: "{{resolve:secretsmanager:hunter2}}"}
Resources:
  S:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {"States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createModel", "Parameters":
          {"ModelName": "{{resolve:secretsmanager:hunter2:${AWS::Region}}}", "ExecutionRoleArn": "${Q}"}}}}
  M:
    Type: AWS::SageMaker::Model
    Properties:
      PrimaryContainer:
        Environment: {A: !Ref P, B: !Sub "x${P}", C: "{{resolve:secretsmanager:hunter2:SecretString}}", D: !Ref Q}
""")
    assert got.document("M")["PrimaryContainer"]["Environment"] == {
        "A": "${P}",
        "B": "x${P}",
        "C": "${resolve:secretsmanager}",
        "D": "${resolve:secretsmanager}",
    }
    assert set(got.document("S/T").values()) == {"${resolve:secretsmanager}"}
    assert "hunter2" not in str(got.reading)


def test_different_choices_of_one_condition_have_different_texts(evaluate):
    sections = "Conditions: {C: !Equals [!Ref P, x]}"
    assert evaluate("!If [C, a, b]", sections)[0] != evaluate("!If [C, b, a]", sections)[0]
