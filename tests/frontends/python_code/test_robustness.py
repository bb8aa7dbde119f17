"""Code under review is hostile: reading it neither crashes, nor hangs, nor takes all memory, nor runs anything."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.frontends.python_code.front_end import TELLING
from scanner.frontends.python_code.interpreter import follow
from scanner.frontends.python_code.source import parse_source
from scanner.frontends.text.positions import TextError
from scanner.model import GapReason
from tests.patience import PATIENCE

HEAD = 'import boto3\nsm = boto3.client("sagemaker")\n'
CALL = '\nsm.create_training_job(TrainingJobName="a", ResourceConfig={"InstanceType": t})\n'


@pytest.mark.parametrize(
    "value",
    [
        "[0] * 10**9",
        "'a' * 10**12",
        "10 ** 10 ** 10",
        "1 << 10**9",
        "9 ** 9 ** 9 ** 9",
        "[x for x in range(10**9)]",
        "[(a, b, c) for a in 'x' * 1000 for b in 'x' * 1000 for c in 'x' * 1000]",
        "{x: [y for y in range(10**6)] for x in range(10**6)}",
        "list(range(10**10))",
        "'%1000000000d' % 1",
        "'%*d' % (10**9, 1)",
        "'{:>1000000000}'.format(1)",
        "f'{1:>1000000000}'",
        "'a'.replace('', 'b' * 10**5)",
        "'a'.zfill(10**9)",
        "'x'.join(['y' * 1000] * 1000)",
        "int('9' * 100000)",
        "__import__('os').system('touch pwned')",
        "eval('1')",
        "exec('1')",
        "open('/etc/passwd').read()",
        "(lambda f: f(f))(lambda f: f(f))",
        "t",
        "(t := t)",
        'f"{f\'{f"{1}" if 1 else 2}\'}"'.replace('f"{1}"', "1"),
        "[*[*[*[1]]]]",
        "{**{**{}}}",
        "-" * 3000 + "1",
        "not " * 3000 + "1",
        "+".join(["1"] * 5000),
        "+".join(["'a'"] * 3000),
        "a" + ".b" * 5000,
        "a" + "()" * 3000,
        "[" * 150 + "]" * 150,
        "{'a':" * 90 + "1" + "}" * 90,
        "(" * 100_000 + ")" * 100_000,
        "[" * 100_000,
        "1 if 1 else " * 3000 + "1",
        "lambda: " * 3000 + "1",
        "1 < " * 100_000 + "1",
    ],
)
def test_expressions_end(read, value):
    started = time.monotonic()
    got = read(f"{HEAD}t = {value}{CALL}")
    assert time.monotonic() - started < PATIENCE
    assert len(got.resources) + sum(gap.blocking for gap in got.gaps) >= 1
    assert not [gap for gap in got.gaps if "inside tipstaff" in gap.message]


@pytest.mark.parametrize("place", ["²", "99999999999"])
def test_a_format_that_names_no_argument_costs_its_value_alone(read, place):
    got = read(f"{HEAD}t = '{{{place}}}'.format(1, 2, 3){CALL}")
    assert [gap.reason for gap in got.gaps] == [GapReason.UNSUPPORTED]
    assert len(got.resources) == 1


@pytest.mark.parametrize(
    "body",
    [
        "def f():\n    return f()\nt = f()",
        "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nt = f(1)",
        "while True:\n    t = 1",
        "t = []\nt.append(t)",
        "t = {}\nt['t'] = t",
        "t = []\nfor _ in range(9):\n    t = [t, t]",
        "t = []\n" + "t = [t, t]\n" * 60,
        "t = {}\n" + "t = {'a': t, 'b': t}\n" * 60,
        "t = 'a'\n" + "t = t + t\n" * 60,
        "t = 2\n" + "t = t * t\n" * 60,
        "t = (1,)\n" + "t = t + t\n" * 60,
        "t = [1]\n" + "t += t\n" * 60,
        "t = [1]\n" + "t.extend(t)\n" * 60,
        "def f0():\n    return 1\n"
        + "".join(f"def f{n}():\n    return (f{n - 1}(), f{n - 1}(), f{n - 1}())\n" for n in range(1, 60))
        + "t = f59()",
        "import os\nt = 1\n" + "if os.environ['A']:\n    t = 2\nelse:\n    t = 3\n" * 2000,
        "import os\nt = 1\n" + "".join("    " * n + "if os.environ['A']:\n" for n in range(90)) + "    " * 90 + "t = 2",
        "import os\nt = 1\nif 0:\n    pass\n" + "elif os.environ['A']:\n    t = 2\n" * 3000,
        "class A(A):\n    pass\nt = A().x",
        "class A: pass\nclass B(A): pass\nA.__bases__ = (B,)\nt = A().x",
        "class A:\n    def __init__(self):\n        self.a = A()\nt = A().a.a.a",
        "class A:\n    def __getattr__(self, n):\n        return self.x\nt = A().y",
        "global t\nt = 1",
        "def f():\n    nonlocal_ = 1\n    global t\n    t = 1\nf()",
        "from os import *\nt = environ",
        "import sagemaker\nt = 1\ndel t, sm2, sagemaker",
        "t = yield 1",
        "try:\n    t = 1\nfinally:\n    t = 2",
        "match 1:\n    case {'a': x, **r}:\n        t = x\n    case _:\n        t = 2",
        "t, *u = 1, 2, 3",
        "t, u = 1",
        "t = {}\nt[0] = boto3.client()",
        "@t.x\n@boto3.y(1)\ndef t(*a, b=1, **c): pass",
        "async def f():\n    async with a as t:\n        async for x in y:\n            await z\n",
        "t: 'a' = 1\nu: int",
        "type = 1\nt = [x async for x in y]",
        "\n".join(f"def f{n}(a):\n    sm.create_model(ModelName=a)" for n in range(2000)) + "\nt = 1",
    ],
)
def test_programs_end(read, body):
    started = time.monotonic()
    got = read(f"{HEAD}{body}{CALL}")
    assert time.monotonic() - started < PATIENCE
    assert len(got.resources) + sum(gap.blocking for gap in got.gaps) >= 1
    assert not [gap for gap in got.gaps if "inside tipstaff" in gap.message]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("import sagemaker\nprint 'python 2'\n", "train.py:2:1: it is not Python 3 that can be parsed"),
        ("import sagemaker\nx = (\n", "not Python 3"),
        ("import sagemaker\nif 1:\nx\n", "not Python 3"),
        (b"import sagemaker\nx = '\xff'\n", "not UTF-8"),
        (b"import sagemaker\n\0\n", "binary"),
    ],
)
def test_what_cannot_be_parsed_is_said_with_its_place(read, data, says):
    got = read(data)
    (gap,) = got.gaps
    assert gap.reason is GapReason.UNREADABLE
    assert says in gap.message
    assert not got.resources


def test_what_cannot_be_parsed_and_is_about_something_else_is_passed_over(read):
    got = read("print 'about sagemaker'\n")
    assert (got.resources, got.gaps) == ((), ())


def test_following_that_takes_too_long_is_given_up_and_said(read):
    body = "".join(f"def f{n}():\n    return [f{n - 1}() for _ in [{'1, ' * 50}]]\n" for n in range(1, 8))
    got = read(f"{HEAD}def f0():\n    return 1\n{body}t = f7(){CALL}")
    (gap,) = (gap for gap in got.gaps if gap.blocking)
    assert "takes too long" in gap.message


def test_a_line_of_ten_megabytes_is_read_or_refused(read):
    started = time.monotonic()
    text = read(f"{HEAD}t = 1\nx = '{'a' * 10_000_000}'{CALL}")
    assert text.one().name == "a"
    numbers = read(f"{HEAD}x = [{'1,' * 5_000_000}]{CALL}")
    (gap,) = numbers.gaps
    assert "signs" in gap.message
    assert time.monotonic() - started < PATIENCE


WORDS = [
    *("import sagemaker", "boto3", ".client(", "def f(a):", "class C:", "if x:", "else:", "for x in y:", "return", "="),
    *("\n", "\n    ", "\n        ", " ", "(", ")", "[", "]", "{", "}", ":", ",", "'a'", 'f"{x}"', "1", "*", "**", "."),
    *("sm", "x", "f", "lambda x:", "not", "in", "with x as y:", "try:", "except:", "del", "global", "yield", "await"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_program_that_parses_is_followed_to_an_end(text):
    try:
        source = parse_source(HEAD + text, TELLING)
    except TextError:
        return
    _, fault = follow(source, frozenset())
    assert fault is None or fault.message == "it is not Python 3 that can be parsed"


@pytest.mark.parametrize("name", ["a'b\"c.py", "tên.py"])
def test_odd_names_of_files_are_kept(read, name):
    assert read(f"{HEAD}t = 1{CALL}", name).one().origin.file == name
