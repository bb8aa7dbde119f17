"""The table of the formats that are written in YAML or JSON: what tells them apart, and what reads each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends import kubernetes, requests
from scanner.frontends.files import directory_of, itself
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.frontends.files import Root
    from scanner.frontends.nodes import Node

_SAGEMAKER: Final = b"sagemaker"


class Content:
    """The bytes of a file, lower-cased, each sign looked for once."""

    def __init__(self, data: bytes) -> None:
        self.lowered = data.lower()
        self._found: dict[bytes, bool] = {}

    def has(self, sign: bytes) -> bool:
        """Tell whether a sign is there."""
        found = self._found.get(sign)
        if found is None:
            found = self._found[sign] = sign in self.lowered
        return found


def _anyhow(lowered: bytes) -> bool:  # noqa: ARG001 - others look at it
    return True


@record(frozen=True, slots=True)
class Format:
    """One format.

    `signs` are rows of bytes, lower-cased: all of one row are in every file of the format that is about SageMaker. The
    first is what few files have, and rows share it, so that most files are passed over after few looks.
    `keys` are at the top of every document of it. `module` has `read(document, options)`. `root` names what a file is
    deployed with, `opens` looks at the bytes where they have no signs of their own, and `renderer` is the command that
    writes such files from templates with `{{ }}`.
    """

    name: str
    signs: tuple[tuple[bytes, ...], ...]
    keys: tuple[str, ...]
    module: str
    root: Callable[[Root], str] = itself
    opens: Callable[[bytes], bool] = _anyhow
    renderer: str = ""

    def claims(self, content: Content) -> bool:
        """Tell from a file's bytes whether it may be of this format."""
        return any(all(map(content.has, row)) for row in self.signs) and self.opens(content.lowered)

    def recognises(self, document: Mapping[str, Node]) -> bool:
        """Tell whether a document is of this format."""
        return all(key in document for key in self.keys)


FORMATS: Final = (
    Format(
        "Terraform plan",
        ((_SAGEMAKER, b"format_version", b"planned_values"),),
        ("format_version", "planned_values"),
        "scanner.frontends.terraform.plan",
    ),
    Format(
        "CloudFormation template",
        ((_SAGEMAKER, b"aws::", b"resources"), (_SAGEMAKER, b"::module", b"resources")),
        ("Resources",),
        "scanner.frontends.cloudformation.front_end",
    ),
    Format(
        "Step Functions definition",
        ((_SAGEMAKER, b"startat", b"states"),),
        ("StartAt", "States"),
        "scanner.frontends.stepfunctions.front_end",
    ),
    Format(
        "SageMaker pipeline definition",
        ((b"2020-12-01", b"version", b"steps"),),
        ("Version", "Steps"),
        "scanner.frontends.pipelines.front_end",
    ),
    Format(
        "kustomization",
        ((b"kustomize.config.k8s.io", b"patches"),),
        ("apiVersion", "kind", "resources"),
        "scanner.frontends.kubernetes.kustomization",
        root=directory_of,
    ),
    Format(
        "Kubernetes manifest",
        tuple((b"apiversion", b"kind", sign) for sign in kubernetes.SIGNS),
        ("apiVersion", "kind"),
        "scanner.frontends.kubernetes.front_end",
        root=directory_of,
        renderer="helm template",
    ),
    Format(
        "configuration of the SageMaker Python SDK",
        ((_SAGEMAKER, b"schemaversion"),),
        ("SchemaVersion", "SageMaker"),
        "scanner.frontends.sdk_config.front_end",
    ),
    Format(
        "launch of a HyperPod recipe",
        (
            (b"cluster_type", b"instance_type", b"sm_jobs"),
            (b"cluster_type", b"instance_type", b"hydra"),
            (b"cluster_type", b"instance_type", b"training_cfg"),
        ),
        ("cluster_type",),
        "scanner.frontends.recipes.front_end",
    ),
    Format(
        "launch of a HyperPod job",
        ((b"cluster_type", b"instance_type", b"training_cfg"),),
        ("training_cfg", "cluster"),
        "scanner.frontends.recipes.front_end",
    ),
    Format(
        "request",
        ((),),
        (),
        "scanner.frontends.requests.front_end",
        root=directory_of,
        opens=requests.opens,
    ),
)
"""In the order in which they are asked: the last one has no words of its own."""
