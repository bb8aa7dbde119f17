"""Functions that can make nothing are not followed; all that can are, however they lead there."""

from __future__ import annotations

import pytest

MAKES = "def make():\n    boto3.client('sagemaker').create_model(ModelName='m')\n"


@pytest.mark.parametrize(
    "code",
    [
        MAKES,
        "def make():\n    import boto3 as b\n    b.client('sagemaker').create_model(ModelName='m')\n",
        "client = boto3.client('sagemaker')\ndef make():\n    client.create_model(ModelName='m')\n",
        f"{MAKES}def main():\n    make()\n",
        "def outer():\n    def make():\n        boto3.client('sagemaker').create_model(ModelName='m')\n    make()\n",
        "def make(client):\n    client.create_model(ModelName='m', PrimaryContainer={'Image': 'i'})\n",
        "class Maker:\n    def make(self):\n        boto3.client('sagemaker').create_model(ModelName='m')\n",
    ],
)
def test_what_can_make_something_is_followed(read, code):
    got = read(f"import boto3  # sagemaker\n{code}")
    assert got.document("Model")["ModelName"] == "m"


@pytest.mark.parametrize(("package", "gaps"), [("np", 0), ("boto3", 1)])
def test_what_can_make_nothing_costs_nothing(read, package, gaps):
    lines = "".join(f"    a{at} = y{'+1' * 50}\n" for at in range(3_200))
    heavy = f"def heavy(y):\n{lines}    return {package}.array(y)\n"
    got = read(f"import boto3, numpy as np  # sagemaker\n{heavy}{MAKES}")
    assert len(got.gaps) == gaps
