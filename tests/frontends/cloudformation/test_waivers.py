"""Waivers in a resource's metadata."""

import json

import pytest

from scanner.model import Span

TEMPLATE = """\
Resources:
  Ranker:
    Type: AWS::SageMaker::Model
    Metadata:
      tipstaff:
        ignore:
          - policy: NET001
            reason: it needs
              the internet
            until: 2027-01-31
          - {policy: [EPT001, EPT005], reason: load test}
    Properties:
      EnableNetworkIsolation: false
"""


def test_metadata_waives_for_the_whole_resource(read):
    one, other = read(TEMPLATE).reading.waivers
    assert (one.policies, one.reason, one.until, one.resource) == (
        ("NET001",),
        "it needs the internet",
        "2027-01-31",
        "Ranker",
    )
    assert (other.policies, other.reason, other.until) == (("EPT001", "EPT005"), "load test", "")
    assert one.span == other.span == Span(2, 3, 13, 36)
    assert (one.location.file, one.location.span) == ("template.yaml", Span(7, 21, 7, 27))


def test_metadata_of_json_is_the_same(read):
    ignore = [{"policy": "NET001", "reason": "it needs the internet", "until": "2027-01-31"}]
    metadata = {"aws:cdk:path": "x", "tipstaff": {"ignore": ignore}}
    resource = {"Type": "AWS::SageMaker::Model", "Metadata": metadata, "Properties": {}}
    text = json.dumps({"Resources": {"Ranker": resource}})
    (waiver,) = read({"template.json": text}).reading.waivers
    assert (waiver.policies, waiver.until, waiver.fault) == (("NET001",), "2027-01-31", "")
    start = text.index('"Ranker"')
    assert waiver.span == Span(1, start + 1, 1, len(text) - 1)


@pytest.mark.parametrize(
    "metadata",
    [
        "TRN001",
        "{ignore: TRN001}",
        "{ignored: []}",
        "{ignore: [TRN001]}",
        "{ignore: [{reason: x}]}",
        "{ignore: [{policy: TRN001, reason: x, expires: 2027-01-31}]}",
        "{ignore: [{policy: TRN001, reason: !Ref Reason}]}",
        "{ignore: [{policy: TRN001, reason: x, until: 2027}]}",
        "{ignore: [{policy: !Ref P, reason: x}]}",
        "{ignore: [{policy: TRN001, reason: x, until: ''}]}",
        "{ignore: [{policy: TRN001, reason: x, until: []}]}",
        "{ignore: [{policy: TRN001, reason: x, until: [2027-01-31]}]}",
    ],
)
def test_metadata_that_cannot_be_read_says_how_to_write_it(read, metadata):
    text = f"Resources:\n  A:\n    Type: AWS::SageMaker::Model\n    Metadata: {{tipstaff: {metadata}}}\n"
    (waiver,) = read(text).reading.waivers
    assert "the metadata of A cannot be read; write" in waiver.fault


@pytest.mark.parametrize(
    ("fields", "reason", "until", "fault"),
    [
        ("reason: no quota until 2027-01-31", "no quota", "2027-01-31", ""),
        ("reason: 'no quota, Until: 2027-01-31.'", "no quota,", "2027-01-31", ""),
        ("reason: no quota until AWS grants it", "no quota until AWS grants it", "", ""),
        ("reason: no quota until end of 2027", "no quota until end of 2027", "", "no date like"),
        ("reason: asked until 2026-12-01, until: 2027-01-31", "asked until 2026-12-01", "2027-01-31", ""),
    ],
)
def test_an_end_in_the_reason_counts_where_there_is_no_other(read, fields, reason, until, fault):
    item = f"{{policy: TRN001, {fields}}}"
    text = f"Resources:\n  A:\n    Type: AWS::SageMaker::Model\n    Metadata: {{tipstaff: {{ignore: [{item}]}}}}\n"
    (waiver,) = read(text).reading.waivers
    assert (waiver.reason, waiver.until) == (reason, until)
    assert fault in waiver.fault
    assert bool(fault) == bool(waiver.fault)


@pytest.mark.parametrize("metadata", ["{}", "text", "[tipstaff]", "{tipstaff: {ignore: []}}"])
def test_metadata_of_others_is_theirs(read, metadata):
    text = f"Resources:\n  A:\n    Type: AWS::SageMaker::Model\n    Metadata: {metadata}\n"
    assert read(text).reading.waivers == ()


LOOPED = """\
Parameters: {Open: {Type: CommaDelimitedList}}
Resources:
  Fn::ForEach::Teams:
    - Team
    - COLLECTION
    - Fn::ForEach::Sizes:
        - Size
        - [one, two]
        - "M${Team}${Size}":
            Type: AWS::SageMaker::Model
            Metadata: {tipstaff: {ignore: [{policy: NET001, reason: it is a test}]}}
            Properties: {EnableNetworkIsolation: false}
"""


def test_metadata_in_a_loop_waives_for_all_copies(read):
    got = read(LOOPED.replace("COLLECTION", "[search, fraud]"))
    (waiver,) = got.reading.waivers
    assert waiver.policies == ("NET001",)
    assert len(got.addresses) == 4
    assert {resource.origin.extent for resource in got.reading.resources} == {waiver.span}


def test_metadata_in_a_loop_that_is_not_followed_may_be_needed_yet(read):
    assert read(LOOPED.replace("COLLECTION", "!Ref Open")).reading.waivers == ()
    assert len(read(LOOPED.replace("COLLECTION", "!Ref Open"), Open="a").reading.waivers) == 1


def test_metadata_in_a_loop_of_a_nested_template_is_found(read):
    parent = "Resources: {S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}}\n"
    got = read({"parent.yaml": parent, "child.yaml": LOOPED.replace("COLLECTION", "[search]")})
    assert [waiver.location.file for waiver in got.reading.waivers] == ["child.yaml"]
