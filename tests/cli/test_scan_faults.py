"""AWS misbehaves while the command scans: the findings are those of an undisturbed scan, or say what is not known."""

import pytest

from scanner.snapshot import read_snapshot
from tests.aws.extra_fields import EXTRA_FIELD, EXTRA_VALUE
from tests.aws.faults import After, Every, First, Share
from tests.cli.live import collected, endpoint, endpoint_config, gaps, scan, statuses, verdicts

ROLE = "arn:aws:iam::111122223333:role/tipstaff"
PAGED = ("sagemaker:Search", "sagemaker:ListEndpointConfigs", "ec2:DescribeSubnets")
LISTS = (
    "sagemaker:Search",
    *(f"sagemaker:List{plural}" for plural in ("Models", "EndpointConfigs", "Endpoints", "TrainingJobs")),
    "sagemaker:ListInferenceRecommendationsJobs",
    *(f"application-autoscaling:Describe{plural}" for plural in ("ScalableTargets", "ScalingPolicies")),
    "ec2:DescribeSubnets",
    "resourcegroupstaggingapi:GetResources",
)
_UNDISTURBED = {}


@pytest.fixture
def calm(live, account):
    """What a scan without faults finds; the account is the same for every test."""
    if "calm" not in _UNDISTURBED:
        _UNDISTURBED["calm"] = scan(live)
    assert _UNDISTURBED["calm"].code == 1
    assert not gaps(_UNDISTURBED["calm"])
    account.calls.reset()
    return _UNDISTURBED["calm"]


def throttling(faults):
    faults.throttle("*", Share(0.5, seed=7))


def storm(faults):
    faults.fail("*", Every(2))
    faults.fail("*", Share(0.2, seed=7), status=503)


def cuts(faults):
    faults.cut_connection("*", Share(0.5, seed=8))


def empty_pages(faults):
    for operation in LISTS:
        faults.empty_pages(operation, First(1))


def no_search(faults):
    faults.deny("sagemaker:Search")


@pytest.mark.parametrize("fault", [no_search, throttling, storm, cuts, empty_pages])
def test_what_can_be_made_up_for_changes_no_finding(live, aws, calm, fault):
    fault(aws.faults)
    ran = scan(live)
    assert verdicts(ran) == verdicts(calm)
    assert (ran.code, gaps(ran)) == (calm.code, [])
    assert len(aws.calls) > 19


def test_a_page_that_never_comes_is_a_gap_that_names_the_flag(live, aws, calm):
    aws.account().seed_many("EndpointConfig", (endpoint_config(f"more-{number}") for number in range(110)))
    aws.faults.hang("sagemaker:ListEndpointConfigs", when=lambda params: bool(params.get("NextToken")))
    ran = scan(live, "--family-timeout", "3", "--fail-on", "none")
    assert ran.code == 4
    assert [(reason, needs) for _, _, reason, needs in gaps(ran)] == [("overdue", "a longer --family-timeout")]
    (kind,) = {kind for _, kind, _, _ in gaps(ran)}
    assert kind == "AWS::SageMaker::EndpointConfig"
    before, after = statuses(calm), statuses(ran)
    training = {key for key in before if key[0].startswith(("training-", "scaling-capacity"))}
    assert training
    assert {key: after[key] for key in training} == {key: before[key] for key in training}


@pytest.mark.usefixtures("account")
def test_a_token_that_ends_in_the_middle_of_a_list_changes_no_finding(live, aws):
    place = aws.account()
    place.seed_many("Model", ({"ModelName": f"m{number}"} for number in range(130)))
    place.seed_many("EndpointConfig", (endpoint_config(f"c{number}", f"m{number}") for number in range(105)))
    for number in range(1001):
        place.seed("Subnet", {"SubnetId": f"subnet-more-{number}", "AvailabilityZone": "us-east-1b"})
    before = scan(live)
    for operation in PAGED:
        aws.faults.expire_tokens(operation, First(1))
    aws.calls.reset()
    after = scan(live)
    assert verdicts(after) == verdicts(before)
    assert (after.code, gaps(after)) == (before.code, [])
    for operation in PAGED:
        assert aws.calls.count(operation, status=400) == 1, operation


@pytest.mark.usefixtures("account")
def test_a_token_of_iam_that_ends_costs_no_role(live, aws):
    place = aws.account()
    role = "arn:aws:iam::111122223333:role/last"
    place.seed("Model", {"ModelName": "with-role", "ExecutionRoleArn": role})
    for number in range(1001):
        place.seed("RoleDetail", {"RoleName": f"role{number}", "Arn": f"arn:aws:iam::111122223333:role/role{number}"})
    place.seed("RoleDetail", {"RoleName": "last", "Arn": role})
    aws.faults.expire_tokens("iam:*", First(1))
    ran, resources = collected(live, "--family", "roles", "--family", "models", "--policy", "TRN003")
    assert ran.code == 0, ran.err
    assert ("AWS::IAM::Role", role) in resources
    assert aws.calls.count("iam:GetAccountAuthorizationDetails", status=400) == 1


@pytest.mark.parametrize("calls", [4, 10, 16])
def test_credentials_that_end_in_the_middle_leave_findings_unknown_and_none_passed(live, aws, calm, calls):
    aws.faults.expire(After(calls))
    ran = scan(live, "--fail-on", "none")
    assert ran.code == 4
    assert "expired" in {reason for _, _, reason, _ in gaps(ran)}
    before = statuses(calm)
    after = statuses(ran)
    assert "unknown" in after.values()
    for key, status in after.items():
        assert status in {"unknown", before.get(key)}, key
    assert {policy for policy, _, _ in before} <= {policy for policy, _, _ in after}


def test_the_credentials_of_a_role_are_renewed_during_a_scan(live, aws, calm):
    aws.faults.assumed_credentials_last(2)
    aws.faults.delay("sagemaker:*", 1)
    ran = scan(live, "--role-arn", ROLE)
    assert verdicts(ran) == verdicts(calm)
    assert (ran.code, gaps(ran)) == (calm.code, [])
    assert aws.calls.count("sts:AssumeRole") >= 3


def test_what_is_deleted_between_list_and_describe_costs_only_itself(live, aws, calm):
    place = aws.account()
    gone = {f"gone-{number}" for number in range(3)}
    for name in sorted(gone):
        place.seed("EndpointConfig", endpoint_config(name))
        place.seed("Endpoint", endpoint(name, name))

    def delete(params):
        if (name := params["EndpointName"]) in gone:
            gone.discard(name)
            place.delete("Endpoint", name)
        return False

    aws.faults.delay("sagemaker:DescribeEndpoint", 0, when=delete)
    ran = scan(live)
    assert ran.code == 1
    before, after = statuses(calm), statuses(ran)
    assert {key: after[key] for key in before} == before
    left = {key: status for key, status in after.items() if "/gone-" in key[1]}
    assert "passed" not in left.values()
    assert not [gap for gap in gaps(ran) if gap[2] != "deleted"]


def test_fields_that_nobody_knows_yet_change_no_finding_and_are_kept(live, aws, calm):
    aws.faults.extra_fields()
    ran = scan(live)
    assert verdicts(ran) == verdicts(calm)
    assert ran.code == calm.code
    _, resources = collected(live)
    for kind in ("TrainingJob", "Endpoint", "EndpointConfig", "Model"):
        documents = [document for (of, _), (document, _) in resources.items() if of == f"AWS::SageMaker::{kind}"]
        assert documents
        assert all(document[EXTRA_FIELD] == EXTRA_VALUE for document in documents), kind
    assert read_snapshot(live.directory / "account.jsonl.zst").resources
