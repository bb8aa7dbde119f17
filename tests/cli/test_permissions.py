"""The IAM policy that `tipstaff permissions` prints, against what scans really ask for."""

import json

import pytest
import tfparse
import yaml

from scanner.catalog import load_catalog
from scanner.collectors import FAMILIES, Patience, Silent, Target
from scanner.collectors.failures import action_of
from scanner.collectors.permissions import needs_of
from scanner.scan import collect_account, wanted_by
from tests.aws.example_account import REGIONS, SCAN_DAY, seed_example_account

CODES = [policy.code for policy in load_catalog().select()]
PATIENCE = Patience(pace=50)
WHO = "sts:GetCallerIdentity"
OPERATIONS = {operation for family in FAMILIES for operation in (*family.operations, *family.fallbacks)}


@pytest.fixture
def example(aws):
    seed_example_account(aws, SCAN_DAY)
    return aws


def test_metrics_alone_need_the_endpoints_described_whose_variants_they_are_about(tipstaff):
    found = actions(printed(tipstaff, "--policy", "TRN001", "--family", "metrics"))
    assert {"cloudwatch:GetMetricData", "sagemaker:ListEndpoints", "sagemaker:DescribeEndpoint"} <= found


def printed(tipstaff, *arguments):
    ran = tipstaff("permissions", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def actions(document):
    return {action for statement in document["Statement"] for action in statement["Action"]}


def collect(codes):
    found = []
    wanted = wanted_by(load_catalog().select(codes))
    return collect_account(Target(regions=REGIONS), wanted, found.append, Silent(), PATIENCE)


def called(aws):
    return {action_of(call.operation) for call in aws.calls if call.operation != WHO}


@pytest.mark.parametrize("codes", [CODES, *([code] for code in CODES)], ids=lambda codes: codes[-1])
def test_what_a_scan_calls_is_what_is_printed(example, codes):
    needs = needs_of(wanted_by(load_catalog().select(codes)))
    allowed = {need.operation for need in needs} | {WHO}
    for operation in OPERATIONS - allowed:
        example.faults.deny(operation)
    assert not collect(codes).incomplete
    required = {action_of(need.operation) for need in needs if need.use.name != "FALLBACK"}
    assert required <= called(example) <= {action_of(operation) for operation in allowed}


def test_the_command_prints_exactly_the_operations_of_the_selected_policies(tipstaff):
    whole, narrow = printed(tipstaff), printed(tipstaff, "--policy", "ASC001", "--policy", "NET001")
    for codes, document in ((CODES, whole), (["ASC001", "NET001"], narrow)):
        needs = needs_of(wanted_by(load_catalog().select(codes)))
        assert actions(document) == {action_of(need.operation) for need in needs}
    assert actions(narrow) < actions(whole)
    assert actions(printed(tipstaff, "--exclude-policy", "NET001")) < actions(whole)


def test_tags_are_left_out_where_no_policy_reads_them(tipstaff):
    assert "tag:GetResources" in actions(printed(tipstaff))
    assert "tag:GetResources" not in actions(printed(tipstaff, "--policy", "ASC002"))


def test_without_fallbacks_only_what_every_scan_asks_is_printed(tipstaff):
    fewer = actions(printed(tipstaff, "--policy", "TRN001", "--without-fallbacks"))
    assert fewer == {"sagemaker:Search", "sagemaker:ListTrainingJobs"}
    assert actions(printed(tipstaff, "--policy", "TRN001")) > fewer


def test_a_policy_of_the_user_counts(tipstaff):
    rego = """\
# METADATA
# title: Clusters have a role
# description: They do.
# custom:
#   code: ACM001
#   severity: low
#   category: security
#   subject: AWS::SageMaker::NotebookInstance
#   reads: [resource.RoleArn]
#   remediation: Give one.
package tipstaff.acme.role

import rego.v1

import future.keywords.not

violation contains {"path": "resource.RoleArn", "message": "no role"} if not input.resource.RoleArn
"""
    tipstaff.write("ours/acme/role.rego", rego)
    found = actions(printed(tipstaff, "--policy-dir", "ours", "--policy", "ACM001"))
    assert "sagemaker:DescribeNotebookInstance" in found


def test_the_document_is_one_that_iam_takes(tipstaff):
    document = printed(tipstaff, "--family", "all", "--management", "--region", "all")
    assert document["Version"] == "2012-10-17"
    assert len(json.dumps(document, separators=(",", ":"))) <= 6144
    sids = [statement["Sid"] for statement in document["Statement"]]
    assert len(set(sids)) == len(sids)
    for statement in document["Statement"]:
        assert statement["Sid"].isalnum()
        assert statement["Sid"].isascii()
        assert (statement["Effect"], statement["Resource"]) == ("Allow", "*")
        assert statement["Action"] == sorted(set(statement["Action"]))


def test_all_families_are_all_operations_under_the_names_that_iam_knows(tipstaff):
    found = actions(printed(tipstaff, "--family", "all", "--management"))
    assert found == {action for family in FAMILIES for action in (*family.actions, *family.fallback_actions)}
    assert {"s3:ListAllMyBuckets", "s3:GetEncryptionConfiguration", "s3:GetBucketPublicAccessBlock"} <= found
    assert {"budgets:ViewBudget", "servicequotas:ListServiceQuotas", "tag:GetResources"} <= found
    assert {"s3:ListBuckets", "budgets:DescribeBudgets"}.isdisjoint(found)


def test_listing_regions_is_a_statement_of_its_own_for_region_all_only(tipstaff):
    (statement,) = [item for item in printed(tipstaff, "--region", "all")["Statement"] if "Regions" in item["Sid"]]
    assert statement["Action"] == ["ec2:DescribeRegions"]
    assert "ec2:DescribeRegions" not in actions(printed(tipstaff))


def test_terraform_says_the_same(tipstaff):
    document = printed(tipstaff, "--region", "all")
    tipstaff.write("tf/main.tf", tipstaff("permissions", "--region", "all", "-o", "terraform").out)
    parsed = tfparse.load_from_path(str(tipstaff.directory / "tf"))
    (data,) = parsed["aws_iam_policy_document"]
    said = {item["sid"]: (item["effect"], item["actions"], item["resources"]) for item in data["statement"]}
    assert said == {item["Sid"]: ("Allow", item["Action"], ["*"]) for item in document["Statement"]}
    (policy,) = parsed["aws_iam_policy"]
    assert policy["name"] == "tipstaff-read-only"
    assert "policy" in policy


class Template(yaml.SafeLoader):
    pass


Template.add_constructor("!Ref", lambda loader, node: {"Ref": loader.construct_scalar(node)})


def test_cloudformation_says_the_same(tipstaff):
    template = yaml.load(tipstaff("permissions", "-o", "cloudformation").out, Template)
    resource = template["Resources"]["TipstaffReadOnly"]
    assert resource["Type"] == "AWS::IAM::ManagedPolicy"
    assert resource["Properties"]["PolicyDocument"] == printed(tipstaff)
    assert template["Outputs"]["PolicyArn"]["Value"] == {"Ref": "TipstaffReadOnly"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--policy", "TRN00l"], "did you mean"),
        (["--family", "endpoint"], "did you mean endpoints?"),
        (["-o", "pulumi"], "terraform"),
    ],
)
def test_what_does_not_exist_is_an_error_that_says_what_does(tipstaff, arguments, said):
    ran = tipstaff("permissions", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("format_name", ["json", "terraform", "cloudformation"])
def test_no_partition_is_written_down(tipstaff, format_name):
    assert "arn:aws" not in tipstaff("permissions", "--family", "all", "-o", format_name).out
