import pytest

from policies.reference import load_reference
from scanner.catalog import load_catalog, parameters
from scanner.engines.rego_test import run_rego_tests
from scanner.errors import PolicyError
from tests.engines.rego_policies import DATA, LIBRARIES, SIZE

FILE = "policies/acme/size_test.rego"
HEAD = "package tipstaff.acme.size_test\n\nimport data.tipstaff.acme.size as policy\nimport rego.v1\n\n"
BIG = '{"resource": {"InstanceType": "ml.m5.24xlarge"}}'


def outcomes(tests):
    return run_rego_tests({**LIBRARIES, SIZE.file: SIZE.text, FILE: HEAD + tests}, DATA)


def test_a_test_that_is_true_passes():
    (outcome,) = outcomes(f"test_big if count(policy.violation) == 1 with input as {BIG}\n")
    assert outcome.passed
    assert (outcome.package, outcome.name, outcome.file) == ("tipstaff.acme.size_test", "test_big", FILE)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (f"count(policy.violation) == 2 with input as {BIG}", "the test is not true"),
        ("input.nothing", "the test is not true"),
        ('to_number("x") == 1', f"{FILE}:6: could not parse string as number"),
    ],
)
def test_a_test_that_is_not_true_fails_with_the_reason(body, error):
    (outcome,) = outcomes(f"test_it if {body}\n")
    assert not outcome.passed
    assert outcome.error == error


def test_one_failing_test_does_not_fail_the_others_and_what_is_no_test_does_not_run():
    found = outcomes("test_a if true\n\ntest_b if false\n\nbig := to_number(`x`)\n\ntest_c := true\n")
    assert [(outcome.name, outcome.passed) for outcome in found] == [
        ("test_a", True),
        ("test_b", False),
        ("test_c", True),
    ]


def test_parameters_can_be_replaced():
    (outcome,) = outcomes(
        'test_it if {\n\tsome found in policy.violation with data.params.acme.size as {"limit": 9} with input as '
        f"{BIG}\n\tfound.evidence.limit == 9\n}}\n"
    )
    assert outcome.passed


def test_what_does_not_parse_is_refused():
    with pytest.raises(PolicyError, match=rf"{FILE}:6:\d+"):
        outcomes("test_it if {")


def test_every_test_of_the_shipped_policies_passes_on_the_embedded_engine():
    catalog = load_catalog()
    rego = {policy.file: policy.text for policy in catalog.policies if policy.language == "rego"}
    data = {"reference": load_reference(), "params": parameters(catalog.policies, {})}
    found = run_rego_tests({**catalog.libraries, **rego, **catalog.tests}, data)
    assert [outcome for outcome in found if not outcome.passed] == []
    assert len(found) > 300
