"""Compiled Rego says what interpreted Rego says, on real subjects, on torn ones, and on syntax taken alone."""

import copy
import functools
import random
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import compiled
from policies.reference import load_reference
from scanner.catalog import load_catalog, parameters
from scanner.digests import digest
from scanner.engines.compiler.program import Program
from scanner.engines.compiler.values import EvaluationError, RegoSet, ordered
from scanner.engines.entry import ENTRY_FILE
from scanner.engines.rego_compiled import CompiledRego
from scanner.engines.rego_embedded import EmbeddedRego, compile_modules
from scanner.engines.rego_printing import UnknownSyntaxError
from scanner.environment import EnvironmentRules
from scanner.model import PolicyCrash
from scanner.scan import index
from scanner.snapshot import read_snapshot
from scanner.subjects import build_subjects
from tests.engines.rego_policies import COUNT, DATA, LIBRARIES, RAISING, SIZE, VARIANT, policy, subject

DEMO = Path(__file__).parents[2] / "scanner/demo/account.jsonl.zst"


@functools.cache
def shipped():
    """The subjects of the example account, and for each subject type the two engines."""
    catalog = load_catalog()
    policies = catalog.select()
    subjects = list(build_subjects(index(read_snapshot(DEMO), policies), policies, EnvironmentRules()))
    data = {"reference": load_reference(), "params": parameters(policies, {})}
    engines = {}
    for kind in {item.name.type for item in subjects}:
        rego = [item for item in policies if item.language == "rego" and kind in item.subjects]
        engines[kind] = [engine(rego, catalog.libraries, data) for engine in (CompiledRego, EmbeddedRego)]
    return [(item.name.type, item.input) for item in subjects], engines


def test_all_shipped_policies_are_compiled():
    catalog = load_catalog()
    policies = catalog.select()
    data = {"reference": load_reference(), "params": parameters(policies, {})}
    rego = {item.file: item.text for item in policies if item.language == "rego"}
    program = Program({**catalog.libraries, **rego}, data)
    for item in policies:
        if item.language == "rego":
            assert callable(program.rule(f"data.{item.package}.violation"))


def test_the_program_that_is_written_ahead_is_of_the_shipped_policies():
    catalog = load_catalog()
    texts = {**catalog.libraries, **{item.file: item.text for item in catalog.policies if item.language == "rego"}}
    assert {file: digest(text) for file, text in texts.items()} == compiled.DIGESTS


def test_a_policy_that_was_changed_since_is_compiled_anew():
    catalog = load_catalog()
    policy = catalog.find("TRN003")
    changed = replace(policy, text=policy.text.replace("is not set on a spot job", "is missing on a spot job"))
    data = {"reference": load_reference(), "params": parameters([policy], {})}
    job = {"EnableManagedSpotTraining": True, "StoppingCondition": {"MaxRuntimeInSeconds": 60}}
    messages = [
        next(CompiledRego([item], catalog.libraries, data).judge([subject(**job)]))[policy.id].violations[0].message
        for item in (policy, changed)
    ]
    assert ["is not set" in messages[0], "is missing" in messages[1]] == [True, True]


def test_the_example_account_gets_the_same_verdicts():
    subjects, engines = shipped()
    for kind, document in subjects:
        compiled, interpreted = (next(engine.judge([(kind, document)])) for engine in engines[kind])
        assert compiled == interpreted


ODD = [None, True, False, 0, 1, 2.5, 10**6, "", "x", "ml.g5.xlarge", "ml.p3.2xlarge", "production", "2026-01-01"]
ODD += ["https://x@2025-01-02", [], {}, ["x"], {"Key": "x"}, "111122223333.dkr.ecr.us-east-1.amazonaws.com/a/b:gpu"]


# No negative numbers: regorus writes %d of -1 as --1, and OPA as -1.


def tear(value, chance, strength=4):
    """Leave out or replace some of what is in a document."""
    if isinstance(value, dict):
        kept = {key: tear(item, chance, strength) for key, item in value.items() if chance.randrange(100) >= strength}
    elif isinstance(value, list):
        kept = [tear(item, chance, strength) for item in value if chance.randrange(100) >= strength]
    else:
        kept = value
    return chance.choice(ODD) if chance.randrange(100) < strength // 2 else kept


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_torn_subjects_get_the_same_verdicts(seed):
    chance = random.Random(seed)
    subjects, engines = shipped()
    kind, document = chance.choice(subjects)
    torn = {key: tear(copy.deepcopy(item), chance, 12) if key != "now" else item for key, item in document.items()}
    compiled, interpreted = (next(engine.judge([(kind, torn)])) for engine in engines[kind])
    assert compiled == interpreted


def values(rules, document=None, data=None):
    """Give the value of `x` compiled and interpreted; sets as sorted lists, and None where it is undefined."""
    text = f"package tipstaff.a.b\n\nimport future.keywords.not\nimport rego.v1\n\nviolation := 1\n\n{rules}\n"
    program = Program({"a.rego": text}, data or {})
    program.set_input(document or {})
    entry = "package tipstaff.entry\n\nimport rego.v1\n\nready := true\n\nanswer := {y | y := data.tipstaff.a.b.x}\n"
    engine = compile_modules({"a.rego": text, ENTRY_FILE: entry}, data or {})
    engine.set_input_json(orjson.dumps(document or {}).decode())
    interpreted = orjson.loads(engine.eval_rule_as_json("data.tipstaff.entry.answer"))
    compiled = RegoSet.of([program.rule("data.tipstaff.a.b.x")()])
    return plain(compiled), interpreted


def plain(value):
    if isinstance(value, RegoSet):
        return [plain(item) for item in ordered(value)]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize(
    "rules",
    [
        "x := 1 if input.a",
        "x := 1 if not input.missing",
        "x := input.a.b",
        "x := input.missing.b",
        'x := input.a["b"]',
        "x := input.l[1]",
        "x := input.l[9]",
        "x := input.l.b",
        "x if input.zero",
        "x if input.no",
        "x if input.null",
        "x if not input.no",
        "x if not input.zero",
        "x := 1 if input.no\n\nelse := 2 if input.zero == 0\n\nelse := 3",
        "x := 1 if input.no\n\nelse := 3",
        "x := input.missing if input.yes\n\nelse := 3",
        "x := 1 if input.no\n\nx := 2 if not input.no",
        "x := 1 if input.yes\n\nx := 1 if input.zero == 0",
        "default x := 7\n\nx := 1 if input.no",
        "x contains 1\n\nx contains v if some v in input.l",
        "x contains v if {\n\tsome k, v in input.o\n\tk != 1\n}",
        'x contains v if some "p", v in input.o',
        'x contains i if some i, "b" in input.l',
        "x[k] := v if some k, v in input.o",
        'x["p"] := 1 if input.yes\n\nx["q"] := 2 if input.no',
        'x[k] contains v if {\n\tsome k in ["1", "2"]\n\tsome v in input.l\n\tv != k\n}',
        "x := [v | some v in {3, 1, 2}]",
        "x := [[k, v] | some k, v in input.o]",
        "x := [v | some v in input.l]",
        "x := {v | some v in input.l; v != 1}",
        "x := {k: v | some k, v in input.o}",
        "x := count({v | some v in input.l})",
        "x if every v in input.l { v != 7 }",
        "x if every v in input.l { v == 7 }",
        "x if every v in input.empty { v == 7 }",
        "x if every v in input.missing { v == 7 }",
        "x if 1 in input.l",
        'x if "b" in input.l',
        "x if not 3 in input.l",
        "x if 2 in input.o",
        "x if 1 in input.zero",
        "x if input.missing in input.l",
        "x if not input.missing in input.l",
        "x if input.yes == 1",
        "x if input.one == true",
        "x if input.one == 1.0",
        "x if input.one != true",
        "x if not input.missing == 2",
        "x if not input.one == 2",
        "x if input.missing != 2",
        'x if input.one != "1"',
        "x if input.one < 2",
        "x if input.one >= 1",
        'x if input.one < "a"',
        "x if input.l > input.o",
        "x if input.null < false",
        "x if [1, 2] < [1, 3]",
        "x := 7 / 2",
        "x := 8 / 2",
        "x := (1 + 2) * 3 - 4",
        "x := 7 % 4",
        "x := 0.1 + 0.2 > 0.3",
        "x := -5 + input.one",
        "x := {1, 2} | {2, 3}",
        "x := {1, 2} & {2, 3}",
        "x := {1, 2} - {2, 3}",
        "x := {{1}, {1}, {2}}",
        'x := {"a": {1, 2}, "b": [input.one, null]}',
        "x := [1, input.missing]",
        'x := {"a": input.missing}',
        "f(v) := v + 1\n\nx := f(input.one)",
        "f(v) := v + 1\n\nx := f(input.missing)",
        'f(v) := "one" if v == 1\n\nf(v) := "two" if v == 2\n\nx := [f(1), f(2)]',
        'f(1) := "one"\n\nf(2) := "two"\n\nx := [f(1), f(2)]',
        "f(v) if v > 0\n\nx := [f(1), not_f]\n\nnot_f if not f(0)",
        'f(v) := "big" if {\n\tv > 5\n} else := "small"\n\nx := [f(1), f(9)]',
        "f(v) := 1 if v == true\n\nf(v) := 2 if v == 1\n\nx := [f(true), f(1)]",
        "s := {1, 2}\n\nx if s[1]",
        "s := {1, 2}\n\nx if not s[3]",
        "x := y if {\n\ty := input.a.b\n\tz := y\n\tz == 3\n}",
        "x contains [a, b] if {\n\tsome a in input.l\n\tsome b in input.l\n\ta != b\n}",
        "x := data.base.k.v",
        'x := data.base["k"].v',
        "x := data.base[input.key].v",
        "x := input.env",
    ],
)
def test_syntax_means_the_same(rules):
    document = {
        "a": {"b": 3},
        "l": [1, "b", None],
        "o": {"p": 1, "q": 2},
        "zero": 0,
        "one": 1,
        "no": False,
        "yes": True,
        "null": None,
        "empty": [],
        "key": "k",
        "env": "x",
    }
    compiled, interpreted = values(rules, document, {"base": {"k": {"v": 5}}})
    assert compiled == interpreted


@pytest.mark.parametrize(
    "call",
    [
        "array.concat([1], [2])",
        "array.slice([1, 2, 3], 0, 2)",
        "array.slice([1, 2, 3], 2, 1)",
        "array.slice([1, 2, 3], 1, 9)",
        'concat(", ", ["a", "b"])',
        'concat(", ", {"b", "a"})',
        'contains("abc", "b")',
        'count("äb")',
        "count({1, 2})",
        'count({"a": 1})',
        'endswith("abc", "c")',
        'is_string("a")',
        "is_string(1)",
        'lower("ÄBC")',
        "max([1, 3, 2])",
        "max({1, 3})",
        "max([])",
        'min(["b", "a"])',
        'object.get({"a": {"b": 1}}, ["a", "b"], 2)',
        'object.get({"a": {"b": 1}}, ["a", "c"], 2)',
        'object.get({"a": 1}, "a", 2)',
        'object.get({"a": 1}, "b", 2)',
        'object.keys({"a": 1, "b": 2})',
        'object.union({"a": {"b": 1}, "c": 1}, {"a": {"d": 2}, "c": 2})',
        'regex.match("^[0-9]+$", "12")',
        'regex.match("b", "abc")',
        "round(2.5)",
        "round(-2.5)",
        "round(0.4)",
        "round(0.49999999999999994)",
        "round(9007199254740993)",
        "round(3)",
        "sort([3, 1, 2])",
        'sort({"b", "a"})',
        'sort([1, "a", null, true])',
        'split("a/b", "/")',
        'split("abc", "")',
        'split("", "/")',
        'sprintf("%s has %d, %v%%", ["a", 3, "b"])',
        'startswith("abc", "a")',
        'substring("abcdef", 1, 2)',
        'substring("abc", 1, -1)',
        'substring("abc", 5, 2)',
        "sum([1, 2.5])",
        "sum([])",
        "sum({1, 2})",
        'time.parse_rfc3339_ns("2026-01-01T00:00:00Z")',
        'time.parse_rfc3339_ns("2026-01-01T00:00:00+02:00") / 1000000000',
        'to_number("12")',
        "to_number(3)",
        'trim("\\"a\\"", "\\"")',
        'trim_space(" a\\n")',
        'trim_space("\\u001c a\\u00a0")',
        'upper("abc")',
    ],
)
def test_functions_give_the_same(call):
    compiled, interpreted = values(f"x := {call}")
    assert compiled == interpreted


@pytest.mark.parametrize(
    "call",
    [
        'to_number("x")',
        "count(1)",
        'concat(",", [1])',
        'sprintf("%d", ["a"])',
        'sprintf("%s", [])',
        'sprintf("%.2f", [1.5])',
        'split(1, "/")',
        'split("a", false)',
        'regex.match("^[0-9]+$", "12\\n")',
        'regex.match("(", "12")',
        "1 / 0",
        'time.parse_rfc3339_ns("yesterday")',
        "1 | 2",
        'sum(["a"])',
    ],
)
def test_what_fails_or_is_not_certain_is_left_to_the_interpreter(call):
    program = Program({"a.rego": f"package tipstaff.a.b\n\nimport rego.v1\n\nx := {call}\n"}, {})
    with pytest.raises(EvaluationError):
        program.rule("data.tipstaff.a.b.x")()


def test_a_rule_with_two_values_is_left_to_the_interpreter():
    program = Program({"a.rego": "package tipstaff.a.b\n\nimport rego.v1\n\nx := 1 if true\n\nx := 2 if true\n"}, {})
    with pytest.raises(EvaluationError):
        program.rule("data.tipstaff.a.b.x")()


@pytest.mark.parametrize(
    "rules",
    [
        "x contains v if v := input.l[_]",
        "x contains i if input.l[i]",
        "x contains v if v = input.a",
        'x := json.marshal({"a": 1})',
        "x := data.other.y",
        "x if walk(input, [p, v])",
        "x contains v if [v, _] := input.l",
        "x if input.a with input as {}",
        "x.y := 1",
        'x["p"] contains 1',
        "x := z if {\n\ty == 1\n\tz := y\n}",
    ],
)
def test_syntax_that_is_not_known_is_not_compiled(rules):
    text = f"package tipstaff.a.b\n\nimport future.keywords.not\nimport rego.v1\n\n{rules}\n"
    with pytest.raises(UnknownSyntaxError):
        Program({"a.rego": text}, {})


UNKNOWN = policy("unknown", 'violation contains {"path": "resource", "message": m} if m := input.resource.Texts[_]')


@pytest.mark.parametrize(
    "policies", [[SIZE, COUNT], [SIZE, UNKNOWN], [RAISING], [SIZE, RAISING]], ids=["known", "syntax", "error", "both"]
)
def test_whoever_decides_the_verdicts_are_the_same(policies):
    subjects = [
        subject(InstanceType="ml.m5.24xlarge", Groups=[{}, {"Count": 2}], Text="x", Texts=["a", "b"]),
        subject(InstanceType="ml.x.large", Text="2"),
        subject(InstanceType="ml.m5.24xlarge", Text="3", tags={"purpose": "test"}),
    ]
    engines = (engine(policies, LIBRARIES, DATA) for engine in (CompiledRego, EmbeddedRego))
    compiled, interpreted = (list(engine.judge(subjects)) for engine in engines)
    assert compiled == interpreted


def test_an_error_costs_only_the_policy_that_it_is_in():
    (answers,) = CompiledRego([SIZE, RAISING], LIBRARIES, DATA).judge(
        [subject(InstanceType="ml.m5.24xlarge", Text="x")]
    )
    assert answers[RAISING.id] == PolicyCrash("policies/acme/raising.rego:8: could not parse string as number")
    assert len(answers[SIZE.id].violations) == 1


def test_what_is_remembered_of_one_subject_does_not_reach_the_next():
    engine = CompiledRego([SIZE], LIBRARIES, DATA)
    first, second = engine.judge([subject(InstanceType="ml.m5.24xlarge"), (VARIANT, {"resource": {}})])
    assert (len(first[SIZE.id].violations), second[SIZE.id].violations) == (1, ())


def test_numbers_and_booleans_are_different_members_of_a_set():
    found = RegoSet.of([1, True, 1.0, False, 0, "1", {"a": 1}, {"a": True}, [1], [True], {"a": 1.0}])
    assert len(found) == 9
    assert found.has({"a": True})
    assert not found.has(2)
