import pytest

from scanner.engines.rego_embedded import EmbeddedRego
from scanner.errors import PolicyError
from scanner.model import PolicyCrash, Unrecognized, Verdict, Violation
from tests.engines.rego_policies import COUNT, DATA, LIBRARIES, RAISING, SIZE, VARIANT, policy, subject


def judge(policies, *subjects):
    with EmbeddedRego(policies, LIBRARIES, DATA) as engine:
        return list(engine.judge(subjects))


def test_verdicts_come_in_the_order_of_the_subjects():
    answers = judge(
        [SIZE, COUNT],
        subject(InstanceType="ml.m5.24xlarge"),
        subject(VARIANT, InstanceType="ml.x.large"),
        subject(InstanceType="ml.m5.large", tags={"purpose": "test"}),
        ("AWS::SageMaker::Model", {}),
    )
    wrong = Violation(("resource", "InstanceType"), "ml.m5.24xlarge is big", evidence={"limit": 3})
    assert answers[0] == {"acme-size": Verdict((wrong,)), "acme-count": Verdict()}
    assert answers[1] == {
        "acme-size": Verdict(unrecognized=(Unrecognized(("resource", "InstanceType"), "nobody knows ml.x.large"),))
    }
    assert [item.reason for item in answers[2]["acme-size"].exemptions] == ["it is for a test"]
    assert answers[3] == {}


def test_an_error_in_a_policy_costs_only_that_policy_on_that_subject():
    first, second = judge([SIZE, RAISING], subject(InstanceType="ml.m5.24xlarge", Text="x"), subject(Text="2"))
    assert first["acme-raising"] == PolicyCrash("policies/acme/raising.rego:8: could not parse string as number")
    assert len(first["acme-size"].violations) == 1
    assert len(second["acme-raising"].violations) == 1


def test_a_broken_rule_of_a_library_costs_only_who_asks_for_it():
    assert not isinstance(judge([SIZE], subject(InstanceType="ml.m5.large"))[0]["acme-size"], PolicyCrash)
    asking = policy("asking", 'violation contains {"path": "resource", "message": "m"} if sizes.broken > 1')
    assert isinstance(judge([asking], subject())[0]["acme-asking"], PolicyCrash)


def test_a_panic_of_the_engine_costs_only_the_policy():
    panic = policy("panic", 'violation contains {"path": "resource", "message": "m"} if strings.count("a", "") > 1')
    answer = judge([SIZE, panic], subject(InstanceType="ml.m5.24xlarge"))[0]
    assert isinstance(answer["acme-panic"], PolicyCrash)
    assert len(answer["acme-size"].violations) == 1


@pytest.mark.parametrize(
    ("rules", "place", "line"),
    [
        ("violation contains 1 if {", "broken.rego:8:26", "violation contains 1 if {"),
        ("violation contains x if nope == 1", "broken.rego:8:25", "violation contains x if nope == 1"),
        (
            "violation contains 1 if {\n\tsizes.big(input.a)\n\tkey := [key | some key in input.b][0]\n}",
            "broken.rego:10:21",
            "key := [key | some key in input.b][0]",
        ),
    ],
)
def test_a_policy_that_does_not_compile_is_refused_with_its_place_and_line(rules, place, line):
    with pytest.raises(PolicyError) as caught:
        EmbeddedRego([SIZE, policy("broken", rules)], LIBRARIES, DATA)
    assert place in caught.value.message
    assert "backtrace" not in caught.value.message
    assert line in caught.value.hint


def test_a_field_that_is_missing_does_not_hide_the_elements_before_it():
    rules = """\
        violation contains {"path": "resource", "message": item.Name} if {
            some item in input.resource.Items
        }
        """
    answer = judge([policy("names", rules)], subject(Items=[{"Name": "a"}, {}, {"Name": "b"}]))[0]
    assert [violation.message for violation in answer["acme-names"].violations] == ["a", "b"]


def test_ranges_of_addresses_are_compared_as_opa_does():
    rules = (
        'violation contains {"path": "resource", "message": "m"} if net.cidr_intersects(input.resource.A, "10.0.0.0/8")'
    )
    answers = judge([policy("cidr", rules)], subject(A="10.1.0.0/16"), subject(A="192.168.0.0/16"), subject(A="x"))
    assert len(answers[0]["acme-cidr"].violations) == 1
    assert answers[1]["acme-cidr"] == Verdict()
    assert isinstance(answers[2]["acme-cidr"], PolicyCrash)


def test_what_comes_after_a_panic_is_judged_as_if_there_had_been_none():
    panic = policy(
        "panic", 'violation contains {"path": "resource", "message": "m"} if strings.count("a", input.tags.x) > 0'
    )
    answers = judge([SIZE, panic], subject(tags={"x": ""}), subject(tags={"x": "a"}, InstanceType="ml.m5.24xlarge"))
    assert isinstance(answers[0]["acme-panic"], PolicyCrash)
    assert len(answers[1]["acme-panic"].violations) == len(answers[1]["acme-size"].violations) == 1
