"""Functions that can make nothing are not even parsed; all that can are followed, however they lead there."""

from __future__ import annotations

import ast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scanner.frontends.python_code.boto3_calls import METHODS
from scanner.frontends.python_code.front_end import TELLING
from scanner.frontends.python_code.interpreter import follow
from scanner.frontends.python_code.outline import outline, words
from scanner.frontends.python_code.source import parse_python, parse_source, split_lines
from scanner.frontends.text.positions import TextError

MAKES = "def make():\n    boto3.client('sagemaker').create_model(ModelName='m')\n"
ESTIMATOR = "sagemaker.estimator.Estimator(image_uri='i', role='r', instance_count=1, instance_type='ml.m5.large')"


@pytest.mark.parametrize(
    "code",
    [
        MAKES,
        "def make():\n    import boto3 as b\n    b.client('sagemaker').create_model(ModelName='m')\n",
        "client = boto3.client('sagemaker')\ndef make():\n    client.create_model(ModelName='m')\n",
        f"{MAKES}def main():\n    make()\n",
        "def outer():\n    def make():\n        boto3.client('sagemaker').create_model(ModelName='m')\n    make()\n",
        "def make(client):\n    client.create_model(ModelName='m', PrimaryContainer={'Image': 'i'})\n",
        "class Maker:\n    def make(self):\n        boto3.client('sagemaker').create_model(ModelName='m')\n",
        "async def make():\n    boto3.client('sagemaker').create_model(ModelName='m')\n",
        "if boto3:\n    def make():\n        boto3.client('sagemaker').create_model(ModelName='m')\n",
    ],
)
def test_what_can_make_something_is_followed(read, code):
    got = read(f"import boto3  # sagemaker\n{code}")
    assert got.document("Model")["ModelName"] == "m"


@pytest.mark.parametrize(
    "code",
    [
        f"estimator = {ESTIMATOR}\ndef go():\n    estimator.fit()\n",
        f"all = [{ESTIMATOR}]\ndef go():\n    all[0].fit()\n",
        f"all = [{ESTIMATOR}]\ndef go():\n    first().fit()\ndef first():\n    return all[0]\n",
        f"def make():\n    return {ESTIMATOR}\nfirst = [make()]\ndef go():\n    first[0].fit()\n",
        f"def go(estimator):\n    estimator.fit()\ngo({ESTIMATOR})\n",
        f"from sagemaker.estimator import*\ndef go():\n    {ESTIMATOR[20:]}.fit()\n",
        f"def go(size):\n    {ESTIMATOR[:-14]}size).fit()\ndef main():\n    go('ml.m5.large')\n",
    ],
)
def test_what_uses_things_of_the_module_is_followed(read, code):
    assert read(f"import sagemaker\n{code}").document()["ResourceConfig"]["InstanceType"] == "ml.m5.large"


@pytest.mark.parametrize(
    "code",
    [
        'def size():\n    return "ml.m5.large"\n',
        'def size():\n    return inner()\ndef inner():\n    return "ml.m5.large"\n',
        'class Sizes:\n    LARGE = "ml.m5.large"\ndef size():\n    return Sizes.LARGE\n',
        '@cache\n@other(\n    1,\n)\ndef size(\n    a=1,\n):\n    return "ml.m5.large"\n',
        'def size(\n    name="a",\n) -> str:\n    """Give it.\n\ndef no():\n"""\n    return "ml.m5.large"\n',
        'def size(): x = [\n1,\n]; return "ml.m5.large"\n',
        'def size(): x = 1 + \\\n2; return "ml.m5.large"\n',
    ],
)
def test_what_gives_a_value_is_followed_where_it_is_asked(read, code):
    unused = "def unused(a, b=(1,)):\n    return b\n\n"
    call = "boto3.client('sagemaker').create_training_job(TrainingJobName='a', ResourceConfig={'InstanceType': size()})"
    got = read(f"import boto3\n{unused}{code}{unused}{call}\n")
    assert got.document()["ResourceConfig"]["InstanceType"] == "ml.m5.large"
    assert got.header() == "create_training_job"


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_text_that_looks_like_functions_is_a_text(read, quotes):
    script = "def train():\n    pass\n\ndef main():\n    train()\n"
    got = read(f'import boto3\nboto3.client("sagemaker").create_model(ModelName={quotes}{script}{quotes})\n')
    assert got.document("Model")["ModelName"] == script


@pytest.mark.parametrize("body", ["x = \\\nnames.append('b')", "x = (1,\nnames.append('b'))", "x = '\\\nnames'"])
def test_a_function_goes_on_where_no_statement_begins(read, body):
    text = f"names = ['a']\ndef unused(): {body}\nboto3.client('sagemaker').create_model(ModelName=names[-1])\n"
    assert read(f"import boto3\n{text}").document("Model")["ModelName"] == "a"


@pytest.mark.parametrize(("package", "gaps"), [("np", 0), ("boto3", 1)])
def test_what_can_make_nothing_costs_nothing(read, package, gaps):
    lines = "".join(f"    a{at} = y{'+1' * 50}\n" for at in range(3_200))
    heavy = f"def heavy(y):\n{lines}    return {package}.array(y)\n"
    got = read(f"import boto3, numpy as np  # sagemaker\n{heavy}{MAKES}")
    assert len(got.gaps) == gaps


@pytest.mark.parametrize("end", ["\r", "\f\n"])
def test_where_lines_begin_oddly_the_whole_is_parsed(end):
    text = f"def a(): pass{end}def b(): pass{end}"
    assert outline(text).blocks == ()


HEADERS = [
    "def f(a=1):",
    "def g():",
    "async def h():",
    "class C:",
    "if x:",
    "@f\ndef d(\n    b=g,\n):",
    "def m(self): # it's",
]
LINES = [
    *("sm.create_model(ModelName=f())", "sm.create_model(ModelName=g())", "sm.create_model(ModelName='m')"),
    *("return g()", "return 'm'", "return x", "x['a'] = sm", "x['b'](ModelName='n')", "y = [sm]", "y = f", "pass"),
    *(
        "f()",
        "g()",
        "C().k()",
        "d()",
        "y[0].create_model(ModelName='y')",
        "def k(self): return sm",
        "import boto3 as b",
    ),
    *(
        '"""\ndef f():\n"""',
        "'a\\\ndef g(): b'",
        "z = [\n1,\n]",
        "z = 1 + \\\n2",
        "b.client('sagemaker').create_model(ModelName=z)",
    ),
]
BLOCKS = st.builds(
    lambda header, lines: f"{header}\n" + "".join(f"    {line}\n" for line in lines),
    st.sampled_from(HEADERS),
    st.lists(st.sampled_from(LINES), min_size=1, max_size=3),
)
STATEMENTS = st.sampled_from([line for line in LINES if not line.startswith("return")]).map("{}\n".format)


@given(st.lists(BLOCKS | STATEMENTS, max_size=12).map("".join))
@settings(max_examples=500)
def test_leaving_out_changes_nothing_that_is_made(text):
    text = f"import boto3\nsm = boto3.client('sagemaker')\nx = {{'a': 1}}\n{text}"
    try:
        parse_python(text)
    except TextError:
        assume(False)  # noqa: FBT003 - it takes no keywords
    assert made(text, TELLING) == made(text, frozenset(words(text)))


def made(text: str, telling: frozenset[str]) -> set[tuple[str, str]]:
    """Follow a text as the front end does, and say what it makes where."""
    machine, _ = follow(parse_source(text, telling), METHODS)
    return {(call.path, f"{call.node.lineno}:{ast.dump(call.node)}") for call in machine.made}


@given(st.text(alphabet="adef ():\n\r\f\"'#\\@cls=1é", max_size=80))
def test_every_line_stays_where_it_is(text):
    found = outline(text)
    left = found.without(found.blocks)
    assert len(split_lines(left)) == len(split_lines(text))
    assert found.without(()) == text


def test_a_fault_in_what_turns_out_to_matter_costs_only_that(read):
    got = read('import boto3\nsm = boto3.client("sagemaker")\nsm.create_model(ModelName="m")\ndef f(a):.client(sm\n')
    assert len(got.all("Model")) == 1
    (gap,) = [gap for gap in got.gaps if gap.blocking]
    assert gap.message == "train.py:4:10: it is not Python 3 that can be parsed"
