"""The fake AWS as pytest fixtures: one server for all tests, empty and well-behaved at the start of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.aws.server import FakeAws

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def aws_server() -> Iterator[FakeAws]:
    """Run the fake while tests run; what moto takes long to load is loaded before any test counts seconds."""
    with FakeAws.start() as server:
        server.client("ec2", read_timeout=120).describe_subnets()
        server.client("ec2", read_timeout=120).describe_availability_zones()
        server.client("sts", read_timeout=120).get_caller_identity()
        yield server


@pytest.fixture
def aws(aws_server: FakeAws, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """Give the fake, empty, with the environment set to it."""
    aws_server.reset()
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in aws_server.environment().items():
        monkeypatch.setenv(name, value)
    return aws_server
