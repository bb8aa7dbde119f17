"""What only a run decides is not known, and what would decide it is named."""

from __future__ import annotations

import pytest

from tests.frontends.stepfunctions.conftest import task

ROLE = ("RoleArn",)


@pytest.fixture
def evaluate(machine):
    """Evaluate one path or expression as a job's role: its text, and what it needs."""

    def evaluate_role(states, path=ROLE):
        got = machine(states)
        needs = [gap.needs for gap in got.gaps if gap.path == path]
        return got.document("T").get(path[0]), needs

    return evaluate_role


@pytest.mark.parametrize(
    ("path", "text", "needs"),
    [
        ("$.Role", "${$.Role}", "$.Role"),
        ("$", "${$}", "$"),
        ("$$.Execution.Input.Role", "${$$.Execution.Input.Role}", "$$.Execution.Input.Role"),
        ("$['a b'].c[0]", "${$['a b'].c[0]}", "$['a b'].c[0]"),
        ("$role.arn", "${$role.arn}", "$role.arn"),
        ("States.Format('arn:{}:{}', $.a, $$.b)", "arn:${$.a}:${$$.b}", "$.a, $$.b"),
        ("States.Format('{}', $.a)", "${$.a}", "$.a"),
        ("States.Format('{}{}', $.a)", "${States.Format('{}{}', $.a)}", "$.a"),
        ("States.Format('it\\'s $5 {}', $.a)", "${States.Format('it\\'s $5 {}', $.a)}", "$.a"),
        ("States.ArrayGetItem($.roles, 0)", "${States.ArrayGetItem($.roles, 0)}", "$.roles"),
        ("States.UUID()", "${States.UUID()}", "States.UUID"),
        ("nonsense", "${nonsense}", "a path"),
    ],
)
def test_a_path_is_named(evaluate, path, text, needs):
    assert evaluate({"T": task(Parameters={"RoleArn.$": path})}) == (text, [needs])


@pytest.mark.parametrize(
    ("expression", "text", "needs"),
    [
        ("$states.input.Role", "${$states.input.Role}", "$states.input.Role"),
        ("'arn:' & $states.input.a & \":role/\" & $b", "arn:${$states.input.a}:role/${$b}", "$states.input.a, $b"),
        ("$uppercase($states.input.Role)", "${$uppercase($states.input.Role)}", "$states.input.Role"),
        ("$uuid()", "${$uuid()}", "$uuid()"),
        ("1 + 1", "${1 + 1}", "an expression"),
        ("$states.input.a = '$x' ? $b : $c", "${$states.input.a = '$x' ? $b : $c}", "$states.input.a, $b, $c"),
    ],
)
def test_an_expression_is_named(evaluate, expression, text, needs):
    assert evaluate({"T": task(Arguments={"RoleArn": f"{{% {expression} %}}"})}) == (text, [needs])


def test_an_expression_of_constants_is_known(evaluate):
    assert evaluate({"T": task(Arguments={"RoleArn": "{% 'a' & 'b' %}"})}) == ("ab", [])


def test_texts_that_are_no_expressions_are_texts(evaluate):
    assert evaluate({"T": task(Arguments={"RoleArn": "$.a {% b %}"})}) == ("$.a {% b %}", [])
    assert evaluate({"T": task(Parameters={"RoleArn": "$.a"})}) == ("$.a", [])
    assert evaluate({"T": task(Parameters={"RoleArn": "{% $a %}"})}) == ("{% $a %}", [])


def test_what_is_no_text_leaves_a_gap_and_no_value(machine):
    got = machine({"T": task(Parameters={"ResourceConfig": {"InstanceCount.$": "$.n", "VolumeSizeInGB": 5}})})
    assert got.document("T")["ResourceConfig"] == {"VolumeSizeInGB": 5}
    gap = got.gap("ResourceConfig", "InstanceCount")
    assert gap.message == "ResourceConfig.InstanceCount depends on $.n, which only a deployment or a run decides"
    assert (gap.reason, gap.present) == ("deploy", True)


def test_lists_and_maps_are_evaluated_all_the_way_down(machine):
    parameters = {
        "HyperParameters": {"rounds.$": "$.rounds", "eta": "0.1"},
        "InputDataConfig": [{"ChannelName.$": "$.channel"}],
        "Tags": [{"Key": "team", "Value.$": "$.team"}],
    }
    got = machine({"T": task(Parameters=parameters)})
    assert got.document("T")["HyperParameters"] == {"rounds": "${$.rounds}", "eta": "0.1"}
    assert got.document("T")["InputDataConfig"] == [{"ChannelName": "${$.channel}"}]
    assert got.one("T").tags == {"team": "${$.team}"}


@pytest.mark.parametrize("fields", [{}, {"Arguments": "{% $states.input %}"}])
def test_a_request_that_is_the_input_is_not_known_at_all(machine, fields):
    got = machine({"T": task(**fields)})
    assert [gap.path for gap in got.gaps] == [(), ("TrainingJobName",)]


def test_a_path_that_is_no_text_cannot_be_evaluated(evaluate):
    assert evaluate({"T": task(Parameters={"RoleArn.$": 5})}) == ("${path}", ["a path is not a text"])


SETTINGS = {"Type": "Pass", "Assign": {"role": "arn", "net": {"groups": ["g"]}}, "Next": "T"}


def test_a_variable_that_is_set_once_before_anything_else_is_known(machine):
    parameters = {"RoleArn.$": "$role", "VpcConfig": {"SecurityGroupIds.$": "$net.groups"}}
    got = machine({"P": SETTINGS, "T": task(Parameters=parameters)})
    assert got.document("T")["RoleArn"] == "arn"
    assert got.document("T")["VpcConfig"] == {"SecurityGroupIds": ["g"]}


def test_a_variable_is_known_in_expressions_and_inside_of_states(machine):
    inner = {"StartAt": "T", "States": {"T": task(Arguments={"RoleArn": "{% $role & '/x' %}"})}}
    got = machine({"P": SETTINGS, "All": {"Type": "Map", "ItemProcessor": inner}})
    assert got.document("All/T")["RoleArn"] == "arn/x"


@pytest.mark.parametrize(
    "others",
    [
        {"Later": {"Type": "Pass", "Assign": {"role": "other"}}},
        {"Later": {"Type": "Pass", "Assign": {"role.$": "$.x"}}},
        {"Later": {"Type": "Task", "Catch": [{"Assign": {"role": "other"}}]}},
        {"Later": {"Type": "Map", "ItemProcessor": {"States": {"In": {"Assign": {"role": "other"}}}}}},
    ],
)
def test_a_variable_that_is_set_again_is_not_known(evaluate, others):
    got = evaluate({"P": SETTINGS, "T": task(Parameters={"RoleArn.$": "$role"}), **others})
    assert got == ("${$role}", ["$role"])


@pytest.mark.parametrize(
    "states",
    [
        {"C": {"Type": "Choice", "Default": "T", "Choices": [{"Next": "P"}]}, "P": SETTINGS},
        {"P": {**SETTINGS, "Assign": {"role.$": "$.x"}}},
        {"P": {**SETTINGS, "Assign": {"role": "{% $states.input.x %}"}}},
        {"P": {"Type": "Task", "Assign": {"role": "arn"}, "Next": "T"}},
    ],
)
def test_a_variable_that_may_be_something_else_is_not_known(evaluate, states):
    got = evaluate({**states, "T": task(Parameters={"RoleArn.$": "$role"})})
    assert got == ("${$role}", ["$role"])


@pytest.mark.parametrize(
    ("text", "role", "needs"),
    [
        ('"${Role}"', "${Role}", ["${Role}"]),
        ('"arn:${A}:${B}"', "arn:${A}:${B}", ["${A}, ${B}"]),
        ("${Role}", "${Role}", ["${Role}"]),
    ],
)
def test_placeholders_of_a_deployment_are_not_known(read, text, role, needs):
    resource = "arn:${AWS::Partition}:states:::sagemaker:createTrainingJob"
    machine = (
        f'{{"StartAt": "T", "States": {{"T": {{"Resource": "{resource}", "Parameters": {{"RoleArn": {text}}}}}}}}}'
    )
    got = read({"m.asl.json": machine})
    assert got.document("T")["RoleArn"] == role
    assert [gap.needs for gap in got.gaps if gap.path == ROLE] == needs
    assert got.text("T", "RoleArn") == text


def test_states_that_are_not_known_are_said(read):
    parts = '"A": ${A}, "P": {"Type": "Parallel", "Branches": ${B}}, "M": {"Iterator": {"States": ${C}}}'
    got = read({"m.asl.json": f'{{"Comment": "sagemaker", "StartAt": "A", "States": {{{parts}}}}}'})
    assert [(gap.type, gap.message) for gap in got.gaps] == [
        ("state-machine-state", f"what {name} runs depends on ${{{need}}}, which only a deployment or a run decides")
        for name, need in (("A", "A"), ("P", "B"), ("M", "C"))
    ]
