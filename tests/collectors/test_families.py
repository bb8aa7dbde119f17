"""Every family gives what AWS has, field for field, and says what it may not see."""

from dataclasses import dataclass

import pytest

from scanner.resource_types import PROCESSING_JOB, TYPES
from tests.aws.kinds import operation_model
from tests.collectors.collection import SCOPE, WORLD, Collected, collected, wanting
from tests.collectors.full_account import ELSEWHERE, expected, seed_everything

SEEDED = sorted(TYPES.keys() - ELSEWHERE)
WITHOUT_ARN = {
    "AWS::ApplicationAutoScaling::ScalingActivity",
    "AWS::Budgets::Budget",
    "AWS::CE::CostAllocationTag",
    "AWS::EC2::InstanceTypeOffering",
    "AWS::EC2::NatGateway",
    "AWS::EC2::RouteTable",
    "AWS::EC2::VPCEndpoint",
    "AWS::ECR::Image",
    "AWS::SageMaker::ClusterNode",
}


@dataclass(frozen=True)
class Scene:
    """What AWS has, and what was collected of it."""

    expected: dict
    found: Collected
    calls: list


@pytest.fixture(scope="module")
def scan_of_everything(aws_server):
    """Give what scans of an account that has everything: by Search and otherwise."""

    def scan(*denied):
        aws_server.reset()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in aws_server.environment().items():
                patch.setenv(name, value)
            place = aws_server.account()
            seed_everything(place)
            for operation in denied:
                aws_server.faults.deny(operation)
            found = collected(aws_server, wanting(*TYPES))
            return Scene({kind: expected(place, kind) for kind in SEEDED}, found, list(aws_server.calls))

    return scan


@pytest.fixture(scope="module")
def whole(scan_of_everything):
    return scan_of_everything()


@pytest.fixture(scope="module")
def unsearched(scan_of_everything):
    return scan_of_everything("sagemaker:Search")


def in_order(pairs):
    return sorted(
        ((dict(document), dict(tags)) for document, tags in pairs), key=lambda pair: str(sorted(pair[0].items()))
    )


def of_type(scene, kind):
    return in_order((item.document, item.tags) for item in scene.found.resources if item.type == kind)


@pytest.mark.parametrize("kind", SEEDED)
def test_what_is_collected_is_what_aws_has_field_for_field_with_its_tags(whole, kind):
    assert of_type(whole, kind) == in_order(whole.expected[kind])
    assert whole.expected[kind]


@pytest.mark.parametrize("kind", SEEDED)
def test_without_search_the_same_comes_from_list_and_describe(unsearched, kind):
    assert of_type(unsearched, kind) == in_order(unsearched.expected[kind])


def test_a_whole_account_leaves_no_gap(whole, unsearched):
    assert whole.found.gaps == []
    assert unsearched.found.gaps == []


def test_every_resource_has_an_id_of_its_own_and_a_place(whole):
    resources = whole.found.resources
    assert len({resource.id for resource in resources}) == len(resources)
    assert all(resource.id.startswith("arn:aws:") for resource in resources)
    for resource in resources:
        assert resource.scope == (WORLD if TYPES[resource.type].partition_wide else SCOPE)
    assert set(whole.found.roots) == {SCOPE, WORLD}


@pytest.mark.parametrize("kind", sorted({*SEEDED} - WITHOUT_ARN))
def test_ids_are_the_arns_that_aws_gives(whole, kind):
    """Whatever has an ARN in its document goes by it."""
    resources = [item for item in whole.found.resources if item.type == kind]
    assert all(resource.id in _texts(resource.document) for resource in resources)


def _texts(document):
    return {value for value in document.values() if isinstance(value, str)}


def test_jobs_that_are_tracked_come_out_of_trial_components_and_the_others_described(whole):
    learned = {job.name: job.learned for job in whole.found.resources if job.type == PROCESSING_JOB}
    assert learned.pop("untracked") == "sagemaker:DescribeProcessingJob"
    assert set(learned.values()) == {"sagemaker:Search"}
    assert len(learned) == 4


def test_what_is_asked_is_within_the_bounds_of_each_operation(whole, unsearched):
    asked = {
        (call.operation, name): value for call in [*whole.calls, *unsearched.calls] for name, value in _sizes(call)
    }
    assert len(asked) > 40
    for (operation, name), size in asked.items():
        bounds = operation_model(*operation.split(":")).input_shape.members[name].metadata
        assert int(bounds.get("min", 0)) <= int(size) <= int(bounds.get("max", 1000)), (operation, name)


def _sizes(call):
    return [
        (name, value)
        for name, value in call.params.items()
        if name in {"MaxResults", "MaxRecords", "MaxItems", "limit", "maxResults"}
    ]
