"""Collect the roles, buckets and images that resources name, and no others."""

import json

import pytest

from scanner.model import GapReason
from scanner.resource_types import (
    BUCKET,
    IMAGE,
    IMAGE_REPOSITORY,
    INSTANCE_TYPE_OFFERING,
    MANAGED_POLICY,
    MODEL,
    ROLE,
    TRAINING_JOB,
)
from tests.aws.full_documents import full_document
from tests.collectors.answers import output_of
from tests.collectors.collection import WORLD, collected, wanting
from tests.collectors.full_account import DIGESTS, REGISTRY, ROLE_ARN, documents_of

REFERENCED = (ROLE, MANAGED_POLICY, BUCKET, IMAGE_REPOSITORY, IMAGE)
PARTS = {"Encryption", "Lifecycle", "Logging", "PolicyStatus", "PublicAccessBlock", "Versioning"}
BARE, DRESSED, UNNAMED = "bare-bucket", "Dressed_bucket.2016", "nobodys-bucket"
SSE = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}]}
BLOCK = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": False}
LOGS = {"TargetBucket": UNNAMED, "TargetPrefix": "logs/"}
RULE = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 30}}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{DRESSED}/*"}
    ],
}


@pytest.fixture
def buckets(aws):
    """Give a fake AWS with a bucket that has everything, one that has nothing, and one that nothing names."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=UNNAMED, ACL="log-delivery-write")
    for name in (BARE, DRESSED):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_encryption(Bucket=DRESSED, ServerSideEncryptionConfiguration=SSE)
    s3.put_public_access_block(Bucket=DRESSED, PublicAccessBlockConfiguration=BLOCK)
    s3.put_bucket_versioning(Bucket=DRESSED, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_lifecycle_configuration(Bucket=DRESSED, LifecycleConfiguration={"Rules": [RULE]})
    s3.put_bucket_policy(Bucket=DRESSED, Policy=json.dumps(POLICY))
    s3.put_bucket_logging(Bucket=DRESSED, BucketLoggingStatus={"LoggingEnabled": LOGS})
    s3.put_bucket_tagging(Bucket=DRESSED, Tagging={"TagSet": [{"Key": "team", "Value": "наука"}]})
    name_model(aws, "m", ModelDataUrl=f"s3://{BARE}/model.tar.gz", Environment={"DATA": f"arn:aws:s3:::{DRESSED}/in"})
    aws.calls.reset()
    return aws


def name_model(aws, name, **container):
    aws.account().seed("Model", {"ModelName": name, "PrimaryContainer": container})


def wanting_buckets(*paths):
    return wanting(MODEL, BUCKET, reads={BUCKET: frozenset(paths or {()})})


def test_a_bucket_has_every_part_that_is_configured(buckets):
    found = collected(buckets, wanting_buckets())
    bucket = found.of(BUCKET)[DRESSED]
    document = dict(bucket.document)
    assert document.pop("CreationDate").endswith("Z")
    assert bucket.id == f"arn:aws:s3:::{DRESSED}"
    assert document.pop("Lifecycle")["Rules"][0].items() >= RULE.items()
    encryption = document.pop("Encryption")["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert encryption.items() >= SSE["Rules"][0].items()
    assert document == {
        "Name": DRESSED,
        "Logging": {"LoggingEnabled": LOGS},
        "PolicyStatus": {"PolicyStatus": {"IsPublic": True}},
        "PublicAccessBlock": {"PublicAccessBlockConfiguration": BLOCK},
        "Versioning": {"Status": "Enabled"},
    }
    assert bucket.tags == {"team": "наука"}
    assert bucket.scope == WORLD


def test_what_is_not_configured_is_absent_and_no_gap(buckets):
    found = collected(buckets, wanting_buckets())
    assert found.gaps == []
    bare = found.of(BUCKET)[BARE]
    assert bare.tags == {}
    assert {key: value for key, value in bare.document.items() if key in PARTS} == {"Logging": {}, "Versioning": {}}


def test_only_buckets_that_resources_name_are_asked_about(buckets):
    found = collected(buckets, wanting_buckets())
    assert set(found.of(BUCKET)) == {BARE, DRESSED}
    assert {call.params.get("Bucket") for call in buckets.calls.of("s3:Get*")} == {BARE, DRESSED}
    assert buckets.calls.count("s3:*") == 1 + 2 * (len(PARTS) + 1)


def test_only_the_parts_that_policies_read_are_asked_for_and_the_others_said_to_be_unknown(buckets):
    found = collected(buckets, wanting_buckets(("Encryption",), ("Name",)))
    assert {operation for operation in buckets.calls.by_operation() if operation.startswith("s3:")} == {
        "s3:ListBuckets",
        "s3:GetBucketEncryption",
    }
    gaps = {(gap.reason, gap.resource, gap.path) for gap in found.gaps if gap.type == BUCKET}
    assert gaps == {
        (GapReason.NOT_ASKED, f"arn:aws:s3:::{name}", (part,))
        for name in (BARE, DRESSED)
        for part in (PARTS | {"Tags"}) - {"Encryption"}
    }


def test_calls_about_buckets_are_counted(buckets):
    found = collected(buckets, wanting_buckets())
    assert found.tallies["aws-global", "buckets"].calls == buckets.calls.count("s3:*")


def test_a_part_that_may_not_be_read_is_a_gap_on_it_alone(buckets):
    buckets.faults.refuse("s3:GetPublicAccessBlock", "AccessDenied", "Access Denied", status=403)
    found = collected(buckets, wanting_buckets())
    assert {(gap.needs, gap.path) for gap in found.gaps} == {
        ("s3:GetBucketPublicAccessBlock", ("PublicAccessBlock",)),
    }
    assert len(found.gaps) == 2
    assert "Versioning" in found.of(BUCKET)[DRESSED].document


def test_a_bucket_in_a_region_that_is_closed_is_a_gap_on_it_alone(buckets):
    buckets.faults.refuse(
        "s3:Get*", "AuthFailure", "not opted in", status=403, when=lambda asked: asked["Bucket"] == BARE
    )
    found = collected(buckets, wanting_buckets())
    assert {gap.resource for gap in found.gaps} >= {f"arn:aws:s3:::{BARE}"}
    assert all(gap.resource and gap.type == BUCKET for gap in found.gaps)


@pytest.fixture
def registry(aws):
    """Give a fake AWS with images in one of two repositories."""
    place = aws.account()
    for kind in ("ImageDetail", "Repository"):
        for document in documents_of(kind):
            place.seed(kind, document)
    return aws


IMAGES = (MODEL, IMAGE, IMAGE_REPOSITORY)


def test_images_are_found_by_tag_by_digest_and_without_either(registry):
    for number, rest in enumerate((":v2", f"@{DIGESTS[1]}", "", f":v9@{DIGESTS[1]}")):
        name_model(registry, f"m{number}", Image=f"{REGISTRY}/team/images{rest}")
    found = collected(registry, wanting(*IMAGES))
    assert set(found.of(IMAGE)) == {DIGESTS[2], DIGESTS[1], DIGESTS[0]}
    assert len([item for item in found.resources if item.type == IMAGE]) == 3
    assert set(found.of(IMAGE_REPOSITORY)) == {"team/images"}
    assert found.gaps == []
    assert registry.calls.count("ecr:*") == 2


def test_an_image_that_is_named_twice_is_collected_once(registry):
    for number, rest in enumerate((":v1", ":latest", f"@{DIGESTS[0]}")):
        name_model(registry, f"m{number}", Image=f"{REGISTRY}/team/images{rest}")
    found = collected(registry, wanting(*IMAGES))
    assert [item.name for item in found.resources if item.type == IMAGE] == [DIGESTS[0]]


def test_an_image_that_is_gone_is_a_gap_and_the_others_are_found(registry):
    for tag in ("v1", "gone", "v2"):
        name_model(registry, tag, Image=f"{REGISTRY}/team/images:{tag}")
    name_model(registry, "other", Image=f"{REGISTRY}/never/made:1")
    found = collected(registry, wanting(*IMAGES))
    assert set(found.of(IMAGE)) == {DIGESTS[0], DIGESTS[2]}
    assert {(gap.reason, gap.resource.partition("repository/")[2]) for gap in found.gaps} == {
        (GapReason.DELETED, "team/images@gone"),
        (GapReason.DELETED, "never/made@1"),
    }
    assert {gap.needs for gap in found.gaps} == {"the image, pushed again"}


@pytest.mark.parametrize(
    "address",
    [
        "999988887777.dkr.ecr.us-east-1.amazonaws.com/team/images:v1",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/images:v1",
        "public.ecr.aws/team/images:v1",
    ],
)
def test_images_of_others_and_elsewhere_are_not_asked_about(registry, address):
    name_model(registry, "m", Image=address)
    found = collected(registry, wanting(*IMAGES))
    assert found.of(IMAGE) == {}
    assert registry.calls.count("ecr:*") == 0


def test_more_than_a_hundred_images_are_asked_for_in_hundreds(aws):
    digests = [f"sha256:{number:064}" for number in range(150)]
    for number, digest in enumerate(digests):
        own = {"imageDigest": digest, "imageTags": [f"t{number}"]}
        aws.account().seed("ImageDetail", full_document("ImageDetail", 1, repositoryName="rr", **own))
        name_model(aws, f"m{number}", Image=f"{REGISTRY}/rr:t{number}")
    found = collected(aws, wanting(MODEL, IMAGE))
    assert set(found.of(IMAGE)) == set(digests)
    assert aws.calls.count("ecr:DescribeImages") == 2


def test_with_nothing_that_names_one_no_role_bucket_or_image_is_asked_about(aws):
    for kind in ("RoleDetail", "ManagedPolicyDetail", "ImageDetail", "Repository"):
        for document in documents_of(kind):
            aws.account().seed(kind, document)
    aws.client("s3").create_bucket(Bucket=BARE)
    aws.account().seed("Model", {"ModelName": "m"})
    aws.calls.reset()
    found = collected(aws, wanting(MODEL, *REFERENCED))
    assert {item.type for item in found.resources} == {MODEL}
    assert {call.operation.partition(":")[0] for call in aws.calls} == {"sagemaker", "sts"}


def test_roles_are_read_once_for_all_regions(aws):
    for document in documents_of("RoleDetail"):
        aws.account().seed("RoleDetail", document)
    for region in ("us-east-1", "eu-west-1"):
        aws.account(region=region).seed("TrainingJob", {"TrainingJobName": "j", "RoleArn": ROLE_ARN})
    found = collected(aws, wanting(TRAINING_JOB, ROLE), regions=("us-east-1", "eu-west-1"))
    assert [role.id for role in found.resources if role.type == ROLE] == [ROLE_ARN]
    assert aws.calls.count("iam:*") == 1


def offer(aws, *types):
    for name in types:
        for zone in ("us-east-1a", "us-east-1b"):
            aws.account().seed(
                "InstanceTypeOffering",
                {"InstanceType": name, "Location": zone, "LocationType": "availability-zone"},
            )


def test_offerings_are_asked_for_of_the_instance_types_that_resources_name_and_of_no_others(aws):
    pools = {"InstanceGroups": [{"InstanceType": "ml.p5.48xlarge", "InstanceCount": 1, "InstanceGroupName": "a"}]}
    aws.account().seed("TrainingJob", {"TrainingJobName": "t", "ResourceConfig": pools})
    name_model(aws, "m", Environment={"SIZE": "ml.p3dn.24xlarge", "OTHER": "html.m5.large", "TEXT": "not ml.m5.xlarge"})
    offer(aws, "p5.48xlarge", "p3dn.24xlarge", "m5.large", "m5.xlarge")
    found = collected(aws, wanting(MODEL, TRAINING_JOB, INSTANCE_TYPE_OFFERING))
    offered = [item for item in found.resources if item.type == INSTANCE_TYPE_OFFERING]
    assert {(item.name, item.document["Location"]) for item in offered} == {
        (name, zone) for name in ("p5.48xlarge", "p3dn.24xlarge") for zone in ("us-east-1a", "us-east-1b")
    }
    assert aws.calls.count("ec2:DescribeInstanceTypeOfferings") == 1


def test_where_nothing_names_an_instance_type_no_offering_is_asked_for(aws):
    offer(aws, "m5.large")
    name_model(aws, "m")
    found = collected(aws, wanting(MODEL, INSTANCE_TYPE_OFFERING))
    assert {item.type for item in found.resources} == {MODEL}
    assert aws.calls.count("ec2:DescribeInstanceTypeOfferings") == 0


def test_of_many_instance_types_two_hundred_are_asked_for_at_once(aws):
    names = (
        output_of("ec2", "DescribeInstanceTypeOfferings")
        .members["InstanceTypeOfferings"]
        .member.members["InstanceType"]
        .enum[:210]
    )
    name_model(aws, "m", Environment={f"SIZE_{number}": f"ml.{name}" for number, name in enumerate(names)})
    offer(aws, *names)
    found = collected(aws, wanting(MODEL, INSTANCE_TYPE_OFFERING))
    assert len([item for item in found.resources if item.type == INSTANCE_TYPE_OFFERING]) == 2 * len(names)
    asked = [
        [value for param, value in call.params.items() if param.startswith("Filter.1.Value.")]
        for call in aws.calls
        if "Offerings" in call.operation
    ]
    assert sorted(name for values in asked for name in values) == sorted(names)
    assert max(map(len, asked)) == 200
