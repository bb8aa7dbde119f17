import pytest

from scanner.collectors.failures import Extent, action_of, classify
from scanner.model import GapReason


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("AccessDeniedException", 400, GapReason.DENIED),
        ("AccessDenied", 403, GapReason.DENIED),
        ("UnauthorizedOperation", 403, GapReason.DENIED),
        ("403", 403, GapReason.DENIED),
        ("ThrottlingException", 400, GapReason.THROTTLED),
        ("RequestLimitExceeded", 503, GapReason.THROTTLED),
        ("", 429, GapReason.THROTTLED),
        ("ExpiredTokenException", 403, GapReason.EXPIRED),
        ("RequestExpired", 400, GapReason.EXPIRED),
        ("ResourceNotFound", 400, GapReason.DELETED),
        ("InternalFailure", 500, GapReason.UNREACHABLE),
        ("500", 500, GapReason.UNREACHABLE),
        ("ServiceUnavailable", 503, GapReason.UNREACHABLE),
        ("SomethingNew", 400, GapReason.UNREACHABLE),
    ],
)
def test_a_code_or_a_status_gives_the_reason(code, status, reason):
    assert classify("sagemaker:DescribeModel", code, "text", status).reason is reason


@pytest.mark.parametrize(
    ("code", "status", "transient"),
    [
        ("ThrottlingException", 400, True),
        ("InternalFailure", 500, True),
        ("AccessDeniedException", 400, False),
        ("ValidationException", 400, False),
        ("ExpiredToken", 403, False),
    ],
)
def test_only_what_may_pass_is_tried_again(code, status, transient):
    assert classify("sagemaker:Search", code, "", status).transient is transient


@pytest.mark.parametrize(
    "text",
    [
        'Could not find model "arn:aws:sagemaker:eu-west-1:1:model/m".',
        "Requested resource not found.",
        "Endpoint x does not exist",
    ],
)
def test_a_validation_error_about_a_thing_that_is_not_there_means_deleted(text):
    assert classify("sagemaker:DescribeModel", "ValidationException", text, 400).reason is GapReason.DELETED


def test_another_validation_error_keeps_the_words_of_aws_on_one_line():
    failure = classify("sagemaker:Search", "ValidationException", "1 validation error:\n value 'X' failed.", 400)
    assert failure.message == "sagemaker:Search answered ValidationException: 1 validation error: value 'X' failed"
    assert failure.unavailable


def test_a_refusal_names_the_action_and_the_resource_of_the_message():
    text = (
        "User: arn:aws:iam::1:user/a is not authorized to perform: sagemaker:ListTags on resource: "
        "arn:aws:sagemaker:eu-west-1:1:model/m because no identity-based policy allows the sagemaker:ListTags action"
    )
    failure = classify("sagemaker:Search", "AccessDeniedException", text, 400)
    assert failure.needs == "sagemaker:ListTags"
    assert failure.message == "AWS denied sagemaker:ListTags on arn:aws:sagemaker:eu-west-1:1:model/m"


def test_a_refusal_without_words_names_the_action_of_the_operation():
    failure = classify("resourcegroupstaggingapi:GetResources", "AccessDeniedException", "no", 400)
    assert (failure.needs, failure.message) == ("tag:GetResources", "AWS denied tag:GetResources")


def test_a_region_that_is_not_enabled_is_one_gap_for_all_of_it():
    failure = classify("ec2:DescribeSubnets", "OptInRequired", "", 401)
    gap = failure.gap("1/me-south-1", "AWS::EC2::Subnet", "subnet-1", ("VpcId",))
    assert failure.extent is Extent.REGION
    assert (gap.scope, gap.type, gap.resource, gap.path) == ("1/me-south-1", "", "", ())


def test_expired_credentials_end_everything():
    assert classify("sagemaker:Search", "ExpiredToken", "", 403).extent is Extent.CREDENTIALS


def test_actions_are_named_as_iam_names_them():
    assert action_of("sagemaker:Search") == "sagemaker:Search"
    assert action_of("resourcegroupstaggingapi:GetResources") == "tag:GetResources"


@pytest.mark.parametrize(
    ("operation", "code", "text", "lost"),
    [
        ("sagemaker:ListModels", "ValidationException", "The pagination token has expired.", True),
        ("ec2:DescribeSubnets", "InvalidNextToken", "", True),
        ("ec2:DescribeSubnets", "InvalidPaginationToken", "", True),
        ("cloudwatch:DescribeAlarms", "InvalidNextToken", "", True),
        ("application-autoscaling:DescribeScalableTargets", "InvalidNextTokenException", "", True),
        ("budgets:DescribeBudgets", "ExpiredNextTokenException", "", True),
        ("logs:DescribeLogGroups", "InvalidParameterException", "The specified nextToken is invalid.", True),
        ("ecr:DescribeRepositories", "InvalidParameterException", "Invalid parameter at 'nextToken'", True),
        ("ecr:DescribeRepositories", "InvalidParameterException", "Invalid parameter at 'registryId'", False),
        ("sagemaker:ListModels", "ValidationException", "1 validation error", False),
    ],
)
def test_a_page_token_that_is_not_accepted_is_told_from_other_errors(operation, code, text, lost):
    assert classify(operation, code, text, 400).page_lost is lost
