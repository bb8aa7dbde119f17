"""Every value knows the text that gives it, to the column."""

from __future__ import annotations

import pathlib
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from scanner.frontends.terraform.evaluation import Frame, Meter, evaluate
from scanner.frontends.terraform.hcl_positions import Problem, Source, parse_source, source_of
from scanner.frontends.terraform.syntax_reader import read_body
from scanner.model import Location, Span
from scanner.paths import lookup
from tests.frontends.terraform.conftest import cut

CONFIG = """resource "aws_sagemaker_endpoint_configuration" "c" {
  name = "café"
  production_variants {
    variant_name  = "é😀"  # the next line has a tab
\tinstance_type = "ml.m5.large"
    initial_instance_count = 1 + 1
  }
  tags = {
    A = "1", "B" = "2"
    C = lower(
      "X"
    )
  }
}
"""
ADDRESS = "aws_sagemaker_endpoint_configuration.c"


def test_positions_count_code_points_from_one(read):
    origin = read(CONFIG).one(ADDRESS).origin
    assert origin.file == "main.tf"
    assert origin.span == Span(1, 1, 1, 52)
    assert origin.spans == {
        ("EndpointConfigName",): Span(2, 10, 2, 16),
        ("ProductionVariants",): Span(3, 3, 3, 22),
        ("ProductionVariants", 0): Span(3, 3, 3, 22),
        ("ProductionVariants", 0, "VariantName"): Span(4, 21, 4, 25),
        ("ProductionVariants", 0, "InstanceType"): Span(5, 18, 5, 31),
        ("ProductionVariants", 0, "InitialInstanceCount"): Span(6, 30, 6, 35),
        ("Tags",): Span(8, 10, 8, 11),
        ("Tags", "A"): Span(9, 9, 9, 12),
        ("Tags", "B"): Span(9, 20, 9, 23),
        ("Tags", "C"): Span(10, 9, 12, 6),
    }


def test_the_extent_of_a_resource_reaches_to_its_last_brace(read):
    assert read(CONFIG).one(ADDRESS).origin.extent == Span(1, 1, 14, 2)


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_line_ends_and_a_byte_order_mark_change_nothing(read, change):
    plain, changed = read(CONFIG).one(ADDRESS), read(change(CONFIG)).one(ADDRESS)
    assert changed.document == plain.document
    assert changed.origin == plain.origin
    assert changed.tags == plain.tags


def test_every_leaf_of_an_object_in_an_attribute_has_its_own_position(read):
    got = read("""# sagemaker
    resource "aws_security_group" "g" {
      ingress = [
        { protocol = "tcp", cidr_blocks = ["10.0.0.0/8",
            "10.1.0.0/16"] },
        { protocol = "udp", from_port = (53) },
      ]
    }""")
    texts = {path: got.text("aws_security_group.g", path) for path in got.resources[0].origin.spans}
    assert texts == {
        ("GroupId",): 'resource "aws_security_group" "g"',
        ("IpPermissions",): "[",
        ("IpPermissions", 0): '{ protocol = "tcp", cidr_blocks = ["10.0.0.0/8",',
        ("IpPermissions", 0, "IpProtocol"): '"tcp"',
        ("IpPermissions", 0, "IpRanges"): '["10.0.0.0/8",',
        ("IpPermissions", 0, "IpRanges", 0): '"10.0.0.0/8"',
        ("IpPermissions", 0, "IpRanges", 0, "CidrIp"): '"10.0.0.0/8"',
        ("IpPermissions", 0, "IpRanges", 1): '"10.1.0.0/16"',
        ("IpPermissions", 0, "IpRanges", 1, "CidrIp"): '"10.1.0.0/16"',
        ("IpPermissions", 1): '{ protocol = "udp", from_port = (53) }',
        ("IpPermissions", 1, "IpProtocol"): '"udp"',
        ("IpPermissions", 1, "FromPort"): "(53)",
    }


def test_values_of_a_dynamic_block_stand_in_its_content(read):
    got = read("""resource "aws_sagemaker_endpoint_configuration" "c" {
      dynamic "production_variants" {
        for_each = ["a", "b"]
        iterator = each_one
        content {
          variant_name = each_one.value
          instance_type = "ml.${each_one.key == 0 ? "m5" : "c5"}.large"
        }
      }
    }""")
    assert got.one(ADDRESS).document["ProductionVariants"] == [
        {"VariantName": "a", "InstanceType": "ml.m5.large"},
        {"VariantName": "b", "InstanceType": "ml.c5.large"},
    ]
    assert got.text(ADDRESS, ("ProductionVariants", 1)) == 'dynamic "production_variants"'
    assert got.text(ADDRESS, ("ProductionVariants", 1, "VariantName")) == "each_one.value"
    assert got.text(ADDRESS, ("ProductionVariants", 0, "InstanceType")).endswith('.large"')


@pytest.mark.parametrize(
    ("heredoc", "value"),
    [
        ("<<EOT\n a\n  b\nEOT", " a\n  b\n"),
        ("<<-EOT\n    a\n      b\n\n    c\n    EOT", "a\n  b\n\nc\n"),
        ('<<-EOT\n    ${upper("x")} y\n    EOT', "X y\n"),
        ("<<EOT\n$${a} %%{b} \\n\nEOT", "${a} %{b} \\n\n"),
        ("<<EOT\nEOT", ""),
    ],
)
def test_heredocs_give_their_text_and_their_place(read, heredoc, value):
    got = read(f'resource "aws_sagemaker_model" "m" {{\n  name = {heredoc}\n}}\n')
    assert got.one("aws_sagemaker_model.m").document["ModelName"] == value
    assert got.text("aws_sagemaker_model.m", ("ModelName",)) == heredoc


def test_a_gap_points_at_the_expression(read):
    got = read("""variable "v" {}
resource "aws_sagemaker_model" "m" {
  name = "m"
  primary_container { image = "${var.v}:1" }
}""")
    assert got.gap("PrimaryContainer", "Image").location == Location("main.tf", Span(4, 31, 4, 43))


def test_the_column_of_a_broken_line_counts_code_points(read):
    got = read('# sagemaker\nresource "aws_sagemaker_model" "é" { name = = 1 }\n')
    (gap,) = got.gaps
    assert gap.location.span.start_line == 2
    assert gap.message == f"main.tf:2:{gap.location.span.start_column}: the HCL cannot be parsed here"


def value_of(text: str):
    source = source_of(f"x = {text}".encode(), "x.tf")
    assert isinstance(source, Source)
    root, problems = parse_source(source)
    assert problems == ()
    expression = read_body(source, root).attributes["x"]
    return evaluate(expression, Frame(str, str, Meter()))


def quoted(text: str) -> str:
    for old, new in (
        ("\\", "\\\\"),
        ('"', '\\"'),
        ("\n", "\\n"),
        ("\t", "\\t"),
        ("\r", "\\r"),
        ("${", "$${"),
        ("%{", "%%{"),
    ):
        text = text.replace(old, new)
    return f'"{text}"'


PLAIN = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff"), max_size=12)
SCALARS = st.one_of(
    PLAIN, st.integers(-(10**12), 10**12), st.booleans(), st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
)
SPACE = st.text(" \t", max_size=3)


@st.composite
def maps(draw):
    values = draw(
        st.dictionaries(st.text(string.ascii_letters, min_size=1, max_size=6), SCALARS, min_size=1, max_size=5)
    )
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [f"{draw(SPACE)}# é{end}"]
    for key, value in values.items():
        text = quoted(value) if isinstance(value, str) else str(value).lower()
        shape = draw(st.sampled_from(["{}", "({})", "true ? {} : null", "[{}][0]", "{{ a = {} }}.a"]))
        lines.append(f"{draw(SPACE)}{key}{draw(SPACE)}={draw(SPACE)}{shape.format(text)}{draw(SPACE)}{end}")
    return values, "".join(lines), end


@settings(max_examples=60)
@given(maps())
def test_the_text_at_a_value_parsed_again_is_the_value(tmp_path_factory, generated):
    values, lines, end = generated
    directory = tmp_path_factory.mktemp("root")
    head = f'resource "aws_sagemaker_model" "m" {{{end}  primary_container {{{end} environment = {{{end}'
    text = f"{head}{lines}}}{end}}}{end}}}{end}"
    (directory / "main.tf").write_bytes(text.encode())
    reading = read_code([directory], CodeOptions())
    (model,) = reading.resources
    environment = model.document["PrimaryContainer"]["Environment"]
    assert environment.keys() == values.keys()
    for path, span in model.origin.spans.items():
        written = lookup(model.document, path)
        if isinstance(written, str) and path[-1] in values:
            again = value_of(cut(pathlib.Path(model.origin.file), span))
            assert again == values[path[-1]]
            assert type(again) is type(values[path[-1]]) or isinstance(again, int | float)


def test_a_file_that_is_no_text_is_a_problem():
    assert isinstance(source_of(b"\x00", "x.tf"), Problem)
    assert isinstance(source_of(b"a = \xff", "x.tf"), Problem)
