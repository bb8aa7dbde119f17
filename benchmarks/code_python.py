"""`tipstaff check` on 2,000 Python files and 1,000 notebooks that use SageMaker: at most 12 s on two cores."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import alternate

SCRIPTS, NOTEBOOKS = 2_000, 1_000
LINES = 250
"""What a script of SageMaker's public examples has on average."""

TRAINING = """
import sagemaker
from sagemaker.estimator import Estimator

def train_{n}(role, bucket, epochs=3):
    image = sagemaker.image_uris.retrieve("xgboost", "eu-west-1", "1.7-1")
    hyperparameters = {{"num_round": 100 + epochs, "objective": "reg:squarederror"}}
    estimator = Estimator(
        image_uri=image,
        role=role,
        instance_count=1,
        instance_type="ml.m5.{size}",
        max_run=7200,
        output_path=f"s3://{{bucket}}/models/{n}",
        hyperparameters=hyperparameters,
    )
    estimator.fit({{"train": f"s3://{{bucket}}/train/{n}"}})
    return estimator.deploy(initial_instance_count=1, instance_type="ml.c5.{size}")
"""
FILLER = """
def prepare_{n}(frame, columns=("a", "b", "c")):
    result = {{}}
    for column in columns:
        values = [value * {n} for value in frame[column] if value is not None]
        if len(values) > {n}:
            result[column] = sum(values) / len(values)
        else:
            result[column] = 0.0
    return result
"""
PICTURE = "iVBORw0KGgo" * 3000


def script(number: int, chance: random.Random) -> str:
    """Write a script: one job, one endpoint, and much that is about neither."""
    size = chance.choice(("large", "xlarge", "2xlarge"))
    filler = "".join(FILLER.format(n=at) for at in range(LINES // FILLER.count("\n")))
    return TRAINING.format(n=number, size=size) + filler


def notebook(number: int, chance: random.Random) -> str:
    """Write a notebook of the same in cells, with pictures in its outputs."""
    parts = script(number, chance).split("\ndef ")
    code = [parts[0], *(f"def {part}" for part in parts[1:])]
    cells = [
        {
            "cell_type": "code",
            "execution_count": at,
            "metadata": {},
            "source": text.splitlines(keepends=True),
            "outputs": [{"output_type": "display_data", "data": {"image/png": PICTURE}, "metadata": {}}]
            if at == 1
            else [],
        }
        for at, text in enumerate(code)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


with tempfile.TemporaryDirectory() as made:
    chance = random.Random(1)
    for number in range(SCRIPTS):
        Path(made, f"train_{number}.py").write_text(script(number, chance))
    for number in range(NOTEBOOKS):
        Path(made, f"notebook_{number}.ipynb").write_text(notebook(number, chance))
    tipstaff = [str(Path(sys.executable).with_name("tipstaff")), "check", made, "-o", "json=/dev/null"]
    floor = [sys.executable, "-m", "compileall", "-q", "-f", made]
    ours, theirs = alternate([tipstaff, floor], runs=3, codes=(0, 1, 4))
    print(
        f"{SCRIPTS:,} scripts and {NOTEBOOKS:,} notebooks  {ours.wall:.1f} s"
        f"   (bar 12 s; compileall of the scripts alone {theirs.wall:.1f} s)"
    )
