"""The cheap tries of operations, against botocore's models and the fake AWS."""

import re
import time
from datetime import UTC, datetime, timedelta
from functools import cache

import botocore.session
import pytest

from scanner.collectors import FAMILIES, Target
from scanner.collectors.checkup import Checkup
from scanner.collectors.probes import BUCKET_READS, Place, probe_of
from scanner.model import GapReason

OPERATIONS = sorted({operation for family in FAMILIES for operation in (*family.operations, *family.fallbacks)})
PLACE = Place("aws", "111122223333", "us-east-1")
READS = re.compile(r"(Describe|Get|List|Search)")
WHERE = Target(regions=("us-east-1",))


@cache
def service_model(service):
    return botocore.session.Session().get_service_model(service)


def model(operation):
    service, _, name = operation.partition(":")
    return service_model(service).operation_model(name)


def wrong(shape, value, where):
    """Say what of a parameter AWS would refuse before it looks at permissions."""
    about = shape.metadata
    match value:
        case dict() if shape.type_name == "structure":
            yield from (f"{where}.{key}: missing" for key in shape.required_members if key not in value)
            yield from (f"{where}.{key}: unknown" for key in value if key not in shape.members)
            for key in value.keys() & shape.members.keys():
                yield from wrong(shape.members[key], value[key], f"{where}.{key}")
        case list():
            for item in value:
                yield from wrong(shape.member, item, where)
        case int():
            if not about.get("min", 0) <= value <= about.get("max", value):
                yield f"{where}: {value} is out of range"
        case str() if shape.type_name != "timestamp":
            yield from wrong_text(about, value, where)


def wrong_text(about, value, where):
    if not about.get("min", 0) <= len(value) <= about.get("max", len(value)):
        yield f"{where}: {value!r} is too short or too long"
    if not re.fullmatch(about.get("pattern", ".*"), value):
        yield f"{where}: {value!r} is not {about['pattern']}"
    if value not in about.get("enum", [value]):
        yield f"{where}: {value!r} is none of {about['enum']}"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_probe_is_well_formed_and_reads_one_thing_at_most(operation):
    params = probe_of(operation, PLACE) | ({"Bucket": "a-bucket"} if operation in BUCKET_READS else {})
    shape = model(operation).input_shape
    assert not list(wrong(shape, params, ""))
    assert READS.match(operation.partition(":")[2])
    pages = [key for key in shape.members if key in {"MaxResults", "maxResults", "MaxItems", "MaxRecords", "limit"}]
    assert params.get("DryRun") or all(params[key] == 1 for key in pages)


@pytest.fixture
def checkup(aws):
    begun = Checkup.begin(WHERE)
    identity = begun.identify("us-east-1")
    aws.calls.reset()
    return lambda operations: begun.refusals("us-east-1", identity, operations)


def tried(aws):
    return {operation for operation in aws.calls.by_operation() if not operation.startswith("s3:")}


@pytest.mark.parametrize("seeded", [False, True])
def test_what_is_allowed_is_no_refusal_though_nothing_of_the_kind_is_there(aws, checkup, seeded):
    if seeded:
        aws.account().seed("Subnet", {"SubnetId": "subnet-1", "AvailabilityZone": "us-east-1a"})
    assert checkup(OPERATIONS) == {}
    assert tried(aws) == {operation for operation in OPERATIONS if not operation.startswith("s3:")}


def test_what_is_denied_is_told_and_costs_one_call_each(aws, checkup):
    aws.faults.deny("*")
    asked = {operation for operation in OPERATIONS if not operation.startswith("s3:")}
    refused = checkup(asked)
    assert refused.keys() == asked
    assert {failure.reason for failure in refused.values()} == {GapReason.DENIED}
    assert aws.calls.by_operation() == dict.fromkeys(sorted(asked), 1)


def test_an_operation_that_a_region_does_not_have_is_told(aws, checkup):
    aws.faults.refuse("sagemaker:ListClusters", "UnknownOperationException", "not here")
    assert list(checkup(["sagemaker:ListClusters", "sagemaker:ListModels"])) == ["sagemaker:ListClusters"]


def test_the_reads_of_a_bucket_are_tried_on_one_that_is_there(aws, checkup):
    assert checkup(sorted(BUCKET_READS)) == {}
    aws.client("s3").create_bucket(Bucket="tipstaff-bucket")
    aws.calls.reset()
    assert checkup(sorted(BUCKET_READS)) == {}
    assert len(aws.calls) == len(BUCKET_READS) + 1


@pytest.mark.usefixtures("aws")
def test_credentials_whose_own_end_comes_are_expired(monkeypatch):
    end = datetime.now(UTC) + timedelta(seconds=2)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", end.isoformat())
    begun = Checkup.begin(WHERE)
    time.sleep(max(0, (end - datetime.now(UTC)).total_seconds()))
    failure = begun.identify("us-east-1")
    assert failure.reason is GapReason.EXPIRED
