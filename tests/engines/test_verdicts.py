import pytest

from scanner.engines.verdicts import read_verdict
from scanner.model import (
    Confidence,
    Exemption,
    PolicyCrash,
    SavingFacts,
    Severity,
    Unrecognized,
    Verdict,
    Violation,
)

WRONG = {"path": "resource.A", "message": "m"}


def test_everything_that_a_policy_may_yield_is_read():
    saving = {"component": "Training", "instance_type": "ml.m5.large", "hours_per_month": 2, "instead": "ml.t3.large"}
    full = {
        "path": 'related.models[0].Tags["a.b"]',
        "message": "m",
        "severity": "high",
        "confidence": "measured",
        "evidence": {"n": 1},
        "saving": saving,
    }
    assert read_verdict(
        {
            "violation": [full],
            "exemption": [{"reason": "r", "path": "runs"}, {"reason": "a"}],
            "unrecognized": [{"path": "tags", "reason": "u"}],
        }
    ) == Verdict(
        (
            Violation(
                ("related", "models", 0, "Tags", "a.b"),
                "m",
                Severity.HIGH,
                Confidence.MEASURED,
                {"n": 1},
                SavingFacts("Training", "ml.m5.large", 2, "ml.t3.large"),
            ),
        ),
        (Exemption("a"), Exemption("r", ("runs",))),
        (Unrecognized(("tags",), "u"),),
    )


def test_a_violation_needs_a_path_and_a_message_only():
    assert read_verdict({"violation": [WRONG]}) == Verdict((Violation(("resource", "A"), "m"),))


def test_the_order_does_not_depend_on_the_engine():
    items = [{"path": path, "message": message} for path in ("resource.B", "resource.A") for message in "zy"]
    assert read_verdict({"violation": items}) == read_verdict({"violation": items[::-1]})


def test_numbers_are_the_same_whatever_the_engine_writes():
    one = {"violation": [{**WRONG, "evidence": {"hours": 205.54838709677418, "list": [3.0], "count": 2}}]}
    other = {"violation": [{**WRONG, "evidence": {"hours": 205.54838709677420, "list": [3], "count": 2.0}}]}
    assert repr(read_verdict(one)) == repr(read_verdict(other))
    assert read_verdict(one).violations[0].evidence == {"hours": 205.548387097, "list": [3], "count": 2}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("<undefined>", "no answer"),
        (None, "no answer"),
        ({"violations": []}, "no answer"),
        ({"violation": {}}, "violation is not a set"),
        ({"violation": True}, "violation is not a set"),
        ({"violation": ["<undefined>"]}, "a violation is an object"),
        ({"violation": [{"message": "m"}]}, "there is no path"),
        ({"violation": [{"path": "resource"}]}, "there is no message"),
        ({"violation": [{**WRONG, "path": ""}]}, "there is no path"),
        ({"violation": [{**WRONG, "path": "resource..A"}]}, "resource..A"),
        ({"violation": [{**WRONG, "path": "input.resource.A"}]}, "does not start with resource"),
        ({"violation": [{**WRONG, "path": 3}]}, "path is text"),
        ({"violation": [{**WRONG, "severety": "high"}]}, "did you mean severity?"),
        ({"violation": [{**WRONG, "severity": "severe"}]}, "severity 'severe'"),
        ({"violation": [{**WRONG, "confidence": "sure"}]}, "confidence 'sure'"),
        ({"violation": [{**WRONG, "evidence": [1]}]}, "evidence is not an object"),
        ({"violation": [{**WRONG, "saving": {"component": "Training", "instance_type": "t"}}]}, "hours_per_month"),
        ({"violation": [{**WRONG, "saving": 3}]}, "a saving is an object"),
        ({"violation": [], "exemption": [{"path": "resource"}]}, "there is no reason"),
        ({"violation": [], "unrecognized": [{"reason": "r"}]}, "there is no path"),
    ],
)
def test_what_is_malformed_is_a_crash_and_no_verdict(answer, words):
    crash = read_verdict(answer)
    assert isinstance(crash, PolicyCrash)
    assert words in crash.error
