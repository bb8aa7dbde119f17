"""What several processes find is what one would: in order, and whatever becomes of any of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pathlib
import pickle
import signal

import pytest

from scanner.model import Gap, GapReason, Location, Span
from scanner.processes import in_parts, pickled, without_cycles

HERE = os.getpid()


def test_parts_come_in_order():
    found = in_parts(lambda part, count: (part, count, os.getpid() == HERE), 3)
    assert found == [(0, 3, True), (1, 3, False), (2, 3, False)]


def test_one_part_is_done_here():
    assert in_parts(lambda part, count: (part, count, os.getpid()), 1) == [(0, 1, HERE)]


@pytest.mark.parametrize("fate", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0, lambda: os._exit(0)])
def test_a_part_whose_process_fails_is_done_here(fate):
    def work(part: int, count: int) -> int:  # noqa: ARG001 - all parts have these
        if os.getpid() != HERE:
            fate()
        return part

    assert in_parts(work, 2) == [0, 1]


def test_what_is_wrong_is_raised():
    def work(part: int, count: int) -> int:
        if part:
            raise LookupError(part, count)
        return part

    with pytest.raises(LookupError):
        in_parts(work, 2)


def test_no_process_outlives_its_work():
    with pytest.raises(ZeroDivisionError):
        in_parts(lambda part, count: os.getpid() if part else count // part, 2)
    assert multiprocessing.active_children() == []


def test_what_is_pickled_comes_back():
    gap = Gap(GapReason.VARIABLE, "m", "n", path=("a", 0), location=Location("f", Span(1, 2, 3, 4)))
    value = {"a": [gap, gap], "b": pathlib.PurePosixPath("x"), "c": frozenset({gap.reason})}
    found = pickle.loads(pickled(value))
    assert found == value
    assert found["a"][0] is found["a"][1]


@pytest.mark.parametrize("before", [True, False])
def test_looking_for_cycles_is_as_before(before):
    looked = gc.isenabled()
    (gc.enable if before else gc.disable)()
    try:
        with without_cycles():
            assert not gc.isenabled()
            made: list[object] = []
        assert gc.isenabled() is before
        assert any(one is made for one in gc.get_objects()) is not before  # those that are kept are not looked at
    finally:
        (gc.enable if looked else gc.disable)()
