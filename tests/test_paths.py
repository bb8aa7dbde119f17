import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import PathError
from scanner.paths import ABSENT, diverges_in_a_list, format_path, lookup, overlaps, parse_path, spread


def test_a_path_reads_keys_indexes_and_quoted_keys():
    assert parse_path('related.models[1].Environment["a.b"]') == ("related", "models", 1, "Environment", "a.b")


@given(st.lists(st.one_of(st.text(), st.integers(min_value=0, max_value=99)), max_size=5))
def test_every_path_survives_writing_and_reading(parts):
    assert parse_path(format_path(tuple(parts))) == tuple(parts)


@pytest.mark.parametrize("text", [".a", "a..b", "a[", "a[x]", "a b", 'a["b]'])
def test_a_malformed_path_is_an_error_that_shows_how_to_write_one(text):
    with pytest.raises(PathError, match="cannot be read") as caught:
        parse_path(text)
    assert "resource.ProductionVariants[0]" in caught.value.hint


def test_overlap_is_being_at_or_under_one_another():
    assert overlaps(("a",), ("a", "b"))
    assert overlaps(("a", "b"), ("a",))
    assert not overlaps(("a", "b"), ("a", "c"))


def test_two_elements_of_one_list_diverge_but_two_keys_do_not():
    assert diverges_in_a_list(("a", 0, "x"), ("a", 1, "x"))
    assert not diverges_in_a_list(("a", 0, "x"), ("a", 0, "y"))
    assert not diverges_in_a_list(("a",), ("a", 1))


def test_lookup_tells_absent_from_null():
    document = {"a": [{"b": None}]}
    assert lookup(document, ("a", 0, "b")) is None
    assert lookup(document, ("a", 1, "b")) is ABSENT
    assert lookup(document, ("a", "b")) is ABSENT


def test_spread_goes_through_all_elements_of_lists():
    document = {"a": [{"b": 1}, {"c": 2}, {"b": [3, 4]}]}
    assert list(spread(document, ("a", "b"))) == [(("a", 0, "b"), 1), (("a", 2, "b", 0), 3), (("a", 2, "b", 1), 4)]
