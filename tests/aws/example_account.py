"""Put the example account of `examples/account/` into the fake AWS."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.aws.example_runs import at_midnight, expand_runs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws.server import FakeAws
    from tests.aws.store import AccountRegion

EXAMPLE_ACCOUNT = Path(__file__).parents[2] / "examples" / "account"
ACCOUNT = "111122223333"
REGIONS = ("us-east-1", "eu-west-1")
SCAN_DAY = datetime(2026, 11, 20, tzinfo=UTC)
"""The day from which all dates in the files are counted."""

_USUAL_AGE = timedelta(days=60)
_DATE = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")
_ELEMENTS = {
    "targets": "ScalableTarget",
    "policies": "ScalingPolicy",
    "scheduled_actions": "ScheduledAction",
    "activities": "ScalingActivity",
    "subnets": "Subnet",
    "security_groups": "SecurityGroup",
    "alarms": "MetricAlarm",
}


def seed_example_account(aws: FakeAws, today: datetime | None = None) -> None:
    """Seed all regions, with every date moved so that the scan day is `today`; by default it is today."""
    day = at_midnight(today or datetime.now(UTC))
    for region in REGIONS:
        _seed_region(aws.account(ACCOUNT, region), day)


def read_truth() -> dict:
    """Give the truth table: by policy code, which subjects must and must not fail."""
    return yaml.safe_load((EXAMPLE_ACCOUNT / "truth.yaml").read_text("utf-8"))


def _seed_region(place: AccountRegion, day: datetime) -> None:
    files = {
        path.stem: _move(yaml.safe_load(path.read_text("utf-8")), day - SCAN_DAY)
        for path in sorted((EXAMPLE_ACCOUNT / place.region).glob("*.yaml"))
    }
    usual = {"CreationTime": day - _USUAL_AGE, "LastModifiedTime": day - _USUAL_AGE}
    for entry in files["training_jobs"]["jobs"]:
        place.seed_many("TrainingJob", expand_runs(entry, day), tags=entry.get("tags"))
    models = {entry["document"]["ModelName"]: entry["document"] for entry in files["models"]["models"]}
    configs = {
        entry["document"]["EndpointConfigName"]: entry["document"] for entry in files["endpoint_configs"]["configs"]
    }
    for document in models.values():
        place.seed("Model", _dated("Model", usual) | document)
    for document in configs.values():
        place.seed("EndpointConfig", _dated("EndpointConfig", usual) | document)
    for entry in files["endpoints"]["endpoints"]:
        place.seed("Endpoint", usual | _endpoint(entry, configs, models), tags=entry.get("tags"))
    for entry in files.get("recommendation_jobs", {}).get("jobs", ()):
        place.seed("InferenceRecommendationsJob", usual | entry["document"])
    for name in ("scaling", "network", "alarms"):
        for key, kind in _ELEMENTS.items():
            for element in files.get(name, {}).get(key, ()):
                place.seed(kind, _named(place, kind, element, usual))


def _by_name(entries: list[dict], key: str) -> dict[str, dict]:
    return {entry["document"][key]: entry["document"] for entry in entries}


def _move(value: object, shift: timedelta) -> object:
    """Move every time, and every date inside a text, by whole days."""
    match value:
        case datetime():
            return value + shift
        case str():
            return _DATE.sub(lambda found: f"{datetime.fromisoformat(found[0]) + shift:%Y-%m-%d}", value)
        case dict():
            return {key: _move(item, shift) for key, item in value.items()}
        case list():
            return [_move(item, shift) for item in value]
        case _:
            return value


def _dated(kind: str, usual: Mapping[str, datetime]) -> dict:
    """Models and endpoint configurations never change, so they have no LastModifiedTime."""
    return {key: value for key, value in usual.items() if key == "CreationTime" or kind == "Endpoint"}


def _endpoint(entry: Mapping, configs: Mapping[str, dict], models: Mapping[str, dict]) -> dict:
    """Say what the variants of an endpoint run: what its configuration asks for, and where `running` differs."""
    document = entry["document"]
    running = entry.get("running", {})
    config = configs.get(document["EndpointConfigName"])
    if config is None:
        variants = [{"VariantName": name} | summary for name, summary in running.items()]
        return document | {"ProductionVariants": variants}
    summaries = {}
    for key in ("ProductionVariants", "ShadowProductionVariants"):
        if key in config:
            summaries[key] = [
                _summary(variant, models) | running.get(variant["VariantName"], {}) for variant in config[key]
            ]
    return document | summaries


def _summary(variant: Mapping, models: Mapping[str, dict]) -> dict:
    weight = variant.get("InitialVariantWeight", 1)
    summary: dict = {"VariantName": variant["VariantName"], "CurrentWeight": weight, "DesiredWeight": weight}
    for key in ("ServerlessConfig", "InstanceCount"):
        if (value := variant.get(key, variant.get(f"Initial{key}"))) is not None:
            summary |= {f"Current{key}": value, f"Desired{key}": value}
    if "ManagedInstanceScaling" in variant:
        summary["ManagedInstanceScaling"] = variant["ManagedInstanceScaling"]
    model = models.get(variant.get("ModelName", ""), {})
    containers = [model["PrimaryContainer"]] if "PrimaryContainer" in model else model.get("Containers", [])
    images = [{"SpecifiedImage": container["Image"]} for container in containers if "Image" in container]
    return summary | ({"DeployedImages": images} if images else {})


def _named(place: AccountRegion, kind: str, element: Mapping, usual: Mapping[str, datetime]) -> dict:
    """Add the ARN and times that the service gives an element."""
    own = f"{place.region}:{place.account}"
    made = usual["CreationTime"]
    match kind:
        case "ScalingPolicy":
            added = {
                "PolicyARN": f"arn:aws:autoscaling:{own}:scalingPolicy:{element['ResourceId']}:{element['PolicyName']}",
                "CreationTime": made,
            }
        case "ScheduledAction":
            added = {
                "ScheduledActionARN": f"arn:aws:autoscaling:{own}:scheduledAction:{element['ScheduledActionName']}",
                "CreationTime": made,
            }
        case "ScalableTarget":
            added = {"CreationTime": made}
        case "MetricAlarm":
            added = {
                "AlarmArn": f"arn:aws:cloudwatch:{own}:alarm:{element['AlarmName']}",
                "StateUpdatedTimestamp": made,
            }
        case "Subnet":
            added = {"SubnetArn": f"arn:aws:ec2:{own}:subnet/{element['SubnetId']}", "OwnerId": place.account}
        case "SecurityGroup":
            added = {"OwnerId": place.account}
        case _:
            added = {}
    return added | element
