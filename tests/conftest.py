"""Fixtures for all tests."""

from tests.aws.fixtures import aws, aws_server

__all__ = ["aws", "aws_server"]
