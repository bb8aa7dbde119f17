"""Standard output and input that are closed, full, or read by nobody; names and encodings that lack signs."""

import json
import os
import subprocess

import pytest

from reports import FORMATS
from tests.cli.conftest import TIPSTAFF
from tests.cli.test_code import CONFIG, MODEL
from tests.repository import Repository

CHECK = f"{TIPSTAFF} check ."
ODD = os.fsdecode(b"caf\xe9")
TEMPLATE = """\
Resources:
  M:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants: [{VariantName: a, ModelName: m, InitialInstanceCount: 1, InstanceType: ml.g5.xlarge}]
"""
PYTHON = """\
import boto3
boto3.client("sagemaker").create_endpoint_config(
    EndpointConfigName="e",
    ProductionVariants=[{"VariantName": "a", "ModelName": "m", "InitialInstanceCount": 1}],
)
"""
CELLS = [{"cell_type": "code", "source": PYTHON, "metadata": {}, "outputs": [], "execution_count": None}]
NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": CELLS})
FILES = {"tf": MODEL + CONFIG, "yaml": TEMPLATE, "py": PYTHON, "ipynb": NOTEBOOK}


@pytest.fixture
def shell(tipstaff):
    tipstaff.write("main.tf", MODEL + CONFIG)

    def run(line, **environment):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            cwd=tipstaff.directory,
            env=tipstaff.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_that_goes_away_changes_nothing_else(shell, tipstaff, form):
    assert shell(f"{CHECK} -o {form} -o sarif=late.sarif | true") == (1, "", "")
    assert (tipstaff.directory / "late.sarif").exists()


@pytest.mark.parametrize("command", ["policies list", "policies show TRN001"])
def test_a_reader_that_goes_away_from_a_list_is_no_error(shell, command):
    assert shell(f"{TIPSTAFF} {command} | true") == (0, "", "")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"{CHECK} > /dev/full", "standard output cannot be written: No space left on device"),
        (f"{CHECK} -o json > /dev/full", "standard output cannot be written: No space left on device"),
        (f"{TIPSTAFF} policies list > /dev/full", "standard output cannot be written: No space left on device"),
        (f"{CHECK} >&-", "standard output is closed"),
        (f"{CHECK} -o json >&-", "standard output is closed"),
        (f"{TIPSTAFF} policies list >&-", "standard output is closed"),
        (f"{TIPSTAFF} check - --stdin-filename a.tf <&-", "standard input is closed"),
    ],
)
def test_streams_that_cannot_be_used_are_named(shell, line, message):
    code, out, told = shell(line)
    assert (code, out) == (2, "")
    assert told.startswith(f"tipstaff: {message}\n  ")
    assert told.count("\n") == 2


def test_files_are_written_also_when_standard_output_is_closed(shell, tipstaff):
    assert shell(f"{CHECK} -o json=a.json >&-") == (1, "", "")
    assert json.loads((tipstaff.directory / "a.json").read_text())["findings"]


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_signs_that_the_encoding_lacks_are_escaped(tipstaff, form, encoding):
    tipstaff.write("größe→1.tf", MODEL + CONFIG)
    done = subprocess.run(
        [TIPSTAFF, "check", ".", "-o", form],
        cwd=tipstaff.directory,
        env=tipstaff.environment | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode(encoding)


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("end", sorted(FILES))
def test_a_name_that_is_not_utf8_costs_nothing(tipstaff, form, end):
    tipstaff.write(f"{ODD}.{end}", FILES[end])
    ran = tipstaff("check", ".", "-o", form, "-o", "json=all.json", "-o", f"{form}=again", "--fail-on", "none")
    assert ran.err == ""
    assert (ran.code, ran.out.rstrip()) == (0, (tipstaff.directory / "again").read_text("utf-8").rstrip())
    found = json.loads((tipstaff.directory / "all.json").read_text())["findings"]
    assert {finding["location"]["file"] for finding in found if finding["location"]} == {f"{ODD}.{end}"}


def test_a_name_that_is_not_utf8_has_a_baseline_and_changes(tipstaff):
    repository = Repository(tipstaff.directory)
    tipstaff.write(f"{ODD}/{ODD}.tf", MODEL + CONFIG)
    repository.commit()
    assert tipstaff("baseline", "write", ".", "-o", "known.json").code == 0
    gate = ("check", ".", "--baseline", "known.json", "--fail-on-new", "-o", "json")
    assert tipstaff(*gate).code == 0
    assert json.loads(tipstaff(*gate, "--changed-since", "HEAD").out)["narrowing"]
    tipstaff.write(f"{ODD}/new.tf", CONFIG.replace('"c"', '"d"').replace('"ranker"', '"other"'))
    ran = tipstaff(*gate, "--changed-since", "HEAD")
    failed = [one for one in json.loads(ran.out)["findings"] if one["status"] == "failed"]
    assert (ran.code, {one["location"]["file"] for one in failed}) == (1, {f"{ODD}/new.tf"})
