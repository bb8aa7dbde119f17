"""Read pipeline definitions as if they stood in the working directory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.frontends.cloudformation.conftest import Read, read

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read"]

VERSION = "2020-12-01"


@pytest.fixture
def pipeline(read: Callable[..., Read]) -> Callable[..., Read]:
    """Read a pipeline of these steps; `given` are values of its parameters."""

    def read_steps(*steps: object, parameters: object = (), **given: str) -> Read:
        document = {"Version": VERSION, "Parameters": parameters, "Steps": list(steps)}
        return read({"pipeline.json": json.dumps(document, indent=1)}, **given)

    return read_steps


def step(name: str, kind: str = "Training", **arguments: object) -> dict[str, object]:
    """Write a step."""
    return {"Name": name, "Type": kind, "Arguments": arguments}


def get(reference: str) -> dict[str, str]:
    """Write a reference."""
    return {"Get": reference}
