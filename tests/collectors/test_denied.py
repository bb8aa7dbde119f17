"""An operation that is refused costs only what needed it, and the gap names the permission."""

from functools import cache

import pytest

from scanner.collectors import FAMILIES
from scanner.collectors.families import families_for
from scanner.model import GapReason, MetricNeed
from scanner.resource_types import CLUSTER, CLUSTER_NODE, ENDPOINT, METRIC, PIPELINE, PIPELINE_EXECUTION, TYPES
from tests.aws.faults import After
from tests.collectors.collection import SCOPE, collected, wanting
from tests.collectors.full_account import seed_everything

ACTIONS = {
    "budgets:DescribeBudgets": "budgets:ViewBudget",
    "resourcegroupstaggingapi:GetResources": "tag:GetResources",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "service-quotas:ListServiceQuotas": "servicequotas:ListServiceQuotas",
}
"""What IAM calls the operations that it does not call by their own names."""
NEEDS = (MetricNeed("AWS/SageMaker", "Invocations", "Sum", 3600, 1),)
PAIRS = sorted({(kind, name) for family in FAMILIES for kind in family.types for name in family.operations})
ROUNDS = 8
"""Scans in which all operations are refused, some in each: as many as the bucket has operations of its own."""


def round_of(operation):
    """Say in which scan an operation is refused: those of one type, and those that all share, in different ones."""
    if operation in SHARED:
        return ROUNDS + SHARED.index(operation)
    return next(
        (number + family.operations.index(operation)) % ROUNDS
        for number, family in enumerate(FAMILIES)
        if operation in family.operations
    )


SHARED = ("sagemaker:Search", "resourcegroupstaggingapi:GetResources")
REFUSED = {name: round_of(name) for _, name in PAIRS}


@pytest.fixture(scope="module")
def everything(aws_server):
    """Give a fake AWS with some of each kind, and a bucket that a model names; no test changes what it has."""
    aws_server.reset()
    seed_everything(aws_server.account())
    aws_server.client("s3").create_bucket(Bucket="weights")
    container = {"ModelDataUrl": "s3://weights/m.tar.gz"}
    aws_server.account().seed("Model", {"ModelName": "b", "PrimaryContainer": container})
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws_server.environment().items():
            patch.setenv(name, value)
        yield aws_server


@pytest.fixture(scope="module")
def scan(everything):
    """Give what a scan of everything finds while some operations are refused; the same scan is made once."""

    @cache
    def scan_refused(*operations):
        everything.faults.reset()
        for operation in operations:
            everything.faults.deny(operation)
        return collected(everything, wanting(*TYPES, metrics=NEEDS))

    return lambda number=None: scan_refused(*(name for name in REFUSED if REFUSED[name] == number))


@pytest.fixture
def full(everything):
    """Give the same, well-behaved."""
    everything.faults.reset()
    everything.calls.reset()
    return everything


@pytest.mark.parametrize(("kind", "operation"), PAIRS, ids=[f"{kind} {name}" for kind, name in PAIRS])
def test_a_refused_operation_is_a_gap_that_names_the_permission(scan, kind, operation):
    found = scan(REFUSED[operation])
    action = ACTIONS.get(operation, operation)
    gaps = {(gap.reason, gap.needs) for gap in found.gaps if gap.type == kind}
    if operation == "sagemaker:Search":
        assert gaps == set()
        assert facts_of(found, kind) == facts_of(scan(), kind)
    else:
        assert (GapReason.DENIED, action) in gaps
    assert action in {action for family in families_for({kind}) for action in family.actions}


@pytest.mark.parametrize("number", sorted(set(REFUSED.values())))
def test_a_refused_operation_costs_only_what_needed_it(scan, number):
    whole, found = scan(), scan(number)
    refused = {name for name in REFUSED if REFUSED[name] == number}
    concerned = {kind for kind, name in PAIRS if name in refused}
    concerned |= {kind for family in FAMILIES for kind in family.types if concerned & {*family.after}}
    untouched = TYPES.keys() - concerned
    assert len(untouched) > 15
    assert {gap.type for gap in found.gaps} <= concerned
    for kind in untouched:
        assert facts_of(found, kind) == facts_of(whole, kind)


def facts_of(found, kind):
    """Give the resources of a type."""
    return {identity: facts for identity, facts in found.facts().items() if facts[0] == kind}


@pytest.mark.parametrize(("parent", "child"), [(CLUSTER, CLUSTER_NODE), (ENDPOINT, METRIC)])
def test_what_is_asked_of_each_of_another_type_is_not_known_where_those_are_not(full, parent, child):
    operation = f"sagemaker:List{parent.rpartition('::')[2]}s"
    full.faults.deny(operation)
    found = collected(full, wanting(child, metrics=NEEDS))
    assert {(gap.type, gap.needs, gap.scope, gap.resource) for gap in found.gaps} == {
        (parent, operation, SCOPE, ""),
        (child, operation, SCOPE, ""),
    }


def test_executions_of_pipelines_that_cannot_be_listed_come_from_search(full):
    full.faults.deny("sagemaker:ListPipelines")
    found = collected(full, wanting(PIPELINE_EXECUTION))
    assert len(found.of(PIPELINE_EXECUTION)) == 3
    assert [gap.type for gap in found.gaps] == [PIPELINE]


def test_nodes_of_the_clusters_that_could_be_listed_are_kept(full):
    full.faults.deny("sagemaker:ListClusterNodes", After(1))
    found = collected(full, wanting(CLUSTER_NODE))
    assert [gap.needs for gap in found.gaps if gap.type == CLUSTER_NODE] == ["sagemaker:ListClusterNodes"]
    assert len({node.document["ClusterName"] for node in found.resources if node.type == CLUSTER_NODE}) == 1


def test_when_neither_search_nor_list_is_allowed_each_type_has_a_gap_that_names_one(full):
    kinds = {kind for kind, operation in PAIRS if operation == "sagemaker:Search"}
    full.faults.deny("sagemaker:Search")
    full.faults.deny("sagemaker:List*")
    found = collected(full, wanting(*kinds))
    assert found.resources == []
    needs = {gap.type: gap.needs for gap in found.gaps}
    assert needs.keys() == kinds
    assert set(needs.values()) <= {"sagemaker:Search", "sagemaker:ListProcessingJobs", "sagemaker:ListTransformJobs"}
