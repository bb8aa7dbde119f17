"""Reading ends whatever a file holds: by itself, by its deadline, or by the end of the process that reads it."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from scanner.errors import CodeError
from scanner.frontends.files import Root
from scanner.frontends.guarded import read_guarded
from scanner.frontends.reading import Reading
from scanner.frontends.workers import read_in_workers


def root(name: str) -> Root:
    return Root(pathlib.Path("/", name), name, pathlib.Path("/"))


def read(item: Root) -> Reading:
    """Behave as the name says, as a reader might that has met something that nobody foresaw."""
    match item.name:
        case "endless":
            while True:
                time.sleep(0.01)
        case "deaf":
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            time.sleep(60)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "broken":
            raise ValueError("s3cret")
        case "deep":
            return read(item)
        case "refused":
            raise CodeError("there is no variable file x", "give one")
    return Reading((item.name,), files=frozenset({item.path}))


def messages(readings: list[Reading]) -> list[str]:
    return [gap.message for reading in readings for gap in reading.gaps]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("endless", "reading endless took more than 0.2 seconds and was given up"),
        ("broken", "reading broken failed inside tipstaff (ValueError): please report it"),
        ("deep", "reading deep failed inside tipstaff (RecursionError): please report it"),
    ],
)
def test_what_goes_wrong_is_a_gap(name, message):
    reading = read_guarded(read, root(name), 0.2)
    (gap,) = reading.gaps
    assert (gap.message, gap.blocking, gap.scope) == (message, True, name)
    assert reading.files == {root(name).path}


def test_what_is_given_up_counts_as_read_with_all_its_parts():
    parts = frozenset({pathlib.Path("/broken/a.tf"), pathlib.Path("/modules/b.tf")})
    broken = replace(root("broken"), parts=parts)
    assert read_guarded(read, broken, 0.2).files == {broken.path, *parts}


def test_the_timer_is_off_afterwards():
    before = signal.getsignal(signal.SIGALRM)
    read_guarded(read, root("good"), 0.2)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert signal.getsignal(signal.SIGALRM) is before


def test_readings_come_in_the_order_of_their_roots():
    names = [f"n{at}" for at in range(100)]
    assert [reading.roots for reading in read_in_workers(read, [root(name) for name in names], 5)] == [
        (name,) for name in names
    ]


@pytest.mark.parametrize("bad", ["endless", "killed", "broken", "deep"])
def test_one_bad_root_costs_no_other(bad):
    names = ["a", "b", bad, "c", "d", bad, *map(str, range(30))]
    readings = read_in_workers(read, [root(name) for name in names], 0.5)
    assert [reading.roots[0] for reading in readings] == names
    assert len(messages(readings)) == 2
    assert all(bad in message for message in messages(readings))


def test_a_process_that_hears_nothing_is_ended():
    readings = read_in_workers(read, [root("deaf"), root("a")], 0.2)
    assert messages(readings) == ["reading deaf took more than 0.2 seconds and was given up"]


def test_what_the_user_can_put_right_is_raised():
    with pytest.raises(CodeError, match="no variable file"):
        read_in_workers(read, [root("refused")], 5)


PARENT = """
import os, pathlib, sys, time
from scanner.frontends.files import Root
from scanner.frontends.reading import Reading
from scanner.frontends.workers import read_in_workers

def read(item):
    print(os.getpid(), flush=True)
    time.sleep(0.2)
    return Reading()

read_in_workers(read, [Root(pathlib.Path("/x"), "x", pathlib.Path("/"))] * 1000, 30)
"""


def test_no_process_outlives_a_parent_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout.readline()
        parent.kill()
        _, said = parent.communicate(timeout=30)  # ends when the last process has closed these
    assert said == b""
