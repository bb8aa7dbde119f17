"""What a command renders before it is applied is never taken for what is applied."""

from __future__ import annotations

import pytest

ENDPOINT = """apiVersion: sagemaker.services.k8s.aws/v1alpha1
kind: Endpoint
metadata: {name: e}
spec: {endpointName: e, endpointConfigName: c}
"""
SKIPPED = "is a template and is not read: check what `helm template` writes"


@pytest.mark.parametrize(
    "text",
    [
        ENDPOINT.replace("endpointName: e", "endpointName: {{ .Values.name }}"),
        f"{{{{- if .Values.endpoint }}}}\n{ENDPOINT}{{{{- end }}}}\n",
        f"{ENDPOINT}  {{{{- toYaml .Values.more | nindent 2 }}}}\n",
    ],
)
def test_a_manifest_with_expressions_that_are_no_yaml_is_a_template(read, text):
    (gap,) = (gap for gap in read({"k/e.yaml": text}).gaps if gap.location)
    assert (gap.reason, gap.message, gap.scope) == ("unsupported", f"k/e.yaml {SKIPPED}", "k")
    assert not gap.blocking


def test_expressions_in_texts_are_not_known(read):
    got = read({"e.yaml": ENDPOINT.replace("endpointName: e", 'endpointName: "{{ .Values.name }}"')})
    assert got.gap("EndpointName").needs == ".Values.name"
    assert got.document("Endpoint/e")["EndpointName"] == "{{ .Values.name }}"


def test_templates_of_a_chart_are_not_read_even_if_they_are_yaml(read):
    templated = ENDPOINT.replace("endpointName: e", 'endpointName: "{{ .Values.name }}"')
    files = {
        "chart/Chart.yaml": "name: x\n",
        "chart/templates/deep/e.yaml": templated,
        "chart/templates/f.yaml": ENDPOINT,
    }
    got = read(files)
    assert [resource.origin.file for resource in got.reading.resources] == ["chart/templates/f.yaml"]
    assert [gap.message for gap in got.gaps if gap.reason == "unsupported"] == [
        f"chart/templates/deep/e.yaml {SKIPPED}"
    ]
    assert read({"chart/Chart.yaml": "name: x\n", "templates/e.yaml": templated}, "templates").addresses


def test_a_kustomization_that_patches_says_what_is_judged(read):
    got = read(
        {
            "base/e.yaml": ENDPOINT,
            "prod/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
            "resources: [../base, own.yaml]\npatches:\n  - path: patch.yaml\n",
            "prod/patch.yaml": ENDPOINT.replace("endpointConfigName: c", "endpointConfigName: d"),
            "prod/own.yaml": ENDPOINT.replace("name: e", "name: own"),
        }
    )
    assert got.addresses == ["Endpoint/e", "Endpoint/own"]
    gaps = [gap for gap in got.gaps if gap.reason == "unsupported"]
    assert [(gap.scope, gap.message) for gap in gaps] == [
        (root, f"prod/kustomization.yaml patches resources of {root}, which are judged as they are written")
        for root in ("base", "prod")
    ]
    assert {(gap.location.file, gap.location.span.start_line) for gap in gaps} == {("prod/kustomization.yaml", 5)}


HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\n"


@pytest.mark.parametrize(
    ("patches", "count"),
    [
        ("patches: [{target: {kind: EndpointConfig}, patch: '[]'}]", 1),
        ("patches: [{target: {group: sagemaker.services.k8s.aws}, path: p.json}]", 1),
        ("patches: [{target: {kind: Deployment}, path: p.json}]", 0),
        ("patches: [{target: {group: apps, kind: Model}, path: p.json}]", 0),
        ('patches: [{patch: "apiVersion: sagemaker.services.k8s.aws/v1alpha1\\nkind: Model"}]', 1),
        ("patchesStrategicMerge: [p.yaml]", 1),
        ("patchesStrategicMerge: [nowhere.yaml, ../../../etc/passwd]", 0),
        ("patchesJson6902: [{target: {kind: Model}, path: p.json}]", 1),
        ("patches: {}", 0),
        ("images: []  # patches", 0),
    ],
)
def test_patches_of_other_things_change_nothing(read, patches, count):
    got = read(
        {"base/e.yaml": ENDPOINT, "prod/kustomization.yaml": HEAD + patches, "prod/p.yaml": ENDPOINT}, "prod", "base"
    )
    assert len([gap for gap in got.gaps if gap.reason == "unsupported"]) == count


def test_the_resources_of_a_kustomization_are_read_wherever_they_are_named(read):
    kustomization = HEAD.replace("../base", "e.yaml") + "patches: []\n"
    assert read({"kustomization.yaml": kustomization, "e.yaml": ENDPOINT}).addresses == ["Endpoint/e"]
