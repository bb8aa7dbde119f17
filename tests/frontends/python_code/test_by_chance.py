"""What is said to be certain of programs that chance writes is what Python does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from tests.frontends.python_code.chance import program
from tests.frontends.python_code.test_against_python import START
from tests.frontends.python_code.test_flow import NOT_SET, UNKNOWN, places

ORACLE = Path(__file__).with_name("oracle.py")
SEEDS = range(8)
EACH = 25


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_certain_is_what_python_does(read, seed):
    chance = Random(seed)
    programs = {str(number): START + program(chance) for number in range(EACH)}
    done = subprocess.run(
        [sys.executable, "-P", "-B", str(ORACLE)],
        input=json.dumps(programs),
        env={"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    for title, runs in json.loads(done.stdout).items():
        jobs = {(tuple(lines), uri or NOT_SET) for run in runs for lines, uri in run}
        told = defaultdict(set)
        for line, place in places(read(programs[title])):
            told[line].add(place or NOT_SET)
        for lines, place in jobs:
            said = set().union(*(told[line] for line in lines))
            assert place in said or UNKNOWN in said, (lines, place, programs[title])
