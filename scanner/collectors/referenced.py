"""Collect the roles, buckets, images and instance type offerings that resources name, and no others."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.collectors.calls import documents
from scanner.collectors.chains import Chain, list_chain, read_chain
from scanner.collectors.contract import TAGS
from scanner.collectors.failures import CallError, Extent, Failure
from scanner.collectors.region import tag_map
from scanner.model import Gap, GapReason, Resource
from scanner.resource_types import BUCKET, IMAGE, IMAGE_REPOSITORY, INSTANCE_TYPE_OFFERING, MANAGED_POLICY, ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.collectors.calls import Calls
    from scanner.collectors.region import Region
    from scanner.paths import Document, Json

_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr[\w-]*\.(?P<region>[\w-]+)\.amazonaws\.com(?:\.cn)?/(?P<repository>[^:@]+)"
    r"(?::(?P<tag>[^@]+))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?\Z"
)
_LONGEST_QUESTION: Final = 100
_LONGEST_FILTER: Final = 200

READ_ROLES: Final = "iam:GetAccountAuthorizationDetails"


def collect_roles(region: Region) -> Iterator[Resource | Gap]:
    """Yield the roles that resources name with their policies, a thousand a call, and the managed policies of these."""
    wanted = region.named(ROLE)
    if not wanted:
        return
    attached: set[str] = set()
    policies: list[Document] = []
    for page in region.calls.pages(READ_ROLES, Filter=["Role", "LocalManagedPolicy"], MaxItems=1000):
        policies += documents(page.get("Policies"))
        for role in documents(page.get("RoleDetailList")):
            if (arn := str(role.get("Arn"))) in wanted:
                attached |= {str(item.get("PolicyArn")) for item in documents(role.get("AttachedManagedPolicies"))}
                yield region.resource(ROLE, arn, role, READ_ROLES)
    for policy in policies:
        if (arn := str(policy.get("Arn"))) in attached:
            yield region.resource(MANAGED_POLICY, arn, policy, READ_ROLES)


LIST_BUCKETS: Final = Chain(BUCKET, "s3:ListBuckets", "Buckets", "BucketArn", "", {"MaxBuckets": 1000})
BUCKET_PARTS: Final = {
    "Encryption": "s3:GetBucketEncryption",
    "Lifecycle": "s3:GetBucketLifecycleConfiguration",
    "Logging": "s3:GetBucketLogging",
    "PolicyStatus": "s3:GetBucketPolicyStatus",
    "PublicAccessBlock": "s3:GetPublicAccessBlock",
    "Versioning": "s3:GetBucketVersioning",
    TAGS: "s3:GetBucketTagging",
}
"""The parts of a bucket that are asked for one by one, each only when a policy reads it."""
_NOT_CONFIGURED: Final = frozenset(
    {
        "NoSuchBucketPolicy",
        "NoSuchLifecycleConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "NoSuchTagSet",
        "ServerSideEncryptionConfigurationNotFoundError",
    }
)


def collect_buckets(region: Region) -> Iterator[Resource | Gap]:
    """Yield the account's own buckets that resources name, with the parts that policies read."""
    wanted = region.named(BUCKET)
    if not wanted:
        return
    parts = region.wanted.missing(BUCKET, tuple(BUCKET_PARTS))
    places = _Places(region)
    named = [document for document in list_chain(region, LIST_BUCKETS) if document.get("Name") in wanted]
    for items in region.calls.side_by_side(lambda document: tuple(_bucket(region, places, document, parts)), named):
        yield from items


class _Places(dict[str, "Calls"]):
    """The calls to each region that has a bucket, for the family that asks."""

    def __init__(self, region: Region) -> None:
        super().__init__({region.home: region.calls})
        self._region = region

    def __missing__(self, place: str) -> Calls:
        return self.setdefault(place, self._region.calls_in(place).within(self._region.calls.tally))


def _bucket(region: Region, places: _Places, document: Document, parts: tuple[str, ...]) -> Iterator[Resource | Gap]:
    name = str(document.get("Name"))
    arn = f"arn:{region.partition}:s3:::{name}"
    calls = places[str(document.get("BucketRegion") or region.home)]
    whole: dict[str, Json] = dict(document)
    tags: Mapping[str, str] = {}
    for part in parts:
        try:
            answer = calls.call(BUCKET_PARTS[part], Bucket=name)
        except CallError as error:
            if error.failure.extent in {Extent.CREDENTIALS, Extent.FAMILY}:
                raise
            if error.failure.code not in _NOT_CONFIGURED:
                yield _part_gap(region, arn, part, error.failure)
            continue
        if part == TAGS:
            tags = tag_map(answer.get("TagSet"))
        else:
            whole[part] = answer
    for part in sorted(BUCKET_PARTS.keys() - parts):
        yield _part_gap(region, arn, part, _NOT_READ)
    yield region.resource(BUCKET, arn, whole, LIST_BUCKETS.operation, tags)


_NOT_READ: Final = Failure(
    GapReason.NOT_ASKED, "it was not asked for, because no selected policy needed it", "a scan with the policy selected"
)


def _part_gap(region: Region, arn: str, part: str, failure: Failure) -> Gap:
    """Say it of this bucket alone, also where its region as a whole is closed: no other bucket need be there."""
    return replace(failure, extent=Extent.OPERATION).gap(region.scope, BUCKET, arn, (part,))


REPOSITORIES: Final = Chain(
    IMAGE_REPOSITORY, "ecr:DescribeRepositories", "repositories", "repositoryArn", "", {"maxResults": 1000}
)
READ_IMAGES: Final = "ecr:DescribeImages"


def collect_image_repositories(region: Region) -> Iterator[Resource | Gap]:
    """Yield the account's own repositories whose images resources name."""
    wanted = _own_images(region)
    if wanted:
        yield from (item for item in read_chain(region, REPOSITORIES) if item.name in wanted)


def collect_images(region: Region) -> Iterator[Resource | Gap]:
    """Yield the account's own images that resources name, up to a hundred of a repository a call."""
    seen: set[str] = set()
    for repository, images in sorted(_own_images(region).items()):
        for start in range(0, len(images), _LONGEST_QUESTION):
            for item in _images(region, repository, images[start : start + _LONGEST_QUESTION]):
                match item:
                    case Resource(id=identity) if identity in seen:  # by another of its tags, or by its digest
                        continue
                    case Resource(id=identity):
                        seen.add(identity)
                yield item


def _own_images(region: Region) -> dict[str, list[dict[str, Json]]]:
    """Give the images of this account and region that resources name, by repository."""
    found: defaultdict[str, list[dict[str, Json]]] = defaultdict(list)
    for address in sorted(region.named(IMAGE)):
        image = _IMAGE.match(address)
        if image and (image["account"], image["region"]) == (region.account, region.name):
            by: dict[str, Json] = {"imageDigest": image["digest"]} if image["digest"] else {}
            found[image["repository"]].append(by or {"imageTag": image["tag"] or "latest"})
    return found


_NO_IMAGE: Final = Failure(
    GapReason.DELETED, "a resource names it, and the repository does not have it", "the image, pushed again"
)


def _images(region: Region, repository: str, images: list[dict[str, Json]]) -> Iterator[Resource | Gap]:
    """Ask for images; where one is missing AWS gives none, so that then each is asked for alone."""
    try:
        found = list(region.calls.items(READ_IMAGES, "imageDetails", repositoryName=repository, imageIds=images))
    except CallError as error:
        if error.failure.reason is GapReason.DELETED and len(images) > 1:
            for image in images:
                yield from _images(region, repository, [image])
        else:
            [name, *_] = [str(value) for value in images[0].values()]
            failure = _NO_IMAGE if error.failure.reason is GapReason.DELETED else error.failure
            yield failure.gap(region.scope, IMAGE, _image_arn(region, repository, name))
        return
    for document in found:
        yield region.resource(IMAGE, _image_arn(region, repository, document.get("imageDigest")), document, READ_IMAGES)


def _image_arn(region: Region, repository: str, image: Json) -> str:
    return f"{region.arn('ecr', f'repository/{repository}')}@{image}"


OFFERINGS: Final = Chain(
    INSTANCE_TYPE_OFFERING,
    "ec2:DescribeInstanceTypeOfferings",
    "InstanceTypeOfferings",
    "",
    "instance-type-offering/{Location}/{InstanceType}",
    {"LocationType": "availability-zone", "MaxResults": 1000},
)


def collect_instance_type_offerings(region: Region) -> Iterator[Resource]:
    """Yield in which zones EC2 offers the instance types that resources name, for two hundred types a question."""
    types = sorted(region.named(INSTANCE_TYPE_OFFERING))
    for start in range(0, len(types), _LONGEST_FILTER):
        named: Json = {"Name": "instance-type", "Values": types[start : start + _LONGEST_FILTER]}
        yield from read_chain(region, replace(OFFERINGS, params={**OFFERINGS.params, "Filters": [named]}))
