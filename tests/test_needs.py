from scanner.needs import needed_fields
from scanner.resource_types import (
    AVAILABILITY_ZONE,
    ENDPOINT,
    ENDPOINT_CONFIG,
    ENDPOINT_VARIANT,
    MODEL,
    SCALABLE_TARGET,
    SUBNET,
    TRAINING_JOB,
)
from tests.builders import policy


def test_a_policy_on_jobs_needs_jobs_only():
    needed = needed_fields([policy(TRAINING_JOB, ["resource.EnableManagedSpotTraining", "runs"])])
    assert needed == {TRAINING_JOB: frozenset({("EnableManagedSpotTraining",)})}


def test_a_role_needs_what_leads_to_it():
    needed = needed_fields([policy(ENDPOINT_VARIANT, ["related.availability_zones.ZoneType"])])
    assert set(needed) == {ENDPOINT, ENDPOINT_CONFIG, MODEL, SUBNET, AVAILABILITY_ZONE}
    assert ("VpcConfig", "Subnets") in needed[MODEL]


def test_scaling_needs_endpoints_and_targets_but_no_network():
    needed = needed_fields([policy(ENDPOINT_VARIANT, ["related.scalable_targets.MinCapacity"])])
    assert set(needed) == {ENDPOINT, ENDPOINT_CONFIG, SCALABLE_TARGET}


def test_the_environment_is_told_by_tags():
    needed = needed_fields([policy(ENDPOINT_VARIANT, ["environment"])])
    assert ("Tags",) in needed[ENDPOINT]


def test_a_role_that_only_one_of_two_subjects_has_is_no_need_of_the_other():
    both = policy(TRAINING_JOB, ["related.models.PrimaryContainer.Image"])
    assert needed_fields([both]) == {TRAINING_JOB: frozenset()}


def test_the_tags_of_models_are_needed_with_those_of_their_endpoints():
    needed = needed_fields([policy(ENDPOINT_VARIANT, ["tags", "related.models.VpcConfig.Subnets"])])
    assert ("Tags",) in needed[MODEL]
