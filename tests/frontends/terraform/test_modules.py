"""Roots, modules, variables and copies, as Terraform has them."""

from __future__ import annotations

import pytest

from scanner.errors import CodeError
from scanner.model import Location, Span

MODULE = """
variable "name" {}
variable "type" { default = "ml.m5.large" }
resource "aws_sagemaker_model" "inner" { name = var.name }
resource "aws_sagemaker_endpoint_configuration" "inner" {
  production_variants {
    model_name    = aws_sagemaker_model.inner.name
    instance_type = var.type
  }
}
output "config" { value = aws_sagemaker_endpoint_configuration.inner.name }
"""


def call(arguments: str, source: str = "./serving") -> str:
    return f'module "a" {{\n  source = "{source}"\n  {arguments}\n}}\n'


def test_a_module_is_read_with_its_arguments(read):
    got = read(
        {
            "main.tf": 'variable "name" { default = "xgb" }\n' + call("name = var.name"),
            "serving/main.tf": MODULE,
        }
    )
    assert got.reading.roots == (".",)
    model = got.one("module.a.aws_sagemaker_model.inner")
    assert (model.name, model.id, model.origin.root, model.origin.file) == (
        "xgb",
        "serving/main.tf:module.a.aws_sagemaker_model.inner",
        ".",
        "serving/main.tf",
    )
    config = got.one("module.a.aws_sagemaker_endpoint_configuration.inner")
    assert config.document["ProductionVariants"] == [{"ModelName": "xgb", "InstanceType": "ml.m5.large"}]
    assert config.name == "${module.a.aws_sagemaker_endpoint_configuration.inner.name}"


def test_outputs_join_what_they_come_from(read):
    got = read(
        {
            "main.tf": call('name = "m"')
            + 'resource "aws_sagemaker_endpoint" "e" {\n  name = "e"\n  endpoint_config_name = module.a.config\n}',
            "serving/main.tf": MODULE,
        }
    )
    config = got.one("module.a.aws_sagemaker_endpoint_configuration.inner")
    assert got.one("aws_sagemaker_endpoint.e").document["EndpointConfigName"] == config.name


@pytest.mark.parametrize(
    ("arguments", "reference", "addresses"),
    [
        ("count = 2\n name = count.index", "module.a[1].config", ["module.a[0]", "module.a[1]"]),
        (
            'for_each = { x = "one", y = "two" }\n name = each.value',
            'module.a["y"].config',
            ['module.a["x"]', 'module.a["y"]'],
        ),
        ("count = 0\n name = count.index", "null", []),
    ],
)
def test_copies_of_a_module_have_their_addresses(read, arguments, reference, addresses):
    got = read(
        {
            "main.tf": call(arguments) + f'output "last" {{ value = {reference} }}',
            "serving/main.tf": MODULE,
        }
    )
    models = [resource for resource in got.resources if resource.type == "AWS::SageMaker::Model"]
    assert [model.origin.address for model in models] == [f"{item}.aws_sagemaker_model.inner" for item in addresses]


def test_modules_nest_and_find_their_own_files(read):
    got = read(
        {
            "main.tf": call(""),
            "serving/main.tf": 'module "b" {\n  source = "../deep"\n}',
            "deep/main.tf": 'resource "aws_sagemaker_model" "m" { name = file("${path.module}/name.txt") }',
            "deep/name.txt": "deep!",
        }
    )
    assert got.addresses == ["module.a.module.b.aws_sagemaker_model.m"]
    assert got.resources[0].name == "deep!"


def test_a_module_of_which_the_number_is_not_known_leaves_its_families_open(read):
    got = read(
        {
            "main.tf": 'variable "n" {}\n' + call("count = var.n"),
            "serving/main.tf": MODULE,
        }
    )
    assert got.resources == ()
    assert [(gap.type, gap.needs, gap.resource) for gap in got.gaps] == [
        ("AWS::SageMaker::EndpointConfig", "var.n", ""),
        ("AWS::SageMaker::Model", "var.n", ""),
    ]


@pytest.mark.parametrize(
    ("source", "reason", "message"),
    [
        ("acme/sagemaker/aws", "not-in-code", "module.a comes from acme/sagemaker/aws and is not fetched"),
        ("git::https://x.test/sagemaker.git", "not-in-code", None),
        ("./sagemaker", "deploy", "module.a comes from ./sagemaker, which is not there"),
        ("./", "unsupported", "module.a contains itself"),
        ("${var.sagemaker}", "unsupported", "module.a has a source that is not a plain string"),
    ],
)
def test_a_module_that_is_not_in_the_tree_covers_no_family(read, source, reason, message):
    text = (
        call("", source) + 'resource "aws_sagemaker_model" "m" {\n  name = "m"\n  execution_role_arn = module.a.role\n}'
    )
    got = read(text)
    (gap,) = (gap for gap in got.gaps if gap.type == "module")
    assert (gap.reason, gap.resource, gap.scope) == (reason, "", ".")
    assert message is None or gap.message == message
    assert gap.location == Location("main.tf", Span(1, 1, 1, 11))
    assert got.gap("ExecutionRoleArn").needs == "module.a.role"


def test_modules_that_use_each_other_end(read):
    got = read(
        {
            "one/main.tf": call("", "../two") + 'resource "aws_sagemaker_model" "m" { name = "m" }',
            "two/main.tf": call("", "../one"),
        }
    )
    assert got.reading.roots == ("one",)
    assert got.addresses == ["aws_sagemaker_model.m"]
    assert [gap.message for gap in got.gaps] == ["module.a.module.a contains itself"]


def test_a_directory_that_another_uses_is_no_root_of_its_own(read):
    got = read(
        {
            "live/prod/main.tf": call('name = "p"', "../../modules/serving"),
            "live/dev/main.tf": call('name = "d"', "../../modules/serving"),
            "modules/serving/main.tf": MODULE,
            "network/main.tf": 'resource "aws_vpc" "v" {}',
            ".terraform/modules/x/main.tf": MODULE,
            "node_modules/x/main.tf": MODULE,
        }
    )
    assert got.reading.roots == ("live/dev", "live/prod")
    assert sorted(resource.name for resource in got.resources if resource.name in "dp") == ["d", "p"]


@pytest.mark.parametrize(
    "text",
    [
        'module "a" { source = "./serving" }',
        'module "a" {source="./serving"}',
        'module "a" {\tsource\t= "./serving" }',
        'resource "aws_vpc" "v" {}\nmodule "a" {\n  # the source\n  source = "./serving"\n}',
        'module "b" { source = "acme/b" }\nmodule "a" { source = "./serving" }',
    ],
)
def test_a_call_is_seen_however_it_is_written(read, text):
    got = read({"main.tf": f"{text}\n", "serving/main.tf": MODULE})
    assert got.reading.roots == (".",)
    assert "module.a.aws_sagemaker_model.inner" in got.addresses


@pytest.mark.parametrize(
    "text", ['# module "a" { source = "./serving" }', '/* module "a" {\n  source = "./serving"\n} */']
)
def test_what_only_a_comment_calls_is_read_by_itself(read, text):
    got = read({"main.tf": f"{text}\n", "serving/main.tf": MODULE})
    assert got.addresses == ["aws_sagemaker_endpoint_configuration.inner", "aws_sagemaker_model.inner"]


def test_a_module_that_is_asked_for_itself_is_a_root(read):
    got = read({"main.tf": call('name = "m"'), "serving/main.tf": MODULE}, "serving")
    assert got.reading.roots == ("serving",)
    assert got.gap("ModelName").needs == "var.name"


def test_a_file_stands_for_its_directory(read):
    got = read(
        {"a.tf": 'locals {\n  n = "m"\n}', "b.tf": 'resource "aws_sagemaker_model" "m" { name = local.n }'},
        "b.tf",
        "a.tf",
    )
    assert got.reading.roots == (".",)
    assert got.resources[0].name == "m"


def test_what_is_outside_of_the_working_directory_keeps_its_whole_path(read, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    read({"code/main.tf": 'resource "aws_sagemaker_model" "m" { name = "m" }'})
    monkeypatch.chdir(tmp_path / "elsewhere")
    got = read({}, str(tmp_path / "code"))
    assert got.resources[0].origin.file == (tmp_path / "code" / "main.tf").as_posix()


VARIABLES = """
variable "a" { default = "default" }
variable "b" { type = number }
resource "aws_sagemaker_model" "m" { name = "${var.a}-${var.b}" }
"""


@pytest.mark.parametrize(
    ("files", "var_files", "name"),
    [
        ({"terraform.tfvars": "b = 1"}, (), "default-1"),
        ({"terraform.tfvars": 'a = "x"\nb = 1', "terraform.tfvars.json": '{"a": "y"}'}, (), "y-1"),
        ({"terraform.tfvars": 'a = "x"\nb = 1', "b.auto.tfvars": 'a = "b"', "a.auto.tfvars": 'a = "a"'}, (), "b-1"),
        ({"terraform.tfvars": 'b = "1"', "z.auto.tfvars.json": '{"a": "z"}', "prod.tfvars": 'a = "p"'}, (), "z-1"),
        ({"z.auto.tfvars": "b = 1", "prod.tfvars": 'a = "p"', "x.tfvars": "b = 2"}, ("prod.tfvars", "x.tfvars"), "p-2"),
    ],
)
def test_variable_files_are_read_in_terraforms_order(read, files, var_files, name):
    assert read({"main.tf": VARIABLES, **files}, var_files=var_files).resources[0].name == name


def test_a_variable_file_that_is_not_there_is_the_users_error(read):
    with pytest.raises(CodeError, match=r"there is no variable file prod\.tfvars"):
        read(VARIABLES, var_files=("prod.tfvars",))


@pytest.mark.parametrize("name", ["terraform.tfvars", "terraform.tfvars.json"])
def test_a_broken_variable_file_leaves_the_root_open(read, name):
    got = read({"main.tf": VARIABLES, name: '{"b": = \n}'})
    (gap,) = (gap for gap in got.gaps if gap.reason == "unreadable")
    assert gap.message.startswith(f"{name}:1:")
    assert (gap.scope, gap.type, gap.location.file) == (".", "", name)


@pytest.mark.parametrize(
    ("kind", "given", "expression", "value"),
    [
        ("number", '"2"', "var.v + 1", "3"),
        ("string", "2.50", "var.v", "2.5"),
        ("bool", '"true"', 'var.v ? "yes" : "no"', "yes"),
        ("list(string)", "[1, 2]", 'join(",", var.v)', "1,2"),
        ("set(string)", '["b", "a", "b"]', 'join(",", var.v)', "a,b"),
        ("map(string)", "{ a = 1 }", "var.v.a", "1"),
        ('object({ a = optional(string, "x"), b = number })', '{ b = "1", c = 2 }', 'join(",", keys(var.v))', "a,b"),
        ('object({ a = optional(object({ b = optional(string, "x") }), {}) })', "{}", "var.v.a.b", "x"),
        ('list(object({ a = optional(string, "x") }))', "[{}]", "var.v[0].a", "x"),
        ("tuple([string, number])", '[1, "2"]', 'join("", [var.v[0], var.v[1] + 1])', "13"),
        ("any", "[1]", "var.v[0]", "1"),
    ],
)
def test_variables_are_converted_to_their_type(read, kind, given, expression, value):
    got = read(f"""
variable "v" {{
  type    = {kind}
  default = {given}
}}
resource "aws_sagemaker_model" "m" {{ name = {expression} }}""")
    assert got.resources[0].name == value


@pytest.mark.parametrize(
    ("kind", "empty", "same"),
    [
        ("list(string)", "[]", False),
        ("set(string)", "[]", False),
        ("map(string)", "{}", False),
        ("list", "[]", False),
        ("map", "{}", False),
        ("object({})", "{}", True),
        ("tuple([])", "[]", True),
        ("any", "[]", True),
    ],
)
def test_no_list_set_or_map_is_what_brackets_and_braces_write(read, kind, empty, same):
    got = read(f"""
variable "v" {{
  type    = {kind}
  default = {empty}
}}
resource "aws_sagemaker_model" "m" {{ name = var.v == {empty} ? "same" : "other" }}""")
    assert got.resources[0].name == ("same" if same else "other")


@pytest.mark.parametrize(
    ("collection", "names"),
    [
        ('toset(["b", "a"])', ["a-a", "b-b"]),
        ('["b", "a"]', ["0-b", "1-a"]),
        ('{ x = "b" }', ["x-b"]),
        ("var.set", ["s-s"]),
        ("var.list", ["0-s"]),
    ],
)
def test_the_keys_of_a_set_are_its_elements(read, collection, names):
    got = read(f"""
variable "set" {{
  type    = set(string)
  default = ["s"]
}}
variable "list" {{
  type    = list(string)
  default = ["s"]
}}
resource "aws_sagemaker_endpoint_configuration" "c" {{
  dynamic "production_variants" {{
    for_each = {collection}
    content {{ variant_name = "${{production_variants.key}}-${{production_variants.value}}" }}
  }}
}}""")
    assert [variant["VariantName"] for variant in got.resources[0].document["ProductionVariants"]] == names


def test_null_takes_the_default_of_a_variable_that_cannot_be_null(read):
    module = (
        'variable "n" {\n  default = "d"\n  nullable = false\n}\nresource "aws_sagemaker_model" "m" { name = var.n }'
    )
    got = read({"main.tf": call("n = null"), "serving/main.tf": module})
    assert got.resources[0].name == "d"


@pytest.mark.parametrize(
    ("block", "names"),
    [
        ('count = 2\n name = "m${count.index}"', {"[0]": "m0", "[1]": "m1"}),
        ('count = "1"\n name = "m"', {"[0]": "m"}),
        ('count = 0\n name = "m"', {}),
        ('count = var.create ? 1 : 0\n name = "m"', {}),
        ('for_each = { b = 1, a = 2 }\n name = "${each.key}${each.value}"', {'["a"]': "a2", '["b"]': "b1"}),
        ('for_each = toset(["b", "a"])\n name = each.value', {'["a"]': "a", '["b"]': "b"}),
        ("for_each = {}\n name = each.value", {}),
        ('for_each = { for s in ["x", "yy"] : s => length(s) if s != "x" }\n name = each.value', {'["yy"]': "2"}),
    ],
)
def test_copies_of_a_resource_have_their_addresses(read, block, names):
    got = read(f"""
variable "create" {{ default = false }}
resource "aws_sagemaker_model" "m" {{
  {block}
}}""")
    assert {item.origin.address: item.name for item in got.resources} == {
        f"aws_sagemaker_model.m{key}": name for key, name in names.items()
    }


def test_resources_can_be_made_for_each_of_another_resource(read):
    got = read("""
resource "aws_sagemaker_model" "m" {
  for_each = { a = "x", b = "y" }
  name     = each.value
}
resource "aws_sagemaker_endpoint_configuration" "c" {
  for_each = aws_sagemaker_model.m
  name     = each.key
  production_variants { model_name = each.value.name }
}
resource "aws_sagemaker_endpoint_configuration" "all" {
  name = "all"
  dynamic "production_variants" {
    for_each = aws_sagemaker_model.m
    content { model_name = production_variants.value.arn }
  }
}""")
    config = got.one('aws_sagemaker_endpoint_configuration.c["b"]')
    assert config.document["ProductionVariants"] == [{"ModelName": "y"}]
    every = got.one("aws_sagemaker_endpoint_configuration.all")
    assert every.document["ProductionVariants"] == [{"ModelName": "x"}, {"ModelName": "y"}]


def test_default_tags_reach_modules_through_their_providers(read):
    got = read(
        {
            "main.tf": 'provider "aws" {\n  alias = "eu"\n  default_tags { tags = { R = "eu" } }\n}\n'
            + call('name = "m"\n providers = { aws = aws.eu }'),
            "serving/main.tf": MODULE,
        }
    )
    assert got.one("module.a.aws_sagemaker_model.inner").tags == {"R": "eu"}
