import pytest

from scanner.engines.on_demand import OnDemand
from scanner.engines.rego_embedded import EmbeddedRego
from scanner.errors import PolicyError
from tests.engines.rego_policies import COUNT, DATA, JOB, LIBRARIES, SIZE, VARIANT, policy, subject

BROKEN = policy("broken", "violation contains 1 if {", subjects=(VARIANT,))


def engine(policies):
    return OnDemand("embedded", policies, lambda chosen: EmbeddedRego(chosen, LIBRARIES, DATA))


def test_the_verdicts_are_those_of_one_engine_with_all_policies():
    subjects = [subject(InstanceType="big"), (VARIANT, {"resource": {"InstanceType": "small"}}), subject(Groups=[{}])]
    with engine([SIZE, COUNT]) as several, EmbeddedRego([SIZE, COUNT], LIBRARIES, DATA) as one:
        assert list(several.judge(subjects)) == list(one.judge(subjects))


def test_what_no_subject_needs_is_not_compiled():
    with engine([SIZE, BROKEN]) as running:
        assert [set(verdicts) for verdicts in running.judge([subject(), subject()])] == [{SIZE.id}, {SIZE.id}]
        with pytest.raises(PolicyError, match=r"broken\.rego:\d+"):
            list(running.judge([(VARIANT, {"resource": {}})]))


def test_a_type_that_no_policy_is_about_has_no_verdicts():
    with engine([COUNT]) as running:
        none, some = running.judge([(VARIANT, {"resource": {}}), (JOB, {"resource": {}})])
        assert (set(none), set(some)) == (set(), {COUNT.id})
