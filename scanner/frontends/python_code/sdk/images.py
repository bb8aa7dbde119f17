"""Name the images that the SDK chooses, as far as code tells: which repository and build, though not which registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Unknown, combine
from scanner.frontends.python_code.values import Item, doubt_of
from scanner.frontends.writer import AWS_REGISTRY
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.python_code.sdk.arguments import Arguments

_FRAMEWORKS: Final[Mapping[str, tuple[tuple[tuple[int, ...], str, str], ...]]] = {
    "pytorch": (
        ((1, 2), "sagemaker-pytorch", "sagemaker-pytorch"),
        ((999,), "pytorch-training", "pytorch-inference"),
    ),
    "tensorflow": (
        ((1, 11), "sagemaker-tensorflow", "sagemaker-tensorflow"),
        ((1, 13), "sagemaker-tensorflow-scriptmode", "sagemaker-tensorflow-serving"),
        ((999,), "tensorflow-training", "tensorflow-inference"),
    ),
    "mxnet": (
        ((1, 4, 1), "sagemaker-mxnet", "sagemaker-mxnet"),
        ((999,), "mxnet-training", "mxnet-inference"),
    ),
    "chainer": (((999,), "sagemaker-chainer", "sagemaker-chainer"),),
    "autogluon": (((999,), "autogluon-training", "autogluon-inference"),),
}
"""Frameworks with a build for CPUs and one for GPUs: repositories for training and for hosting, below a version."""

_SINGLE: Final = {
    "sklearn": "sagemaker-scikit-learn",
    "xgboost": "sagemaker-xgboost",
    "spark": "sagemaker-spark-processing",
    "clarify": "sagemaker-clarify-processing",
    "data-wrangler": "sagemaker-data-wrangler-container",
    "model-monitor": "sagemaker-model-monitor-analyzer",
    "huggingface-llm": "huggingface-pytorch-tgi-inference",
    "huggingface-tei": "tei",
    "huggingface-tei-cpu": "tei-cpu",
    "djl-deepspeed": "djl-inference",
    "djl-fastertransformer": "djl-inference",
    "djl-lmi": "djl-inference",
    "djl-neuronx": "djl-inference",
    "djl-tensorrtllm": "djl-inference",
    "sagemaker-tritonserver": "sagemaker-tritonserver",
}
"""Frameworks with one repository, by the names that the SDK has for them; those of the algorithms are their names."""

_BUILDS: Final = {
    "sklearn": "cpu-py3",
    "huggingface-llm": "gpu",
    "huggingface-tei": "gpu",
    "huggingface-tei-cpu": "cpu",
}
_ALGORITHMS: Final = frozenset(
    {"blazingtext", "factorization-machines", "forecasting-deepar", "image-classification", "ipinsights", "kmeans"}
    | {"knn", "lda", "linear-learner", "ntm", "object-detection", "object2vec", "pca", "randomcutforest"}
    | {"semantic-segmentation", "seq2seq", "xgboost"}
)
_ARM: Final = re.compile(r"[cmrtx]\d+g")
_OLD_XGBOOST: Final = frozenset({"0.72", "1", "latest"})


@record(frozen=True, slots=True)
class Wanted:
    """What an image is asked for by; the instance type decides which build it is."""

    framework: str
    version: Item
    python: Item
    instance_type: Item
    scope: str = "training"
    base: str = ""


def image(wanted: Wanted) -> str | Unknown | None:
    """Name an image. None for a framework that is not known."""
    framework = wanted.framework.lower()
    version = _text(wanted.version)
    if framework == "huggingface":
        return _hugging_face(wanted, version)
    if framework in _FRAMEWORKS:
        return _built(wanted, _repository(framework, version, wanted.scope), version)
    if framework == "xgboost" and version in _OLD_XGBOOST:
        return f"{AWS_REGISTRY}/xgboost:1"
    if framework in ("xgboost", "sklearn") and isinstance(wanted.version.value, Unknown | None):
        return doubt_of(wanted.version) if wanted.version.value else None
    repository = _SINGLE.get(framework, framework)
    if framework not in _SINGLE and framework not in _ALGORITHMS:
        return None
    tag = "-".join(part for part in (version or "1", _BUILDS.get(framework, "")) if part)
    return f"{AWS_REGISTRY}/{repository}:{tag}"


def _hugging_face(wanted: Wanted, version: str) -> str | Unknown:
    base = wanted.base or "pytorch"
    name = re.match("[a-z]+", base)
    suffix = "training" if wanted.scope == "training" else "inference"
    own = f"{base[name.end() :] if name else ''}-transformers{version}".lstrip("-")
    return _built(wanted, f"huggingface-{name[0] if name else 'pytorch'}-{suffix}", own)


def _repository(framework: str, version: str, scope: str) -> str:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3]) or (998,)
    _, training, hosting = next(row for row in _FRAMEWORKS[framework] if numbers < row[0])
    return training if scope == "training" else hosting


def _built(wanted: Wanted, repository: str, version: str) -> str | Unknown:
    """Choose the build as the SDK does: by what the instance type has."""
    kind = wanted.instance_type
    python = _text(wanted.python)
    if not isinstance(kind.value, str):
        why = doubt_of(kind) if kind.value is not None else Unknown("", GapReason.DEPLOY, ("the instance type",))
        parts = (version, "${processor}", python)
        return combine([why], f"{AWS_REGISTRY}/{repository}:{'-'.join(part for part in parts if part)}")
    processor, repository = _processor(kind.value, repository)
    tag = "-".join(part for part in (version, processor, python) if part)
    return f"{AWS_REGISTRY}/{repository}:{tag}"


def _processor(instance_type: str, repository: str) -> tuple[str, str]:
    """Give the build for an instance type, and the repository that has it: by the family's name, as the SDK does."""
    family = instance_type.removeprefix("ml.").partition(".")[0]
    if family.startswith(("inf", "trn")):
        return "neuronx", f"{repository}-neuronx"
    if family.startswith(("g", "p")):
        return "gpu", repository
    arm = _ARM.match(family) and repository in ("pytorch-inference", "tensorflow-inference")
    return "cpu", f"{repository}-graviton" if arm else repository


def _text(item: Item) -> str:
    """Write a part of a tag; what is not known does not tell repositories apart."""
    match item.value:
        case None:
            return ""
        case str() | int() | float():
            return str(item.value)
        case _:
            return doubt_of(item).text


def retrieved(arguments: Arguments) -> str | Unknown | None:
    """Name the image that `image_uris.retrieve` gives."""
    framework = arguments.item("framework").value
    if arguments.has("model_id"):
        return Unknown("${image}", GapReason.NOT_IN_CODE, ("the image of the JumpStart model",))
    if not isinstance(framework, str):
        return doubt_of(arguments.item("framework")) if framework is not None else None
    scope = arguments.item("image_scope").value
    base = arguments.item("base_framework_version").value
    wanted = Wanted(
        framework,
        arguments.item("version"),
        arguments.item("py_version"),
        arguments.item("instance_type"),
        scope if isinstance(scope, str) else "training",
        base if isinstance(base, str) else "",
    )
    return image(wanted)
