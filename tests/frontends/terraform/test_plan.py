"""A plan says what HCL leaves open, and its findings land on the code beside it."""

from __future__ import annotations

import json
import pathlib

import pytest

from scanner.frontends.terraform.plan_places import without_indexes
from tests.frontends.terraform.conftest import cut

CONFIG = "aws_sagemaker_endpoint_configuration.c"
CODE = """
variable "type" {}
resource "aws_sagemaker_endpoint_configuration" "c" {
  name = "c"
  production_variants {
    variant_name  = "v"
    instance_type = var.type
    model_name    = aws_sagemaker_model.m.name
  }
  tags = {
    Env = "dev"
  }
}
"""


def planned(address: str, values: dict[str, object], **more: object) -> dict[str, object]:
    kind, name = without_indexes(address).split(".")[-2:]
    return {"address": address, "mode": "managed", "type": kind, "name": name, "values": values, **more}


def plan(*resources: dict[str, object], modules: tuple[dict[str, object], ...] = (), **more: object) -> str:
    root = {"resources": list(resources), "child_modules": list(modules)}
    return json.dumps({"format_version": "1.2", "planned_values": {"root_module": root}, **more})


def unknown(address: str, after: dict[str, object]) -> list[dict[str, object]]:
    return [{"address": address, "change": {"after_unknown": after}}]


VALUES = {
    "name": "c",
    "kms_key_arn": None,
    "async_inference_config": [],
    "production_variants": [{"variant_name": "v", "instance_type": "ml.g5.xlarge", "initial_variant_weight": 1}],
    "tags": None,
    "tags_all": {"Env": "dev"},
}


def test_a_plan_alone_is_read_with_places_of_its_own(read):
    got = read({"plan.json": plan(planned(CONFIG, VALUES))})
    assert got.reading.roots == ("plan.json",)
    assert got.one(CONFIG).document == {
        "EndpointConfigName": "c",
        "ProductionVariants": [{"VariantName": "v", "InstanceType": "ml.g5.xlarge", "InitialVariantWeight": 1}],
    }
    assert got.one(CONFIG).tags == {"Env": "dev"}
    assert got.text(CONFIG, ("ProductionVariants", 0, "InstanceType")) == '"ml.g5.xlarge"'


def test_places_are_in_the_code_beside_it(read):
    got = read({"plan.json": plan(planned(CONFIG, VALUES)), "main.tf": CODE})
    assert (got.reading.roots, got.gaps) == (("plan.json",), ())
    assert got.one(CONFIG).origin.file == "main.tf"
    assert got.text(CONFIG, ("ProductionVariants", 0, "InstanceType")) == "var.type"
    assert got.text(CONFIG, ("ProductionVariants", 0)) == "production_variants"
    assert got.text(CONFIG, ("EndpointConfigName",)) == '"c"'
    assert ("ProductionVariants", 0, "InitialVariantWeight") not in got.one(CONFIG).origin.spans
    assert cut(pathlib.Path("main.tf"), got.one(CONFIG).origin.span).startswith("resource ")


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "more",
    [
        {"async_inference_config": [{"output_config": [{"s3_output_path": "s3://b"}]}]},
        {"production_variants": [{"variant_name": "v", "managed_instance_scaling": [{"status": "ENABLED"}]}]},
        {"tags_all": {"Env": "dev", "Team": "ml"}},
    ],
)
def test_what_the_code_does_not_write_has_no_place_in_it(read, more, indent):
    text = json.dumps(json.loads(plan(planned(CONFIG, VALUES | more))), indent=indent)
    got = read({"plan.json": text, "main.tf": CODE})
    assert got.gaps == ()
    spans = got.one(CONFIG).origin.spans
    assert set(spans) <= {
        *((key,) for key in ("EndpointConfigName", "ProductionVariants")),
        *(("ProductionVariants", 0, *key) for key in ((), ("VariantName",), ("InstanceType",))),
    }
    assert all(span.start_line >= 3 for span in spans.values())


def test_what_only_the_deployment_knows_is_a_gap_with_what_the_code_refers_to(read):
    references = {"references": ["aws_sagemaker_model.m.name", "aws_sagemaker_model.m"]}
    text = plan(
        planned(CONFIG, VALUES),
        planned("aws_sagemaker_model.m", {"execution_role_arn": "r"}),
        resource_changes=[
            *unknown(CONFIG, {"production_variants": [{"model_name": True}]}),
            *unknown("aws_sagemaker_model.m", {"name": True, "id": True}),
        ],
        configuration={
            "root_module": {
                "resources": [{"address": CONFIG, "expressions": {"production_variants": [{"model_name": references}]}}]
            }
        },
    )
    got = read({"plan.json": text, "main.tf": CODE + 'resource "aws_sagemaker_model" "m" {}\n'})
    gap = got.gap("ProductionVariants", 0, "ModelName")
    assert (gap.needs, gap.reason, gap.present) == ("aws_sagemaker_model.m.name", "deploy", True)
    assert cut(pathlib.Path("main.tf"), gap.location.span) == "aws_sagemaker_model.m.name"
    model = got.one("aws_sagemaker_model.m")
    assert got.one(CONFIG).document["ProductionVariants"][0]["ModelName"] == model.document["ModelName"]


@pytest.mark.parametrize("first", [True, False])
def test_an_object_that_is_deposed_hides_nothing_of_its_successor(read, first):
    new = unknown(CONFIG, {"production_variants": [{"instance_type": True}]})
    old = [{"address": CONFIG, "deposed": "a1b2c3d4", "change": {"actions": ["delete"], "after_unknown": {}}}]
    got = read({"plan.json": plan(planned(CONFIG, VALUES), resource_changes=[*old, *new] if first else [*new, *old])})
    assert got.gap("ProductionVariants", 0, "InstanceType").present


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"errored": True, "complete": False}, "errored is true"),
        ({"errored": False, "complete": False}, "complete is false"),
        ({"errored": False, "complete": True}, None),
        ({}, None),
    ],
)
def test_a_plan_that_is_not_whole_leaves_its_root_open(read, said, why):
    got = read({"plan.json": plan(planned(CONFIG, VALUES), **said)})
    assert got.addresses == [CONFIG]
    assert [(gap.message, gap.scope, gap.type, gap.hiding, gap.blocking) for gap in got.gaps] == [
        (f"plan.json is not a whole plan ({why}), and what it leaves out is not known", "plan.json", "", True, False)
        for _ in (why,)
        if why
    ]


@pytest.mark.parametrize(
    ("whole", "root"),
    [({"complete": False}, "infra"), ({"complete": True}, "infra/plan.json"), ({}, "infra/plan.json")],
)
def test_code_is_read_in_place_of_a_plan_that_is_not_whole(read, whole, root):
    got = read({"infra/plan.json": plan(planned(CONFIG, VALUES), **whole), "infra/main.tf": CODE})
    assert (got.reading.roots, got.addresses) == ((root,), [CONFIG])
    if root == "infra":
        gap = got.gap()
        assert gap.message == "infra/plan.json is not a whole plan (complete is false), so the code beside it is read"
        assert (gap.scope, gap.type, gap.hiding) == ("infra", "plan", True)
        assert cut(pathlib.Path("infra/plan.json"), gap.location.span) == "false"


def test_a_whole_plan_is_read_rather_than_one_that_is_not(read):
    texts = {f"{name}.json": plan(planned(CONFIG, VALUES), complete=name == "b") for name in "ab"}
    got = read({**texts, "main.tf": CODE})
    assert got.reading.roots == ("b.json", "a.json")
    assert got.gap().scope == "a.json"


def test_modules_copies_and_dynamic_blocks_have_their_places(read):
    child = """resource "aws_sagemaker_endpoint_configuration" "c" {
  for_each = toset(["a.b", "x"])
  dynamic "production_variants" {
    for_each = [1, 2]
    content {
      variant_name = "v${production_variants.value}"
    }
  }
}
"""
    address = 'module.m[0].aws_sagemaker_endpoint_configuration.c["a.b"]'
    values = {"name": "c", "production_variants": [{"variant_name": "v1"}, {"variant_name": "v2"}]}
    module = {"address": "module.m[0]", "resources": [planned(address, values)]}
    got = read(
        {
            "plan.json": plan(modules=(module,)),
            "main.tf": 'module "m" {\n  source = "./child"\n  count = 1\n}\n',
            "child/main.tf": child,
        }
    )
    assert got.reading.roots == ("plan.json",)
    assert got.one(address).origin.file == "child/main.tf"
    for at in (0, 1):
        assert got.text(address, ("ProductionVariants", at, "VariantName")) == '"v${production_variants.value}"'


def test_lists_and_maps_that_the_code_writes_out_have_places_of_their_own(read):
    address = "aws_sagemaker_model.m"
    code = 'resource "aws_sagemaker_model" "m" {\n  vpc_config {\n    subnets = ["a", var.b]\n  }\n}\n'
    got = read({"plan.json": plan(planned(address, {"vpc_config": [{"subnets": ["a", "b"]}]})), "main.tf": code})
    assert got.text(address, ("VpcConfig", "Subnets", 0)) == '"a"'
    assert got.text(address, ("VpcConfig", "Subnets", 1)) == "var.b"


def test_sensitive_values_are_not_shown(read):
    address = "aws_sagemaker_model.m"
    got = read({"p.json": plan(planned(address, {"name": "hunter2"}, sensitive_values={"name": True}))})
    assert "hunter2" not in str(got.reading)
    assert got.gap("ModelName").needs == "a value that the plan marks as sensitive"


def test_data_and_scaling_of_other_services_are_left_out(read):
    got = read(
        {
            "p.json": plan(
                planned("aws_appautoscaling_target.t", {"service_namespace": "ecs", "resource_id": "r"}),
                {**planned("aws_subnet.d", {"id": "sagemaker"}), "mode": "data"},
            )
        }
    )
    assert got.addresses == []


@pytest.mark.parametrize("nonsense", [None, 1, "x", [], {}, [[]], {"resources": 1}, {"resources": [1, {"address": 2}]}])
def test_plans_of_wrong_shapes_end(read, nonsense):
    text = {"format_version": "1.2", "planned_values": {"root_module": nonsense}, "x": "sagemaker"}
    more = {"configuration": {"root_module": nonsense}, "resource_changes": nonsense}
    assert read({"p.json": json.dumps(text | more)}).addresses == []


def test_a_plan_that_cannot_be_parsed_leaves_the_code(read):
    got = read({"plan.json": plan(planned(CONFIG, VALUES))[:-1], "main.tf": CODE})
    (broken,) = [gap for gap in got.gaps if gap.blocking]
    assert broken.message.startswith("plan.json:1:")
    assert got.gap("ProductionVariants", 0, "InstanceType").needs == "var.type"


MACHINE = '{"States": {"T": {"Resource": ":states:::sagemaker:createModel", "Parameters": {"ModelName": "m"}}}}'
HOLDER = "aws_sfn_state_machine.s"


def test_a_definition_in_a_plan_alone_has_places_in_the_plan(read):
    got = read({"plan.json": plan(planned(HOLDER, {"definition": MACHINE}), x="sagemaker")})
    assert got.one(f"{HOLDER}/T").document == {"ModelName": "m"}
    assert got.text(f"{HOLDER}/T", ("ModelName",)) == '\\"m\\"'


def test_a_definition_in_a_plan_stands_where_the_code_has_it(read):
    code = 'resource "aws_sfn_state_machine" "s" {\n  definition = file("sagemaker.json")\n}\n'
    got = read({"main.tf": code, "plan.json": plan(planned(HOLDER, {"definition": MACHINE}), x="sagemaker")})
    (one,) = got.resources
    assert one.origin.file == "main.tf"
    assert got.text(f"{HOLDER}/T", ("ModelName",)) == 'file("sagemaker.json")'


def test_a_definition_that_only_the_deployment_knows_is_a_gap(read):
    changes = unknown(HOLDER, {"definition": True})
    got = read({"plan.json": plan(planned(HOLDER, {}), resource_changes=changes, x="sagemaker")})
    (gap,) = got.gaps
    assert (gap.reason, gap.type) == ("deploy", "state-machine-state")


@pytest.mark.parametrize("text", ["{", "[]", ""])
def test_a_definition_in_a_plan_that_cannot_be_read_is_a_gap(read, text):
    (gap,) = read({"plan.json": plan(planned(HOLDER, {"definition": text}), x="sagemaker")}).gaps
    assert gap.type == "state-machine-state"


def test_a_definition_in_a_plan_may_be_in_s3(read):
    location = [{"bucket": "b", "object_key": "k", "version_id": None}]
    values = {"pipeline_name": "p", "pipeline_definition": None, "pipeline_definition_s3_location": location}
    got = read({"plan.json": plan(planned("aws_sagemaker_pipeline.p", values))})
    (gap,) = (gap for gap in got.gaps if gap.type == "pipeline-step")
    assert gap.needs == "s3://b/k"
