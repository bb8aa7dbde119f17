"""A file may have many documents; a fault in one takes nothing from those before it."""

from __future__ import annotations

import time

import pytest

from tests.patience import PATIENCE

ENDPOINT = """apiVersion: sagemaker.services.k8s.aws/v1alpha1
kind: Endpoint
metadata: {{name: {0}}}
spec: {{endpointName: {0}, endpointConfigName: c}}
"""


@pytest.mark.parametrize("rest", ["a: [", "\tx", "a: *b", "? [a]\n: b"])
def test_documents_before_a_fault_are_read(read, rest):
    got = read({"e.yaml": f"{ENDPOINT.format('a')}---\n{ENDPOINT.format('b')}---\n{rest}"})
    assert got.addresses == ["Endpoint/a", "Endpoint/b"]
    (gap,) = (gap for gap in got.gaps if gap.reason == "unreadable")
    assert gap.message.startswith("e.yaml:11:") or gap.message.startswith("e.yaml:12:")
    assert (gap.scope, gap.needs) == (".", "e.yaml")


def test_ten_thousand_documents_are_read_in_seconds(read):
    started = time.monotonic()
    got = read({"e.yaml": "---\n".join(ENDPOINT.format(f"e{at}") for at in range(10_000))})
    assert len(got.addresses) == 10_000
    assert time.monotonic() - started < PATIENCE


def test_a_template_with_a_broken_second_document_is_no_template(read):
    text = "Resources: {M: {Type: AWS::SageMaker::Model}}\n---\na: ["
    (gap,) = read(text).gaps
    assert gap.message.endswith("there is more than one YAML document")
