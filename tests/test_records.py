"""Records behave as frozen dataclasses do, but for what only the type checker refuses."""

from dataclasses import dataclass, field, replace

import pytest

from scanner.records import record


def made(decorate):
    @decorate(frozen=True, slots=True)
    class Point:
        x: int
        y: tuple[int, ...] = ()
        seen: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    return Point


RECORD, DATACLASS = made(record), made(dataclass)


@record(frozen=True, slots=True)
class Nothing:
    pass


@record(frozen=True, slots=True)
class Alone:
    name: str

    def __repr__(self):
        return f"<{self.name}>"


@pytest.mark.parametrize("kind", [RECORD, DATACLASS])
def test_fields_tell_whether_two_are_equal(kind):
    assert kind(1, (2,), {"a": 1}) == kind(1, (2,), {"b": 2})
    assert hash(kind(1, (2,), {"a": 1})) == hash(kind(1, (2,), {"b": 2}))
    assert kind(1, (2,)) != kind(1, (3,))
    assert kind(1) != (1, (), {})
    assert replace(kind(1), y=(4,)) == kind(1, (4,))
    assert len({kind(1), kind(1), kind(2)}) == 2


def test_no_two_classes_are_equal():
    assert RECORD(1) != DATACLASS(1)
    assert Nothing() == Nothing() != Alone("")


def test_what_cannot_be_hashed_is_refused():
    with pytest.raises(TypeError, match="unhashable"):
        hash(RECORD(1, [2]))


def test_they_show_their_fields_unless_they_show_themselves():
    assert repr(RECORD(1, (2,))) == repr(DATACLASS(1, (2,)))
    assert (repr(Nothing()), repr(Alone("a"))) == ("Nothing()", "<a>")


def test_they_have_no_other_attributes():
    with pytest.raises(AttributeError):
        RECORD(1).z = 2


def test_they_are_matched_by_place():
    match RECORD(1, (2,)):
        case RECORD(x, y):
            assert (x, y) == (1, (2,))
