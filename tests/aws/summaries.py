"""Make the summaries of List operations from whole documents: their fields, and where those that moved come from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import jmespath

from tests.aws.documents import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jmespath.parser import ParsedResult

    from tests.aws.kinds import Kind

_MOVED = {
    "TrainingJob": {"TrainingPlanArn": "ResourceConfig.TrainingPlanArn"},
    "TransformJob": {"LastModifiedTime": "TransformEndTime || CreationTime"},
    "HyperParameterTuningJob": {
        "Strategy": "HyperParameterTuningJobConfig.Strategy",
        "ResourceLimits": "HyperParameterTuningJobConfig.ResourceLimits",
    },
    "CompilationJob": {
        "CompilationTargetDevice": "OutputConfig.TargetDevice",
        "CompilationTargetPlatformOs": "OutputConfig.TargetPlatform.Os",
        "CompilationTargetPlatformArch": "OutputConfig.TargetPlatform.Arch",
        "CompilationTargetPlatformAccelerator": "OutputConfig.TargetPlatform.Accelerator",
    },
    "OptimizationJob": {"OptimizationTypes": "OptimizationConfigs[].keys(@)[]"},
    "LabelingJob": {
        "WorkteamArn": "HumanTaskConfig.WorkteamArn",
        "PreHumanTaskLambdaArn": "HumanTaskConfig.PreHumanTaskLambdaArn",
        "AnnotationConsolidationLambdaArn": (
            "HumanTaskConfig.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn"
        ),
    },
    "InferenceRecommendationsJob": {
        "ModelName": "InputConfig.ModelName",
        "ModelPackageVersionArn": "InputConfig.ModelPackageVersionArn",
        "SamplePayloadUrl": "InputConfig.ContainerConfig.PayloadConfig.SamplePayloadUrl",
    },
    "MonitoringSchedule": {
        "MonitoringJobDefinitionName": "MonitoringScheduleConfig.MonitoringJobDefinitionName",
        "MonitoringType": "MonitoringType || MonitoringScheduleConfig.MonitoringType",
    },
    "Space": {
        "SpaceSettingsSummary": (
            "SpaceSettings && {AppType: SpaceSettings.AppType, RemoteAccess: SpaceSettings.RemoteAccess, "
            "SpaceStorageSettings: SpaceSettings.SpaceStorageSettings}"
        ),
        "SpaceSharingSettingsSummary": "SpaceSharingSettings && {SharingType: SpaceSharingSettings.SharingType}",
        "OwnershipSettingsSummary": (
            "OwnershipSettings && {OwnerUserProfileName: OwnershipSettings.OwnerUserProfileName}"
        ),
    },
    "Cluster": {"TrainingPlanArns": "InstanceGroups[].TrainingPlanArn"},
    "Pipeline": {"LastExecutionTime": "LastRunTime"},
    "PipelineExecution": {"StartTime": "CreationTime", "PipelineExecutionFailureReason": "FailureReason"},
}
"""By kind: the field of the summary, and where the document has it."""


def summary(kind: Kind, document: Mapping) -> dict:
    """Give the summary of one document."""
    found = cut(kind.listing.summary, document)
    for key, path in _moved(kind.name):
        value = path.search(document)
        if value not in (None, []):
            found[key] = _without_null(value)
    return found


@cache
def _moved(kind: str) -> tuple[tuple[str, ParsedResult], ...]:
    return tuple((key, jmespath.compile(path)) for key, path in _MOVED.get(kind, {}).items())


def _without_null(value: object) -> object:
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None}
    return value
