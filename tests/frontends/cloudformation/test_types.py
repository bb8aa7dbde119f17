"""Every SageMaker type that CloudFormation has becomes the document that the API describes."""

from __future__ import annotations

import pytest

from scanner.frontends.cloudformation.type_table import CLOUDFORMATION_TYPES
from scanner.shapes import fields_by_type


@pytest.mark.parametrize(
    ("kind", "properties", "document"),
    [
        (
            "Cluster",
            "{ClusterName: c, InstanceGroups: [{InstanceGroupName: g, InstanceCount: 4, MinInstanceCount: 2}]}",
            {
                "ClusterName": "c",
                "InstanceGroups": [{"InstanceGroupName": "g", "TargetCount": 4, "MinCount": 2}],
            },
        ),
        (
            "InferenceComponent",
            "{InferenceComponentName: i, RuntimeConfig: {CopyCount: 2}, Specification: {Container: {Image: image}}}",
            {
                "InferenceComponentName": "i",
                "RuntimeConfig": {"DesiredCopyCount": 2},
                "Specification": {"Container": {"DeployedImage": {"SpecifiedImage": "image"}}},
            },
        ),
        (
            "NotebookInstance",
            "{NotebookInstanceName: n, LifecycleConfigName: !Ref Lifecycle, SecurityGroupIds: [sg-1]}",
            {
                "NotebookInstanceName": "n",
                "NotebookInstanceLifecycleConfigName": "stop",
                "SecurityGroups": ["sg-1"],
            },
        ),
        (
            "UserProfile",
            "{UserProfileName: u, DomainId: !Ref Home, UserSettings: {ExecutionRole: r}}",
            {"UserProfileName": "u", "DomainId": "${Home.DomainId}", "UserSettings": {"ExecutionRole": "r"}},
        ),
        (
            "Pipeline",
            "{PipelineName: p, PipelineDefinition: {PipelineDefinitionBody: '{}'}}",
            {"PipelineName": "p", "PipelineDefinition": "{}"},
        ),
        (
            "Device",
            "{DeviceFleetName: f, Device: {DeviceName: d, IotThingName: t}}",
            {"DeviceFleetName": "f", "DeviceName": "d", "IotThingName": "t"},
        ),
        ("Image", "{ImageName: i, ImageRoleArn: r}", {"ImageName": "i", "RoleArn": "r"}),
        (
            "Workteam",
            "{WorkteamName: w, MemberDefinitions: [{CognitoMemberDefinition: {CognitoUserPool: p}}]}",
            {"WorkteamName": "w", "MemberDefinitions": [{"CognitoMemberDefinition": {"UserPool": "p"}}]},
        ),
        (
            "ModelPackage",
            "{ModelPackageGroupName: !Ref Group}",
            {"ModelPackageArn": "${It.ModelPackageArn}", "ModelPackageGroupName": "packages"},
        ),
        ("ComputeQuota", "{Name: q, ActivationState: Enabled}", {"Name": "q", "ActivationState": "Enabled"}),
    ],
)
def test_properties_become_what_the_api_describes(read, kind, properties, document):
    got = read(f"""
Resources:
  Home: {{Type: AWS::SageMaker::Domain}}
  Group: {{Type: AWS::SageMaker::ModelPackageGroup, Properties: {{ModelPackageGroupName: packages}}}}
  Lifecycle:
    Type: AWS::SageMaker::NotebookInstanceLifecycleConfig
    Properties: {{NotebookInstanceLifecycleConfigName: stop}}
  It: {{Type: AWS::SageMaker::{kind}, Properties: {properties}}}
""")
    assert got.document("It") == document


def test_a_pipeline_whose_definition_is_in_s3_is_not_known(read):
    got = read("""
Resources:
  P:
    Type: AWS::SageMaker::Pipeline
    Properties: {PipelineDefinition: {PipelineDefinitionS3Location: {Bucket: b, Key: k}}}
""")
    assert got.gap("PipelineDefinition").needs == "an object in S3"


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("!Ref Home", "${Home.DomainId}"),
        ("!GetAtt Home.DomainArn", "${Home.Arn}"),
        ("!Ref User", "u|${Home.DomainId}"),
        ("!Ref Steps", "steps"),
        ("!Ref Features", "features"),
        ("!Ref Script", "script"),
        ("!Ref Quota", "${Quota.Arn}"),
        ("!GetAtt Quota.ComputeQuotaArn", "${Quota.Arn}"),
        ("!Ref Package", "${Package.ModelPackageArn}"),
        ("!GetAtt Package.ModelPackageArn", "${Package.ModelPackageArn}"),
        ("!Select [1, !Split ['/', !GetAtt Quota.ComputeQuotaArn]]", "quota"),
    ],
)
def test_references_give_what_cloudformation_documents(read, reference, value):
    got = read(f"""
Resources:
  Home: {{Type: AWS::SageMaker::Domain}}
  User: {{Type: AWS::SageMaker::UserProfile, Properties: {{UserProfileName: u, DomainId: !Ref Home}}}}
  Steps: {{Type: AWS::SageMaker::Pipeline, Properties: {{PipelineName: steps}}}}
  Features: {{Type: AWS::SageMaker::FeatureGroup, Properties: {{FeatureGroupName: features}}}}
  Script: {{Type: AWS::SageMaker::StudioLifecycleConfig, Properties: {{StudioLifecycleConfigName: script}}}}
  Quota: {{Type: AWS::SageMaker::ComputeQuota, Properties: {{Name: quota}}}}
  Package: {{Type: AWS::SageMaker::ModelPackage}}
  M: {{Type: AWS::SageMaker::Model, Properties: {{ExecutionRoleArn: {reference}}}}}
""")
    assert got.document("M")["ExecutionRoleArn"] == value


def test_every_type_has_a_shape():
    assert CLOUDFORMATION_TYPES.keys() <= fields_by_type().keys()
    assert len(CLOUDFORMATION_TYPES) > 50
