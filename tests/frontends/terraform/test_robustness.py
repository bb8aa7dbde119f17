"""Whatever stands in a .tf file, reading ends, and what cannot be read is said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.errors import CodeError
from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from scanner.frontends.text.positions import LARGEST_FILE
from scanner.model import Span
from tests.frontends.torn import torn
from tests.patience import PATIENCE

GOOD = 'resource "aws_sagemaker_model" "good" { name = "good" }\n'


def test_a_file_with_a_syntax_error_leaves_the_others_and_the_root_open(read):
    got = read({"good.tf": GOOD, "bad.tf": 'resource "aws_sagemaker_model" "bad" {\n  name = \n}\n'})
    (gap,) = (gap for gap in got.gaps if gap.reason == "unreadable")
    assert (gap.scope, gap.type, gap.resource) == (".", "", "")
    assert gap.location.file == "bad.tf"
    assert gap.message.startswith("bad.tf:")
    assert "aws_sagemaker_model.good" in got.addresses


def test_whole_blocks_of_a_broken_file_are_still_read(read):
    got = read(GOOD + "resource {{{ \n")
    assert got.addresses == ["aws_sagemaker_model.good"]
    assert any(gap.reason == "unreadable" for gap in got.gaps)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"# sagemaker\n\xff\xfe", "main.tf:2: the text is not UTF-8"),
        (b"# sagemaker \x00\x01", "main.tf:1: this is a binary file, not HCL"),
        (b"# sagemaker\na = " + b"[" * 10_000 + b"]" * 10_000, "main.tf: brackets are nested more than 300 deep"),
        (b"# sagemaker\na = " + b'"${' * 10_000 + b'}"' * 10_000, "main.tf: brackets are nested more than 300 deep"),
        (b"#" * (LARGEST_FILE + 1), "main.tf is larger than 20 MiB and is not read"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_gap(read, data, message):
    got = read({"main.tf": data, "good.tf": GOOD})
    assert [gap.message for gap in got.gaps] == [message]
    assert got.addresses == ["aws_sagemaker_model.good"]


@pytest.mark.parametrize(
    "expression",
    [
        " + ".join(["1"] * 5000),
        "!" * 5000 + "true",
        "-" * 5000 + "1",
        "true ? 1 : " * 3000 + "1",
        "[" * 290 + "]" * 290,
        "a" + ".b" * 5000,
        "a" + "[0]" * 5000,
    ],
)
def test_an_expression_that_is_too_deep_is_an_unknown(read, expression):
    got = read(GOOD + f'resource "aws_sagemaker_model" "m" {{\n  name = {expression}\n}}\n')
    assert got.one("aws_sagemaker_model.good").name == "good"


def test_values_that_double_and_double_end(read):
    lines = "\n".join(f"  l{at} = [local.l{at - 1}, local.l{at - 1}]" for at in range(1, 60))
    texts = "\n".join(f'  t{at} = "${{local.t{at - 1}}}${{local.t{at - 1}}}"' for at in range(1, 60))
    started = time.monotonic()
    got = read(f"""
locals {{
  l0 = ["a"]
  t0 = "a"
{lines}
{texts}
}}
resource "aws_sagemaker_model" "m" {{
  name = jsonencode(local.l59)
  execution_role_arn = local.t59
  tags = {{ a = local.l59 == local.l58 ? "x" : "y" }}
  vpc_config {{ subnets = flatten(local.l59) }}
}}
resource "aws_sagemaker_model" "n" {{ count = local.l59 }}
resource "aws_sagemaker_model" "o" {{ for_each = local.l59 }}
resource "aws_sagemaker_model" "p" {{ name = "${{[for x in local.l59 : x][*]}}" }}
resource "aws_sagemaker_model" "q" {{ name = join("", true ? [local.l59] : toset([])) }}
""")
    assert got.gap("ModelName", resource=".m").reason == "unsupported"
    assert got.gap("ExecutionRoleArn").reason == "unsupported"
    assert time.monotonic() - started < PATIENCE


def test_work_without_end_is_given_up(read):
    loops = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]"
    main = GOOD + f'resource "aws_sagemaker_model" "m" {{ name = length({loops}) }}'
    got = read({"main.tf": main, "next.tf": 'module "n" {\n  source = "./next"\n}', "next/main.tf": GOOD})
    (gap,) = got.gaps
    assert (got.reading.roots, got.addresses) == ((".",), [])
    assert (gap.reason, gap.scope) == ("unreadable", ".")
    assert gap.message == "evaluating . takes too long and was given up"


@pytest.mark.parametrize("block", ["count = 1000000000", 'for_each = { for i in range(1024) : "k${i}" => i }'])
def test_a_crowd_of_copies_is_a_gap(read, block):
    got = read(f'resource "aws_sagemaker_model" "m" {{\n  {block}\n  name = "m"\n}}')
    (gap,) = got.gaps
    assert gap.needs == "there are more than 1000 of aws_sagemaker_model.m"


def test_what_depends_on_itself_is_an_unknown(read):
    got = read("""
locals {
  a = local.b
  b = local.a
}
resource "aws_sagemaker_model" "m" { name = local.a }
resource "aws_sagemaker_model" "n" { name = aws_sagemaker_model.o.name }
resource "aws_sagemaker_model" "o" { name = aws_sagemaker_model.n.name }
""")
    assert got.gap("ModelName", resource=".m").needs == "local.a, which depends on itself"
    assert got.gap("ModelName", resource=".n").reason == "unsupported"


def test_files_out_of_the_tree_are_not_followed(read, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "main.tf").write_text('resource "aws_sagemaker_model" "secret" { name = "s" }')
    (outside / "secret.txt").write_text("s3cret")
    (tmp_path / "linked.tf").symlink_to(outside / "main.tf")
    (tmp_path / "linked").symlink_to(outside, target_is_directory=True)
    got = read(
        GOOD
        + 'module "linked" { source = "./linked" }\n'
        + f'resource "aws_sagemaker_model" "m" {{ name = file("{outside}/secret.txt") }}\n'
        + 'resource "aws_sagemaker_model" "n" { name = file("linked/secret.txt") }\n'
    )
    assert not any("s3cret" in str(resource.document) for resource in got.resources)
    assert got.addresses == ["aws_sagemaker_model.good", "aws_sagemaker_model.m", "aws_sagemaker_model.n"]
    messages = " | ".join(gap.message for gap in got.gaps)
    assert "linked.tf is a symbolic link out of the tree, which is not followed" in messages
    assert "module.linked comes from ./linked, which is not there" in messages


@pytest.mark.parametrize("name", ["a\0b", "a\\u0000b", "loop", "a" * 5000, "a/" * 3000])
def test_a_name_that_no_file_can_have_is_an_unknown(read, tmp_path, name):
    (tmp_path / "loop").symlink_to("loop")
    call = f'module "n" {{\n  source = "./{name}"\n}}\n'
    model = f'resource "aws_sagemaker_model" "m" {{\n  name = file("{name}")\n}}\n'
    got = read({"good.tf": GOOD, "odd.tf": call + model})
    assert got.one("aws_sagemaker_model.good").name == "good"
    assert not any("please report it" in gap.message for gap in got.gaps)


def test_links_inside_the_tree_are_followed(read, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "vars.tf").write_text('variable "n" { default = "shared" }')
    (tmp_path / "vars.tf").symlink_to("shared/vars.tf")
    got = read('resource "aws_sagemaker_model" "m" { name = var.n }')
    assert got.one("aws_sagemaker_model.m").name == "shared"


def test_a_link_that_leads_nowhere_is_a_gap(read, tmp_path):
    (tmp_path / "gone.tf").symlink_to("nowhere.tf")
    got = read(GOOD)
    (gap,) = got.gaps
    assert gap.message == "gone.tf cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("main_override.tf", "", "main_override.tf is an override file, which is not followed"),
        ("override.tf.json", "{}", "override.tf.json is an override file, which is not followed"),
    ],
)
def test_terraform_that_is_not_followed_leaves_the_root_open(read, name, text, message):
    got = read({"main.tf": GOOD, name: text})
    (gap,) = got.gaps
    assert (gap.message, gap.reason, gap.type, gap.scope) == (message, "unsupported", "", ".")


def test_json_about_something_else_does_not_matter(read):
    assert read({"main.tf": GOOD, "backend.tf.json": "{}"}).gaps == ()


def test_a_root_without_sagemaker_is_not_parsed(read):
    got = read({"main.tf": 'resource "aws_vpc" "v" { broken', "ml/main.tf": GOOD})
    assert got.reading.roots == ("ml",)
    assert got.gaps == ()
    assert got.addresses == ["aws_sagemaker_model.good"]


def test_nothing_to_read_is_nothing(read):
    got = read({"readme.md": "sagemaker"}, ".")
    assert (got.reading.roots, got.resources, got.gaps) == ((), (), ())


def test_a_path_that_is_not_there_is_the_users_error(read):
    with pytest.raises(CodeError, match="there is no file or directory nowhere"):
        read(GOOD, "nowhere")


def test_odd_but_right_syntax_is_read(read):
    got = read("""
resource aws_sagemaker_model odd { name = "odd" }
resource "aws_sagemaker_model" "empty" {}
resource "aws_sagemaker_model" "comment" { # a
  // b
  name = /* c */ "comment" # "${not}"
}
resource "aws_sagemaker_model" {}
resource {}
module {}
locals {}
""")
    spans = [resource.origin.span for resource in got.resources]
    assert spans == [Span(2, 1, 2, 33), Span(3, 1, 3, 39), Span(4, 1, 4, 41)]


TORN = """variable "v" {}
resource "aws_sagemaker_model" "m" {
  count = length([var.v, 1])
  name  = "a-${var.v}"
  tags  = merge({ A = try(local.x, "b") }, { for k in ["x"] : k => k if k != "" })
  dynamic "container" {
    for_each = [1, 2]
    content { image = "${container.value}:${upper("x")}" }
  }
}
"""


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_torn_text_never_crashes_the_reader(tmp_path_factory, seed):
    directory = tmp_path_factory.mktemp("torn")
    (directory / "main.tf").write_text("# sagemaker\n" + torn(TORN, seed, most=12), encoding="utf-8")
    reading = read_code([directory], CodeOptions())
    assert reading.roots


def test_blocks_may_be_nested_as_deep_as_brackets_may(read):
    got = read({"main.tf": "# sagemaker\n" + "a {\n" * 300 + "}\n" * 300, "good.tf": GOOD})
    assert got.gaps == ()
    assert got.addresses == ["aws_sagemaker_model.good"]
