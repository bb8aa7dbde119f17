"""Seed an account that has everything: some of each kind that a scan reads, and no field of any left out."""

import json
from functools import partial

from scanner.resource_types import AUTOML_JOB, AVAILABILITY_ZONE, BUCKET, METRIC, TYPES
from scanner.shapes import fields_by_type
from tests.aws.element_kinds import element_kinds
from tests.aws.full_documents import full_document
from tests.aws.kinds import kinds
from tests.collectors.collection import with_times, without_tags

SELF = "111122223333"
WORDS = ("alpha", "omega")
"""Names without numbers, so that no two are runs of one recurring job."""
TAGS = {"team": "search", "Größe & Zweck": "наука/ü=+-@_.: 1"}
ROLE_ARN = f"arn:aws:iam::{SELF}:role/service-role/named"
POLICY_ARN = f"arn:aws:iam::{SELF}:policy/attached"
REGISTRY = f"{SELF}.dkr.ecr.us-east-1.amazonaws.com"
DIGESTS = tuple(f"sha256:{digit * 64}" for digit in "abc")
IMAGES = ({"Image": f"{REGISTRY}/team/images:v1"}, {"Image": f"{REGISTRY}/team/images@{DIGESTS[1]}"})

ELSEWHERE = frozenset({AVAILABILITY_ZONE, BUCKET, METRIC})
"""Types that moto answers."""
_UNTAGGED = frozenset({"ClusterNode", "PipelineExecution"})
_KIND_OF = {AUTOML_JOB: "AutoMLJobV2"}


def kind_of(name):
    """Give the fake's name of a type."""
    shape = TYPES[name].shape
    return shape if shape in element_kinds() else _KIND_OF.get(name, name.rpartition("::")[2])


def _sagemaker_arn(rest):
    return f"arn:aws:sagemaker:us-east-1:{SELF}:{rest}"


def _named(kind):
    """Give two of a kind that differ in name."""
    key = kinds()[kind].name_key
    return [full_document(kind, number, **{key: word}) for number, word in enumerate(WORDS, 1)]


def _elements(kind, **own):
    return [full_document(kind, number, **own) for number in (1, 2)]


def _models():
    return [
        full_document("Model", 1, ModelName="alpha", ExecutionRoleArn=ROLE_ARN, Containers=list(IMAGES)),
        full_document("Model", 2, ModelName="omega"),
    ]


def _packages():
    group = {"ModelPackageName": "group", "ModelPackageGroupName": "group"}
    versions = [
        full_document(
            "ModelPackage",
            number,
            **group,
            ModelPackageVersion=number,
            ModelPackageArn=_sagemaker_arn(f"model-package/group/{number}"),
        )
        for number in (1, 2)
    ]
    arn = _sagemaker_arn("model-package/loose")
    alone = {"ModelPackageGroupName": None, "ModelPackageVersion": None}
    return [*versions, full_document("ModelPackage", 3, **alone, ModelPackageName="loose", ModelPackageArn=arn)]


def _in_domains(kind, **own):
    return [full_document(kind, number, DomainId=f"d-{word}", **own) for number, word in enumerate(WORDS, 1)]


def _apps():
    of_user = partial(full_document, "App", AppName="default", SpaceName=None)
    return [
        of_user(1, DomainId="d-alpha", UserProfileName="ann"),
        of_user(2, DomainId="d-alpha", UserProfileName="bob"),
        of_user(1, DomainId="d-omega", UserProfileName="ann"),
        full_document("App", 2, AppName="default", UserProfileName=None, SpaceName="room", DomainId="d-alpha"),
    ]


def _nodes():
    made = [("alpha", "i-1"), ("alpha", "i-2"), ("omega", "i-3")]
    return [
        full_document("ClusterNode", number, ClusterName=cluster, InstanceId=node)
        for number, (cluster, node) in enumerate(made, 1)
    ]


def _executions():
    return [
        full_document("PipelineExecution", number, PipelineArn=_sagemaker_arn(f"pipeline/{pipeline}"))
        for number, pipeline in enumerate(("alpha", "alpha", "omega"), 1)
    ]


def _roles():
    attached = [{"PolicyName": "attached", "PolicyArn": POLICY_ARN}]
    named = full_document("RoleDetail", 1, Arn=ROLE_ARN, RoleName="named", AttachedManagedPolicies=attached)
    return [named, full_document("RoleDetail", 2, Arn=f"arn:aws:iam::{SELF}:role/nobodys")]


def _policies():
    return [
        full_document("ManagedPolicyDetail", 1, Arn=POLICY_ARN),
        full_document("ManagedPolicyDetail", 2, Arn=f"arn:aws:iam::{SELF}:policy/loose"),
    ]


def _images():
    tags = (["v1", "latest"], None, ["v2"])
    return [
        full_document("ImageDetail", number, repositoryName="team/images", imageDigest=digest, imageTags=own)
        for number, (digest, own) in enumerate(zip(DIGESTS, tags, strict=True), 1)
    ]


def _repositories():
    return [
        full_document(
            "Repository",
            number,
            repositoryName=name,
            registryId=SELF,
            repositoryArn=f"arn:aws:ecr:us-east-1:{SELF}:repository/{name}",
        )
        for number, name in enumerate(("team/images", "others"), 1)
    ]


_SCALING = ("ScalableTarget", "ScalingPolicy", "ScheduledAction", "ScalingActivity")
_OWN = {
    "Model": _models,
    "ModelPackage": _packages,
    "UserProfile": partial(_in_domains, "UserProfile", UserProfileName="ann"),
    "Space": partial(_in_domains, "Space", SpaceName="room"),
    "Domain": lambda: [full_document("Domain", 1, DomainId="d-alpha"), full_document("Domain", 2, DomainId="d-omega")],
    "App": _apps,
    "ClusterNode": _nodes,
    "PipelineExecution": _executions,
    "RoleDetail": _roles,
    "ManagedPolicyDetail": _policies,
    "ImageDetail": _images,
    "Repository": _repositories,
    "LogGroup": lambda: [
        full_document("LogGroup", number, logGroupName=name, arn=f"arn:aws:logs:us-east-1:{SELF}:log-group:{name}:*")
        for number, name in enumerate(
            ("/aws/sagemaker/Endpoints/a_b-c.d#e", "/aws/sagemaker/TrainingJobs", "/aws/lambda/other"), 1
        )
    ],
    "ServiceQuota": lambda: [
        *_elements("ServiceQuota", ServiceCode="sagemaker"),
        full_document("ServiceQuota", 3, ServiceCode="ec2"),
    ],
    "InstanceTypeOffering": lambda: [
        full_document("InstanceTypeOffering", number, LocationType="availability-zone", InstanceType=name)
        for number, name in enumerate(("m4.xlarge", "p4d.24xlarge", "u-24tb1.metal"), 1)
    ],
} | {kind: partial(_elements, kind, ServiceNamespace="sagemaker") for kind in _SCALING}
"""The documents of kinds that are not told apart by a name alone, or of which not all are to be collected."""

NOT_COLLECTED = {
    "RoleDetail": lambda role: role["Arn"] != ROLE_ARN,
    "ManagedPolicyDetail": lambda policy: policy["Arn"] != POLICY_ARN,
    "ImageDetail": lambda image: image["imageDigest"] == DIGESTS[2],
    "Repository": lambda repository: repository["repositoryName"] == "others",
    "LogGroup": lambda group: group["logGroupName"].startswith("/aws/lambda/"),
    "InstanceTypeOffering": lambda offering: offering["InstanceType"] == "u-24tb1.metal",
    "ServiceQuota": lambda quota: quota["ServiceCode"] == "ec2",
}
"""What is none of a scan's business, by kind."""


def documents_of(kind):
    """Give the documents of a kind."""
    if kind in _OWN:
        return _OWN[kind]()
    return _elements(kind) if kind in element_kinds() else _named(kind)


def seed_everything(place):
    """Seed some of each kind; of jobs that become trial components also one of which there is none."""
    for name in TYPES.keys() - ELSEWHERE:
        kind = kind_of(name)
        for document in documents_of(kind):
            place.seed(kind, document, tags=None if kind in _UNTAGGED else TAGS)
    for kind in ("ProcessingJob", "TransformJob"):
        key = kinds()[kind].name_key
        for word in ("gamma", "delta"):
            place.seed(kind, full_document(kind, 3, **{key: word}))
        place.seed(kind, full_document(kind, 2, **{key: "untracked"}), tags=TAGS, trial_component=False)


def expected(place, name):
    """Give the documents of a type that a scan collects with their tags, as AWS has them, with times as texts."""
    kind = kind_of(name)
    if kind in element_kinds():
        pairs = [(element, _own_tags(element)) for element in place.elements[kind]]
    else:
        pairs = [(entry.document, place.tags.get(entry.arn, {})) for entry in place.all(kind)]
        pairs = [
            (document | _beside(kinds()[kind], entry), tags)
            for (document, tags), entry in zip(pairs, place.all(kind), strict=True)
        ]
    foreign = NOT_COLLECTED.get(kind, lambda _: False)
    fields = fields_by_type()[name]
    return [
        (_read(with_times(fields, without_tags(document))), tags) for document, tags in pairs if not foreign(document)
    ]


def _beside(kind, entry):
    return {key: entry.identity[kind.identity.index(key)] for key in kind.beside}


def _own_tags(element):
    return {tag["Key"]: tag["Value"] for tag in element.get("Tags", ())}


def _read(value):
    """Read the policies of IAM, which are texts of JSON, as botocore does."""
    match value:
        case dict():
            return {key: _read(item) for key, item in value.items()}
        case list():
            return [_read(item) for item in value]
        case str() if value.startswith('{"Version"'):
            return json.loads(value)
        case _:
            return value
