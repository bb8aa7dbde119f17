"""Read Kubernetes manifests."""

from __future__ import annotations

from typing import Final

SIGNS: Final = (
    b"sagemaker",
    b"applicationautoscaling.services.k8s.aws",
    b"ec2.services.k8s.aws",
    *(before + b"ml." for before in (b" ", b'"', b"'", b"[")),
)
"""Of which one is in every manifest that is about SageMaker or the network around it, lower-cased."""
