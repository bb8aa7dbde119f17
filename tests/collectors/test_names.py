"""Names, descriptions and tags of every make that AWS allows come through as they are."""

import pytest

from scanner.resource_types import DOMAIN, MODEL, ROLE, SCALABLE_TARGET, TYPES
from tests.aws.full_documents import full_document
from tests.collectors.collection import collected, wanting
from tests.collectors.full_account import SELF, kind_of

ODD = "a-" * 31 + "Z"
TEXT = "naïve “наука” 猫🐈 \u202e<b>&amp;%s{x}\\\"'\t\n"
TAGS = {"aws:cloudformation:stack-name": "s", "ключ _.:/=+-@": "значение " + "é" * 240, "k" * 128: "", "猫": "🐈"}
ROLE_NAME = "R+=,.@-_" + "9" * 56
NAMES = {
    "AWS::SageMaker::TrainingJob": {"TrainingJobName": ODD, "FailureReason": TEXT},
    "AWS::SageMaker::ProcessingJob": {"ProcessingJobName": ODD, "ExitMessage": TEXT},
    "AWS::SageMaker::HyperParameterTuningJob": {"HyperParameterTuningJobName": "z" * 32, "FailureReason": TEXT},
    MODEL: {"ModelName": ODD, "ExecutionRoleArn": f"arn:aws:iam::{SELF}:role/a/b.c/{ROLE_NAME}"},
    "AWS::SageMaker::ModelPackageGroup": {"ModelPackageGroupName": ODD, "ModelPackageGroupDescription": TEXT},
    "AWS::SageMaker::FeatureGroup": {"FeatureGroupName": "f_-" * 21 + "F", "Description": TEXT},
    "AWS::SageMaker::Pipeline": {"PipelineName": "P-" * 127 + "PP", "PipelineDescription": TEXT},
    "AWS::SageMaker::InferenceExperiment": {"Name": "E-" * 59 + "EE", "Description": TEXT},
    "AWS::SageMaker::UserProfile": {"DomainId": "d-0", "UserProfileName": ODD, "FailureReason": TEXT},
    "AWS::SageMaker::Space": {"DomainId": "d-0", "SpaceName": ODD, "SpaceDisplayName": TEXT},
    "AWS::SageMaker::App": {"DomainId": "d-0", "UserProfileName": ODD, "AppType": "JupyterLab", "AppName": ODD},
    "AWS::SageMaker::MlflowTrackingServer": {"TrackingServerName": "m" * 256},
    "AWS::SageMaker::OptimizationJob": {"OptimizationJobName": ODD, "FailureReason": TEXT},
    "AWS::ApplicationAutoScaling::ScalingPolicy": {"PolicyName": "p/{x}: ü" * 30, "PolicyARN": "arn:aws:autoscaling:p"},
    "AWS::ApplicationAutoScaling::ScheduledAction": {"ScheduledActionName": "a b/{0}%_", "ScheduledActionARN": "arn:a"},
    "AWS::CloudWatch::Alarm": {"AlarmName": "Größe / {alarm} 🐈" + "!" * 230, "AlarmDescription": TEXT},
    "AWS::EC2::SecurityGroup": {"GroupId": "sg-1", "GroupName": "g ._-:/()#,@[]+=&;{}!$*", "Description": "d"},
    ROLE: {"RoleName": ROLE_NAME, "Arn": f"arn:aws:iam::{SELF}:role/a/b.c/{ROLE_NAME}", "Path": "/a/b.c/"},
    "AWS::Logs::LogGroup": {"logGroupName": "/aws/sagemaker/" + "a/b.c_d-e#" * 49},
    "AWS::ServiceQuotas::ServiceQuota": {
        "ServiceCode": "sagemaker",
        "QuotaCode": "L-1",
        "QuotaName": "ml.g5.48xlarge for endpoint usage / per (account) ü",
    },
    "AWS::Budgets::Budget": {"BudgetName": "Größe {b}/%20 " + "💶" * 80},
    "AWS::CE::CostAllocationTag": {"TagKey": "aws:ключ/{t}", "Type": "UserDefined"},
}

_SCALING = {"ServiceNamespace": "sagemaker"}
LEFT_OUT = {
    "AWS::SageMaker::App": {"SpaceName": None},
    "AWS::ApplicationAutoScaling::ScalingPolicy": _SCALING,
    "AWS::ApplicationAutoScaling::ScheduledAction": _SCALING,
}


@pytest.fixture(scope="module")
def found(aws_server):
    """Give what a scan finds of an account that has one odd name of each type."""
    aws_server.reset()
    place = aws_server.account()
    place.seed("Domain", full_document("Domain", DomainId="d-0"))
    place.seed("ScalableTarget", full_document("ScalableTarget", **_SCALING))
    for kind, document in NAMES.items():
        place.seed(kind_of(kind), full_document(kind_of(kind), **LEFT_OUT.get(kind, {}), **document), tags=TAGS)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws_server.environment().items():
            patch.setenv(name, value)
        return collected(aws_server, wanting(*NAMES, DOMAIN, SCALABLE_TARGET))


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_an_odd_name_comes_through(found, kind):
    [resource] = [item for item in found.resources if item.type == kind]
    assert resource.name == NAMES[kind][TYPES[kind].name_key]
    assert {key: resource.document[key] for key in NAMES[kind]} == NAMES[kind]
    assert resource.id.startswith("arn:")


@pytest.mark.parametrize("kind", sorted(kind for kind in NAMES if "SageMaker" in kind))
def test_odd_tags_come_through(found, kind):
    [resource] = [item for item in found.resources if item.type == kind]
    assert resource.tags == TAGS


def test_odd_names_are_no_gap(found):
    assert found.gaps == []
