"""A text inside of another knows where each part of it stands there."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scanner.frontends.nodes import Node, plain
from scanner.frontends.text.inner import LONGEST_EXACT, InnerText, Piece, inner_text
from scanner.frontends.text.json_positions import parse_json
from scanner.frontends.text.positions import Text, TextError
from scanner.frontends.text.yaml_positions import parse_yaml
from scanner.model import Span
from tests.frontends.test_yaml_positions import cut, scalars
from tests.patience import PATIENCE


def held(outer: str) -> tuple[Text, Text]:
    """Give a YAML or JSON text, and the text that its first entry is."""
    text = Text(outer)
    inner = first(text)
    while isinstance(inner.value, dict):  # a tag
        (inner,) = inner.value.values()
    return text, inner_text(text, inner.value, inner.span)


def first(text: Text) -> Node:
    document = parse_json(text) if text.content.startswith("{") else parse_yaml(text)[0]
    return next(iter(document.value.values()))


def texts(outer: str) -> list[str]:
    """Cut out of the outer text what the scalars of the JSON inside stand for."""
    _, inner = held(outer)
    return [cut(outer, node.span) for node in scalars(parse_json(inner))]


@pytest.mark.parametrize(
    ("outer", "expected"),
    [
        ('a: |\n  {"b": "é",\n\n     "c": [1, true]}\n', ['"é"', "1", "true"]),
        ('a: !Sub |-  # a comment\n    {"b": 1}', ["1"]),
        ('a: |4\n      {"b": 1}\n', ["1"]),
        ('a: |+\r\n  {"b":\r\n    1}\r\n\r\n', ["1"]),
        ('a: >-\n  {"b": "x y",\n  "c":\n\n  2}\n', ['"x y"', "2"]),
        ('a: >\n  {"b": "x\n  y",\n     "c": 1}\n', ['"x\n  y"', "1"]),
        ('a: \'{"b": "it\'\'s", "c": 1}\'', ["\"it''s\"", "1"]),
        ("a: '{\"b\":\n\n   1}'", ["1"]),
        (r'a: "{\"b\": \"\\\"x\\\"\", \"c\": \x31}"', [r"\"\\\"x\\\"\"", r"\x31"]),
        ('a: "{\\"b\\": \\\n   1,\n  \\"c\\": 2}"', ["1", "2"]),
        (r'{"a": "{\"b\": \"\u00e9\\u00e9\",\n \"c\": 1e2}"}', [r"\"\u00e9\\u00e9\"", "1e2"]),
        ('{"a": "{\\"b\\": \\"\\ud83d\\ude00é\\"}"}', [r"\"\ud83d\ude00é\""]),
        ("a: &x !Sub '{\"b\": 1}'", ["1"]),
    ],
)
def test_every_way_to_write_a_text_keeps_its_places(outer, expected):
    assert texts(outer) == expected


def test_a_text_that_stands_elsewhere_has_the_place_of_the_whole():
    text = Text("a: &x '{\"b\": [1]}'\nc: *x\n")
    node = parse_yaml(text)[0].value["c"]
    inner = inner_text(text, node.value, node.span)
    (one,) = scalars(parse_json(inner))
    assert one.span == Span(2, 4, 2, 6)


def test_a_text_too_long_to_map_has_the_place_of_the_whole():
    outer = json.dumps({"a": json.dumps({"b": "x" * LONGEST_EXACT})})
    assert texts(outer) == [outer[6:-1]]


def test_an_error_inside_has_its_place_outside():
    _, inner = held('a: |\n  {"b":\n    c}\n')
    with pytest.raises(TextError) as raised:
        parse_json(inner)
    assert raised.value.span == Span(3, 5, 3, 5)


@pytest.mark.parametrize("outer", ['a: ""', "a: ''", "a: |\n\nb: 1\n"])
def test_an_empty_text_has_a_place(outer):
    text = Text(outer)
    node = parse_yaml(text)[0].value["a"]
    inner = inner_text(text, node.value, node.span)
    assert inner.content.strip() == ""
    assert inner.span(0, 0).start_line == 1


def test_pieces_from_all_over_a_text_are_one_text():
    outer = Text("one two\nthree")
    inner = InnerText(outer, [Piece("three", 8, 13), Piece("-", 13, 13), Piece("one", 0, 3), Piece("!!", 4, 7)])
    assert inner.content == "three-one!!"
    assert inner.span(1, 3) == Span(2, 2, 2, 4)
    assert inner.span(6, 9) == Span(1, 1, 1, 4)
    assert inner.span(9, 10) == Span(1, 5, 1, 8)
    assert inner.span(11, 11) == Span(1, 8, 1, 8)
    assert inner.first_line(Span(1, 1, 2, 3)) == Span(1, 1, 1, 8)


LEAVES = st.integers() | st.booleans() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc é\"'", max_size=4), inner, max_size=3),
    max_leaves=8,
)


def written(value: object, style: str, width: int, indent: int | None, *, ascii_only: bool) -> str:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    if style == "json":
        return json.dumps({"a": text}, ensure_ascii=ascii_only)
    outer = yaml.dump({"a": text}, default_style=style, width=width, allow_unicode=not ascii_only)
    assume(yaml.safe_load(outer) == {"a": text})  # PyYAML folds some lines so that it reads something else
    return outer


@settings(max_examples=300)
@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, min_size=1, max_size=4),
    st.sampled_from(["|", ">", '"', "'", "json"]),
    st.integers(20, 200),
    st.sampled_from([None, 2]),
    st.booleans(),
)
def test_what_a_place_points_at_is_the_value(value, style, width, indent, ascii_only):
    outer = written(value, style, width, indent, ascii_only=ascii_only)
    text, inner = held(outer)
    document = parse_json(inner)
    assert plain(document) == value
    for node in scalars(document):
        assert read_again(text, node) == node.value


def read_again(text: Text, node: Node) -> object:
    """Read the text that a scalar stands at, as a text of its own that is written the same way."""
    around, stretch = cut(text.content, first(text).span), cut(text.content, node.span)
    if stretch == around:  # written so that only the whole has a place
        return node.value
    mark = around[0]
    if text.content.startswith("{"):
        return json.loads(json.loads(f'"{stretch}"'))
    wrapped = f"a: {mark}\n  {stretch}" if mark in "|>" else f"a: {mark}{stretch}{mark}"
    return json.loads(yaml.safe_load(wrapped)["a"])


@pytest.mark.parametrize("escaped", ['"' * 300_000, "\\" * 300_000, "é\n " * 200_000])
def test_a_large_text_is_mapped_in_time(escaped):
    started = time.monotonic()
    outer = json.dumps({"a": json.dumps({"b": escaped})})
    _, inner = held(outer)
    assert plain(parse_json(inner)) == {"b": escaped}
    assert time.monotonic() - started < PATIENCE
