"""Every value knows the text that gives it, to the column."""

from __future__ import annotations

import pathlib

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from tests.frontends.test_yaml_positions import cut

TEXT = """# jobs
apiVersion: sagemaker.services.k8s.aws/v1alpha1
kind: Model
metadata: {name: é}
spec:
  modelName: "caf\\u00e9"
  containers:
    - image: &image é😀  # c
      environment: {N: 1}
    - {image: *image}
  tags:
    - key: A
      value: '1'
  vpcConfig:
    subnetRefs:
      - from: {name: net}
"""


def test_values_stand_where_they_are_written(read):
    got = read({"m.yaml": TEXT})
    assert got.texts("Model/é") == {
        ("ModelName",): '"caf\\u00e9"',
        ("Containers",): "- image: &image é😀  # c",
        ("Containers", 0): "image: &image é😀  # c",
        ("Containers", 0, "Image"): "&image é😀",
        ("Containers", 0, "Environment"): "environment",
        ("Containers", 0, "Environment", "N"): "1",
        ("Containers", 1): "{image: *image}",
        ("Containers", 1, "Image"): "*image",
        ("Tags",): "- key: A",
        ("Tags", "A"): "'1'",
        ("VpcConfig",): "vpcConfig",
        ("VpcConfig", "Subnets"): "- from: {name: net}",
        ("VpcConfig", "Subnets", 0): "from: {name: net}",
    }
    origin = got.one("Model/é").origin
    assert cut(TEXT, origin.span) == "spec"


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="{}$<>", categories=("L", "N", "P", "Zs", "S")))
STYLES = st.sampled_from(["'", '"', None])


@settings(max_examples=100)
@given(st.lists(st.tuples(NAMES, STYLES, st.booleans(), st.integers(2, 7)), min_size=1, max_size=5))
def test_what_a_position_points_at_is_the_value(tmp_path_factory, models):
    parts = []
    for at, (name, style, flow, indent) in enumerate(models):
        document = {
            "apiVersion": "sagemaker.services.k8s.aws/v1alpha1",
            "kind": "Model",
            "metadata": {"name": f"m{at}"},
            "spec": {"modelName": name, "containers": [{"image": name, "environment": {"a": name}}]},
        }
        parts.append(
            yaml.safe_dump(document, default_style=style, default_flow_style=flow, indent=indent, allow_unicode=True)
        )
    directory = tmp_path_factory.mktemp("placed")
    text = "---\n".join(parts)
    pathlib.Path(directory / "m.yaml").write_text(text, "utf-8", newline="\n")
    reading = read_code([directory], CodeOptions())
    assert len(reading.resources) == len(models)
    for resource, (name, *_) in zip(reading.resources, models, strict=True):
        for path in (("ModelName",), ("Containers", 0, "Image"), ("Containers", 0, "Environment", "a")):
            assert yaml.safe_load(f"a: {cut(text, resource.origin.spans[path])}")["a"] == name
