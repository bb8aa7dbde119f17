"""Runs of one template are projected to the same, whatever their JSON looks like."""

import json

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scanner.model import Read
from scanner.resource_types import TRAINING_JOB
from scanner.run_names import split_name
from scanner.run_templates import Templates
from scanner.runs import Grouping
from tests.builders import live
from tests.test_runs import families, job

NAMES = ("train", "rain", "1234", "12", "1e5", "true", "u", "n", "nab", "mode", "ode", "x-2026-11-20", "x-2026-11-21")
keys = st.sampled_from(["mode", "a", "b", "NAME", "aNAME", "TOKEN"])
texts = st.lists(st.sampled_from(["NAME", "TOKEN", "\n", '"', "\\", "1234", "2026-11-20", "\x1f", "/", "é", "b"])).map(
    "".join
)
scalars = texts | st.sampled_from([True, False, None, 1, 1234, 12345, 1e5, 0.5])
documents = st.dictionaries(keys, scalars | st.dictionaries(keys, scalars, max_size=3), max_size=3)
dumps = (
    orjson.dumps,
    lambda value: json.dumps(value).encode(),
    lambda value: json.dumps(value, ensure_ascii=False).replace("/", "\\/").encode(),
)


def personal(value, name):
    """Write a run's name, and the end of it, wherever a text or a key has a place for it."""
    match value:
        case str():
            return value.replace("NAME", name).replace("TOKEN", name.rpartition("-")[2])
        case dict():
            return {personal(key, name): personal(item, name) for key, item in value.items()}
        case _:
            return value


@st.composite
def runs(draw):
    """Runs of one document, or of few, each with the JSON that it may come in."""
    kinds = draw(st.lists(documents, min_size=1, max_size=3))
    made = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=2, max_size=8)):
        name = draw(st.sampled_from(NAMES))
        made.append((name, personal(kind, name), draw(st.sampled_from(dumps))))
    return made


READS = ((), ("mode",), ("a",), ("a", "mode"), ("b", "a"))


def template_of(templates, name, document, write):
    return templates.of(write(document), name, split_name(name)[1])


@settings(max_examples=400)
@given(made=runs(), paths=st.sets(st.sampled_from(READS), min_size=1), presence=st.booleans())
@example(
    made=[("1234", {"a": 12345}, orjson.dumps), ("5678", {"a": 56785}, orjson.dumps)], paths={("a",)}, presence=False
)
@example(made=[("ode", {"mode": 1}, orjson.dumps), ("x", {"mx": 1}, orjson.dumps)], paths={("mode",)}, presence=True)
@example(made=[("nab", {"a": "\nab"}, orjson.dumps), ("n", {"a": "\n"}, orjson.dumps)], paths={("a",)}, presence=False)
@example(made=[("u", {"a": "\x1f"}, orjson.dumps), ("n", {"a": "\x1f"}, orjson.dumps)], paths={("a",)}, presence=False)
def test_runs_of_one_template_are_alike_to_every_policy(made, paths, presence):
    grouping = Grouping([Read(path, presence) for path in paths])
    templates = Templates()
    numbers = {}
    for name, document, write in made:
        number = grouping.key(live(TRAINING_JOB, name, document))[1]
        assert numbers.setdefault(template_of(templates, name, document, write), number) == number


@settings(max_examples=100)
@given(families(), st.sets(st.sampled_from([("Spot",), ("Output", "Path"), ("HyperParameters",), ("Inputs", "Uri")])))
def test_runs_of_one_template_are_alike_in_realistic_documents(jobs, paths):
    grouping = Grouping(list(map(Read, paths)))
    templates = Templates()
    numbers = {}
    for run in jobs:
        seen = orjson.dumps(run.document) + b"," + orjson.dumps(run.tags)
        number = grouping.key(run)[1]
        assert numbers.setdefault(templates.of(seen, run.name, split_name(run.name)[1]), number) == number


def test_runs_that_differ_in_their_names_alone_have_one_template():
    templates = Templates()
    reads = ("OutputDataConfig", "ResourceConfig")
    one, other = (
        templates.of(orjson.dumps({key: run.document[key] for key in reads}), run.name, split_name(run.name)[1])
        for run in (job(1), job(2))
    )
    assert one is other


@pytest.mark.parametrize(
    ("name", "json"),
    [
        ("train", b'{"train":1}'),
        ("12", b'{"a":123}'),
        ("ru", b'{"a":true}'),
        ("nab", b'{"a":"\\nab"}'),
        ("ab", b'{"a":"\\u0061b"}'),
    ],
)
def test_a_name_that_may_not_be_cut_out_of_the_json_makes_no_template_for_others(name, json):
    templates = Templates()
    assert templates.of(json, name, []) is not templates.of(json, name, [])


def test_templates_are_found_again_when_more_came_by_than_are_kept():
    templates = Templates()
    made = [templates.of(b'"%d"' % number, "nightly", []) for number in range(5000)]
    assert len(set(made)) == 5000
    assert templates.of(b'"4999"', "nightly", []) is made[-1]
