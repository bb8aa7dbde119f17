"""Every family that a scan reads is listed, described and, where AWS does so, searched, as it was seeded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from botocore import xform_name

from tests.aws.kinds import kinds

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

COUNT = 12
MADE = datetime(2026, 11, 3, tzinfo=UTC)
ROLE = "arn:aws:iam::111122223333:role/r"
PIPELINE = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/p"
GROUP = "arn:aws:sagemaker:us-east-1:111122223333:model-package/g"
FAMILIES = {
    "TrainingJob": ({"TrainingJobName": "{n}", "RoleArn": ROLE}, {}),
    "ProcessingJob": ({"ProcessingJobName": "{n}", "ProcessingJobStatus": "Failed", "ExitMessage": "x"}, {}),
    "TransformJob": ({"TransformJobName": "{n}", "ModelName": "m", "FailureReason": "x"}, {}),
    "HyperParameterTuningJob": ({"HyperParameterTuningJobName": "{n}"}, {}),
    "AutoMLJob": ({"AutoMLJobName": "{n}", "RoleArn": ROLE, "InputDataConfig": [{"TargetAttributeName": "y"}]}, {}),
    "AutoMLJobV2": (
        {"AutoMLJobName": "{n}", "AutoMLJobInputDataConfig": [{"ChannelType": "training"}]},
        {},
    ),
    "CompilationJob": ({"CompilationJobName": "{n}", "OutputConfig": {"S3OutputLocation": "s3://b"}}, {}),
    "OptimizationJob": ({"OptimizationJobName": "{n}", "DeploymentInstanceType": "ml.g5.xlarge"}, {}),
    "LabelingJob": ({"LabelingJobName": "{n}", "LabelingJobStatus": "Stopped"}, {}),
    "Model": ({"ModelName": "{n}", "ExecutionRoleArn": ROLE}, {}),
    "ModelPackage": (
        {
            "ModelPackageArn": GROUP + "/{i}",
            "ModelPackageName": "g",
            "ModelPackageGroupName": "g",
            "ModelApprovalStatus": "Rejected",
        },
        {"ModelPackageGroupName": "g"},
    ),
    "ModelPackageGroup": ({"ModelPackageGroupName": "{n}", "ModelPackageGroupDescription": "d"}, {}),
    "EndpointConfig": (
        {"EndpointConfigName": "{n}", "ProductionVariants": [{"VariantName": "v"}]},
        {},
    ),
    "Endpoint": ({"EndpointName": "{n}", "EndpointConfigName": "c", "EndpointStatus": "Failed"}, {}),
    "InferenceComponent": ({"InferenceComponentName": "{n}", "EndpointName": "e", "VariantName": "v"}, {}),
    "InferenceExperiment": ({"Name": "{n}", "RoleArn": ROLE, "Status": "Running"}, {}),
    "InferenceRecommendationsJob": ({"JobName": "{n}", "RoleArn": ROLE, "JobDescription": "d"}, {}),
    "MonitoringSchedule": ({"MonitoringScheduleName": "{n}", "EndpointName": "e"}, {}),
    "NotebookInstance": ({"NotebookInstanceName": "{n}", "InstanceType": "ml.t3.medium", "RootAccess": "Enabled"}, {}),
    "NotebookInstanceLifecycleConfig": (
        {"NotebookInstanceLifecycleConfigName": "{n}", "OnStart": [{"Content": "eA=="}]},
        {},
    ),
    "StudioLifecycleConfig": ({"StudioLifecycleConfigName": "{n}", "StudioLifecycleConfigAppType": "JupyterLab"}, {}),
    "Domain": ({"DomainId": "d-{n}", "DomainName": "{n}", "AuthMode": "IAM"}, {}),
    "UserProfile": ({"DomainId": "d-1", "UserProfileName": "{n}", "UserSettings": {"ExecutionRole": ROLE}}, {}),
    "Space": ({"DomainId": "d-1", "SpaceName": "{n}", "SpaceDisplayName": "shown"}, {}),
    "App": ({"DomainId": "d-1", "AppType": "JupyterLab", "AppName": "{n}", "SpaceName": "s", "Status": "Failed"}, {}),
    "Cluster": ({"ClusterName": "{n}", "NodeRecovery": "Automatic"}, {}),
    "ClusterNode": (
        {
            "ClusterName": "c",
            "InstanceId": "i-{n}",
            "NodeLogicalId": "l-{n}",
            "InstanceGroupName": "g",
            "InstanceType": "ml.g5.xlarge",
            "InstanceStatus": {"Status": "Running"},
            "LaunchTime": MADE,
        },
        {"ClusterName": "c"},
    ),
    "ComputeQuota": ({"ComputeQuotaId": "q{i}", "Name": "{n}", "ActivationState": "Enabled"}, {}),
    "TrainingPlan": ({"TrainingPlanName": "{n}", "UpfrontFee": "12.5", "Status": "Expired"}, {}),
    "Pipeline": ({"PipelineName": "{n}", "PipelineDefinition": "{{}}", "PipelineDisplayName": "shown"}, {}),
    "PipelineExecution": (
        {"PipelineArn": PIPELINE, "PipelineExecutionDisplayName": "shown", "PipelineExecutionStatus": "Failed"},
        {"PipelineName": "p"},
    ),
    "FeatureGroup": (
        {"FeatureGroupName": "{n}", "FeatureDefinitions": [{"FeatureName": "f", "FeatureType": "String"}]},
        {},
    ),
    "MlflowTrackingServer": ({"TrackingServerName": "{n}", "MlflowVersion": "2.1", "IsActive": "Active"}, {}),
}
"""By kind: what is seeded, with `{n}` for a name and `{i}` for a number, and what its list must be asked for."""

SEARCHED = {
    "TrainingJob",
    "HyperParameterTuningJob",
    "Endpoint",
    "Model",
    "ModelPackage",
    "ModelPackageGroup",
    "Pipeline",
    "PipelineExecution",
    "FeatureGroup",
}


@pytest.mark.parametrize("kind", FAMILIES)
def test_a_family_comes_back_as_it_was_seeded(aws: FakeAws, kind: str):
    template, asked = FAMILIES[kind]
    seeded = [_seed(aws, kind, template, number) for number in range(COUNT)]
    found = kinds()[kind]
    client = aws.client("sagemaker")

    pages = list(client.get_paginator(xform_name(found.listing.operation)).paginate(**asked))
    summaries = [summary for page in pages for summary in page[found.listing.key]]
    assert [len(page[found.listing.key]) for page in pages] == [10, 2]
    assert len({str(summary) for summary in summaries}) == COUNT
    common = set(found.listing.summary.members)
    told = [{key: item for key, item in document.items() if key in common} for document in seeded]
    assert all(any(document.items() <= summary.items() for summary in summaries) for document in told)

    for document in seeded:
        answer = getattr(client, xform_name(found.describe))(**_named(kind, document))
        described = answer[found.envelope] if found.envelope else answer
        given = {key: item for key, item in document.items() if key not in found.beside}
        assert given.items() <= described.items()

    if kind in SEARCHED:
        page = client.search(Resource=kind, MaxResults=100)
        records = [result[kind].get("Model", result[kind]) for result in page["Results"]]
        assert page["TotalHits"]["Value"] == len(records) == COUNT
        known = {key for record in records for key in record}
        told = [{key: item for key, item in document.items() if key in known} for document in seeded]
        assert all(any(document.items() <= record.items() for record in records) for document in told)


def test_every_searched_family_is_tried():
    assert set(FAMILIES) >= SEARCHED


def _seed(aws: FakeAws, kind: str, template: dict, number: int) -> dict:
    def fill(value: object) -> object:
        return value.format(n=f"name-{number}", i=number) if isinstance(value, str) else value

    document = {key: fill(value) for key, value in template.items()}
    if "CreationTime" in kinds()[kind].shape.members:
        document["CreationTime"] = MADE + timedelta(days=number)
    arn = aws.account().seed(kind, document)
    return document | ({kinds()[kind].arn_key: arn} if arn else {})


def _named(kind: str, document: dict) -> dict:
    """Say to Describe which one is meant."""
    if kind == "ClusterNode":
        return {"ClusterName": document["ClusterName"], "NodeId": document["InstanceId"]}
    if kind == "ModelPackage":
        return {"ModelPackageName": document["ModelPackageArn"]}
    return {key: document[key] for key in kinds()[kind].asked if key in document}
