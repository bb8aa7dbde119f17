"""Say which images the SDK's framework and algorithm classes run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import Node, Unknown
from scanner.frontends.python_code.sdk.images import Wanted, image
from scanner.frontends.python_code.values import NOTHING, Item
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.python_code.sdk.arguments import Arguments
    from scanner.model import Span

_FRAMEWORKS: Final[Mapping[str, str]] = {
    "PyTorch": "pytorch",
    "TensorFlow": "tensorflow",
    "MXNet": "mxnet",
    "Chainer": "chainer",
    "HuggingFace": "huggingface",
    "SKLearn": "sklearn",
    "XGBoost": "xgboost",
    "KMeans": "kmeans",
    "KNN": "knn",
    "LDA": "lda",
    "LinearLearner": "linear-learner",
    "NTM": "ntm",
    "Object2Vec": "object2vec",
    "PCA": "pca",
    "RandomCutForest": "randomcutforest",
    "FactorizationMachines": "factorization-machines",
    "IPInsights": "ipinsights",
    "PySpark": "spark",
    "SparkJar": "spark",
    "SageMakerClarify": "clarify",
    "DataWrangler": "data-wrangler",
}
"""Frameworks by the classes' names, without `Model` and `Processor`."""

_DEFAULT_PYTHON: Final = {"SKLearn", "XGBoost"}
_UNKNOWN: Final = Unknown("${image}", GapReason.NOT_IN_CODE, ("the image that the SDK chooses",))


def framework_image(name: str, arguments: Arguments, instance_type: Item, scope: str, span: Span) -> Node | None:
    """Name the image that a class runs where none is given; None for a class that has none of its own."""
    framework = framework_of(name, arguments)
    if framework is None:
        return None
    if not framework:
        return Node(_UNKNOWN, span)
    wanted = Wanted(
        framework=framework,
        version=arguments.item("framework_version", "transformers_version", "version"),
        python=NOTHING if name.startswith(tuple(_DEFAULT_PYTHON)) else arguments.item("py_version"),
        instance_type=instance_type,
        scope=scope,
        base=_base(arguments),
    )
    found = image(wanted)
    return Node(_UNKNOWN if found is None else found, span)


def framework_of(name: str, arguments: Arguments) -> str | None:
    """Give the framework of a class: empty where only the hub or a registry knows it, None where the code gives it."""
    if name.startswith(("JumpStart", "RLEstimator", "DJL")):
        return ""
    if name == "FrameworkProcessor":
        given = arguments.item("estimator_cls").value
        path = getattr(given, "path", "")
        return _FRAMEWORKS.get(path.rsplit(".", 1)[-1], "")
    return _FRAMEWORKS.get(name.removesuffix("Model").removesuffix("Processor"))


def _base(arguments: Arguments) -> str:
    for name in ("pytorch", "tensorflow"):
        version = arguments.item(f"{name}_version").value
        if version is not None:
            return f"{name}{version}" if isinstance(version, str) else name
    return ""
