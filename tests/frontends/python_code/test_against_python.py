"""What is said to be certain of programs is what Python does, whatever their environment is and AWS answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.frontends.python_code.test_flow import NOT_SET, UNKNOWN, checkpoints

HERE = Path(__file__).parent
START = """import os, sys, copy, functools, contextlib, dataclasses, json
from dataclasses import dataclass, field
from functools import partial
import boto3
from sagemaker.pytorch import PyTorch
from sagemaker.tensorflow import TensorFlow
A = dict(entry_point="t.py", role="r", instance_count=1, instance_type="ml.g5.2xlarge", framework_version="2.6")
sm = boto3.client("sagemaker")
X = os.environ["X"]
S = "s3://b/c"
"""
PROGRAMS = {
    title: START + body
    for title, body in re.findall(r"^### (.*)\n((?:(?!### ).*\n)*)", (HERE / "programs.txt").read_text(), re.MULTILINE)
}


@pytest.fixture(scope="module")
def runs():
    command = [sys.executable, "-I", "-B", str(HERE / "oracle.py")]
    done = subprocess.run(command, input=json.dumps(PROGRAMS), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("title", PROGRAMS)
def test_what_is_certain_is_what_python_does(read, runs, title):
    places = {uri or NOT_SET for run in runs[title] for _, uri in run}
    lines = {lines[0] for run in runs[title] for lines, _ in run}
    told = checkpoints(read(PROGRAMS[title]))
    assert len(told) >= len(lines)
    assert set(told) == places or set(told) == {UNKNOWN}
