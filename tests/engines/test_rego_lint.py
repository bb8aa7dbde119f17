from dataclasses import replace

import pytest

from scanner.catalog import load_catalog
from scanner.engines.rego_lint import lint, lint_module
from scanner.errors import PolicyError
from scanner.model import Read
from tests.engines.rego_policies import LIBRARIES, SIZE, policy

HEAD = "package a\n\nimport future.keywords.not\nimport data.lib.sizes\nimport rego.v1\n\n"


def messages(rules, file="a.rego", head=HEAD):
    return [f"{found.line}:{found.column} {found.message}" for found in lint_module(file, head + rules)]


@pytest.mark.parametrize(
    ("rules", "place", "words"),
    [
        ("x := http.send({})", "7:6", "http.send is not in the portable subset"),
        ("x := opa.runtime()", "7:6", "opa.runtime"),
        ("x := time.now_ns()", "7:6", "time.now_ns"),
        ('x := rand.intn("a", 2)', "7:6", "rand.intn"),
        ('x := uuid.rfc4122("a")', "7:6", "uuid.rfc4122"),
        ("x := rego.metadata.rule()", "7:6", "rego.metadata.rule"),
        ("x := nonsense(1)", "7:6", "nonsense"),
        ("x := [y | y := crypto.md5(input.a)]", "7:16", "crypto.md5"),
        (r"x if regex.match(`^\w+$`, input.a)", "7:", r"\w"),
        (r'x if regex.match("[\\d]", input.a)', "7:", r"\d"),
        ('x := sprintf("%5.2f", [1])', "7:", "sprintf"),
        ("x if y with input as {}", "7:8", "`with` belongs in tests only"),
        ("violation := {1}", "7:1", "violation is a set"),
        ("default exemption := []", "7:1", "exemption is a set"),
    ],
)
def test_what_engines_differ_on_is_found_with_its_place(rules, place, words):
    (found,) = messages(rules)
    assert found.startswith(place)
    assert words in found


def test_a_negation_needs_the_import():
    assert messages("x if not input.a", head="package a\n\nimport rego.v1\n\n") == [
        "5:6 a negation needs `import future.keywords.not`"
    ]
    assert messages("x if not input.a") == []


def test_the_portable_subset_passes():
    assert (
        messages(
            "violation contains y if {\n\tsome y in sizes.big(input.a)\n\tf(y)\n\tregex.match(`^[0-9]+$`, y)\n"
            '\tnot sprintf("%s %d %v %q %%", [y]) == "a"\n}\n\nf(x) if data.other.g(x)\n'
        )
        == []
    )


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ('test_x if x with input.a as {"b": 1} with data.params.a as 2', ""),
        ("test_x if x with data.lib.y as 1", "replace input, data.params, data.reference only"),
        ("test_x if x with http.send as 1", "replace input"),
        ("test_x if x with input as sizes.example", "take the value of `with` from this file"),
    ],
)
def test_tests_replace_input_and_data_by_values_of_their_own(rules, words):
    found = messages(rules, file="a_test.rego")
    assert len(found) == bool(words)
    assert words in "".join(found)


READING = """\
    violation contains {"path": "resource.A", "message": "m"} if {
        some item in input.resource.List
        item.Deep.Field == 1
        other := input.resource.Map["a b"]
        other.Inner
        input.now
    }

    exemption contains {"reason": sizes.type} if input.tags[input.environment]
    """


def undeclared(*reads):
    reading = replace(policy("reading", READING), reads=tuple(Read(tuple(path)) for path in reads))
    found = lint({reading.file: reading}, LIBRARIES, {})
    return {(item.file, item.message.split(" reads input.")[1].split(",")[0]) for item in found}


def test_what_a_policy_reads_without_saying_so_is_found_in_libraries_too():
    file = "policies/acme/reading.rego"
    assert undeclared() == {
        (file, "resource.List"),
        (file, "resource.List.Deep.Field"),
        (file, "resource.Map.a b"),
        (file, "resource.Map.a b.Inner"),
        (file, "tags"),
        (file, "environment"),
        ("policies/lib/sizes.rego", "resource.InstanceType"),
    }


def test_a_declared_read_covers_what_is_at_above_and_under_it():
    covered = [("resource", "List", "Deep"), ("resource", "Map"), ("tags",), ("environment",)]
    assert undeclared(*covered) == {("policies/lib/sizes.rego", "resource.InstanceType")}


def test_a_module_that_does_not_parse_is_refused_with_its_place():
    with pytest.raises(PolicyError, match=r"a\.rego:7:\d+"):
        messages("x if {")


def test_shipped_policies_are_clean():
    catalog = load_catalog()
    rego = {item.file: item for item in catalog.policies if item.language == "rego"}
    assert lint(rego, catalog.libraries, catalog.tests) == []
    assert lint({SIZE.file: SIZE}, LIBRARIES, {}) == []
