"""What values are followed through a file, and what would decide those that cannot be."""

from __future__ import annotations

import pytest

from scanner.model import GapReason

TYPE = ("ResourceConfig", "InstanceType")


def instance_type(got):
    return got.document()["ResourceConfig"].get("InstanceType")


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("", '"ml.m5.large"'),
        ('t = "ml.m5.large"', "t"),
        ('a, t = 1, "ml.m5.large"', "t"),
        ('(a, (b, t)) = (1, [2, "ml.m5.large"])', "t"),
        ('t = "ml.m5"\nt += ".large"', "t"),
        ('size = "large"', 'f"ml.m5.{size}"'),
        ('size = "large"', '"ml.m5.%s" % size'),
        ('size = "large"', '"ml.%s.%s" % ("m5", size)'),
        ('size = "large"', '"ml.{}.{}".format("m5", size)'),
        ('size = "large"', '"ml.{family}.{0}".format(size, family="m5")'),
        ('size = "large"', '"." .join(["ml", "m5", size])'),
        ('size = "LARGE"', '"ml.m5." + size.lower()'),
        ('c = {"t": "ml.m5.large"}', 'c["t"]'),
        ('c = {"t": "ml.m5.large"}', 'c.get("t", "x")'),
        ('c = {}\nc["t"] = "ml.m5.large"', 'c["t"]'),
        ('c = dict(t="ml.m5.large")', 'c["t"]'),
        ('c = {"a": 1} | {"t": "ml.m5.large"}', 'c["t"]'),
        ('c = {"t": "x"}\nc.update({"t": "ml.m5.large"})', 'c["t"]'),
        ('c = {"t": "x"}\nc.update(t="ml.m5.large")', 'c["t"]'),
        ('c = {**{"t": "x"}, "t": "ml.m5.large"}', 'c["t"]'),
        ('import json\nc = json.loads(\'{"t": "ml.m5.large"}\')', 'c["t"]'),
        ('c = ["x", "ml.m5.large"]', "c[-1]"),
        ('gpu = False\nif gpu:\n    t = "x"\nelse:\n    t = "ml.m5.large"', "t"),
        ("gpu = False", '"x" if gpu else "ml.m5.large"'),
        ('import os\nif os.environ.get("A"):\n    t = "ml.m5.large"\nelse:\n    t = "ml.m5.large"', "t"),
        ('for t in ["ml.m5.large"]:\n    pass', "t"),
        ('def f():\n    return "ml.m5.large"', "f()"),
        ('def f(t="ml.m5.large"):\n    return t', "f()"),
        ("def f(t):\n    return t", 'f("ml.m5.large")'),
        ("f = lambda t: t", 'f("ml.m5.large")'),
        ('class C:\n    T = "ml.m5.large"', "C.T"),
        ('class C:\n    def __init__(self):\n        self.t = "ml.m5.large"', "C().t"),
        ("class C:\n    def __init__(self, t):\n        self.t = t", 'C("ml.m5.large").t'),
        ('class A:\n    T = "ml.m5.large"\nclass B(A):\n    pass', "B().T"),
        ('from enum import Enum\nclass C(Enum):\n    T = "ml.m5.large"', "C.T.value"),
        ('from dataclasses import dataclass\n@dataclass\nclass C:\n    t: str = "ml.m5.large"', "C().t"),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    t: str", 'C(t="ml.m5.large").t'),
        (
            'from dataclasses import dataclass, field\n@dataclass\nclass C:\n    t: str = field(default="ml.m5.large")',
            "C().t",
        ),
        ('from pydantic import BaseModel\nclass C(BaseModel):\n    t: str = "ml.m5.large"', "C(n=1).t"),
        ("from pydantic import BaseModel\nclass C(BaseModel):\n    t: str", 'C(t="ml.m5.large").t'),
        (
            'from pydantic import BaseModel, Field\nclass C(BaseModel):\n    t: str = Field("ml.m5.large", alias="T")',
            "C().t",
        ),
        ("from pydantic import BaseModel, Field\nclass C(BaseModel):\n    t: str = Field(...)", 'C(t="ml.m5.large").t'),
        ('import abc\nclass C(abc.ABC):\n    T = "ml.m5.large"\n    def t(self):\n        return self.T', "C().t()"),
        ('import os\nt = os.environ.get("T", "ml.m5.large")', "t"),
        ('import os\nt = os.getenv("T", "ml.m5.large")', "t"),
        ("", '(t := "ml.m5.large")'),
        ('try:\n    t = "ml.m5.large"\nexcept ImportError:\n    t = "x"', "t"),
        ('with open("f") as f:\n    t = "ml.m5.large"', "t"),
    ],
)
def test_a_value_that_the_file_decides_is_known(job, before, value):
    got = job(value, before)
    assert instance_type(got) == "ml.m5.large"
    assert not [gap for gap in got.gaps if gap.path]


@pytest.mark.parametrize(
    ("before", "value", "needs"),
    [
        ("import os", 'os.environ["T"]', "the environment variable T"),
        ("import os", 'os.environ.get("T")', "the environment variable T"),
        ('import os\nif os.environ["A"]:\n    t = "a"\nelse:\n    t = "b"', "t", "the environment variable A"),
        ('import os\nt = "a" if os.environ["A"] else "b"', "t", "the environment variable A"),
        ('import os\nt = f"ml.{os.environ["A"]}"'.replace('"A"', "'A'"), "t", "the environment variable A"),
        ('for t in ["a", "b"]:\n    pass', "t", "the loop variable t"),
        ('try:\n    t = "ml.m5.large"\nexcept ValueError:\n    t = "x"', "t", "an exception"),
        ("from config import T", "T", "config.T"),
        ("import config", "config.T", "config.T"),
        ("from .settings import T", "T", ".settings.T"),
        ("import config", "config.choose()", "config.choose()"),
        (
            "import config",
            'config.load().get("aws", {}).get("instance-type", "x")',
            "config.load()[aws][instance-type]",
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\na = p.parse_args()",
            "a.instance_type",
            "a.instance_type",
        ),
    ],
)
def test_a_value_that_something_else_decides_is_unknown_and_names_it(job, before, value, needs):
    got = job(value, before)
    (gap,) = (gap for gap in got.gaps if gap.path == TYPE)
    assert gap.needs == needs
    assert gap.location.span.start_line == 4 + before.count("\n")
    assert not gap.blocking


def test_a_field_without_a_default_that_is_not_given_is_unknown(job):
    got = job("C().t", "from pydantic import BaseModel, Field\nclass C(BaseModel):\n    t: str = Field(...)")
    assert got.needs(*TYPE) == ["a field that must be given"]


def test_a_parameter_is_unknown_and_named_with_its_function(read):
    got = read("""
import boto3
def train(instance_type, count=2):
    sm = boto3.client("sagemaker")
    sm.create_training_job(TrainingJobName="a",
        ResourceConfig={"InstanceType": instance_type, "InstanceCount": count})
""")
    assert got.needs(*TYPE) == ["train(instance_type)"]
    assert got.document()["ResourceConfig"]["InstanceCount"] == 2
    (gap,) = (gap for gap in got.gaps if gap.path == TYPE)
    assert gap.reason is GapReason.VARIABLE
    assert (gap.location.span.start_line, gap.location.span.start_column) == (6, 41)


def test_defaults_that_a_function_refuses_are_not_what_it_is_called_with(read):
    got = read("""
import boto3
sm = boto3.client("sagemaker")
def train(name, instance_type="", count=1):
    sm.add_tags(ResourceArn="arn", Tags=[])
    if not instance_type:
        raise ValueError("say on what")
    sm.create_training_job(TrainingJobName=name,
        ResourceConfig={"InstanceType": instance_type, "InstanceCount": count})
""")
    assert got.needs(*TYPE) == ["train(instance_type)"]
    assert got.document()["ResourceConfig"]["InstanceCount"] == 1


def test_what_a_function_calls_counts_even_if_it_always_ends_in_an_exception(read):
    got = read("""
import boto3
def train(name="a", other=None):
    boto3.client("sagemaker").create_training_job(TrainingJobName=name)
    raise SystemExit
""")
    assert len(got.all("TrainingJob")) == 1


def test_a_call_with_literals_decides_parameters_where_they_are_written(read):
    got = read("""
import boto3
def train(instance_type):
    sm = boto3.client("sagemaker")
    sm.create_training_job(TrainingJobName="a", ResourceConfig={"InstanceType": instance_type})
train("ml.m5.large")
train("ml.m5.large")
train("ml.g5.large")
""")
    assert [instance_type_of(job) for job in got.all("TrainingJob")] == ["ml.m5.large", "ml.m5.large", "ml.g5.large"]
    assert {job.origin.spans[TYPE].start_line for job in got.all("TrainingJob")} == {6, 7, 8}
    assert len(set(got.addresses)) == 3


def instance_type_of(job):
    return job.document["ResourceConfig"]["InstanceType"]


def test_a_call_in_a_loop_is_one_resource(read):
    got = read("""
import boto3
sm = boto3.client("sagemaker")
for name in ["a", "b"]:
    sm.create_training_job(TrainingJobName=f"job-{name}", ResourceConfig={"InstanceCount": 1})
""")
    assert got.one().name == "job-${name}"


def test_what_a_loop_changes_is_not_taken_for_its_first_value(job):
    got = job("t", 'import config\nt = "a"\nfor x in config.all():\n    u = t\n    t = x')
    assert got.needs(*TYPE)


def test_entries_that_only_some_branches_set_are_doubtful(job):
    before = 'import os\nmore = {}\nif os.environ["SPOT"]:\n    more["EnableManagedSpotTraining"] = True'
    got = job('"ml.m5.large"', before, ", **more")
    assert got.needs("EnableManagedSpotTraining") == ["the environment variable SPOT"]
    (gap,) = (gap for gap in got.gaps if gap.path == ("EnableManagedSpotTraining",))
    assert not gap.present


def test_a_branch_that_ends_the_function_does_not_count_afterwards(job):
    before = (
        "import os\nt = 'a'\ndef f(x):\n    t = 'ml.m5.large'\n    if not x:\n        raise ValueError\n    return t"
    )
    assert instance_type(job("f(os.environ['A'])", before)) == "ml.m5.large"


def test_arguments_that_are_not_known_may_be_any(job):
    got = job('"ml.m5.large"', "import config", ", **config.more")
    (gap,) = (gap for gap in got.gaps if gap.path == ())
    assert gap.needs == "config.more"


def test_none_counts_as_not_given(job):
    assert "EnableNetworkIsolation" not in job('"a"', "", ", EnableNetworkIsolation=None").document()


def test_changing_a_dictionary_afterwards_does_not_change_what_was_called(read):
    got = read("""
import boto3
sm = boto3.client("sagemaker")
request = {"TrainingJobName": "a", "ResourceConfig": {"InstanceType": "ml.m5.large"}}
sm.create_training_job(**request)
request["ResourceConfig"]["InstanceType"] = "ml.g5.large"
sm.create_training_job(**request)
""")
    assert [instance_type_of(job) for job in got.all("TrainingJob")] == ["ml.m5.large", "ml.g5.large"]
