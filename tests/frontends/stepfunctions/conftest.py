"""Read state machines as if they stood in the working directory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.frontends.cloudformation.conftest import Read, read

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read"]

TRAINING = "arn:aws:states:::sagemaker:createTrainingJob.sync"


@pytest.fixture
def machine(read: Callable[..., Read]) -> Callable[..., Read]:
    """Read a machine of these states, the first of which it starts with."""

    def read_states(states: dict[str, object], **fields: object) -> Read:
        document = {"StartAt": next(iter(states)), "States": states, **fields}
        return read({"machine.asl.json": json.dumps(document, indent=1)})

    return read_states


def task(resource: str = TRAINING, **fields: object) -> dict[str, object]:
    """Write a task."""
    return {"Type": "Task", "Resource": resource, **fields}
