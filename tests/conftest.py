"""Fixtures for all tests."""

import signal

from tests.aws.fixtures import aws, aws_server
from tests.engines.conftest import opa_server

# What starts tests in the background lets them, and so the commands that they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

__all__ = ["aws", "aws_server", "opa_server"]
