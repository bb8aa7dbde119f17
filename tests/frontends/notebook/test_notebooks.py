"""Notebooks are read cell by cell, with one set of names, at their places in the file."""

from __future__ import annotations

import ast
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.frontends.notebook.code import code_of
from scanner.frontends.notebook.document import find_cells
from scanner.frontends.python_code.ipython import plain_python
from scanner.frontends.text.positions import Text
from scanner.model import GapReason
from tests.frontends.python_code.conftest import cut
from tests.patience import PATIENCE

IMPORT = 'import boto3\nsm = boto3.client("sagemaker")'
CALL = 'sm.create_training_job(TrainingJobName="a", ResourceConfig={"InstanceType": kind})'
TYPE = ("ResourceConfig", "InstanceType")


def test_cells_share_their_names(notebook):
    got = notebook(IMPORT, 'kind = "ml.m5.large"', CALL)
    assert got.document()["ResourceConfig"] == {"InstanceType": "ml.m5.large"}
    assert got.addresses == ["cell[3].create_training_job.a"]
    assert got.text(TYPE) == r"\"ml.m5.large\""
    assert got.header() == "create_training_job"


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\nkind = 'ml.m5.large'",
        "!pip install sagemaker\nkind = 'ml.m5.large'",
        "!pip install \\\n  sagemaker\nkind = 'ml.m5.large'",
        "sagemaker?\nkind = 'ml.m5.large'",
        "?sagemaker\nkind = 'ml.m5.large'",
        "files = !ls\nkind = 'ml.m5.large'",
        "files = %sx ls\nkind = 'ml.m5.large'",
        "%time kind = 'ml.m5.large'",
        "%timeit -n 1 -r1 kind = 'ml.m5.large'",
        "%prun kind = 'ml.m5.large'",
        "kind = %time 'ml.m5.large'",
        "%%time\nkind = 'ml.m5.large'",
        "%%capture out\nkind = 'ml.m5.large'",
        "\n%%local\nkind = 'ml.m5.large'",
        "pip install sagemaker\nkind = 'ml.m5.large'",
        "kind = ('ml.m5.%s'\n  % 'large')",
        "if True:\n    !ls\n    kind = 'ml.m5.large'",
        "text = '''\n%load\n!ls\n'''\nkind = 'ml.m5.large'",
    ],
)
def test_what_only_ipython_understands_does_not_matter(notebook, cell):
    got = notebook(IMPORT, cell, CALL)
    assert got.document()["ResourceConfig"] == {"InstanceType": "ml.m5.large"}
    assert [gap for gap in got.gaps if gap.blocking] == []


@pytest.mark.parametrize("line", ["kind = %env KIND", "kind = !cat kind", "kind = %sx cat kind"])
def test_what_a_shell_or_a_magic_gives_is_not_known(notebook, line):
    got = notebook(IMPORT, line, CALL)
    (gap,) = (gap for gap in got.gaps if gap.path == ("ResourceConfig", "InstanceType"))
    assert gap.needs == "get_ipython"


@pytest.mark.parametrize("line", [" " * 100_000 + "x", "x" + " " * 100_000, "? " * 50_000 + "x", "a. " * 50_000])
def test_a_long_line_that_is_not_python_is_read_in_time(notebook, line):
    started = time.monotonic()
    got = notebook(IMPORT, f"%load\n{line}\n???", 'kind = "a"', CALL)
    assert time.monotonic() - started < PATIENCE
    assert got.document()["ResourceConfig"] == {"InstanceType": "a"}


@pytest.mark.parametrize("magic", ["%%bash", "%%writefile train.py", "%%html", "%%sh -e"])
def test_cells_of_other_languages_are_left_out(notebook, magic):
    got = notebook(IMPORT, 'kind = "a"', f'{magic}\nkind = "b"', CALL)
    assert got.document()["ResourceConfig"] == {"InstanceType": "a"}


def test_a_cell_that_is_not_python_costs_only_itself(notebook):
    got = notebook(IMPORT, "def train(:\n    sagemaker", 'kind = "a"', CALL)
    assert got.document()["ResourceConfig"] == {"InstanceType": "a"}
    (gap,) = (gap for gap in got.gaps if gap.blocking)
    assert gap.reason is GapReason.UNREADABLE
    assert "cell 2" in gap.message
    assert cut(got.file, gap.location.span) == ""
    assert (gap.location.span.start_line, gap.location.span.start_column) == (19, 16)


def test_markdown_and_outputs_are_not_read(notebook):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [CALL]},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [{"data": {"application/json": {"source": [CALL], "cells": [1]}}, "text": [CALL]}],
            "source": IMPORT,
        },
        {"cell_type": "raw", "metadata": {}, "source": CALL},
    ]
    assert not notebook(cells=cells).resources


def test_format_3_is_read(notebook):
    cells = [
        {"cell_type": "code", "language": "python", "input": [text + "\n"]} for text in (IMPORT, "kind = 'a'", CALL)
    ]
    got = notebook(cells=[], worksheets=[{"cells": cells}], nbformat=3)
    assert got.document()["ResourceConfig"] == {"InstanceType": "a"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 sagemaker import boto3", "an archive"),
        (b"\x1f\x8b sagemaker", "an archive"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS"),
        (b"<html>not a notebook</html>", "not JSON"),
        (b'{"nbformat": 5, "x": "import sagemaker"}', "format 5"),
        (b'{"cells": [{"source": "import sagemaker', "not JSON"),
        (b'{"cells": ' + b"[" * 100_000 + b'"import sagemaker"', "not JSON"),
        (b'{"cells": [], "x": ' + b"[" * 100_000 + b'"import sagemaker"', "not JSON"),
        (b'{"nbformat": ' + b"9" * 100_000 + b', "x": "import sagemaker"}', "not JSON"),
        (b'{"a": "\xff import sagemaker"}', "not UTF-8"),
    ],
)
def test_what_is_no_notebook_is_said_to_be_none(read, data, says):
    got = read(data, "train.ipynb")
    (gap,) = got.gaps
    assert gap.reason is GapReason.UNREADABLE
    assert says in gap.message


def test_an_empty_file_and_other_languages_are_nothing(read, notebook):
    assert read(b"", "empty.ipynb").gaps == ()
    got = notebook(IMPORT, CALL, metadata={"kernelspec": {"language": "R"}})
    assert (got.resources, got.gaps) == ((), ())


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from(['"', "\\", "é", "😀", "\t"]),
    max_size=12,
)


@given(
    st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=4), st.booleans(), st.sampled_from([None, 2])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_place_is_that_of_the_text_in_the_file(words, ascii_only, indent):
    sources = ["\n".join(f"{word!r}; {word!r}" for word in cell) for cell in words]
    cells = [
        {"cell_type": "code", "source": source if at % 2 else source.splitlines(keepends=True)}
        for at, source in enumerate(sources)
    ]
    content = json.dumps({"cells": cells}, ensure_ascii=ascii_only, indent=indent)
    source, failed = code_of(find_cells(Text(content)))
    assert not failed
    found = [node for node in ast.walk(source.tree) if isinstance(node, ast.Constant)]
    lines = content.split("\n")
    for node in found:
        span = source.span(node)
        assert span.start_line == span.end_line
        raw = lines[span.start_line - 1][span.start_column - 1 : span.end_column - 1]
        assert ast.literal_eval(json.loads(f'"{raw}"')) == node.value
    assert len(found) == 2 * sum(map(len, words))


@given(st.text(st.sampled_from("%!? \n\t=x'\"()\\#é"), max_size=40))
def test_making_plain_python_keeps_the_lines(text):
    assert plain_python(text).count("\n") == text.count("\n")
