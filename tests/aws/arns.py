"""Name what is seeded the way SageMaker names it: the ARN that each document gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws.kinds import Kind


def arn_of(account: str, region: str, kind: Kind, name: str) -> str:
    """Give the ARN of a thing by its name."""
    return f"arn:{_partition(region)}:sagemaker:{region}:{account}:{kind.arn_type}/{name.lower()}"


def default_arn(account: str, region: str, kind: Kind, document: Mapping, number: int) -> str:
    """Give the ARN of a document that has none; `number` tells apart what has no name of its own."""
    match kind.name:
        case "ModelPackage" if "ModelPackageVersion" in document:
            name = f"{document['ModelPackageGroupName']}/{document['ModelPackageVersion']}"
        case "PipelineExecution":
            pipeline = document.get("PipelineArn", f"arn:{_partition(region)}:sagemaker:{region}:{account}:pipeline/p")
            return f"{pipeline}/execution/{number:012}"
        case "App":
            owner = document.get("UserProfileName") or document.get("SpaceName", "-")
            name = f"{document['DomainId']}/{owner}/{document['AppType']}/{document['AppName']}"
        case "UserProfile" | "Space":
            name = "/".join(str(document[key]) for key in kind.identity)
        case _:
            name = str(document.get(kind.name_key, ""))
    return arn_of(account, region, kind, name)


def _partition(region: str) -> str:
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
