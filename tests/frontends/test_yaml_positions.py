"""YAML is read as CloudFormation reads it, with the place of every value."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends.nodes import Node, plain
from scanner.frontends.text.positions import LARGEST_FILE, Text, TextError, decode_text
from scanner.frontends.text.yaml_positions import parse_yaml
from scanner.model import Span
from tests.patience import PATIENCE


def read(text: str) -> Node:
    (document,) = parse_yaml(Text(text))
    return document


def cut(text: str, span: Span) -> str:
    lines = text.split("\n")[span.start_line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.start_column - 1 :]
    return "\n".join(lines)


def scalars(node: Node):
    if isinstance(node.value, tuple):
        for item in node.value:
            yield from scalars(item)
    elif isinstance(node.value, dict):
        for item in node.value.values():
            yield from scalars(item)
    else:
        yield node


def failure(text: str) -> TextError:
    with pytest.raises(TextError) as raised:
        parse_yaml(Text(text))
    return raised.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Off", False),
        ("true", True),
        ("'true'", "true"),
        ("12", 12),
        ("0o14", "0o14"),
        ("014", 12),
        ("0x1F", 31),
        ("1_000", 1000),
        ("089", "089"),
        ("0b_", "0b_"),
        ("1:30", 90),
        ("1.50", 1.5),
        ("1e3", "1e3"),
        ("1.0e+3", 1000.0),
        ("~", None),
        ("", None),
        ("null", None),
        ("2010-09-09", "2010-09-09"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("! 12", "12"),
        ("=", "="),
        ("9" * 101, "9" * 101),
    ],
)
def test_scalars_are_yaml_1_1_without_dates(text, value):
    found = plain(read(f"a: {text}\n"))["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!Ref 12", {"Ref": "12"}),
        ("!Condition yes", {"Condition": "yes"}),
        ("!Sub 'a${B}'", {"Fn::Sub": "a${B}"}),
        ("!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        ("!If [c, 1, !Ref X]", {"Fn::If": ["c", 1, {"Ref": "X"}]}),
        ("!GetAZs", {"Fn::GetAZs": ""}),
        ("!Transform {Name: x}", {"Fn::Transform": {"Name": "x"}}),
        ("!Made-Up x", {"Fn::Made-Up": "x"}),
    ],
)
def test_short_tags_become_their_long_form(text, value):
    assert plain(read(f"a: {text}\n"))["a"] == value


def test_keys_are_texts_whatever_they_look_like():
    assert plain(read("123456789012: a\nyes: b\n2010-09-09: c\n~: d\n")) == {
        "123456789012": "a",
        "yes": "b",
        "2010-09-09": "c",
        "~": "d",
    }


def test_merge_keys_give_way_to_the_mapping_itself():
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 5\nd: {<<: *a}\n"
    document = plain(read(text))
    assert document["c"] == {"x": 5, "y": 2, "z": 4}
    assert document["d"] == {"x": 1, "y": 2}


def test_places_count_code_points_and_end_where_the_text_ends():
    text = "é: 'ü'  # c\nb:\n  - k: &x 😀 y\n    l: *x\n\n  - !If [a,\n       b]\nc: |\n  t\n\nd: !Sub\n  - x\n  - {}\n"
    document = read(text)
    places = {
        "é": (Span(1, 1, 1, 2), Span(1, 4, 1, 7), "'ü'"),
        "b": (Span(2, 1, 2, 2), Span(3, 3, 7, 10), None),
        "c": (Span(8, 1, 8, 2), Span(8, 4, 9, 4), "|\n  t"),
        "d": (Span(11, 1, 11, 2), Span(11, 4, 13, 7), "!Sub\n  - x\n  - {}"),
    }
    assert document.value.keys() == places.keys()
    for key, (own, span, written) in places.items():
        node = document.value[key]
        assert (node.key, node.span) == (own, span)
        assert written is None or cut(text, span) == written
    first, second = document.value["b"].value
    assert cut(text, first.value["k"].span) == "&x 😀 y"
    assert cut(text, first.value["l"].span) == "*x"
    assert first.value["l"].value == "😀 y"
    assert cut(text, second.span) == "!If [a,\n       b]"


def test_only_line_feeds_end_lines():
    document = read("a: 'x\u2028y\u0085z'\r\nb: 1\r\n")
    assert document.value["b"].span == Span(2, 4, 2, 5)


def test_several_documents_and_none_are_told_apart():
    assert [plain(node) for node in parse_yaml(Text("a: 1\n---\nb: 2\n"))] == [{"a": 1}, {"b": 2}]
    assert parse_yaml(Text("# nothing\n")) == ()


def test_of_a_key_that_is_there_twice_the_last_counts():
    document = read("a: 1\nb: 2\na: 3\n")
    assert plain(document) == {"b": 2, "a": 3}
    assert document.value["a"].key == Span(3, 1, 3, 2)
    assert plain(read("a: {<<: {b: 1, c: 2}, b: 3, b: 4}\n")) == {"a": {"b": 4, "c": 2}}


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("a: {{ .Values.x }}\n", "a key is not a text", 1, 5),
        ("? [a]\n: b\n", "a key is not a text", 1, 3),
        ("a: *b\n", "the alias 'b' has no anchor before it", 1, 4),
        ("a: &a [*a]\n", "the alias 'a' has no anchor before it", 1, 8),
        ("a: &a 1\n---\nb: *a\n", "the alias 'a' has no anchor before it", 3, 4),
        ("a: {<<: 1}\n", "only mappings can be merged with <<", 1, 9),
        ("a:\n\tb: 1\n", "found character that cannot start any token", 2, 1),
        ("é: [\n", "did not find expected node content", 2, 1),
        ("é: 1\n x: 2\n", "mapping values are not allowed in this context", 2, 3),
        ("a: \x07\n", "there is a character that YAML does not allow", 1, 4),
        (f"a: *{'k' * 99}\n", f"the alias '{'k' * 60}…' has no anchor before it", 1, 4),
    ],
)
def test_an_error_says_where(text, message, line, column):
    error = failure(text)
    assert error.message == message
    assert (error.span.start_line, error.span.start_column) == (line, column)


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "{a: " * 10_000, "- " * 10_000, "".join(" " * at + "a:\n" for at in range(3_000)), "? " * 10_000],
)
def test_deep_nesting_is_refused_at_once(text):
    started = time.monotonic()
    assert failure(text).message == "values are nested more than 100 deep"
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize("pattern", ["[*a{0}, *a{0}]", "{{<<: [*a{0}, *a{0}], k{0}: *a{0}, l{0}: *a{0}}}"])
def test_an_alias_bomb_is_refused_at_once(pattern):
    lines = [f"a{at + 1}: &a{at + 1} {pattern.format(at)}" for at in range(60)]
    started = time.monotonic()
    error = failure("\n".join(["a0: &a0 {x: y}", *lines]))
    assert error.message == "there are more than 1,000,000 values, counting what aliases repeat"
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a: 1\nb: \xe9\n", "the text is not UTF-8", 2),
        (b"a: 1\nb: \x00\n", "this is a binary file", 2),
        ("a: 1".encode("utf-16"), "the text is not UTF-8", 1),
        (b" " * (LARGEST_FILE + 1), "it is larger than 20 MiB and is not read", 1),
    ],
)
def test_bytes_that_are_no_text_are_refused(data, message, line):
    with pytest.raises(TextError) as raised:
        decode_text(data)
    assert raised.value.message == message
    assert raised.value.span.start_line == line


def test_a_byte_order_mark_takes_no_room():
    (document,) = parse_yaml(decode_text(b"\xef\xbb\xbfa: 1\n"))
    assert document.value["a"].key == Span(1, 1, 1, 2)


PRINTABLE = st.characters(
    blacklist_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"], blacklist_characters="\ufeff\u0085"
)
WORDS = st.text(st.sampled_from("abcé😀-_./:#,'\"!&*?{}[]|>%@` 01"), min_size=1, max_size=12)
TEXTS = st.one_of(WORDS, st.text(PRINTABLE, max_size=12))
END = st.sampled_from(["\n", "\r\n"])


def double_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


PLAIN = st.sampled_from(["abc", "a b", "é-ü", "-1", "12", "1.5", "true", "No", "~", "2010-09-09", "a:b", "http://x/#y"])
FLOW = st.one_of(
    PLAIN,
    TEXTS.map(double_quoted),
    TEXTS.map(single_quoted),
)


@st.composite
def documents(draw):
    end = draw(END)
    lines = []
    for at in range(draw(st.integers(1, 6))):
        space = draw(st.sampled_from([" ", "   ", " \t"]))
        match draw(st.integers(0, 4)):
            case 0:
                lines.append(f"k{at}:{space}{draw(FLOW)}")
            case 1:
                items = ", ".join(draw(st.lists(FLOW, max_size=3)))
                lines.append(f"k{at}:{space}[{items}]  # comment é")
            case 2:
                lines.append(f"k{at}:")
                lines.extend(f"  - {item}" for item in draw(st.lists(FLOW, min_size=1, max_size=3)))
            case 3:
                body = draw(st.lists(st.sampled_from(["a", "b: c", "  d", "", "# e", "é"]), min_size=1, max_size=4))
                lines.append(f"k{at}: {draw(st.sampled_from(['|', '>', '|-', '>-']))}")
                lines.extend(f"    {line}".rstrip() for line in ["first", *body])
            case _:
                lines.append(f"k{at}:{space}!Sub {draw(TEXTS.map(double_quoted))}")
    return end.join(lines) + end


@settings(max_examples=300)
@given(documents())
def test_the_text_at_a_scalar_placed_is_the_scalar(text):
    for node in scalars(read(text)):
        written = cut(text, node.span)
        again = read(f"{written}\n") if written else Node(None, node.span)
        if written.startswith("!"):
            again = again.value["Fn::Sub"]
        assert again.value == node.value
        assert type(again.value) is type(node.value)


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%#\n\t é\r0x~<"), max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        placed = all(node.span.end_line <= text.count("\n") + 1 for node in parse_yaml(Text(text)))
    except TextError as error:
        placed = error.span.start_line <= text.count("\n") + 1
    assert placed
