"""Scan a live account with the command, and look at what of two reports has to be the same."""

from scanner.snapshot import read_snapshot
from tests.test_live import XGBOOST

REGION = ("--region", "us-east-1")
COMPARED = ("policy", "status", "severity", "subject", "path", "message", "fingerprint")


def scan(live, *more, timeout=120):
    """Scan one region without a cache."""
    return live("scan", *REGION, "-o", "json", "--no-cache", *more, timeout=timeout)


def verdicts(ran):
    """What the findings say, without what differs from scan to scan."""
    return [{key: finding[key] for key in COMPARED} for finding in ran.result["findings"]]


def statuses(ran):
    """The status of each finding, by what it is about."""
    return {(item["policy"], item["subject"]["id"], item["path"]): item["status"] for item in ran.result["findings"]}


def gaps(ran):
    """The gaps that make a report incomplete, as (scope, type, reason, needs)."""
    return [
        (gap["scope"], gap["type"], gap["reason"], gap["needs"])
        for gap in ran.result["gaps"]
        if gap["reason"] not in {"not-asked", "deleted"}
    ]


def collected(live, *more, timeout=120):
    """Collect one region without a cache; give the run and the snapshot's resources by id."""
    ran = live("collect", *REGION, "-o", "account.jsonl.zst", "--no-cache", *more, timeout=timeout)
    snapshot = read_snapshot(live.directory / "account.jsonl.zst")
    return ran, {(item.type, item.id): (item.document, item.tags) for item in snapshot.resources}


def endpoint_config(name, model="ranker"):
    """An endpoint configuration that runs XGBoost on a GPU."""
    variant = {"VariantName": "main", "ModelName": model, "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1}
    return {"EndpointConfigName": name, "ProductionVariants": [variant]}


def endpoint(name, config):
    """An endpoint that runs one instance of a configuration."""
    running = {"VariantName": "main", "CurrentInstanceCount": 1, "DesiredInstanceCount": 1}
    return {"EndpointName": name, "EndpointConfigName": config, "ProductionVariants": [running]}


def training_job(number):
    """One run of ten recurring jobs of XGBoost on GPUs without spot capacity; runs are an hour apart."""
    day, hour = divmod(number // 10, 24)
    moment = f"2026-{8 + day // 28:02}-{1 + day % 28:02}"
    return {
        "TrainingJobName": f"family-{'abcdefghij'[number % 10]}-{moment}-{hour:02}-00-{number % 10:02}",
        "AlgorithmSpecification": {"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
        "ResourceConfig": {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        "TrainingTimeInSeconds": 7200,
        "BillableTimeInSeconds": 7200,
        "CreationTime": f"{moment}T{hour:02}:00:{number % 10:02}Z",
        "LastModifiedTime": f"{moment}T{hour:02}:30:{number % 10:02}Z",
    }
