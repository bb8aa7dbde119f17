"""Say of workloads that they run on a HyperPod cluster, and are judged with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.hyperpod import INSTANCE_TYPE, judged_with_cluster
from scanner.frontends.nodes import entries, items, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.kubernetes.manifest import Manifest
    from scanner.frontends.nodes import Node
    from scanner.frontends.writer import Place
    from scanner.model import Gap

_KINDS: Final = frozenset({"HyperPodPyTorchJob", "InferenceEndpointConfig", "JumpStartModel"})
"""Of the operators that run on HyperPod clusters only."""

_NODE_LABELS: Final = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
_HYPERPOD_LABEL: Final = "sagemaker.amazonaws.com/"
_FIELDS: Final = frozenset({"instanceType", "instanceTypes", *_NODE_LABELS})


def workload_gaps(manifest: Manifest, place: Place) -> Iterator[Gap]:
    """Yield a gap if an object names nodes of a HyperPod cluster to run on."""
    nodes = list(_nodes(manifest))
    if not nodes and manifest.kind not in _KINDS:
        return
    span = nodes[0].span if nodes else place.header
    yield judged_with_cluster(place, map(string, nodes), span)


def _nodes(manifest: Manifest) -> Iterator[Node]:
    """Yield what names instance types of SageMaker, or labels that HyperPod gives to nodes."""
    waiting = [("", manifest.node)]
    while waiting:
        name, node = waiting.pop()
        fields = entries(node)
        key = string(fields.get("key"))
        named = name in _FIELDS and INSTANCE_TYPE.fullmatch(string(node))
        if named or name.startswith(_HYPERPOD_LABEL) or key.startswith(_HYPERPOD_LABEL):
            yield node
        children = [(key if key in _NODE_LABELS else inner, child) for inner, child in fields.items()]
        waiting += reversed(children)
        waiting += [(name, item) for item in reversed(items(node))]
