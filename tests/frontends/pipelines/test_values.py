"""What a pipeline refers to is evaluated; what only a run decides is not known, and named."""

from __future__ import annotations

import pytest

from tests.frontends.pipelines.conftest import get, step


@pytest.fixture
def evaluate(pipeline):
    """Evaluate one expression as a job's role: its text, and what it needs."""

    def evaluate_role(expression, **fields):
        got = pipeline(step("S", RoleArn=expression), **fields)
        return got.document("S").get("RoleArn"), [
            (gap.reason, gap.needs) for gap in got.gaps if gap.path == ("RoleArn",)
        ]

    return evaluate_role


def join(*values):
    return {"Std:Join": {"Values": list(values)}}


ROLE = {"Name": "Role", "Type": "String", "DefaultValue": "arn"}


def test_a_parameter_has_its_default(evaluate):
    assert evaluate(get("Parameters.Role"), parameters=[ROLE]) == ("arn", [])


def test_a_value_that_is_given_stands_over_the_default(evaluate):
    assert evaluate(get("Parameters.Role"), parameters=[ROLE], Role="other") == ("other", [])


def test_a_parameter_without_a_default_is_named(pipeline):
    got = pipeline(step("S", RoleArn=get("Parameters.Role")), parameters=[{"Name": "Role", "Type": "String"}])
    assert got.document("S")["RoleArn"] == "${Role}"
    gap = got.gap("RoleArn")
    assert gap.message == (
        "RoleArn depends on parameter Role, which has no value here: give it with --parameter NAME=VALUE"
    )
    assert (gap.reason, gap.present) == ("variable", True)


@pytest.mark.parametrize(
    ("expression", "text", "missing"),
    [
        (get("Parameters.None"), "${None}", [("not-in-code", "parameter None")]),
        (get("Execution.PipelineName"), "${Execution.PipelineName}", [("deploy", "Execution.PipelineName")]),
        (get("Steps.T.Role.Arn"), "${Steps.T.Role.Arn}", [("deploy", "Steps.T.Role.Arn")]),
        (get("Steps.S.TrainingJobName"), "${Steps.S.TrainingJobName}", [("deploy", "Steps.S.TrainingJobName")]),
        ({"Get": 5}, "${Get}", [("unsupported", "Get takes a name")]),
        (
            {"Std:JsonGet": {"PropertyFile": get("Steps.T.PropertyFiles.F"), "Path": "a.b"}},
            "${Steps.T.PropertyFiles.F}",
            [("deploy", "Steps.T.PropertyFiles.F")],
        ),
        ({"Std:New": 5}, "${Std:New}", [("deploy", "the function Std:New")]),
        ({"Std:Join": {"On": "/", "Values": ["a", get("Parameters.Role"), 5]}}, "a/arn/5", []),
        (join("a", "b"), "ab", []),
        (
            {
                "Std:Join": {
                    "On": "/",
                    "Values": ["a", get("Execution.X"), {"Std:Join": {"Values": [get("Execution.Y")]}}],
                }
            },
            "a/${Execution.X}/${Execution.Y}",
            [("deploy", "Execution.X, Execution.Y")],
        ),
        ({"Std:Join": 5}, "${Std:Join}", [("unsupported", "Std:Join takes a list of values")]),
        ("${Role}", "${Role}", [("deploy", "${Role}")]),
    ],
)
def test_expressions_are_evaluated_or_named(evaluate, expression, text, missing):
    assert evaluate(expression, parameters=[ROLE]) == (text, missing)


def test_a_default_may_be_a_number_or_a_truth(pipeline):
    parameters = [{"Name": "n", "DefaultValue": 2}, {"Name": "yes", "DefaultValue": True}]
    config = {
        "InstanceCount": get("Parameters.n"),
        "VolumeSizeInGB": join(get("Parameters.n"), 0),
    }
    got = pipeline(
        step("S", ResourceConfig=config, EnableNetworkIsolation=get("Parameters.yes")), parameters=parameters
    )
    assert got.document("S")["ResourceConfig"] == {"InstanceCount": 2, "VolumeSizeInGB": 20}
    assert got.document("S")["EnableNetworkIsolation"] is True
    assert got.text("S", "ResourceConfig", "InstanceCount") == '{\n      "Get": "Parameters.n"\n     }'


def test_names_that_go_round_end(pipeline):
    got = pipeline(
        step("A", "Model", ModelName=get("Steps.B.ModelName")), step("B", "Model", ModelName=get("Steps.A.ModelName"))
    )
    assert {got.document(name)["ModelName"] for name in "AB"} <= {"${Steps.A.ModelName}", "${Steps.B.ModelName}"}


def test_steps_that_are_not_known_are_said(read):
    steps = '[${A}, {"Name": "C", "Arguments": {"IfSteps": ${B}, "ElseSteps": 5}}]'
    got = read({"p.json": f'{{"Version": "2020-12-01", "Steps": {steps}}}'})
    assert [(gap.type, gap.reason, gap.message) for gap in got.gaps] == [
        ("pipeline-step", "deploy", "what p.json runs depends on ${A}, which only a deployment or a run decides"),
        ("pipeline-step", "deploy", "what C runs depends on ${B}, which only a deployment or a run decides"),
        ("pipeline-step", "unsupported", "what C runs cannot be evaluated: the steps are not a list"),
    ]
