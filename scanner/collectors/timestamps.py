"""Write the times of AWS answers as snapshots keep them: ISO 8601 in UTC with `Z`, milliseconds where there are any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MINUTES: Final = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60))
_SECONDS: Final = tuple(f":{number:02}" for number in range(60))
_FRACTIONS: Final = ("Z", *(f".{number:03}Z" for number in range(1, 1000)))

LAG: Final = timedelta(hours=1)
"""How far the index behind Search, and clocks, may be off; so much is asked for again."""


def now() -> str:
    """Give the time in UTC."""
    return moment(datetime.now(UTC))


def moment(time: datetime) -> str:
    """Write a time in whole seconds, as Search reads it."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_timestamp(value: str | float) -> str:
    """Read any form that AWS sends: seconds since 1970, ISO 8601, RFC 822. Raises ValueError for what is no time.

    A page of a hundred jobs has thousands of times, so a number is written without a datetime.
    """
    if isinstance(value, str):
        return _write_text(value)
    try:
        day, rest = divmod(round(value * 1000), 24 * 3_600_000)
        minute, rest = divmod(rest, 60_000)
        return f"{_day(day)}T{_MINUTES[minute]}{_SECONDS[rest // 1000]}{_FRACTIONS[rest % 1000]}"
    except OverflowError as error:
        raise ValueError(f"{value!r} is no time") from error


@lru_cache(maxsize=8192)
def _day(day: int) -> str:
    return date.fromordinal(_EPOCH + day).isoformat()


def _write_text(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        moment = _read(text)
    else:
        return write_timestamp(number)
    return write_timestamp((moment - datetime.fromtimestamp(0, UTC)).total_seconds())


def _read(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
