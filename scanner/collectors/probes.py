"""The table of cheap tries: a call of each operation that reads next to nothing, to see whether AWS allows it.

A list is asked for one element, and a Describe for what there is not: an error that is not a refusal means allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.collectors.account_lists import ACCOUNT_LISTS
from scanner.collectors.listing import SEARCH
from scanner.collectors.metrics import READ_METRICS
from scanner.collectors.referenced import BUCKET_PARTS, LIST_BUCKETS, OFFERINGS, READ_IMAGES, READ_ROLES, REPOSITORIES
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.collectors.tags import READ_TAGS
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.paths import Json

    Params = Mapping[str, Json]

NOBODY: Final = "tipstaff-doctor"
"""The name of everything that is asked for and is not there."""
BUCKET_READS: Final = frozenset(BUCKET_PARTS.values())
"""Reads of a bucket: of one that is not there S3 says so whatever is allowed, so they need one that is."""
_IDENTITIES: Final = {
    "AppType": "JupyterServer",
    "ComputeQuotaId": "tipstaffdoct",
    "DomainId": "d-tipstaffdoctor",
    "NodeId": "i-00000000000000000",
    "PipelineExecutionArn": f"arn:{{partition}}:sagemaker:{{region}}:{{account}}:pipeline/{NOBODY}/execution/{0:012}",
}
"""What names that have a form of their own look like."""
_ALTERNATIVES: Final = {"SpaceName": "UserProfileName"}
"""Parameters that are not sent beside another."""
_ONE: Final = {"MaxResults": 1}
_NO_METRIC: Final[Params] = {"Metric": {"Namespace": NOBODY, "MetricName": NOBODY}, "Period": 60, "Stat": "Sum"}
"""One series, which AWS charges a hundred-thousandth of a US dollar for."""
_OWN: Final[Mapping[str, Params]] = {
    SEARCH: {"Resource": "TrainingJob", **_ONE},
    READ_TAGS: {"ResourceTypeFilters": ["sagemaker"], "ResourcesPerPage": 1},
    READ_ROLES: {"Filter": ["Role"], "MaxItems": 1},
    READ_IMAGES: {"repositoryName": NOBODY, "maxResults": 1},
    REPOSITORIES.operation: {"maxResults": 1},
    LIST_BUCKETS.operation: {"MaxBuckets": 1},
    READ_METRICS: {
        "MetricDataQueries": [{"Id": "m", "MetricStat": dict(_NO_METRIC)}],
        "StartTime": "2026-01-01T00:00:00Z",
        "EndTime": "2026-01-01T00:01:00Z",
    },
    "budgets:DescribeBudgets": {"AccountId": "{account}", **_ONE},
    "cloudwatch:DescribeAlarms": {"MaxRecords": 1},
    "logs:DescribeLogGroups": {"limit": 1},
}
_BY_SERVICE: Final[Mapping[str, Params]] = {
    "application-autoscaling": {"ServiceNamespace": "sagemaker", **_ONE},
    "ce": _ONE,
    "ec2": {"DryRun": True},
    "service-quotas": {"ServiceCode": "sagemaker", **_ONE},
}


@record(frozen=True, slots=True)
class Place:
    """Where calls are tried; what stands in braces in a parameter is filled with its fields."""

    partition: str
    account: str
    region: str


def probe_of(operation: str, place: Place) -> dict[str, Json]:
    """Give the parameters of the try of an operation; those of `BUCKET_READS` need a bucket besides."""
    params = _PROBES.get(operation, {})
    return {key: _filled(value, place) for key, value in params.items()}


def _filled(value: Json, place: Place) -> Json:
    if not isinstance(value, str):
        return value
    return value.format(partition=place.partition, account=place.account, region=place.region)


def _named(params: Mapping[str, str]) -> dict[str, Json]:
    return {name: _IDENTITIES.get(name, NOBODY) for name in params if _ALTERNATIVES.get(name) not in params}


def _probes() -> dict[str, Params]:
    probes: dict[str, Params] = {}
    for _, listing in SAGEMAKER_LISTS:
        probes[listing.operation] = {**_ONE, **_named(listing.parent_params)}
        probes[listing.describe] = _named(listing.asked_by)
    for chain in (*(chain for _, chain in ACCOUNT_LISTS), OFFERINGS):
        probes[chain.operation] = _BY_SERVICE.get(chain.operation.partition(":")[0], {})
    return probes | dict(_OWN)


_PROBES: Final = _probes()
