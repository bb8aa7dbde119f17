"""Every value knows the text that gives it, to the column."""

from __future__ import annotations

import ast
import pathlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from tests.frontends.python_code.conftest import cut

CODE = """import boto3
É = "ml.m5.large"
more = dict(EnableManagedSpotTraining=True)
sm = boto3.client("sagemaker")
sm.create_training_job(
    TrainingJobName="caf\u00e9😀", ResourceConfig={"é": 1, "InstanceType": É, "InstanceCount": 1 + 1},
    VpcConfig={
        "Subnets": ["a",
            "b"],
    }, **more,
    Tags=[{"Key": "k", "Value": f"{É}"}],
)
"""


def texts(got):
    origin = got.one().origin
    return {path: cut(got.file, span) for path, span in origin.spans.items()}


def test_values_stand_where_they_are_written(read):
    got = read(CODE)
    assert texts(got) == {
        ("TrainingJobName",): '"café😀"',
        ("ResourceConfig",): "ResourceConfig",
        ("ResourceConfig", "InstanceType"): '"ml.m5.large"',
        ("ResourceConfig", "InstanceCount"): "1 + 1",
        ("VpcConfig",): "VpcConfig",
        ("VpcConfig", "Subnets"): "[",
        ("VpcConfig", "Subnets", 0): '"a"',
        ("VpcConfig", "Subnets", 1): '"b"',
        ("EnableManagedSpotTraining",): "True",
        ("Tags",): '[{"Key": "k", "Value": f"{É}"}]',
        ("Tags", "k"): 'f"{É}"',
    }
    assert got.header() == "create_training_job"


def test_line_ends_and_a_byte_order_mark_change_nothing(read):
    plain = read(CODE).one()
    for changed in (CODE.replace("\n", "\r\n"), "\ufeff" + CODE):
        other = read(changed).one()
        assert (other.document, other.origin) == (plain.document, plain.origin)


def test_a_method_that_ends_a_long_chain_is_pointed_at_alone(read):
    got = read('import boto3\n(boto3\n  .client("sagemaker")\n  .create_training_job(TrainingJobName="a"))\n')
    assert got.header() == "create_training_job"
    assert got.one().origin.span.start_line == 4


def test_a_function_that_is_called_twice_is_pointed_at_where_it_is_called(read):
    got = read(
        'import boto3\ndef train(n):\n    boto3.client("sagemaker").create_training_job(TrainingJobName=n)\n'
        'def all():\n    train("a"); train("b")\nall()\n'
    )
    spans = [job.origin.span for job in got.all("TrainingJob")]
    assert [cut(got.file, span) for span in spans] == ["train", "train"]
    assert {(span.start_line, span.start_column) for span in spans} == {(5, 5), (5, 17)}


VALUE = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20),
    st.integers(-1000, 10**9),
    st.booleans(),
)
NAME = st.sampled_from(["a", "é", "名", "x1"])


@given(st.lists(st.tuples(NAME, VALUE, st.sampled_from(["{}", "({})", "{}  # é"])), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_place_holds_the_value(tmp_path_factory, items):
    lines = [f"{name} = {shape.format(repr(value))}" for name, value, shape in items]
    entries = ", ".join(f'"é{at}": {name}' for at, (name, _, _) in enumerate(items))
    code = "\n".join(
        [
            "import boto3",
            'sm = boto3.client("sagemaker")',
            *lines,
            f"sm.create_training_job(TrainingJobName='a', Environment={{{entries}}})",
        ]
    )
    file = tmp_path_factory.mktemp("code") / "train.py"
    file.write_text(code, "utf-8")
    (job,) = read_code([pathlib.Path(file)], CodeOptions()).resources
    last = {name: value for name, value, _ in items}
    for at, (name, _, _) in enumerate(items):
        span = job.origin.spans["Environment", f"é{at}"]
        assert ast.literal_eval(cut(file, span)) == last[name]
