"""Read Python that makes SageMaker's resources: boto3, the SageMaker Python SDK, sagemaker-core and the AWS CDK."""

from __future__ import annotations

import re
from typing import Final

from scanner.frontends.files import Glance

_SAGEMAKER: Final = b"sagemaker"
_IMPORTS: Final = re.compile(
    rb"\b(?:import|from)\b[^\n]*\b(?:boto3|aioboto3|botocore|sagemaker|sagemaker_core|aws_cdk)\b"
)
_CALLS: Final = re.compile(rb"\.(?:create_[a-z_0-9]+|deploy|register_scalable_target)\(")


def glance(data: bytes) -> Glance | None:
    """Tell whether a file may be about SageMaker."""
    return Glance() if _SAGEMAKER in data.lower() and followed(data) else None


def followed(data: bytes) -> bool:
    """Tell whether code imports what is followed, or calls what is looked at whatever gives it."""
    return _IMPORTS.search(data) is not None or _CALLS.search(data) is not None


def imports(data: bytes) -> bool:
    """Tell whether code imports what is followed."""
    return _IMPORTS.search(data) is not None
