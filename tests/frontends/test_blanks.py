"""A text with blanks is not known, and says what fills it in."""

from __future__ import annotations

import time

import pytest

from scanner.frontends.nodes import Unknown, made
from scanner.frontends.text.blanks import value_of
from scanner.model import GapReason
from tests.patience import PATIENCE


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("${INSTANCE_TYPE}", ("INSTANCE_TYPE",)),
        ("${INSTANCE_TYPE:-ml.m5.large}", ("INSTANCE_TYPE",)),
        ("$INSTANCE_TYPE", ("INSTANCE_TYPE",)),
        ("${oc.env:INSTANCE_TYPE,ml.m5.large}", ("INSTANCE_TYPE",)),
        ("$(INSTANCE_TYPE)", ("INSTANCE_TYPE",)),
        ("s3://${BUCKET}/${PREFIX}/${BUCKET}", ("BUCKET", "PREFIX")),
        ("{{ .Values.training.instanceType }}", (".Values.training.instanceType",)),
        ("{{- .Values.a -}}/{{inputs.parameters.b}}", (".Values.a", "inputs.parameters.b")),
        ('{{ .Values.a | default "hunter2" }}', ("an expression that is filled in before",)),
        ("{{ open", ("open",)),
        ("arn:aws:iam::<ACCOUNT>:role/<YOUR ROLE>", ("<ACCOUNT>", "<YOUR ROLE>")),
    ],
)
def test_what_fills_a_text_in_is_named(text, needs):
    assert value_of(made(text)) == Unknown(text, GapReason.VARIABLE, needs)


@pytest.mark.parametrize("value", ["ml.g5.xlarge", "costs $5", "a < b > c", "loss=(.*)$", "{a}", "", 3, None, True])
def test_anything_else_is_what_it_says(value):
    assert value_of(made(value)) == value


@pytest.mark.parametrize("text", ["{{" * 500_000, "${" * 500_000, "<a" * 500_000, "$(A" * 300_000, "{{a" * 300_000])
def test_long_texts_take_no_longer_than_they_are(text):
    started = time.monotonic()
    value_of(made(text))
    assert time.monotonic() - started < PATIENCE
