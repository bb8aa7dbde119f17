"""Collect CloudWatch alarms: one chain of all metric alarms, because asking metric by metric costs a call for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.collectors.listing import Chain, read_chain
from scanner.resource_types import ALARM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.collectors.listing import Item
    from scanner.collectors.region import Region

ALARMS = Chain(ALARM, "cloudwatch:DescribeAlarms", "MetricAlarms", "AlarmArn", "alarm", ("AlarmName",))


def collect_alarms(region: Region) -> Iterator[Item]:
    """Yield the metric alarms."""
    return read_chain(region, ALARMS, AlarmTypes=["MetricAlarm"], MaxRecords=100)
