"""Comments in cells waive, at their places in the file."""

from __future__ import annotations

import json
import pathlib

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions


def test_a_comment_in_a_cell_covers_the_line_below_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    comment = '# tipstaff: ignore[TRN001] the "last" run until 2027-01-31\n'
    sources = [
        ["import boto3\n", "%pip install x\n"],
        [comment, "boto3.client('sagemaker').create_model(ModelName='m')\n"],
    ]
    cells = [{"cell_type": "code", "source": source, "outputs": [], "metadata": {}} for source in sources]
    text = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}, indent=1)
    pathlib.Path("n.ipynb").write_text(text)
    reading = read_code([pathlib.Path("n.ipynb")], CodeOptions())
    (waiver,) = reading.waivers
    (model,) = reading.resources
    assert (waiver.reason, waiver.until) == ('the "last" run', "2027-01-31")
    assert waiver.span.start_line == model.origin.span.start_line == waiver.location.span.start_line + 1
    written = text.split("\n")[waiver.location.span.start_line - 1]
    assert written[waiver.location.span.start_column - 1 :].startswith("tipstaff: ignore[TRN001]")
