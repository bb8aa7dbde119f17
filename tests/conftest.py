"""Fixtures for all tests."""

import signal

from hypothesis import settings

from tests.aws.fixtures import aws, aws_server
from tests.engines.conftest import opa_server

# What starts tests in the background lets them, and so the commands that they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says nothing on a machine that others use too.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

__all__ = ["aws", "aws_server", "opa_server"]
