"""Name AWS's own images, which the data source `aws_sagemaker_prebuilt_ecr_image` looks up by repository and tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.terraform.evaluation import evaluate
from scanner.frontends.terraform.values import Unknown, Value, combine, text_of
from scanner.frontends.writer import AWS_REGISTRY

if TYPE_CHECKING:
    from scanner.frontends.terraform.evaluation import Frame
    from scanner.frontends.terraform.syntax import Body

DATA_SOURCE: Final = "aws_sagemaker_prebuilt_ecr_image"
PATH: Final = "registry_path"

_LATEST: Final = "latest"


def image_path(body: Body, frame: Frame) -> Value:
    """Give the image's URI, whatever the region and so the registry. Raises EvaluationError."""
    repository, tag = (_argument(body, frame, name) for name in ("repository_name", "image_tag"))
    tag = _LATEST if tag is None else tag
    missing = [part for part in (repository, tag) if isinstance(part, Unknown)]
    shown = [part.text if isinstance(part, Unknown) else text_of(part) for part in (repository, tag)]
    path = f"{AWS_REGISTRY}/{':'.join(shown)}"
    return combine(missing, path) if missing else path


def _argument(body: Body, frame: Frame, name: str) -> Value:
    found = body.attributes.get(name)
    return None if found is None else evaluate(found, frame)
