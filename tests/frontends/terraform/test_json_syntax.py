"""Terraform's JSON syntax means what the same HCL means, with the places of the JSON."""

from __future__ import annotations

import json
import pathlib

import pytest

from tests.frontends.terraform.conftest import cut

VARIANT = {"variant_name": "a", "instance_type": "${var.type}", "initial_instance_count": 1}
CONFIG = {"resource": {"aws_sagemaker_endpoint_configuration": {"c": {"name": "c", "production_variants": [VARIANT]}}}}
ADDRESS = "aws_sagemaker_endpoint_configuration.c"


def with_type(**variable: object) -> dict[str, str]:
    return {"main.tf.json": json.dumps({"variable": {"type": variable}, **CONFIG}, indent=2)}


def test_templates_in_strings_are_evaluated(read):
    (variant,) = read(with_type(default="ml.g5.xlarge")).one(ADDRESS).document["ProductionVariants"]
    assert variant == {"VariantName": "a", "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1}


def test_what_a_variable_decides_is_a_gap_at_its_string(read):
    got = read(with_type())
    gap = got.gap("ProductionVariants", 0, "InstanceType")
    assert (gap.needs, gap.reason) == ("var.type", "variable")
    assert cut(pathlib.Path("main.tf.json"), gap.location.span) == '"${var.type}"'


def test_every_value_has_its_place(read):
    got = read(with_type(default="x"))
    assert got.text(ADDRESS, ("EndpointConfigName",)) == '"c"'
    assert got.text(ADDRESS, ("ProductionVariants", 0, "VariantName")) == '"a"'
    assert got.text(ADDRESS, ("ProductionVariants", 0, "InitialInstanceCount")) == "1"
    assert got.text(ADDRESS, ("ProductionVariants", 0, "InstanceType")) == '"${var.type}"'
    assert cut(pathlib.Path("main.tf.json"), got.one(ADDRESS).origin.span) == '"c"'


def test_json_and_hcl_are_one_module(read):
    got = read({**with_type(), "variables.tf": 'variable "more" {}\n', "terraform.tfvars": 'type = "ml.m7i.large"\n'})
    assert got.one(ADDRESS).document["ProductionVariants"][0]["InstanceType"] == "ml.m7i.large"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("a ${1 + 1} b", "a 2 b"),
        ('${upper("x")}', "X"),
        ("$${not}", "${not}"),
        ("$${not} ${1}", "${not} 1"),
        ("two\nlines ${1}\n", "two\nlines 1\n"),
        ("back\\slash ${1}", "back\\slash 1"),
        ('quo"te', 'quo"te'),
        ('${format("%s-%s", "a", "b")}', "a-b"),
    ],
)
def test_strings_are_templates_without_escapes(read, text, value):
    got = read({"main.tf.json": json.dumps({"resource": {"aws_sagemaker_model": {"m": {"name": text}}}})})
    assert got.one("aws_sagemaker_model.m").document["ModelName"] == value


def test_modules_outputs_loops_and_dynamic_blocks_are_followed(read):
    child = {
        "variable": {"names": {"type": "list(string)"}},
        "resource": {
            "aws_sagemaker_endpoint_configuration": {
                "c": {
                    "for_each": "${toset(var.names)}",
                    "name": "${each.key}",
                    "dynamic": {
                        "production_variants": {
                            "for_each": ["x", "y"],
                            "content": {"variant_name": "${production_variants.value}"},
                        }
                    },
                }
            }
        },
        "output": {"first": {"value": "${var.names[0]}"}},
    }
    main = {
        "//": "sagemaker",
        "locals": {"names": ["one", "two"]},
        "module": {"configs": {"source": "./child", "names": "${local.names}"}},
        "resource": {"aws_sagemaker_model": {"m": {"name": "${module.configs.first}"}}},
        "provider": {"aws": [{"default_tags": {"tags": {"Env": "dev"}}}]},
    }
    got = read({"main.tf.json": json.dumps(main), "child/main.tf.json": json.dumps(child)})
    assert got.gaps == ()
    assert got.reading.roots == (".",)
    assert got.one("aws_sagemaker_model.m").name == "one"
    assert got.one("aws_sagemaker_model.m").tags == {"Env": "dev"}
    config = got.one('module.configs.aws_sagemaker_endpoint_configuration.c["two"]')
    assert config.document["ProductionVariants"] == [{"VariantName": "x"}, {"VariantName": "y"}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"resource": {"aws_sagemaker_model": {"m": {"name": "m",}}}}',
            "main.tf.json:1:57: the JSON cannot be parsed",
        ),
        ('{"sagemaker": ' + "[" * 200, "main.tf.json:1:115: the JSON cannot be parsed here: values are nested more"),
        ('{"sagemaker": ' + "[" * 5000, "main.tf.json: brackets are nested more than 300 deep"),
    ],
)
def test_broken_json_is_a_gap_with_its_place(read, text, message):
    (gap,) = read({"main.tf.json": text, "good.tf": 'resource "aws_sagemaker_model" "m" { name = "m" }'}).gaps
    assert gap.message.startswith(message)
    assert gap.blocking


@pytest.mark.parametrize("shape", [[], {}, "x", 1, None, {"m": []}, {"m": "x"}, {"m": [1, None]}, [[{"m": {}}]]])
def test_wrong_shapes_end(read, shape):
    got = read({"main.tf.json": json.dumps({"resource": {"aws_sagemaker_model": shape}, "locals": shape})})
    assert all(resource.type == "AWS::SageMaker::Model" for resource in got.resources)


def test_a_template_that_cannot_be_parsed_is_unknown(read):
    got = read({"main.tf.json": json.dumps({"resource": {"aws_sagemaker_model": {"m": {"name": "${(("}}}})})
    assert got.gap("ModelName").reason == "unsupported"
