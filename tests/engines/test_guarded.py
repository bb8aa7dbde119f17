import os

import pytest

from scanner.engines.guarded import GuardedRego, Limits
from scanner.errors import PolicyError
from scanner.model import PolicyCrash, Verdict
from tests.engines.rego_policies import DATA, JOB, LIBRARIES, SIZE, policy, subject

LIMITS = Limits(start=30, subject=1.5)
VIOLATION = 'violation contains {"path": "resource", "message": "m"} if '
RECURSION = policy("recursion", f"f(x) := f(x + 1)\n\n{VIOLATION}f(input.resource.Start) > 1", shipped=False)
LOOP = policy(
    "loop",
    f"n := numbers.range(1, 20000)\n\n{VIOLATION}{{\n\tinput.resource.Start\n"
    "\tcount([1 | some a in n; some b in n; a == b + 1; a < 0]) > 1\n}",
    shipped=False,
)
RANGE = policy("range", f"{VIOLATION}count(numbers.range(input.resource.Start, 900000000)) > 1", shipped=False)
PANIC = policy("panic", f'{VIOLATION}strings.count("aaa", input.resource.Empty) > 1', shipped=False)


def judge(policies, *subjects, limits=LIMITS):
    with GuardedRego(policies, LIBRARIES, DATA, limits) as engine:
        return list(engine.judge(subjects))


def test_policies_of_others_are_judged_like_shipped_ones():
    assert judge([SIZE], subject(InstanceType="ml.m5.24xlarge"))[0]["acme-size"].violations[0].message == (
        "ml.m5.24xlarge is big"
    )


@pytest.mark.parametrize(
    ("guilty", "fields", "words"),
    [
        (RECURSION, {"Start": 1}, "endless recursion"),
        (LOOP, {"Start": 1}, "longer than 1.5 seconds"),
        (RANGE, {"Start": 1}, ""),
        (PANIC, {"Empty": ""}, ""),
    ],
    ids=["recursion", "loop", "range", "panic"],
)
def test_a_policy_that_ends_its_process_costs_only_itself(guilty, fields, words):
    first, second, third = judge(
        [SIZE, guilty], subject(Other=1), subject(InstanceType="ml.m5.24xlarge", **fields), subject(Other=1)
    )
    assert isinstance(second[guilty.id], PolicyCrash)
    assert words in second[guilty.id].error
    assert len(second["acme-size"].violations) == 1
    assert isinstance(first[guilty.id], Verdict)
    assert isinstance(third[guilty.id], Verdict)


def test_a_policy_that_crashes_again_and_again_is_not_asked_any_more():
    answers = judge([SIZE, RECURSION], *[subject(Start=1, InstanceType="ml.m5.24xlarge")] * 5)
    assert [isinstance(answer["acme-recursion"], PolicyCrash) for answer in answers] == [True] * 5
    assert "not asked any more" in answers[4]["acme-recursion"].error
    assert all(len(answer["acme-size"].violations) == 1 for answer in answers)


def test_a_policy_that_does_not_compile_is_refused_with_its_place():
    with pytest.raises(PolicyError, match=r"policies/acme/wrong.rego:8:\d+") as caught:
        judge([policy("wrong", f"{VIOLATION}{{", shipped=False)])
    assert "violation contains" in caught.value.hint


def test_a_policy_that_takes_forever_to_parse_is_refused():
    deep = policy("deep", "x := " + "[" * 27 + "]" * 27 + f"\n\n{VIOLATION}x", shipped=False)
    with pytest.raises(PolicyError, match="longer than 3 seconds"):
        judge([deep], limits=Limits(start=3))


def test_the_worker_ends_with_the_engine():
    engine = GuardedRego([SIZE], LIBRARIES, DATA)
    worker = engine._worker._process.pid
    with engine:
        os.kill(worker, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_subject_without_policies_has_no_verdicts():
    assert judge([SIZE], ("AWS::SageMaker::Model", {"resource": {}})) == [{}]
    assert JOB in SIZE.subjects
