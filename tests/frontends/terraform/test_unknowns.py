"""What the code does not decide is a gap that names what would, and never a guess."""

from __future__ import annotations

import pytest

from scanner.model import Location, Span

CONFIG = "aws_sagemaker_endpoint_configuration.c"


def variant(argument: str, before: str = "") -> str:
    return f"""{before}
resource "aws_sagemaker_endpoint_configuration" "c" {{
  name = "c"
  production_variants {{
    variant_name  = "a"
    {argument}
  }}
}}
"""


def test_a_variable_without_a_default_may_be_null(read):
    got = read(variant("instance_type = var.size", 'variable "size" {}'))
    assert got.one(CONFIG).document["ProductionVariants"] == [{"VariantName": "a"}]
    gap = got.gap("ProductionVariants", 0, "InstanceType")
    assert (gap.reason, gap.needs, gap.present) == ("variable", "var.size", False)
    assert (gap.scope, gap.type, gap.resource) == (".", "AWS::SageMaker::EndpointConfig", f"main.tf:{CONFIG}")
    assert gap.location == Location("main.tf", Span(6, 21, 6, 29))
    assert gap.message == (
        "ProductionVariants[0].InstanceType depends on var.size, which has no value here: give it in a .tfvars file"
    )


def test_a_variable_that_cannot_be_null_is_certainly_there(read):
    got = read(variant("instance_type = var.size", 'variable "size" { nullable = false }'))
    assert got.gap("ProductionVariants", 0, "InstanceType").present
    assert got.one(CONFIG).document["ProductionVariants"][0]["InstanceType"] == "${var.size}"


def test_where_a_number_is_needed_nothing_stands_for_it(read):
    got = read(variant("initial_instance_count = aws_instance.x.cores", 'resource "aws_instance" "x" {}'))
    assert got.one(CONFIG).document["ProductionVariants"] == [{"VariantName": "a"}]
    assert got.gap("ProductionVariants", 0, "InitialInstanceCount").present


@pytest.mark.parametrize(
    ("expression", "text", "reason", "needs"),
    [
        ('"ml.${var.u}.large"', "ml.${var.u}.large", "variable", "var.u"),
        ("aws_iam_role.r.arn", "${aws_iam_role.r.arn}", "deploy", "aws_iam_role.r.arn"),
        ("data.aws_x.d.y.z", "${data.aws_x.d.y.z}", "deploy", "data.aws_x.d.y.z"),
        ("data.aws_x.d.list[0]", "${data.aws_x.d.list[0]}", "deploy", "data.aws_x.d.list[0]"),
        ('"${var.u}-${data.aws_x.d.id}"', "${var.u}-${data.aws_x.d.id}", "deploy", "var.u, data.aws_x.d.id"),
        ("lower(var.u)", "${lower(var.u)}", "variable", "var.u"),
        ('join("-", ["a", var.u])', "a-${var.u}", "variable", "var.u"),
        ('format("%s-%02d-%%", var.u, 3)', "${var.u}-03-%", "variable", "var.u"),
        ('var.u == "x" ? "a" : "b"', '${var.u == "x" ? "a" : "b"}', "variable", "var.u"),
        ("local.through", "x-${var.u}", "variable", "var.u"),
        ("timestamp()", "${timestamp()}", "deploy", "timestamp()"),
        ("terraform.workspace", "${terraform.workspace}", "deploy", "terraform.workspace"),
        ('regex("a", "b")', '${regex("a", "b")}', "unsupported", "the function regex is not followed"),
        (
            '<<-EOT\n  a ${~ "b" ~}\n  EOT',
            "${an indented heredoc with ~ markers}",
            "unsupported",
            "an indented heredoc with ~ markers is not followed",
        ),
        ('"%{ if true }a%{ endif }"', "${a template directive}${a template directive}", "unsupported", None),
    ],
)
def test_a_text_of_which_a_part_is_not_known_keeps_the_rest(read, expression, text, reason, needs):
    before = """
variable "u" {}
locals { through = "x-${var.u}" }
resource "aws_iam_role" "r" {}
data "aws_x" "d" {}
"""
    got = read(variant(f"instance_type = {expression}", before))
    gap = got.gap("ProductionVariants", 0, "InstanceType")
    assert gap.reason == reason
    if needs is not None:
        assert got.one(CONFIG).document["ProductionVariants"][0]["InstanceType"] == text
        assert (gap.needs, gap.present) == (needs, True)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('var.u == "x" ? "a" : "a"', "a"),
        ('false && var.u ? "a" : "b"', "b"),
        ('true || var.u ? "a" : "b"', "a"),
        ('aws_iam_role.r.arn == null ? "a" : "b"', "b"),
        ('lookup(merge({ k = var.u }, { k = "v" }), "k")', "v"),
        ('lookup({ a = "x", b = var.u }, "a", "")', "x"),
        ('{ a = "x", b = var.u }.a', "x"),
        ('[var.u, "x"][1]', "x"),
        ('aws_iam_role.r.arn != null ? "a" : "b"', "a"),
        ('aws_iam_role.r.id == null ? "a" : "b"', "b"),
        ('aws_sagemaker_model.m.name == null ? "a" : "b"', "b"),
        ('"x-${var.u}" == null ? "a" : "b"', "b"),
        ('length(compact([aws_iam_role.r.arn, "", "x-${var.u}"])) == 2 ? "a" : "b"', "a"),
        ('length([var.u]) == 1 ? "a" : "b"', "a"),
        ('contains(["x", var.u], "x") ? "a" : "b"', "a"),
        ('try(var.known.missing, "fallback")', "fallback"),
        ('can(var.known.missing) ? "a" : "b"', "b"),
    ],
)
def test_what_does_not_depend_on_the_unknown_is_known(read, expression, value):
    before = 'variable "u" {}\nvariable "known" { default = {} }\nresource "aws_iam_role" "r" {}\n'
    got = read(variant(f"instance_type = {expression}", f"{before}resource aws_sagemaker_model m {{ name = var.u }}"))
    assert got.one(CONFIG).document["ProductionVariants"][0]["InstanceType"] == value
    assert [gap for gap in got.gaps if gap.resource.endswith(CONFIG)] == []


@pytest.mark.parametrize("operator", ["==", "!="])
@pytest.mark.parametrize(
    "operand",
    [
        "data.aws_x.d.y",
        "data.aws_x.d.y.z",
        "data.terraform_remote_state.s.outputs.role",
        "module.m.role",
        "module.m.roles[0].arn",
        "aws_iam_role.r.permissions_boundary",
        "aws_sagemaker_model.m.execution_role_arn",
        "(var.u ? data.aws_x.d.y : data.aws_x.d.z)",
    ],
)
def test_what_may_be_null_is_not_compared_with_null(read, operand, operator):
    before = """
variable "u" {}
data "aws_x" "d" {}
data "terraform_remote_state" "s" {}
module "m" { source = "acme/roles/aws" }
resource "aws_iam_role" "r" {}
resource "aws_sagemaker_model" "m" { execution_role_arn = var.u }
"""
    got = read(variant(f'instance_type = {operand} {operator} null ? "a" : "b"', before))
    assert got.one(CONFIG).document["ProductionVariants"][0]["InstanceType"].startswith("${")
    assert got.gap("ProductionVariants", 0, "InstanceType").present


@pytest.mark.parametrize(
    ("expression", "present"),
    [
        ("length(compact([var.u]))", True),
        ("length(compact([lower(var.u)]))", True),
        ("length(compact([data.aws_x.d.y]))", True),
        ("coalesce(data.aws_x.d.y, 1)", True),
        ("coalesce(lower(var.u), 1)", True),
        ("coalesce(var.u, 1)", True),
        ("data.aws_x.d.y", True),
        ("var.u", False),
    ],
)
def test_what_an_empty_value_would_change_is_not_known(read, expression, present):
    before = 'variable "u" {}\ndata "aws_x" "d" {}\n'
    got = read(variant(f"initial_instance_count = {expression}", before))
    assert "InitialInstanceCount" not in got.one(CONFIG).document["ProductionVariants"][0]
    assert got.gap("ProductionVariants", 0, "InitialInstanceCount").present is present


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("coalesce(null, data.aws_x.d.y)", "${data.aws_x.d.y}"),
        ('coalesce(data.aws_x.d.y, null, "")', "${data.aws_x.d.y}"),
        ("coalesce(null, var.u)", "${var.u}"),
        ("coalesce(data.aws_x.d.y, data.aws_x.d.z)", "${coalesce(data.aws_x.d.y, data.aws_x.d.z)}"),
    ],
)
def test_the_last_that_coalesce_may_give_is_what_it_gives(read, expression, text):
    got = read(variant(f"instance_type = {expression}", 'variable "u" {}\ndata "aws_x" "d" {}\n'))
    assert got.one(CONFIG).document["ProductionVariants"][0]["InstanceType"] == text
    assert got.gap("ProductionVariants", 0, "InstanceType").present


@pytest.mark.parametrize(
    "expression",
    [
        "var.u",
        "var.u.size",
        "try(var.u.size, null)",
        'lookup(var.u, "a", null)',
        'var.u == "x" ? "a" : null',
        "element(var.u, 0)",
        "one(var.u)",
        "var.undeclared",
        "local.undeclared",
        "null.x",
        '"a${null}"',
        "each.key",
    ],
)
def test_a_value_that_may_be_missing_is_left_out_and_a_gap(read, expression):
    got = read(variant(f"instance_type = {expression}", 'variable "u" {}'))
    assert "InstanceType" not in got.one(CONFIG).document["ProductionVariants"][0]
    assert not got.gap("ProductionVariants", 0, "InstanceType").present


def test_an_unknown_null_comparison_in_a_module_is_not_decided(read):
    got = read(
        {
            "main.tf": 'variable "u" {}\nmodule "m" {\n  source = "./m"\n  u = var.u\n}',
            "m/main.tf": 'variable "u" {}\n'
            + variant('instance_type = var.u == null ? "ml.p4d.24xlarge" : "ml.t2.medium"'),
        }
    )
    assert got.gap("ProductionVariants", 0, "InstanceType").needs == "var.u"


LINKED = """
locals { variant = aws_sagemaker_endpoint_configuration.c.production_variants[0].variant_name }
variable "name" {}
resource "aws_sagemaker_model" "known" { name = "xgb" }
resource "aws_sagemaker_model" "computed" {}
resource "aws_sagemaker_model" "given" { name = var.name }
resource "aws_sagemaker_model" "partly" { name = "x-${var.name}" }
resource "aws_subnet" "a" { count = 2 }
resource "aws_security_group" "g" { name_prefix = "x" }
resource "aws_sagemaker_endpoint_configuration" "c" {
  name_prefix = "c"
  production_variants { model_name = aws_sagemaker_model.known.name }
  production_variants { model_name = aws_sagemaker_model.known.arn }
  production_variants { model_name = aws_sagemaker_model.computed.name }
  production_variants { model_name = aws_sagemaker_model.computed.id }
  production_variants { model_name = aws_sagemaker_model.computed.arn }
  production_variants { model_name = aws_sagemaker_model.given.name }
  production_variants { model_name = aws_sagemaker_model.partly.name }
  vpc_config {
    subnets            = aws_subnet.a[*].id
    security_group_ids = [aws_security_group.g.id]
  }
}
resource "aws_sagemaker_endpoint" "e" {
  endpoint_config_name = aws_sagemaker_endpoint_configuration.c.name
}
resource "aws_appautoscaling_target" "t" {
  resource_id = "endpoint/${aws_sagemaker_endpoint.e.name}/variant/${local.variant}"
}
"""


def test_a_reference_and_what_it_refers_to_are_equal(read):
    got = read(LINKED)
    models = {name: got.one(f"aws_sagemaker_model.{name}").name for name in ("known", "computed", "given", "partly")}
    assert models == {
        "known": "xgb",
        "computed": "${aws_sagemaker_model.computed.name}",
        "given": "${var.name}",
        "partly": "x-${var.name}",
    }
    config = got.one(CONFIG)
    named = [item["ModelName"] for item in config.document["ProductionVariants"]]
    assert named == [models[name] for name in ["known"] * 2 + ["computed"] * 3 + ["given", "partly"]]
    assert config.name == got.one("aws_sagemaker_endpoint.e").document["EndpointConfigName"]
    assert config.document["VpcConfig"] == {
        "Subnets": [got.one(f"aws_subnet.a[{index}]").document["SubnetId"] for index in (0, 1)],
        "SecurityGroupIds": [got.one("aws_security_group.g").document["GroupId"]],
    }


def test_every_name_that_is_not_known_is_a_gap_at_both_ends(read):
    got = read(LINKED)
    for address, key in [
        ("aws_sagemaker_model.computed", "ModelName"),
        ("aws_sagemaker_model.given", "ModelName"),
        (CONFIG, "EndpointConfigName"),
        ("aws_sagemaker_endpoint.e", "EndpointName"),
        ("aws_sagemaker_endpoint.e", "EndpointConfigName"),
        ("aws_subnet.a[1]", "SubnetId"),
        ("aws_security_group.g", "GroupId"),
    ]:
        assert got.gap(key, resource=f":{address}").present
    unknown = {gap.path[1] for gap in got.gaps if gap.path[0] == "ProductionVariants" and gap.path[2] == "ModelName"}
    assert unknown == {2, 3, 4, 5, 6}


def test_a_variant_name_from_the_configuration_joins_the_target(read):
    text = LINKED.replace("production_variants { model", 'production_variants { variant_name = "blue"\n model', 1)
    target = read(text).one("aws_appautoscaling_target.t")
    assert target.name == "endpoint/${aws_sagemaker_endpoint.e.name}/variant/blue"


def test_lists_keep_their_places_for_what_is_not_known(read):
    got = read("""
    variable "more" {}
    data "aws_subnets" "all" {}
    resource "aws_sagemaker_model" "m" {
      name = "m"
      vpc_config {
        subnets            = ["subnet-1", var.more, "subnet-3"]
        security_group_ids = data.aws_subnets.all.ids
      }
    }""")
    vpc = got.one("aws_sagemaker_model.m").document["VpcConfig"]
    assert vpc == {"Subnets": ["subnet-1", "${var.more}", "subnet-3"]}
    assert got.gap("VpcConfig", "Subnets", 1).needs == "var.more"
    assert got.gap("VpcConfig", "SecurityGroupIds").needs == "data.aws_subnets.all.ids"
    assert len(got.gaps) == 2


def test_tags_are_known_one_by_one(read):
    got = read("""
    variable "more" {}
    resource "aws_sagemaker_model" "m" {
      name = "m"
      tags = merge(var.more, { Env = "prod", Owner = var.more })
    }""")
    assert got.one("aws_sagemaker_model.m").tags == {"Env": "prod"}
    assert got.gap("Tags").needs == "var.more"
    assert not got.gap("Tags", "Owner").present


def test_tags_that_a_later_map_may_change_are_not_known(read):
    got = read("""
    variable "more" {}
    resource "aws_sagemaker_model" "m" {
      name = "m"
      tags = merge({ Env = "prod" }, var.more)
    }""")
    assert got.one("aws_sagemaker_model.m").tags == {}
    assert got.gap("Tags").needs == "var.more"


def test_a_map_with_a_key_that_is_not_known_is_open(read):
    got = read("""
    variable "key" {}
    resource "aws_sagemaker_model" "m" {
      name = "m"
      primary_container { environment = { A = "1", (var.key) = "2" } }
    }""")
    assert got.one("aws_sagemaker_model.m").document["PrimaryContainer"] == {"Environment": {"A": "1"}}
    assert got.gap("PrimaryContainer", "Environment").needs == "var.key"


@pytest.mark.parametrize(
    ("block", "needs"),
    [
        ("count = var.n", "var.n"),
        ("count = var.n ? 1 : 0", "var.n"),
        ("count = length(data.aws_x.d.ids)", "data.aws_x.d.ids"),
        ("for_each = toset(var.n)", "var.n"),
        ("for_each = { (var.n) = 1 }", "var.n"),
        ("for_each = toset([var.n])", "var.n"),
        ("for_each = aws_iam_role.r.tags_all", "aws_iam_role.r.tags_all"),
    ],
)
def test_how_many_there_are_may_not_be_known(read, block, needs):
    got = read(f"""
variable "n" {{}}
data "aws_x" "d" {{}}
resource "aws_iam_role" "r" {{}}
resource "aws_sagemaker_model" "m" {{
  {block}
  name = "m"
}}""")
    (gap,) = got.gaps
    assert got.resources == ()
    assert (gap.type, gap.resource, gap.path, gap.needs) == ("AWS::SageMaker::Model", "", (), needs)
    assert gap.location == Location("main.tf", Span(5, 1, 5, 35))


def test_a_block_that_may_not_be_there_is_a_gap_in_its_list(read):
    got = read(variant('}\n dynamic "shadow_production_variants" {\n for_each = var.u\n content {}', 'variable "u" {}'))
    gap = got.gap("ShadowProductionVariants", 0)
    assert got.one(CONFIG).document["ShadowProductionVariants"] == []
    assert (gap.needs, gap.present) == ("var.u", False)


@pytest.mark.parametrize(
    "expression", ['"${var.secret}-${var.u}"', "{}[var.secret]", "data.aws_x.d.y[var.secret]", "file(var.secret)"]
)
def test_sensitive_values_stay_out_of_messages(read, expression):
    secret = 'variable "secret" {\n  default = "hunter2"\n  sensitive = true\n}\n'
    got = read(variant(f"instance_type = {expression}", secret + 'variable "u" {}\ndata "aws_x" "d" {}'))
    gap = got.gap("ProductionVariants", 0, "InstanceType")
    assert "hunter2" not in gap.message + gap.needs


@pytest.mark.parametrize(
    ("path", "found"),
    [("../type.txt", "ml.g5.xlarge"), ("none.txt", "ml.m5.large"), ("large.txt", None), ("../../type.txt", None)],
)
def test_a_file_that_is_not_read_may_be_there_for_terraform(read, path, found):
    code = variant(f'instance_type = try(file("${{path.module}}/{path}"), "ml.m5.large")')
    got = read({"type.txt": "ml.g5.xlarge", "stack/large.txt": "x" * 2_000_000, "stack/main.tf": code}, "stack")
    assert got.one(CONFIG).document["ProductionVariants"][0].get("InstanceType") == found
    assert [gap.path for gap in got.gaps if "InstanceType" in gap.path and found] == []


@pytest.mark.parametrize(
    ("rule", "needs"),
    [("self = var.u", "var.u"), ("self = true\n security_groups = var.u", "var.u")],
)
def test_groups_that_a_rule_may_name_are_a_gap(read, rule, needs):
    got = read(f"""
    # sagemaker
    variable "u" {{}}
    resource "aws_security_group" "g" {{
      ingress {{
        protocol = "-1"
        {rule}
      }}
    }}""")
    assert got.gap("IpPermissions", 0, "UserIdGroupPairs").needs == needs
