"""Collect metrics of endpoint variants: five hundred series a call, and never dearer than the user allows."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from scanner.collectors.calls import documents
from scanner.collectors.failures import CallError, Failure
from scanner.model import GapReason, MetricNeed
from scanner.resource_types import ENDPOINT, METRIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.collectors.region import Region
    from scanner.model import Resource
    from scanner.paths import Document, Json

READ_METRICS: Final = "cloudwatch:GetMetricData"
USD_A_SERIES: Final = 0.01 / 1000
"""What CloudWatch charges for a series that is asked for, in US dollars: the list price of most regions."""
_SERIES_A_CALL: Final = 500
VARIANT_LISTS: Final = ("ProductionVariants", "ShadowProductionVariants")


def collect_metrics(region: Region) -> Iterator[Resource]:
    """Yield the series that policies ask for of each variant. Raises CallError when they would cost too much."""
    needs = fewest(region.wanted.metrics)
    variants = [variant for endpoint in region.found(ENDPOINT) for variant in _variants(endpoint.document)]
    series = [(need, variant) for need in needs for variant in variants]
    if not series:
        return
    cost = len(series) * USD_A_SERIES
    if not region.spend(cost):
        raise CallError(_too_dear(region.wanted.metric_cost, cost))
    region.say(f"{region.name}: {len(series):,} metric series, which AWS charges about {cost:.4f} USD for")
    moment = datetime.now(UTC)
    for (period, days), asked in _by_window(series).items():
        end = datetime.fromtimestamp(moment.timestamp() // period * period, UTC)
        for start in range(0, len(asked), _SERIES_A_CALL):
            yield from _read(region, asked[start : start + _SERIES_A_CALL], end - timedelta(days=days), end)


def fewest(needs: Iterable[MetricNeed]) -> tuple[MetricNeed, ...]:
    """Give the fewest series that serve all needs: of one statistic the finest period and the longest time."""
    merged: dict[tuple[str, str, str], MetricNeed] = {}
    for need in needs:
        key = (need.namespace, need.name, need.stat)
        known = merged.get(key, need)
        merged[key] = MetricNeed(*key, math.gcd(known.period, need.period), max(known.days, need.days))
    return tuple(merged[key] for key in sorted(merged))


_Variant = tuple[str, str]


def _variants(endpoint: Document) -> Iterator[_Variant]:
    for key in VARIANT_LISTS:
        for variant in documents(endpoint.get(key)):
            yield str(endpoint.get("EndpointName")), str(variant.get("VariantName"))


def _by_window(
    series: Iterable[tuple[MetricNeed, _Variant]],
) -> dict[tuple[int, int], list[tuple[MetricNeed, _Variant]]]:
    windows: defaultdict[tuple[int, int], list[tuple[MetricNeed, _Variant]]] = defaultdict(list)
    for need, variant in series:
        windows[need.period, need.days].append((need, variant))
    return windows


def _read(
    region: Region, asked: Sequence[tuple[MetricNeed, _Variant]], start: datetime, end: datetime
) -> Iterator[Resource]:
    """Ask for up to five hundred series; a long one comes in pieces, page by page."""
    metrics = [_metric(need, variant) for need, variant in asked]
    queries: list[Json] = [{"Id": f"m{number}", "MetricStat": metric} for number, metric in enumerate(metrics)]
    found: list[dict[str, Json]] = [{"MetricStat": metric} for metric in metrics]
    pages = region.calls.pages(
        READ_METRICS,
        MetricDataQueries=queries,
        StartTime=start.isoformat(),
        EndTime=end.isoformat(),
        ScanBy="TimestampAscending",
    )
    for page in pages:
        for result in documents(page.get("MetricDataResults")):
            _join(found[int(str(result.get("Id", "m0"))[1:])], result)
    for (need, (endpoint, variant)), document in zip(asked, found, strict=True):
        made = f"metric/{need.namespace}/{need.name}/{endpoint}/{variant}/{need.stat}/{need.period}"
        yield region.resource(METRIC, region.arn("cloudwatch", made), document, READ_METRICS, {})


def _metric(need: MetricNeed, variant: _Variant) -> dict[str, Json]:
    names = ("EndpointName", "VariantName")
    dimensions: list[Json] = [{"Name": name, "Value": value} for name, value in zip(names, variant, strict=True)]
    metric: dict[str, Json] = {"Namespace": need.namespace, "MetricName": need.name, "Dimensions": dimensions}
    return {"Metric": metric, "Period": need.period, "Stat": need.stat}


def _join(document: dict[str, Json], piece: Document) -> None:
    for key, value in piece.items():
        before = document.get(key)
        document[key] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
    document.pop("Id", None)


def _too_dear(most: float, cost: float) -> Failure:
    message = f"the metrics would cost about {cost:.2f} USD, and --max-metric-cost allows {most:g} for the whole scan"
    return Failure(GapReason.NOT_ASKED, message, f"--max-metric-cost {math.ceil(cost + most)}")
