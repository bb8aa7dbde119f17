import textwrap

import pytest

from scanner.engines.combined import Engines
from scanner.engines.python_rules import PythonRules
from scanner.engines.rego_embedded import EmbeddedRego
from scanner.errors import PolicyError
from scanner.model import Exemption, PolicyCrash, Unrecognized, Verdict, Violation
from tests.engines.rego_policies import DATA, LIBRARIES, SIZE, VARIANT, policy, subject

RULE = """\
    from scanner.model import Exemption, Unrecognized, Violation

    def judge(subject, params, now):
        resource = subject["resource"]
        if resource["Hours"] > params.get("limit", 0):
            yield Violation(("resource", "Hours"), f"{resource['Hours']} hours at {now}")
        if subject["tags"]:
            yield Exemption("it has tags")
        if resource["Hours"] < 0:
            yield Unrecognized(("resource", "Hours"), "hours are not negative")
    """
PARAMS = {"acme": {"hours": {"limit": 2}}}


def written(tmp_path, text=RULE, stem="hours"):
    file = tmp_path / f"{stem}.py"
    file.write_text(textwrap.dedent(text))
    return policy(stem, text, shipped=False, language="python", file=str(file))


def judge(tmp_path, text=RULE, **resource):
    with PythonRules([written(tmp_path, text)], PARAMS, allow_others=True) as engine:
        return next(engine.judge([subject(**resource)]))["acme-hours"]


def test_a_python_policy_yields_what_a_rego_policy_may_yield(tmp_path):
    at = ("resource", "Hours")
    assert judge(tmp_path, Hours=3) == Verdict((Violation(at, "3 hours at 2026-11-24T00:00:00Z"),))
    assert judge(tmp_path, Hours=2) == Verdict()
    assert judge(tmp_path, Hours=-1) == Verdict(unrecognized=(Unrecognized(at, "hours are not negative"),))


def test_an_error_in_a_python_policy_costs_only_that_policy_on_that_subject(tmp_path):
    assert judge(tmp_path) == PolicyCrash("hours.py:5: KeyError: 'Hours'")


def test_what_a_python_policy_may_not_yield_is_a_crash(tmp_path):
    crash = judge(tmp_path, "def judge(subject, params, now):\n    yield 3\n")
    assert crash == PolicyCrash("the policy yields 3, which is none of what a policy may yield")


def test_endless_recursion_is_a_crash(tmp_path):
    crash = judge(tmp_path, "def judge(subject, params, now):\n    yield from judge(subject, params, now)\n")
    assert "RecursionError" in crash.error


def test_python_of_others_runs_only_when_allowed(tmp_path):
    marker = tmp_path / "ran"
    policy_ = written(tmp_path, f"import pathlib\npathlib.Path({str(marker)!r}).touch()\n")
    with pytest.raises(PolicyError, match="runs with your rights"):
        PythonRules([policy_], PARAMS)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [("x = 1\n", "no function judge"), ("def judge(:\n", "SyntaxError"), ("import nothing_at_all\n", "nothing_at_all")],
)
def test_a_module_that_is_no_policy_is_refused(tmp_path, text, words):
    with pytest.raises(PolicyError, match=words):
        PythonRules([written(tmp_path, text)], PARAMS, allow_others=True)


def test_engines_are_merged_subject_by_subject_and_lazily(tmp_path):
    read = []

    def reading():
        for hours in range(3):
            read.append(hours)
            yield subject(Hours=hours, InstanceType="ml.m5.24xlarge", tags={"a": "b"})

    python = PythonRules([written(tmp_path)], PARAMS, allow_others=True)
    with Engines([EmbeddedRego([SIZE], LIBRARIES, DATA), python]) as engine:
        assert engine.name == "embedded"
        answers = engine.judge(reading())
        first = next(answers)
        assert read == [0]
        assert set(first) == {"acme-size", "acme-hours"}
        assert first["acme-hours"].exemptions == (Exemption("it has tags"),)
        assert len(list(answers)) == 2
        assert list(next(engine.judge([subject(VARIANT)]))) == ["acme-size"]
