"""Which texts make a copy of a resource be there, besides its own."""

import pathlib

import pytest

from scanner.model import Location
from tests.frontends.terraform.conftest import cut

MODEL = 'resource "aws_sagemaker_model" "m" {{\n  name = "m"\n  {}\n}}\n'


def texts(read, files, address="aws_sagemaker_model.m", **options):
    """Give what makes a resource be there, as it is written."""
    found = read(files, **options).one(address).origin.through
    assert len(set(found)) == len(found)
    return [cut(pathlib.Path(text.file), text.span) for text in found]


def repeated(by, *more):
    return "\n".join((*more, MODEL.format(by)))


def local(name, value):
    return f"locals {{\n  {name} = {value}\n}}\n"


A, B = 'a = { n = "x" }', "b = {\n    n = 1\n  }"
WRITTEN = f"{{\n  {A}\n  {B}\n  }}"
MAP = local("all", WRITTEN)
NAMES = local("names", '["c", "b"]')
OBJECTS = local("all", '[{ n = "a" }, { n = "b" }]')
ON = 'variable "on" {\n  default = true\n}'
OTHER = 'resource "aws_sagemaker_model" "other" {\n  for_each = local.all\n}'


@pytest.mark.parametrize(
    ("by", "code", "expected"),
    [
        ("for_each = local.all", MAP, [B]),
        ('for_each = "${local.all}"', MAP, [B]),
        ("for_each = local.same", MAP + local("same", "local.all"), [B]),
        ("for_each = var.all", f'variable "all" {{\n  default = {WRITTEN}\n}}', [B]),
        ("for_each = merge(local.all, {b = 2})", MAP, []),
        ("for_each = merge(local.all, local.more)", MAP + local("more", "{b = 2, c = 3}"), ["b = 2"]),
        ("for_each = tomap(local.all)", MAP, [B]),
        ("for_each = toset(keys(local.all))", MAP, [B]),
        ("for_each = local.config.all", local("config", f"{{ all = {WRITTEN} }}"), [B]),
        ("for_each = local.of[var.on]", local("of", f"{{ true = {WRITTEN} }}") + ON, [B]),
        ("for_each = toset(local.names)", NAMES, ['"b"']),
        ('for_each = toset(concat(["z"], local.names))', NAMES, ['"b"']),
        ("for_each = { for k, v in local.all : k => v }", MAP, [B]),
        ("for_each = { for o in local.all : o.n => o }", OBJECTS, ['{ n = "b" }']),
        ("for_each = toset([for o in local.all : o.n])", OBJECTS, ['{ n = "b" }']),
        (
            "for_each = { for k, v in local.all : k => v if contains(local.on, k) }",
            MAP + local("on", '["b"]'),
            ['["b"]', B],
        ),
        (
            "for_each = local.kept",
            MAP + local("kept", "{ for k, v in local.all : k => v.n if k != 1 }"),
            ["k", "k != 1", "v.n", B],
        ),
        (
            'for_each = { for p in flatten([for k, v in local.of : [for n in v : { k = k, n = n }]]) : "${p.n}" => p }',
            local("of", '{ x = ["a"], y = ["b", "c"] }'),
            ['y = ["b", "c"]'],
        ),
        ("for_each = var.on ? local.all : {}", MAP + ON, ["true", B]),
        (
            "for_each = { for p in setproduct(keys(local.all), [1]) : p[0] => p }",
            MAP,
            [WRITTEN],
        ),
        ("for_each = aws_sagemaker_model.other", MAP + OTHER, [B]),
        ("for_each = { a = 1, b = 2 }", "", []),
    ],
)
def test_an_element_of_for_each_that_is_written_out_makes_its_copy_alone(read, by, code, expected):
    assert texts(read, repeated(by, code), 'aws_sagemaker_model.m["b"]') == expected


@pytest.mark.parametrize(
    ("by", "code", "expected"),
    [
        ("count = 2", "", []),
        ("count = length(local.names)", NAMES, ['"b"']),
        ("count = local.n", 'locals {\n  n = var.n\n}\nvariable "n" {\n  default = 2\n}', ["var.n", "2"]),
        ("count = var.on ? 2 : 0", ON, ["true"]),
        ("count = length(local.names) + 1", NAMES, ['["c", "b"]']),
    ],
)
def test_what_count_goes_by_makes_copies(read, by, code, expected):
    assert texts(read, repeated(by, code), "aws_sagemaker_model.m[1]") == expected


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("terraform.tfvars", "all = {\n  a = 1\n  b = 2\n}\n", "b = 2"),
        ("x.auto.tfvars", "all = {\n  b = 3\n}\n", "b = 3"),
        ("terraform.tfvars.json", '{"all": {"a": 1, "b": {"c": [1,\n 2]}}}', '"b": {"c": [1,\n 2]'),
    ],
)
def test_a_file_of_variables_makes_copies(read, name, content, expected):
    code = repeated("for_each = var.all", 'variable "all" {\n  default = { b = 0 }\n}')
    assert texts(read, {"main.tf": code, name: content}, 'aws_sagemaker_model.m["b"]') == [expected]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [("jobs.yaml", "a: 1\nb:\n  c: 2\n", "b:\n  c: 2"), ("jobs.json", '{"a": 1, "b": {"c": 2}}', '"b": {"c": 2')],
)
def test_an_element_of_a_file_that_is_decoded_makes_its_copy(read, name, content, expected):
    decode = "yamldecode" if name.endswith("yaml") else "jsondecode"
    code = repeated(f'for_each = {decode}(file("{name}"))')
    assert texts(read, {"main.tf": code, name: content}, 'aws_sagemaker_model.m["b"]') == [expected]


def test_every_call_on_the_way_makes_what_is_in_a_module(read):
    outer = 'module "o" {\n  source   = "./outer"\n  for_each = toset(local.names)\n  all      = local.all\n}'
    inner = 'module "i" {\n  source = "../inner"\n  all    = var.all\n}'
    files = {
        "main.tf": f"{outer}\n{NAMES}{MAP}",
        "outer/main.tf": f'variable "all" {{}}\n{inner}',
        "inner/main.tf": repeated("for_each = var.all", 'variable "all" {}'),
    }
    found = texts(read, files, 'module.o["b"].module.i.aws_sagemaker_model.m["b"]')
    assert found == [outer, '"b"', inner, B]


def test_alike_copies_share_their_texts(read):
    code = 'module "o" {\n  source = "./inner"\n}'
    other = MODEL.replace('"m"', '"n"').format("")
    found = read({"main.tf": code, "inner/main.tf": MODEL.format("count = 2") + other}).resources
    assert len(found) == 3
    assert len({id(resource.origin.through) for resource in found}) == 1


STATE = (
    '{"StartAt": "T", "States": {"T": {"Type": "Task", "End": true, '
    '"Resource": "arn:aws:states:::sagemaker:createTrainingJob", "Parameters": {"TrainingJobName": "t"}}}}'
)
MACHINE = 'resource "aws_sfn_state_machine" "m" {{\n  for_each   = local.all\n  definition = {}\n}}'


@pytest.mark.parametrize(
    ("definition", "outside"),
    [('file("t.asl.json")', True), ("local.machine", True), (f"<<EOT\n{STATE}\nEOT", False)],
)
def test_what_makes_a_machine_makes_what_it_runs(read, definition, outside):
    block = MACHINE.format(definition)
    files = {"main.tf": f"{MAP}{block}\n" + local("machine", f"<<EOT\n{STATE}\nEOT\n"), "t.asl.json": STATE}
    assert texts(read, files, 'aws_sfn_state_machine.m["b"]/T') == [B, *([block] if outside else [])]


@pytest.mark.parametrize(
    "code",
    [
        "locals {\n  a = local.b\n  b = local.a\n}",
        "locals {\n  a = local.a.x\n}",
        "locals {\n  a = merge(local.a, local.a)\n}",
        "locals {\n  a = { for k, v in local.a : k => v }\n}",
        "locals {\n  a = null\n}",
        "locals {\n  a = [1, { b = 2 }]\n}",
        'locals {\n  a = yamldecode(file("main.tf"))\n}',
        'locals {\n  a = yamldecode(file("../none.yaml"))\n}',
    ],
)
def test_what_cannot_be_followed_does_no_harm(read, code):
    for by in ("for_each = local.a", "count = length(local.a)"):
        found = read(repeated(by, code, MODEL.replace('"m"', '"other"').format("")))
        assert found.one("aws_sagemaker_model.other").origin.through == ()
        assert all(isinstance(text, Location) for resource in found.resources for text in resource.origin.through)
