"""What an app of the CDK wrote is called by its paths there, and knows the line of the app that declares it."""

from __future__ import annotations

import json

import pytest

from scanner.model import Location, Span

MODEL = {
    "Type": "AWS::SageMaker::Model",
    "Properties": {"ModelName": "m"},
    "Metadata": {"aws:cdk:path": "Shop/M/Model"},
}
APP = "const app = new cdk.App();\n"


def template(**resources):
    return json.dumps({"Resources": resources}, indent=1)


def manifest(*trace, path="/Shop/M/Model", data="ModelA1", **artifact):
    entry = {"type": "aws:cdk:logicalId", "data": data, "trace": list(trace)}
    metadata = {path: [{"type": "aws:cdk:warning", "data": "x", "trace": ["bin/other.ts:1:1"]}, entry]}
    stack = {"type": "aws:cloudformation:stack", "metadata": metadata, **artifact}
    return json.dumps({"version": "48.0.0", "artifacts": {"Shop": stack}})


def assembly(*trace, **about):
    return {
        "app/cdk.out/Shop.template.json": template(ModelA1=MODEL),
        "app/cdk.out/manifest.json": manifest(*trace, **about),
        "app/bin/app.ts": APP,
        "app/node_modules/lib/index.ts": APP,
    }


def test_a_resource_is_called_by_its_path_in_the_app(read):
    got = read(assembly())
    assert got.one("Shop/M/Model").id == "app/cdk.out/Shop.template.json:Shop/M/Model"
    assert got.one("Shop/M/Model").origin.span == Span(3, 3, 3, 12)
    assert got.reading.roots == ("app/cdk.out/Shop.template.json",)


def test_paths_that_name_no_single_resource_are_not_used(read):
    other = {**MODEL, "Metadata": {"aws:cdk:path": "Alone"}}
    got = read({"t.template.json": template(A=MODEL, B=MODEL, C=other)})
    assert got.addresses == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("trace", "line", "column"),
    [
        (["new Model (node_modules/lib/index.ts:1:1)", "Object.<anonymous> (bin/app.ts:12:5)"], 12, 5),
        (["bin/app.ts:7:3"], 7, 3),
        (["bin/app.ts:7"], 7, 1),
        (["new M (file://TREE/app/bin/app.ts:4:2)"], 4, 2),
        (["at nowhere", "new M (TREE/app/bin/app.ts:4:2)", "bin/app.ts:9:9"], 4, 2),
    ],
)
def test_the_innermost_line_of_the_app_declares_it(read, tmp_path, trace, line, column):
    got = read(assembly(*(frame.replace("TREE", str(tmp_path)) for frame in trace)))
    assert got.one("Shop/M/Model").origin.declared == Location("app/bin/app.ts", Span(line, column, line, column))


@pytest.mark.parametrize(
    "trace",
    [
        [],
        ["new M (bin/gone.ts:1:1)"],
        ["new M (../../../../../../etc/passwd:1:1)"],
        ["new M (/etc/passwd:1:1)"],
        ["new M (node_modules/lib/index.ts:1:1)"],
        ["new M (bin:1:1)"],
        ["bin/app.ts\0:1:1", "bin/app.ts", "", 7, None, {"a": 1}, "(" * 5000, "x" * 100_000 + ":1:1"],
    ],
)
def test_a_line_that_is_not_of_the_app_is_not_named(read, trace):
    assert read(assembly(*trace)).one("Shop/M/Model").origin.declared is None


def test_logical_ids_serve_where_paths_are_left_out(read):
    files = assembly("bin/app.ts:3:1", path="/Shop/Else")
    plain = {"Type": "AWS::SageMaker::Model"}
    got = read({**files, "app/cdk.out/Shop.template.json": template(ModelA1=plain)})
    assert got.one("ModelA1").origin.declared.span.start_line == 3


def test_metadata_may_have_a_file_of_its_own(read):
    files = assembly(additionalMetadataFile="Shop.metadata.json", metadata={})
    entry = {"type": "aws:cdk:logicalId", "data": "ModelA1", "trace": ["bin/app.ts:5:1"]}
    got = read({**files, "app/cdk.out/Shop.metadata.json": json.dumps({"/Shop/M/Model": [entry]})})
    assert got.one("Shop/M/Model").origin.declared.span.start_line == 5


@pytest.mark.parametrize(
    "text", ["", "[", "[]", '{"artifacts": []}', '{"artifacts": {"a": 1, "b": {"metadata": {"/x": {}}}}}']
)
def test_a_manifest_that_is_none_says_nothing(read, text):
    got = read({**assembly(), "app/cdk.out/manifest.json": text})
    assert got.one("Shop/M/Model").origin.declared is None
    assert all(not gap.blocking for gap in got.gaps)


def test_assets_of_other_kinds_are_passed_over(read):
    tree = {"tree": {"children": {"aws:cdk:cloudformation:type": "AWS::SageMaker::Model"}, "Resources": {}}}
    got = read(
        {
            **assembly(),
            "app/cdk.out/tree.json": json.dumps(tree),
            "app/cdk.out/Shop.assets.json": '{"files": {"AWS::SageMaker": "Resources"}}',
        }
    )
    assert got.addresses == ["Shop/M/Model"]
    assert got.reading.roots == ("app/cdk.out/Shop.template.json",)


def test_nested_stacks_are_found_by_their_assets(read):
    url = {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::Region"}, ".amazonaws.com/assets/0f3a.json"]]}
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": url},
        "Metadata": {"aws:asset:path": "Nested.nested.template.json", "aws:asset:property": "TemplateURL"},
    }
    got = read(
        {
            "cdk.out/Shop.template.json": template(Inner=nested),
            "cdk.out/Nested.nested.template.json": template(ModelA1=MODEL),
        }
    )
    assert [(item.id, item.scope) for item in got.reading.resources] == [
        ("cdk.out/Nested.nested.template.json:Inner.Shop/M/Model", "cdk.out/Shop.template.json")
    ]
