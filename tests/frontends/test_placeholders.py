"""JSON and YAML with placeholders is read: what is known is filled in, the rest stays unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.frontends.nodes import Unknown, plain
from scanner.frontends.text.placeholders import Hole, holes_in, parse_filled, placeholder
from scanner.frontends.text.positions import Text, TextError
from scanner.model import GapReason, Span
from tests.frontends.test_yaml_positions import cut, scalars

KNOWN = {"n": 3, "yes": True, "size": "ml.m5.large", "list": '["a", {"b": 1}]', "mark": "\ue000"}


def read(text: str):
    return parse_filled(Text(text), holes_in(Text(text), lambda name: KNOWN.get(name, placeholder(name))))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "${size}"}', {"a": "ml.m5.large"}),
        ('{"a": "x-${size}-${n}"}', {"a": "x-ml.m5.large-3"}),
        ('{"a": ${n}, "b": [${yes}], "${size}": 1}', {"a": 3, "b": [True], "ml.m5.large": 1}),
        ('{"a": ${list}}', {"a": ["a", {"b": 1}]}),
        ("a: ${n}\nb: x-${size}\n", {"a": 3, "b": "x-ml.m5.large"}),
        ('{"a": "\\"${n}\\"", "b": ${X}}', {"a": '"3"', "b": "${X}"}),
        ('{"a": "\\\\", "b": ${X}}', {"a": "\\", "b": "${X}"}),
        ('{"a": "${mark}", "b": "${X}${Y}"}', {"a": "\ue000", "b": "${X}${Y}"}),
        ("a: ${X}\nb: [1]\n", {"a": "${X}", "b": [1]}),
        ('{"${X}": 1}', {"${X}": 1}),
        ('{"a": 1}', {"a": 1}),
    ],
)
def test_values_are_filled_in(text, value):
    assert plain(read(text)) == value


def test_a_text_with_an_unknown_part_is_unknown_as_a_whole():
    node = read('{"a": "s3://${Bucket}/${n}/x"}').value["a"]
    assert node.value == Unknown("s3://${Bucket}/3/x", GapReason.DEPLOY, ("${Bucket}",))
    assert node.span == Span(1, 7, 1, 30)


def test_a_hole_that_is_no_part_of_a_text_is_the_value_itself_and_a_text_is_certainly_one():
    own = Unknown("${X}", GapReason.VARIABLE, ("X",), present=False)
    text = '{"a": ${X}, "b": "${X}"}'
    document = parse_filled(Text(text), [Hole(6, 10, own), Hole(18, 22, own)])
    assert [node.value for node in scalars(document)] == [own, replace(own, present=True)]
    assert [cut(text, node.span) for node in scalars(document)] == ["${X}", '"${X}"']


def test_a_collection_is_no_part_of_a_text():
    document = parse_filled(Text('{"a": "x${l}"}'), [Hole(8, 12, ())])
    assert document.value["a"].value.reason is GapReason.UNSUPPORTED


def test_places_are_those_of_the_text_with_its_placeholders():
    text = '{"a": ${list}, "b": "${size}",\n "c": ${X}}'
    assert [cut(text, node.span) for node in scalars(read(text))] == ["${list}", "${list}", '"${size}"', "${X}"]


def test_an_error_has_its_place_in_the_text_with_its_placeholders():
    with pytest.raises(TextError) as raised:
        read('{"a": ${size}\n, "b" 2}')
    assert raised.value.span == Span(1, 7, 1, 7)
