import pytest

from scanner.environment import EnvironmentRules
from scanner.model import Gap, GapReason, Location, Span
from scanner.resource_types import (
    ENDPOINT,
    ENDPOINT_CONFIG,
    ENDPOINT_VARIANT,
    LOG_GROUP,
    MODEL,
    RECOMMENDATION_JOB,
    SCALABLE_TARGET,
    SUBNET,
    TRAINING_JOB,
)
from scanner.scan import index
from scanner.subjects import build_subjects
from tests.builders import SCOPE, code, live, policy, snapshot

EVERYTHING = ["resource", "related", "tags", "environment", "runs"]


def subjects(taken, kind=ENDPOINT_VARIANT):
    return judged_by(taken, policy(kind, EVERYTHING))


def judged_by(taken, *policies):
    return list(build_subjects(index(taken, policies), policies, EnvironmentRules()))


def gap_paths(subject):
    return {gap.path for gap in subject.gaps}


def variant(make=live, **changes):
    declared = {"VariantName": "main", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 2}
    return [
        make(ENDPOINT, "ep", {"EndpointName": "ep", "EndpointConfigName": "cfg", **changes.get("endpoint", {})}),
        make(
            ENDPOINT_CONFIG,
            "cfg",
            {"EndpointConfigName": "cfg", "ProductionVariants": [declared], **changes.get("config", {})},
        ),
    ]


MODEL_IN_VPC = live(MODEL, "m", {"ModelName": "m", "VpcConfig": {"Subnets": ["subnet-a", "subnet-b"]}})
RUNNING = {"endpoint": {"ProductionVariants": [{"VariantName": "main", "CurrentInstanceCount": 1}]}}
TARGET = {"ResourceId": "endpoint/ep/variant/main", "MinCapacity": 1}


def test_a_live_variant_merges_what_is_declared_with_what_runs():
    (one,) = subjects(snapshot(*variant(**RUNNING), MODEL_IN_VPC))
    assert one.name.name == "ep/main"
    assert one.input["resource"]["InstanceType"] == "ml.m5.large"
    assert one.input["resource"]["CurrentInstanceCount"] == 1


def test_a_live_variant_is_joined_with_model_subnets_and_scaling():
    found = [
        live(SUBNET, name, {"SubnetId": name, "AvailabilityZone": "us-east-1a"}) for name in ("subnet-a", "subnet-b")
    ]
    (one,) = subjects(snapshot(*variant(), MODEL_IN_VPC, *found, live(SCALABLE_TARGET, "t", TARGET)))
    related = one.input["related"]
    assert [model["ModelName"] for model in related["models"]] == ["m"]
    assert [subnet["SubnetId"] for subnet in related["subnets"]] == ["subnet-a", "subnet-b"]
    assert related["scalable_targets"] == [TARGET]
    assert related["alarms"] == []
    assert ("related", "scalable_targets") not in gap_paths(one)


def test_shadow_variants_are_variants_too():
    shadow = {"ShadowProductionVariants": [{"VariantName": "shadow", "ModelName": "m"}]}
    names = [one.name.name for one in subjects(snapshot(*variant(config=shadow), MODEL_IN_VPC))]
    assert names == ["ep/main", "ep/shadow"]


def test_a_deleted_model_is_a_gap_in_its_role():
    (one,) = subjects(snapshot(*variant()))
    (gap,) = [gap for gap in one.gaps if gap.path == ("related", "models")]
    assert gap.reason is GapReason.DELETED
    assert "Model m does not exist" in gap.message


def test_what_is_found_through_an_unknown_model_is_unknown_as_well():
    (one,) = subjects(snapshot(*variant()))
    assert {("related", "subnets"), ("related", "security_groups")} <= gap_paths(one)


def test_a_family_that_was_denied_is_a_gap_in_the_role_that_needs_it():
    denied = Gap(
        GapReason.DENIED, "denied", "application-autoscaling:DescribeScalableTargets", scope=SCOPE, type=SCALABLE_TARGET
    )
    (one,) = subjects(snapshot(*variant(), MODEL_IN_VPC, gaps=[denied]))
    (gap,) = [gap for gap in one.gaps if gap.path == ("related", "scalable_targets")]
    assert gap.needs == "application-autoscaling:DescribeScalableTargets"


def test_a_denied_family_of_the_subject_itself_stands_for_all_that_could_not_be_listed():
    denied = Gap(GapReason.DENIED, "denied", "sagemaker:ListEndpoints", scope=SCOPE, type=ENDPOINT)
    (one,) = subjects(snapshot(gaps=[denied]))
    assert (one.name.name, one.name.region, gap_paths(one)) == ("*", "us-east-1", {()})


def test_a_region_that_does_not_answer_makes_every_kind_of_subject_unknown():
    down = Gap(GapReason.UNREACHABLE, "no answer", "the region", scope=SCOPE)
    assert [one.name.name for one in subjects(snapshot(gaps=[down]), TRAINING_JOB)] == ["*"]


def test_a_deleted_configuration_leaves_only_its_own_fields_unknown():
    endpoint, _ = variant(**RUNNING)
    (one,) = subjects(snapshot(endpoint))
    assert ("resource", "InstanceType") in gap_paths(one)
    assert ("resource", "CurrentInstanceCount") not in gap_paths(one)
    assert ("related", "endpoint_config") in gap_paths(one)


def test_an_endpoint_that_could_not_be_described_is_one_unknown_subject():
    endpoint = live(ENDPOINT, "ep", {"EndpointName": "ep"})
    denied = Gap(
        GapReason.DENIED, "denied", "sagemaker:DescribeEndpoint", scope=SCOPE, type=ENDPOINT, resource=endpoint.id
    )
    (one,) = subjects(snapshot(endpoint, gaps=[denied]))
    assert one.name.name == "ep/*"
    assert {gap.needs for gap in one.gaps if gap.path[0] == "resource"} == {"sagemaker:DescribeEndpoint"}


def test_tags_come_from_the_endpoint_over_its_configuration_over_its_model():
    endpoint, config = (
        live(ENDPOINT, "ep", {"EndpointName": "ep", "EndpointConfigName": "cfg"}, tags={"a": "endpoint"}),
        live(ENDPOINT_CONFIG, "cfg", variant()[1].document, tags={"a": "config", "b": "config"}),
    )
    model = live(MODEL, "m", {"ModelName": "m"}, tags={"b": "model", "c": "model"})
    (one,) = subjects(snapshot(endpoint, config, model))
    assert one.input["tags"] == {"a": "endpoint", "b": "config", "c": "model"}


@pytest.mark.parametrize(
    ("name", "tags", "environment"),
    [
        ("ep", {"Environment": "PRD"}, "production"),
        ("ep-dev", {"team:env": "prod"}, "production"),
        ("fraud-staging", {}, "non-production"),
        ("fraud-prod", {}, "production"),
        ("product-ranker", {}, "unknown"),
        ("live-chat", {}, "unknown"),
    ],
)
def test_the_environment_is_decided_by_tags_before_names(name, tags, environment):
    endpoint = live(ENDPOINT, name, {"EndpointName": name, "EndpointConfigName": "cfg"}, tags=tags)
    (one,) = subjects(snapshot(endpoint, variant()[1], MODEL_IN_VPC))
    assert one.input["environment"] == environment


def test_unknown_tags_make_an_undecided_environment_unknown():
    gap = Gap(GapReason.DENIED, "denied", "tag:GetResources", scope=SCOPE, type=ENDPOINT, path=("Tags",))
    (one,) = subjects(snapshot(*variant(), MODEL_IN_VPC, gaps=[gap]))
    assert {("tags",), ("environment",)} <= gap_paths(one)


def test_tags_that_a_list_does_not_give_are_unknown_and_not_absent():
    group = live(LOG_GROUP, "/aws/sagemaker/TrainingJobs", {"logGroupName": "/aws/sagemaker/TrainingJobs"})
    (one,) = subjects(snapshot(group), LOG_GROUP)
    assert {("tags",), ("environment",)} <= gap_paths(one)


def test_runs_of_one_job_are_one_subject():
    jobs = [
        live(
            TRAINING_JOB,
            f"nightly-2026-11-{day}-03-00-00",
            {"TrainingJobStatus": "Completed", "CreationTime": f"2026-11-{day}T03:00:00Z"},
        )
        for day in (10, 11, 12)
    ]
    (one,) = judged_by(snapshot(*jobs), policy(TRAINING_JOB, ["resource.EnableManagedSpotTraining"]))
    assert (one.name.name, one.name.runs, one.input["runs"]["count"]) == ("nightly", 3, 3)
    assert one.input["resource"]["CreationTime"] == "2026-11-12T03:00:00Z"


def test_a_job_learned_by_search_lacks_what_search_leaves_out():
    (one,) = subjects(snapshot(live(TRAINING_JOB, "j", {}, learned="sagemaker:Search")), TRAINING_JOB)
    assert ("resource", "ServerlessJobConfig") in gap_paths(one)
    (described,) = subjects(snapshot(live(TRAINING_JOB, "j", {})), TRAINING_JOB)
    assert gap_paths(described) == set()


# Code


def coded(**changes):
    return variant(code, **changes)


CODE_MODEL = code(MODEL, "m", {"ModelName": "m"})


def test_a_target_whose_resource_id_names_the_endpoint_joins_in_code():
    (one,) = subjects(snapshot(*coded(), CODE_MODEL, code(SCALABLE_TARGET, "t", TARGET)))
    assert one.input["related"]["scalable_targets"] == [TARGET]
    assert ("related", "scalable_targets") not in gap_paths(one)


def test_placeholders_join_by_equality():
    placeholder = "${aws_sagemaker_endpoint.ep.name}"
    endpoint = code(ENDPOINT, "ep", {"EndpointName": placeholder, "EndpointConfigName": "cfg"})
    unknown = Gap(
        GapReason.DEPLOY, "computed", "name", scope="infra", resource=endpoint.id, path=("EndpointName",), present=True
    )
    target = {"ResourceId": f"endpoint/{placeholder}/variant/main"}
    (one,) = subjects(snapshot(endpoint, coded()[1], CODE_MODEL, code(SCALABLE_TARGET, "t", target), gaps=[unknown]))
    assert one.input["related"]["scalable_targets"] == [target]
    assert ("related", "scalable_targets") not in gap_paths(one)


def test_a_target_that_may_be_anybodys_makes_the_role_unknown():
    stray = code(SCALABLE_TARGET, "t", {"ResourceId": "endpoint/${var.name}/variant/main"})
    gap = Gap(
        GapReason.VARIABLE,
        "depends on var.name",
        "var.name",
        scope="infra",
        resource=stray.id,
        path=("ResourceId",),
        present=True,
    )
    (one,) = subjects(snapshot(*coded(), CODE_MODEL, stray, gaps=[gap]))
    assert [gap.needs for gap in one.gaps if gap.path == ("related", "scalable_targets")] == ["var.name"]


def test_a_target_that_another_endpoint_claims_is_nobody_elses_business():
    other = [
        code(ENDPOINT, "ep2", {"EndpointName": "${ep2}", "EndpointConfigName": "cfg"}),
        code(SCALABLE_TARGET, "t", {"ResourceId": "endpoint/${ep2}/variant/main"}),
    ]
    gap = Gap(
        GapReason.DEPLOY, "computed", "x", scope="infra", resource=other[1].id, path=("ResourceId",), present=True
    )
    first, _ = subjects(snapshot(*coded(), *other, CODE_MODEL, gaps=[gap]))
    assert ("related", "scalable_targets") not in gap_paths(first)


def test_a_configuration_without_an_endpoint_is_judged_on_what_is_there():
    (one,) = subjects(snapshot(coded()[1], CODE_MODEL))
    assert one.name.name == "cfg/main"
    assert one.input["related"]["models"] == [{"ModelName": "m"}]
    assert {("related", "endpoint"), ("related", "scalable_targets")} <= gap_paths(one)
    assert ("related", "models") not in gap_paths(one)


def test_of_configurations_with_one_name_each_is_judged_and_the_endpoint_has_the_one_in_its_file():
    endpoint, config = coded()
    other = code(ENDPOINT_CONFIG, "again", config.document, file="infra/again.tf")
    found = subjects(snapshot(endpoint, other, config, CODE_MODEL))
    assert [one.name.name for one in found] == ["ep/main", "again/main"]
    assert [len(one.input["related"]["endpoint"]) for one in found] == [1, 0]


def test_a_model_that_code_does_not_declare_is_a_gap_that_names_it():
    (one,) = subjects(snapshot(*coded()))
    (gap,) = [gap for gap in one.gaps if gap.path == ("related", "models")]
    assert (gap.reason, gap.needs) == (GapReason.NOT_IN_CODE, "Model m")


def test_roles_that_no_code_declares_are_absent_and_unknown_unless_optional():
    (one,) = subjects(snapshot(*coded(), CODE_MODEL))
    assert {"alarms", "availability_zones", "recommendation_jobs"}.isdisjoint(one.input["related"])
    assert ("related", "alarms") in gap_paths(one)
    assert {("related", "availability_zones"), ("related", "recommendation_jobs")}.isdisjoint(gap_paths(one))


def test_names_join_only_within_one_root():
    elsewhere = code(MODEL, "m", {"ModelName": "m"}, root="other", file="other/main.tf")
    (one,) = subjects(snapshot(*coded(), elsewhere))
    assert ("related", "models") in gap_paths(one)


def test_a_block_whose_count_is_unknown_is_a_subject_of_its_own_with_its_line():
    where = Location("infra/main.tf", Span(7, 1, 7, 9))
    gap = Gap(GapReason.VARIABLE, "count depends on var.n", "var.n", scope="infra", type=TRAINING_JOB, location=where)
    taken = snapshot(CODE_MODEL, gaps=[gap])
    (one,) = subjects(taken, TRAINING_JOB)
    assert (one.name.name, one.ground(()).location) == ("*", where)


def test_a_value_is_located_exactly_and_a_missing_one_at_what_would_hold_it():
    config = code(
        ENDPOINT_CONFIG,
        "cfg",
        variant()[1].document,
        spans={"ProductionVariants[0]": (4, 3, 9, 4), "ProductionVariants[0].InstanceType": (5, 21, 5, 34)},
    )
    (one,) = subjects(snapshot(config, CODE_MODEL))
    assert one.ground(("resource", "InstanceType")).location == Location("infra/main.tf", Span(5, 21, 5, 34))
    assert one.ground(("resource", "RoutingConfig")).location.span.start_line == 4
    assert one.ground(("resource", "RoutingConfig")).location.span.end_line == 4
    assert one.ground(("related", "models", 0, "Containers")).location == Location("infra/main.tf", Span(1, 1, 1, 20))


def test_recommendation_jobs_join_by_model_or_endpoint_live():
    jobs = [
        live(RECOMMENDATION_JOB, "by-model", {"JobName": "by-model", "InputConfig": {"ModelName": "m"}}),
        live(
            RECOMMENDATION_JOB,
            "by-endpoint",
            {"JobName": "by-endpoint", "InputConfig": {"Endpoints": [{"EndpointName": "ep"}]}},
        ),
        live(RECOMMENDATION_JOB, "other", {"JobName": "other", "InputConfig": {"ModelName": "x"}}),
    ]
    (one,) = subjects(snapshot(*variant(), MODEL_IN_VPC, *jobs))
    assert {job["JobName"] for job in one.input["related"]["recommendation_jobs"]} == {"by-model", "by-endpoint"}


def test_a_field_that_only_the_newest_run_was_described_for_does_not_split_a_job():
    older = live(TRAINING_JOB, "nightly-1", {"CreationTime": "2026-11-10T03:00:00Z"}, learned="sagemaker:Search")
    newest = live(TRAINING_JOB, "nightly-2", {"CreationTime": "2026-11-11T03:00:00Z", "ServerlessJobConfig": {}})
    (one,) = judged_by(snapshot(older, newest), policy(TRAINING_JOB, ["resource.ServerlessJobConfig"]))
    assert (one.name.runs, one.gaps) == (2, ())
