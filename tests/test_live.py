"""A live account through the whole pipeline, and everything that can go wrong on the way."""

from dataclasses import replace

import pytest

from scanner.catalog import load_catalog
from scanner.collectors import Patience, Silent, Target
from scanner.collectors.permissions import Use, needs_of
from scanner.environment import EnvironmentRules
from scanner.errors import CredentialsError
from scanner.model import GapReason, Status
from scanner.scan import engine_for, index, judge, snapshot_account, wanted_by
from scanner.snapshot import read_snapshot, write_snapshot
from tests.aws.faults import After, Share

REGION = "us-east-1"
QUICK = Patience(connect=5, read=30, throttled=20, failing=0.3, first_wait=0.02, longest_wait=0.1, pace=20)
XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
TARGET = "endpoint/ranker-prod/variant/main"
DIMENSION = "sagemaker:variant:DesiredInstanceCount"
ZONES = {"subnet-1": "us-east-1a", "subnet-2": "us-east-1a"}


@pytest.fixture
def account(aws):
    """One endpoint and one training job, each with much wrong; every family has something."""
    place = aws.account()
    job = {
        "TrainingJobName": "forecast-2026-11-19-03-00-00",
        "AlgorithmSpecification": {"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
        "ResourceConfig": {"InstanceType": "ml.g5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        "HyperParameters": {"max_depth": "5"},
        "TrainingTimeInSeconds": 7200,
        "BillableTimeInSeconds": 7200,
        "CreationTime": "2026-11-19T03:00:00Z",
    }
    place.seed("TrainingJob", job, tags={"team": "forecast"})
    place.seed("TrainingJob", job | {"TrainingJobName": "spotted", "EnableManagedSpotTraining": True})
    vpc = {"Subnets": list(ZONES), "SecurityGroupIds": ["sg-1"]}
    place.seed("Model", {"ModelName": "ranker", "PrimaryContainer": {"Image": XGBOOST}, "VpcConfig": vpc})
    variant = {"VariantName": "main", "ModelName": "ranker", "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1}
    place.seed("EndpointConfig", {"EndpointConfigName": "ranker", "ProductionVariants": [variant]})
    running = {"VariantName": "main", "CurrentInstanceCount": 1, "DesiredInstanceCount": 1}
    endpoint = {"EndpointName": "ranker-prod", "EndpointConfigName": "ranker", "ProductionVariants": [running]}
    place.seed("Endpoint", endpoint | {"CreationTime": "2026-01-01T00:00:00Z"}, tags={"Environment": "production"})
    target = {"ResourceId": TARGET, "ScalableDimension": DIMENSION, "MinCapacity": 1, "MaxCapacity": 1}
    place.seed("ScalableTarget", target)
    advanced = {"JobName": "load", "JobType": "Advanced", "Status": "COMPLETED", "InputConfig": {"ModelName": "other"}}
    place.seed("InferenceRecommendationsJob", advanced)
    for subnet, zone in ZONES.items():
        place.seed("Subnet", {"SubnetId": subnet, "AvailabilityZone": zone, "AvailabilityZoneId": "use1-az1"})
    return aws


def scan(*regions, patience=QUICK):
    policies = load_catalog().select()
    taken = snapshot_account(Target(regions=regions or (REGION,)), policies, Silent(), patience)
    return taken, judged(taken)


def judged(snapshot):
    catalog = load_catalog()
    policies = catalog.select()
    return judge(index(snapshot, policies), policies, engine_for(None, catalog, policies, {}), EnvironmentRules())


def verdicts(result):
    return {
        (finding.policy, finding.subject.id, finding.path): (finding.status, finding.message, finding.evidence)
        for finding in result.findings
    }


def failed(result):
    return {(finding.policy, finding.subject.name) for finding in result.findings if finding.status is Status.FAILED}


@pytest.mark.usefixtures("account")
def test_an_undisturbed_scan_finds_what_is_wrong_and_is_complete():
    _, result = scan()
    codes = {policy.id: policy.code for policy in result.policies}
    assert {(codes[policy], name) for policy, name in failed(result)} >= {
        ("TRN001", "forecast-2026-11-19-03-00-00"),
        ("TRN002", "spotted"),
        ("TRN003", "spotted"),
        ("TRN012", "spotted"),
        ("EPT001", "ranker-prod/main"),
        ("EPT004", "ranker-prod/main"),
        ("EPT005", "ranker-prod/main"),
        ("ASC002", "ranker-prod/main"),
        ("ASC003", "ranker-prod/main"),
        ("ASC019", "ranker-prod/main"),
        ("NET001", "ranker-prod/main"),
    }
    assert result.count(Status.UNKNOWN) == 0
    assert not result.incomplete


@pytest.mark.usefixtures("account")
def test_a_snapshot_evaluates_to_the_same_findings(tmp_path):
    snapshot, result = scan()
    file = tmp_path / "account.jsonl.zst"
    with file.open("wb") as stream:
        write_snapshot(snapshot, stream)
    assert judged(read_snapshot(file)).findings == result.findings


_UNDISTURBED = []


def undisturbed(account):
    """The verdicts of a scan without faults and the operations that it called, the same for all tests."""
    if not _UNDISTURBED:
        _, whole = scan()
        assert not whole.incomplete
        _UNDISTURBED.append((verdicts(whole), {call.operation for call in account.calls}))
    return _UNDISTURBED[0]


def operations():
    needs = needs_of(wanted_by(load_catalog().select()))
    return sorted({need.operation for need in needs if need.use is not Use.FALLBACK})


@pytest.mark.parametrize("operation", operations())
def test_a_denied_operation_costs_only_what_needed_it(account, operation):
    before, asked = undisturbed(account)
    account.faults.deny(operation)
    _, result = scan()
    after = verdicts(result)
    for key, (status, *_) in after.items():
        assert status is Status.UNKNOWN or before[key][0] is status, key
    lost = {(policy, subject) for policy, subject, _ in before} - {(policy, subject) for policy, subject, _ in after}
    stand_ins = {policy for policy, subject, _ in after if "*" in subject}
    assert {policy for policy, _ in lost} <= stand_ins
    if operation in asked and operation != "sagemaker:Search":
        assert result.incomplete
        reasons = {reason for finding in result.findings for reason in finding.reasons}
        assert any(operation.replace("resourcegroupstaggingapi", "tag") in reason for reason in reasons), reasons


def test_without_search_everything_is_listed_and_described_instead(account):
    _, whole = scan()
    account.faults.deny("sagemaker:Search")
    _, result = scan()
    assert verdicts(result) == verdicts(whole)
    assert not result.incomplete


def test_when_jobs_can_be_neither_searched_nor_listed_one_subject_stands_for_them(account):
    for operation in ("sagemaker:Search", "sagemaker:ListTrainingJobs"):
        account.faults.deny(operation)
    _, result = scan()
    (finding,) = [finding for finding in result.findings if finding.policy == "training-managed-spot"]
    assert (finding.status, finding.subject.name) == (Status.UNKNOWN, "*")
    assert result.incomplete


@pytest.mark.parametrize("slow", ["sagemaker:ListEndpoints", "ec2:DescribeSubnets"])
def test_which_answer_comes_first_changes_nothing(account, slow):
    refused = ["ec2:DescribeSubnets", "sagemaker:ListEndpoints"]
    for operation in refused:
        account.faults.delay(operation, 0.5 if operation == slow else 0)
        account.faults.deny(operation)
    snapshot, _ = scan()
    assert [gap.needs for gap in snapshot.gaps if gap.blocking] == refused


def test_throttling_of_half_of_all_calls_loses_nothing(account):
    _, whole = scan()
    account.faults.throttle("*", Share(0.5, seed=7))
    _, result = scan()
    assert verdicts(result) == verdicts(whole)
    assert not result.incomplete


def test_a_region_that_never_answers_costs_only_itself(account):
    account.faults.hang("*", region="eu-west-1")
    _, whole = scan()
    snapshot, result = scan(REGION, "eu-west-1", patience=replace(QUICK, read=5))
    assert failed(result) == failed(whole)
    assert result.incomplete
    assert [gap.reason for gap in snapshot.gaps if gap.scope.endswith("eu-west-1") and gap.blocking] == [
        GapReason.UNREACHABLE
    ]
    silent = [finding for finding in result.findings if finding.subject.region == "eu-west-1"]
    assert {finding.status for finding in silent} == {Status.UNKNOWN}


def test_credentials_that_end_half_way_keep_what_was_collected(account):
    before, _ = undisturbed(account)
    account.faults.expire(After(6))
    _, result = scan()
    assert result.incomplete
    assert GapReason.EXPIRED in {gap.reason for gap in result.gaps}
    for key, (status, *_) in verdicts(result).items():
        assert status is Status.UNKNOWN or before[key][0] is status, key


def test_credentials_that_aws_does_not_accept_are_an_error(account):
    account.faults.expire()
    with pytest.raises(CredentialsError):
        scan()


def test_five_hundreds_become_gaps(account):
    account.faults.fail("sagemaker:DescribeEndpointConfig")
    _, result = scan()
    assert result.incomplete
    (finding,) = [finding for finding in result.findings if finding.policy == "inference-cpu-algorithm-on-cpu"]
    assert finding.status is Status.UNKNOWN


@pytest.mark.usefixtures("aws")
def test_an_account_with_nothing_in_it_is_complete_and_clean():
    _, result = scan()
    assert (result.findings, result.incomplete) == ((), False)
