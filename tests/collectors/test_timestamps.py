from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.collectors.timestamps import write_timestamp


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (1763607600, "2025-11-20T03:00:00Z"),
        (1763607600.125, "2025-11-20T03:00:00.125Z"),
        (1763607600.9996, "2025-11-20T03:00:01Z"),
        (1767225599.9996, "2026-01-01T00:00:00Z"),
        (-0.5, "1969-12-31T23:59:59.500Z"),
        ("1763607600", "2025-11-20T03:00:00Z"),
        ("2025-11-20T03:00:00Z", "2025-11-20T03:00:00Z"),
        ("2025-11-20T03:00:00.000Z", "2025-11-20T03:00:00Z"),
        ("2025-11-20T05:00:00.5+02:00", "2025-11-20T03:00:00.500Z"),
        ("2025-11-20T03:00:00", "2025-11-20T03:00:00Z"),
        ("Thu, 20 Nov 2025 03:00:00 GMT", "2025-11-20T03:00:00Z"),
    ],
)
def test_every_form_that_aws_sends_becomes_one_form(sent, written):
    assert write_timestamp(sent) == written


@given(st.integers(-62_135_596_800, 253_402_300_799) | st.floats(-2e9, 1e10))
def test_any_number_of_seconds_is_the_moment_that_python_makes_of_it(seconds):
    written = datetime.fromisoformat(write_timestamp(seconds))
    assert abs((written - datetime.fromtimestamp(seconds, UTC)).total_seconds()) <= 0.000502
    assert written.microsecond % 1000 == 0


@pytest.mark.parametrize("sent", ["yesterday", "2025-13-01T00:00:00Z", "nan", 1e18, float("inf"), float("nan"), 2**80])
def test_what_is_no_time_is_an_error(sent):
    with pytest.raises(ValueError, match=r"time|format|cannot|out of range|Invalid"):
        write_timestamp(sent)
