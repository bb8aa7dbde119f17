"""Only what policies read is asked for, and an account that has nothing costs next to nothing."""

import pytest

from scanner.collectors import FAMILIES
from scanner.collectors.families import families_for
from scanner.collectors.sagemaker_lists import SAGEMAKER_LISTS
from scanner.model import MetricNeed
from scanner.resource_types import (
    AVAILABILITY_ZONE,
    CLUSTER_NODE,
    METRIC,
    PIPELINE_EXECUTION,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SUBNET,
    TYPES,
)
from scanner.shapes import fields_by_type, omitted_by
from tests.aws.kinds import kinds
from tests.collectors.collection import SCOPE, WORLD, collected, wanting, with_times
from tests.collectors.full_account import kind_of, seed_everything

LISTINGS = {listing.kind: listing for _, listing in SAGEMAKER_LISTS}
BY_AWS = {AVAILABILITY_ZONE, ROUTE_TABLE, SECURITY_GROUP, SUBNET}
"""What an account has before anybody makes anything: AWS's own, and a default VPC."""


@pytest.fixture(scope="module")
def shallow(aws_server):
    """Give what a scan finds that reads of each listed type one field that the list gives, and the calls."""
    aws_server.reset()
    seed_everything(aws_server.account())
    reads = {kind: frozenset({(given_by_list(kind),)}) for kind in LISTINGS}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws_server.environment().items():
            patch.setenv(name, value)
        found = collected(aws_server, wanting(*LISTINGS, reads=reads))
    held = {kind: [entry.document for entry in aws_server.account().all(kind_of(kind))] for kind in LISTINGS}
    return found, aws_server.calls.by_operation(), held


def given_by_list(kind):
    omitted = {*omitted_by(kind, LISTINGS[kind].operation), TYPES[kind].name_key}
    return next(key for key in fields_by_type()[kind] if key not in omitted)


def test_no_describe_is_made_where_the_list_gives_what_is_read(shallow):
    _, calls, _ = shallow
    assert [operation for operation in calls if "Describe" in operation] == []


def test_tags_that_are_not_read_are_not_asked_for(shallow):
    _, calls, _ = shallow
    assert "resourcegroupstaggingapi:GetResources" not in calls


@pytest.mark.parametrize("kind", sorted(LISTINGS))
def test_what_a_list_gives_is_what_the_documents_have(shallow, kind):
    found, _, held = shallow
    key = given_by_list(kind)
    shape = fields_by_type()[kind][key]
    if key in kinds()[kind_of(kind)].shape.members:
        given = [item.document[key] for item in found.resources if item.type == kind]
        assert sorted(map(str, given)) == sorted(str(with_times(shape, document[key])) for document in held[kind])
    assert len([item for item in found.resources if item.type == kind]) == len(held[kind])


@pytest.mark.parametrize("kind", sorted(LISTINGS))
def test_what_neither_list_nor_search_gives_is_absent_and_nothing_else_is(shallow, kind):
    found, _, _ = shallow
    for item in found.resources:
        if item.type == kind:
            assert item.document.keys() <= fields_by_type()[kind].keys()
            assert item.document.keys().isdisjoint(omitted_by(kind, item.learned))


def test_a_family_brings_those_that_it_comes_after():
    assert [family.name for family in families_for({CLUSTER_NODE})] == ["clusters", "cluster nodes"]
    assert [family.name for family in families_for({PIPELINE_EXECUTION})] == ["pipelines", "pipeline executions"]
    assert [family.name for family in families_for({METRIC})] == ["endpoints", "metrics"]


def test_every_type_belongs_to_one_family():
    kinds = [kind for family in FAMILIES for kind in family.types]
    assert sorted(kinds) == sorted(TYPES)


def test_an_account_that_has_nothing_costs_a_call_a_family(aws):
    needs = (MetricNeed("AWS/SageMaker", "Invocations", "Sum", 3600, 1),)
    found = collected(aws, wanting(*TYPES, metrics=needs))
    assert found.gaps == []
    assert found.roots == [SCOPE, WORLD]
    assert {item.type for item in found.resources} <= BY_AWS
    calls = {family: tally.calls for (_, family), tally in found.tallies.items()}
    assert calls.keys() == {family.name for family in FAMILIES}
    assert max(calls.values()) == 1
    silent = {"metrics", "cluster nodes", "roles", "buckets", "images", "image repositories", "instance type offerings"}
    silent |= {"apps", "spaces", "user profiles", "scaling policies", "scheduled actions"}
    assert {family for family, count in calls.items() if not count} == silent
    assert len(aws.calls) == len(FAMILIES) - len(silent) + 1
