import pytest

from scanner.collectors.timestamps import write_timestamp


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (1763607600, "2025-11-20T03:00:00Z"),
        (1763607600.125, "2025-11-20T03:00:00.125Z"),
        (1763607600.9996, "2025-11-20T03:00:01Z"),
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


def test_what_is_no_time_is_an_error():
    with pytest.raises(ValueError, match="yesterday"):
        write_timestamp("yesterday")
