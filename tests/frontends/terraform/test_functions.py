"""Terraform's functions and operators give what Terraform gives."""

from __future__ import annotations

import random

import pytest

from scanner.frontends.terraform.evaluation import Frame, Meter, evaluate
from scanner.frontends.terraform.functions import OPEN_FUNCTIONS
from scanner.frontends.terraform.hcl_positions import Source, parse_source, source_of
from scanner.frontends.terraform.known_functions import KNOWN_FUNCTIONS
from scanner.frontends.terraform.syntax import Call, Conditional, Index, Literal, Name, Operation, Splat
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.frontends.terraform.values import EvaluationError, Lazy, OpenMap, Unknown, unknown
from scanner.model import Span


def value_of(text: str):
    source = source_of(f"x = {text}\n".encode(), "x.tf")
    assert isinstance(source, Source)
    root, problems = parse_source(source)
    assert problems == ()
    frame = Frame(lambda name: {"m": {"a": 1, "b": [1, 2]}, "l": ["x", "y"]}[name], lambda name: name, Meter())
    return evaluate(read_body(source, root).attributes["x"], frame)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("7 % 3", 1),
        ("-7 % 3", -1),
        ("5 / 2", 2.5),
        ("0.1 + 0.2", 0.3),
        ('"${1.0}"', 1),
        ("100000000000000000000", 10**20),
        ("(1 + 2) * 3", 9),
        ("-(1)", -1),
        ("!true || 1 < 2 && 2 >= 2", True),
        ('1 == 1.0 && "1" != 1', True),
        ("[1, 2] == [1, 2]", True),
        ("{ a = 1 } == { a = 2 }", False),
        ('true ? "a" : false ? "b" : "c"', "a"),
        ('false ? "a" : false ? "b" : "c"', "c"),
        ('false ? "a" : true ? "b" : false ? "c" : "d"', "b"),
        ('(true ? false : true) ? "b" : "c"', "c"),
        ("m.a", 1),
        ('m["b"][1]', 2),
        ("m.b.0", 1),
        ("l[*]", ["x", "y"]),
        ("[m, m][*].b[0]", [1, 1]),
        ("[m, m].*.a", [1, 1]),
        ("null[*]", []),
        ('"a"[*]', ["a"]),
        ('[for i, v in l : "${i}${v}"]', ["0x", "1y"]),
        ("[for v in m.b : v * 2 if v > 1]", [4]),
        ('{ for k, v in m : k => v if k == "a" }', {"a": 1}),
        ('[for k, v in toset(["b", "a"]) : "${k}${v}"]', ["aa", "bb"]),
        ('[for k, v in setunion(["b"], ["a"]) : k]', ["a", "b"]),
        ('[for k, v in tolist(toset(["b", "a"])) : k]', [0, 1]),
        ('{ for k, v in true ? toset(["x"]) : [] : k => v }', {"x": "x"}),
        ('{ for v in ["ab", "ac", "b"] : substr(v, 0, 1) => v... }', {"a": ["ab", "ac"], "b": ["b"]}),
        ('{ true = 1, "a b" = 2, 3 = 4, (upper("x")) = 5 }', {"true": 1, "a b": 2, "3": 4, "X": 5}),
        ('"${m.a}"', 1),
        ('"a${m.a}${true}"', "a1true"),
        ('"${"nested ${"deep"}"}"', "nested deep"),
        ('"\\u00e9\\t\\"$${x}%%{y}$5"', 'é\t"${x}%{y}$5'),
        ("max(1, [5, 2]...)", 5),
    ],
)
def test_expressions(text, value):
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("abs(-2)", 2),
        ('alltrue([true, "true"])', True),
        ("anytrue([])", False),
        ('base64decode(base64encode("é"))', "é"),
        ('basename("a/b.txt")', "b.txt"),
        ("ceil(1.2)", 2),
        ('chomp("a\\n\\n")', "a"),
        ("chunklist([1, 2, 3], 2)", [[1, 2], [3]]),
        ('coalesce(null, "", "a")', "a"),
        ("coalescelist([], [1])", [1]),
        ('length(true ? ["a", "a"] : toset([]))', 1),
        ('compact(["a", "", null])', ["a"]),
        ("concat([1], [2, 3])", [1, 2, 3]),
        ('contains(["a"], "b")', False),
        ('dirname("a/b.txt")', "a"),
        ("distinct([1, 2, 1])", [1, 2]),
        ('element(["a", "b"], 3)', "b"),
        ('endswith("abc", "bc")', True),
        ('file("x")', "x"),
        ("flatten([[1, [2]], 3])", [1, 2, 3]),
        ("floor(-1.2)", -2),
        ('format("%s %d %05d %.2f %q %v%%", "a", 2, 3, 1.5, "q", true)', 'a 2 00003 1.50 "q" true%'),
        ('index(["a", "b"], "b")', 1),
        ('join(", ", ["a", 1])', "a, 1"),
        ('jsondecode("{\\"a\\": [1]}").a', [1]),
        ("jsonencode({ b = [1, true], a = null })", '{"a":null,"b":[1,true]}'),
        ('jsonencode("<&>")', '"\\u003c\\u0026\\u003e"'),
        ("keys({ b = 1, a = 2 })", ["a", "b"]),
        ("length({ a = 1 })", 1),
        ('length("é")', 1),
        ('lookup({ a = 1 }, "b", 2)', 2),
        ('lower("ÀB")', "àb"),
        ("merge({ a = 1 }, null, { a = 2 }, { b = 3 })", {"a": 2, "b": 3}),
        ("min(2, 1.5)", 1.5),
        ("one([])", None),
        ('parseint("ff", 16)', 255),
        ("range(1, 7, 3)", [1, 4]),
        ('replace("a.b.c", ".", "-")', "a-b-c"),
        ("reverse([1, 2])", [2, 1]),
        ("setintersection([1, 2], [2])", [2]),
        ('setproduct(["a", "b"], [1, 2])', [["a", 1], ["a", 2], ["b", 1], ["b", 2]]),
        ("setsubtract([1, 2], [2])", [1]),
        ("setunion([10, 9], [9, 1])", [1, 9, 10]),
        ('sha256("")', "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("slice([1, 2, 3], 1, 3)", [2, 3]),
        ('sort(["b", "a"])', ["a", "b"]),
        ('split(",", "a,b")', ["a", "b"]),
        ('startswith("abc", "ab")', True),
        ('strcontains("abc", "b")', True),
        ('strrev("abc")', "cba"),
        ('substr("hello", -3, 2)', "ll"),
        ('substr("hello", 1, -1)', "ello"),
        ("sum([1, 2.5])", 3.5),
        ('title("hello world")', "Hello World"),
        ("yamlencode({ a = tolist([1]), b = tomap({ c = true }) })", "a:\n- 1\nb:\n  c: true\n"),
        ('tobool("true")', True),
        ('tonumber("2.0")', 2),
        ('toset(["b", "a", "b"])', ["a", "b"]),
        ("tostring(1.50)", "1.5"),
        ('trim("xax", "x")', "a"),
        ('trimprefix("xa", "x")', "a"),
        ('trimspace(" a ")', "a"),
        ('trimsuffix("ax", "x")', "a"),
        ('try(m.none, l[9], "d")', "d"),
        ("can(m.none)", False),
        ('upper("a")', "A"),
        ('urlencode("a b/c")', "a+b%2Fc"),
        ("values({ b = 1, a = 2 })", [2, 1]),
        ('yamldecode("a: [1, b]")', {"a": [1, "b"]}),
        ('zipmap(["a", "b"], [1, 2])', {"a": 1, "b": 2}),
    ],
)
def test_functions(text, value):
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "1 + null",
        '"a" + 1',
        "!1",
        "lower([1])",
        "lower()",
        "lower(1, 2, 3)",
        "m.none",
        "l[2]",
        "l[-1]",
        'tonumber("x")',
        'jsondecode("{")',
        'yamldecode("{")',
        'yamldecode("&a [*a]")',
        'base64decode("é")',
        'replace("a", "/(a+)+$/", "")',
        'format("%s")',
        'format("%x", 1)',
        "range(0, 100000)",
        "element([], 0)",
        "nothing(1)",
        "provider::aws::arn_parse(1)",
        "one([1, 2])",
        'zipmap(["a"], [])',
        "merge([1])",
        "concat(1)",
        "length(null)",
        'keys("a")',
        'index(["a"], "b")',
        "[for v in 1 : v]",
        "max(1...)",
    ],
)
def test_what_terraform_would_refuse_is_an_unknown_and_no_crash(text):
    value = value_of(text)
    assert isinstance(value, Unknown)
    assert value.reason == "unsupported"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("[]", "[]", True),
        ("{}", "{}", True),
        ("[]", "{}", False),
        ('["a"]', '["a"]', True),
        ("tolist([])", "[]", False),
        ('tolist(["a"])', '["a"]', False),
        ('tolist(["a"])', 'tolist(["a"])', True),
        ('tolist(["a"])', 'toset(["a"])', False),
        ("toset([])", "[]", False),
        ("tomap({})", "{}", False),
        ("tomap({ a = 1 })", "tomap({ a = 1 })", True),
        ('split(",", "a")', '["a"]', False),
        ("concat([], [])", "[]", True),
        ("concat(tolist([]), tolist([]))", "[]", False),
        ("merge(tomap({}), {})", "{}", True),
        ("merge(tomap({}))", "{}", False),
        ("keys({})", "[]", True),
        ("keys(tomap({}))", "[]", False),
        ("[for v in tolist([1]) : v]", "[1]", True),
        ("tolist([m])[*].a", "[1]", False),
        ("true ? [] : tolist([1])", "[]", False),
        ("true ? {} : tomap({ a = 1 })", "{}", False),
        ('true ? ["a"] : []', 'tolist(["a"])', True),
        ('true ? ["a"] : []', '["a"]', False),
        ('false ? ["a"] : []', "[]", False),
        ('false ? ["a", "b"] : ["a"]', 'tolist(["a"])', True),
        ('true ? ["a"] : ["b"]', '["a"]', True),
        ("true ? { a = 1 } : {}", "tomap({ a = 1 })", True),
        ("true ? { a = 1 } : {}", "{ a = 1 }", False),
        ("false ? { a = 1 } : {}", "{}", False),
        ("true ? { a = 1 } : { b = 2 }", "{ a = 1 }", False),
        ("true ? { a = 1 } : { b = 2 }", "tomap({ a = 1 })", True),
        ("true ? { a = 1 } : { a = 2 }", "{ a = 1 }", True),
        ('true ? ["b", "a"] : toset([])', 'toset(["a", "b"])', True),
        ("tolist([])", "tolist([])", None),
        ("toset([])", "toset([])", None),
    ],
)
def test_collections_are_equal_only_when_their_types_are(left, right, same):
    for one, other in ((left, right), (right, left)):
        equal, unequal = value_of(f"({one}) == ({other})"), value_of(f"({one}) != ({other})")
        if same is None:
            assert isinstance(equal, Unknown)
            assert isinstance(unequal, Unknown)
        else:
            assert (equal, unequal) == (same, not same)


LIMITS = {
    'replace("a_b", "/_.*/", "")': "a replacement by a regular expression, which may run for ever, is not followed",
    'format("%x", 10)': "a verb of the format is not followed",
    'yamldecode("1: a")': "YAML that JSON cannot hold is not followed",
    "jsonencode(100000000000000000000)": "JSON as deep, or with numbers as large, is not followed",
    'regex("a", "a")': "the function regex is not followed",
}


@pytest.mark.parametrize("attempt", ["try({}, 1)", "try(m.none, {}, 1)", "try({}.x[0], 1)", "can({})", "can(m[{}])"])
@pytest.mark.parametrize(("text", "needs"), LIMITS.items())
def test_what_is_not_followed_is_not_what_terraform_would_refuse(attempt, text, needs):
    value = value_of(attempt.replace("{}", text))
    assert isinstance(value, Unknown)
    assert value.needs == (needs,)


OPEN = unknown("x.y")
SCALARS = [None, True, 0, -1, 2.5, 10**30, 1e300, "", "a", "5", "%d %s", "/a/", "{"]
COLLECTIONS = [[], [None], [OPEN, "a"], [[1], [2]], {}, {"a": {"b": [OPEN]}}, OpenMap({"a": 1}, OPEN)]
UNDECIDED = [OPEN, Lazy("a.b", lambda key: unknown(f"a.b.{key}"))]
VALUES = {f"v{at}": value for at, value in enumerate([*SCALARS, *COLLECTIONS, *UNDECIDED])}
FUNCTIONS = [*OPEN_FUNCTIONS, *KNOWN_FUNCTIONS, "try", "can", "timestamp", "none"]
HERE = Span(1, 1, 1, 1)


def expression(chance: random.Random, depth: int):
    if depth == 0 or chance.random() < 0.25:
        return Name(chance.choice(list(VALUES)), HERE)
    inner = [expression(chance, depth - 1) for _ in range(3)]
    match chance.randrange(6):
        case 0:
            return Operation(chance.choice(["+", "%", "==", "&&", "<"]), inner[0], inner[1], HERE)
        case 1:
            return Conditional(*inner, HERE)
        case 2:
            return Index(inner[0], inner[1], HERE)
        case 3:
            return Splat(inner[0], chance.choice([(), ("a",), (Literal(0, HERE),)]), HERE)
        case _:
            return Call(chance.choice(FUNCTIONS), tuple(inner[: chance.randrange(4)]), chance.random() < 0.1, HERE)


def nothing(name: str):
    raise EvaluationError(name)


@pytest.mark.parametrize("seed", range(5))
def test_no_function_crashes_on_any_value(seed):
    chance = random.Random(seed)
    frame = Frame(nothing, nothing, Meter(), VALUES)
    for _ in range(1000):
        evaluate(expression(chance, 3), frame)
