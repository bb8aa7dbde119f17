"""Collect metric series of endpoint variants: what CloudWatch has, in few calls, and within what they may cost."""

from datetime import UTC, datetime, timedelta

import pytest

from scanner.model import GapReason, MetricNeed
from scanner.resource_types import ENDPOINT, METRIC
from tests.collectors.collection import SCOPE, collected, wanting

NAMESPACE = "AWS/SageMaker"
USE = MetricNeed(NAMESPACE, "Invocations", "Sum", 3600, 14)
PEAK = MetricNeed("/aws/sagemaker/Endpoints", "GPUUtilization", "Maximum", 300, 2)


def wanting_metrics(*needs, **more):
    reads = {ENDPOINT: frozenset({("ProductionVariants",), ("Tags",)})}
    return wanting(METRIC, ENDPOINT, reads=reads, metrics=needs, **more)


def seed_endpoints(aws, *names, variants=("main",)):
    for name in names:
        document = {"EndpointName": name, "ProductionVariants": [{"VariantName": variant} for variant in variants]}
        aws.account().seed("Endpoint", document)


def put(aws, need, endpoint, variant, values):
    """Put a value for each hour before this one, newest first."""
    dimensions = [{"Name": "EndpointName", "Value": endpoint}, {"Name": "VariantName", "Value": variant}]
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    moments = [hour - timedelta(hours=ago) for ago in range(1, len(values) + 1)]
    data = [
        {"MetricName": need.name, "Dimensions": dimensions, "Timestamp": moment, "Value": value}
        for moment, value in zip(moments, values, strict=True)
    ]
    aws.client("cloudwatch").put_metric_data(Namespace=need.namespace, MetricData=data)
    return [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in moments]


def series(found):
    """Give the series by what they are of: the metric, the endpoint and the variant."""
    given = {}
    for item in found.resources:
        if item.type == METRIC:
            metric = item.document["MetricStat"]["Metric"]
            given[metric["MetricName"], *(dimension["Value"] for dimension in metric["Dimensions"])] = item
    return given


def test_a_series_is_what_cloudwatch_has_oldest_first(aws):
    seed_endpoints(aws, "e", variants=("main", "idle"))
    moments = put(aws, USE, "e", "main", [3, 5, 8])
    found = collected(aws, wanting_metrics(USE))
    given = series(found)
    main = given["Invocations", "e", "main"]
    assert main.document["Timestamps"] == moments[::-1]
    assert main.document["Values"] == [8, 5, 3]
    assert main.document["MetricStat"]["Period"] == 3600
    assert main.document["MetricStat"]["Stat"] == "Sum"
    assert main.document["MetricStat"]["Metric"]["Namespace"] == NAMESPACE
    assert main.scope == SCOPE
    assert given["Invocations", "e", "idle"].document["Values"] == []
    assert found.gaps == []


def test_a_shadow_variant_has_series_of_its_own(aws):
    shadow = [{"VariantName": "shadow"}]
    document = {"EndpointName": "e", "ProductionVariants": [{"VariantName": "v"}], "ShadowProductionVariants": shadow}
    aws.account().seed("Endpoint", document)
    reads = {ENDPOINT: frozenset({("ProductionVariants",), ("ShadowProductionVariants",), ("Tags",)})}
    found = collected(aws, wanting(METRIC, ENDPOINT, reads=reads, metrics=(USE,)))
    assert set(series(found)) == {("Invocations", "e", "v"), ("Invocations", "e", "shadow")}


def test_needs_of_one_statistic_are_asked_for_once_as_finely_and_as_long_as_any(aws):
    seed_endpoints(aws, "e")
    finer = MetricNeed(NAMESPACE, "Invocations", "Sum", 300, 2)
    found = collected(aws, wanting_metrics(USE, finer))
    [only] = series(found).values()
    assert only.document["MetricStat"]["Period"] == 300
    [call] = aws.calls.of("cloudwatch:GetMetricData")
    assert call.params["EndTime"] - call.params["StartTime"] == 14 * 24 * 3600


def test_needs_of_different_times_are_asked_for_apart(aws):
    seed_endpoints(aws, "e")
    found = collected(aws, wanting_metrics(USE, PEAK))
    assert set(series(found)) == {("Invocations", "e", "main"), ("GPUUtilization", "e", "main")}
    spans = {call.params["EndTime"] - call.params["StartTime"] for call in aws.calls.of("cloudwatch:GetMetricData")}
    assert spans == {14 * 24 * 3600, 2 * 24 * 3600}


def test_more_than_five_hundred_series_take_two_calls_and_are_announced_before(aws):
    seed_endpoints(aws, *(f"e{number}" for number in range(51)), variants=[f"v{number}" for number in range(10)])
    put(aws, USE, "e50", "v9", [7])
    aws.faults.delay("cloudwatch:GetMetricData", 0.3)
    found = collected(aws, wanting_metrics(USE))
    assert aws.calls.count("cloudwatch:GetMetricData") == 2
    assert len(series(found)) == 510
    assert series(found)["Invocations", "e50", "v9"].document["Values"] == [7]
    assert found.lines == ["us-east-1: 510 metric series, which AWS charges about 0.0051 USD for"]
    assert "cloudwatch:GetMetricData" not in found.called_when_told[0]


def test_series_that_cost_too_much_are_one_gap_that_names_the_flag_and_no_call(aws):
    seed_endpoints(aws, "e", "f")
    found = collected(aws, wanting_metrics(USE, metric_cost=0.000_01))
    assert aws.calls.count("cloudwatch:*") == 0
    [gap] = found.gaps
    assert (gap.reason, gap.type, gap.scope) == (GapReason.NOT_ASKED, METRIC, SCOPE)
    assert "--max-metric-cost" in gap.message
    assert gap.needs == "--max-metric-cost 1"
    assert found.lines == []
    assert set(found.of(ENDPOINT)) == {"e", "f"}


def test_the_cost_of_all_regions_counts_together(aws):
    for region in ("us-east-1", "eu-west-1"):
        document = {"EndpointName": "e", "ProductionVariants": [{"VariantName": "main"}]}
        aws.account(region=region).seed("Endpoint", document)
    found = collected(aws, wanting_metrics(USE, metric_cost=0.000_015), regions=("us-east-1", "eu-west-1"))
    assert len(series(found)) == 1
    assert [gap.type for gap in found.gaps] == [METRIC]


def test_without_endpoints_nothing_is_asked_or_said(aws):
    found = collected(aws, wanting_metrics(USE))
    assert aws.calls.by_operation() == {"sagemaker:ListEndpoints": 1, "sts:GetCallerIdentity": 1}
    assert (found.lines, found.gaps) == ([], [])


def test_refused_metrics_cost_only_the_metrics(aws):
    seed_endpoints(aws, "e")
    aws.faults.deny("cloudwatch:GetMetricData")
    found = collected(aws, wanting_metrics(USE))
    assert [(gap.reason, gap.needs, gap.type) for gap in found.gaps] == [
        (GapReason.DENIED, "cloudwatch:GetMetricData", METRIC),
    ]
    assert set(found.of(ENDPOINT)) == {"e"}


@pytest.mark.parametrize("name", ["a", "0" * 63, "A-b-0"])
def test_every_name_that_an_endpoint_may_have_is_asked_about(aws, name):
    seed_endpoints(aws, name)
    put(aws, USE, name, "main", [1])
    assert series(collected(aws, wanting_metrics(USE)))["Invocations", name, "main"].document["Values"] == [1]
