"""Write the times of AWS answers as snapshots keep them: ISO 8601 in UTC with `Z`, milliseconds where there are any."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def write_timestamp(value: str | float) -> str:
    """Read any form that AWS sends: seconds since 1970, ISO 8601, RFC 822.

    Given to botocore as its timestamp parser, because its own spends half the time of a page in dateutil.
    """
    moment = _parse(value).astimezone(UTC)
    milliseconds = round(moment.microsecond / 1000)
    if milliseconds == 1000:  # noqa: PLR2004  # the fraction rounds up to a whole second
        return write_timestamp(round(moment.timestamp()))
    fraction = f".{milliseconds:03d}" if milliseconds else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def _parse(value: str | float) -> datetime:
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = parsedate_to_datetime(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
