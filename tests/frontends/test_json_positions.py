"""JSON is read with the place of every key and value."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends.nodes import Node, plain
from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.positions import Text, TextError
from scanner.model import Span
from tests.frontends.test_yaml_positions import cut, scalars
from tests.patience import PATIENCE


def failure(text: str) -> TextError:
    with pytest.raises(TextError) as raised:
        parse_json(Text(text))
    return raised.value


def test_places_count_code_points():
    text = '{"é": [1, -2.5e3,\n  "x\\ud83d\\ude00"],\r\n "b": null, "c": {"d": "😀"}}'
    document = parse_json(Text(text))
    assert plain(document) == json.loads(text)
    assert document.value["é"].key == Span(1, 2, 1, 5)
    assert [cut(text, item.span) for item in document.value["é"].value] == ["1", "-2.5e3", '"x\\ud83d\\ude00"']
    assert document.value["b"].key == Span(3, 2, 3, 5)
    assert document.value["c"].value["d"].span == Span(3, 24, 3, 27)
    assert document.span == Span(1, 1, 3, 29)


def test_of_a_key_that_is_there_twice_the_last_counts():
    document = parse_json(Text('{"a": 1, "b": 2,\n "a": 3}'))
    assert plain(document) == {"b": 2, "a": 3}
    assert document.value["a"].key == Span(2, 2, 2, 5)


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("", "a value is expected", 1, 1),
        ('{"a": [1, 2', "',' is expected", 1, 12),
        ("[1,]", "a value is expected", 1, 4),
        ('{"a": 1,}', "a key in double quotes is expected", 1, 9),
        ("{a: 1}", "a key in double quotes is expected", 1, 2),
        ('{"a" 1}', "':' is expected", 1, 6),
        ('["a\nb"]', "a string is not ended or not escaped right", 1, 4),
        ('["a', "a string is not ended or not escaped right", 1, 2),
        ('["\\x"]', "a string is not ended or not escaped right", 1, 3),
        ('["\\ud800"]', "a string has half of a surrogate pair", 1, 2),
        ("1 2", "there is more after the end of the JSON", 1, 3),
        ("[01]", "',' is expected", 1, 3),
        ("[NaN]", "a value is expected", 1, 2),
        ("[" + "9" * 101 + "]", "a number has more than 100 characters", 1, 2),
        ("// c\n{}", "a value is expected", 1, 1),
    ],
)
def test_an_error_says_where(text, message, line, column):
    error = failure(text)
    assert error.message == message
    assert (error.span.start_line, error.span.start_column) == (line, column)


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000, "[" * 10_000 + "]" * 10_000])
def test_deep_nesting_is_refused_at_once(text):
    started = time.monotonic()
    assert failure(text).message == "values are nested more than 100 deep"
    assert time.monotonic() - started < PATIENCE


def test_more_values_than_can_be_held_are_refused():
    assert failure("[" + "1," * 1_000_001 + "1]").message == "there are more than 1,000,000 values"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=300)
@given(VALUES, st.booleans(), st.sampled_from([None, 1, "\t", "\r\n "]))
def test_the_text_at_a_scalar_read_again_is_the_scalar(value, ascii_only, indent):
    if indent == "\r\n ":
        text = json.dumps(value, ensure_ascii=ascii_only, indent=1).replace("\n", "\r\n")
    else:
        text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    document = parse_json(Text(text))
    assert plain(document) == json.loads(text)
    for node in scalars(document):
        again = parse_json(Text(cut(text, node.span)))
        assert (again.value, type(again.value)) == (node.value, type(node.value))
    for key, place in keys(document):
        assert json.loads(cut(text, place)) == key


def keys(node: Node):
    if isinstance(node.value, tuple):
        for item in node.value:
            yield from keys(item)
    elif isinstance(node.value, dict):
        for key, item in node.value.items():
            yield key, item.key
            yield from keys(item)


@settings(max_examples=300)
@given(st.text(st.sampled_from('ab:[]{},"\\u0de1.-+eE \n\ttrnfls'), max_size=60))
def test_any_text_is_read_as_the_standard_library_reads_it_or_refused(text):
    try:
        ours = plain(parse_json(Text(text)))
    except TextError:
        return
    assert ours == json.loads(text)
