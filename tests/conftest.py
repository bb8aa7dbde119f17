"""Fixtures for all tests."""

from tests.aws.fixtures import aws, aws_server
from tests.engines.conftest import opa_server

__all__ = ["aws", "aws_server", "opa_server"]
