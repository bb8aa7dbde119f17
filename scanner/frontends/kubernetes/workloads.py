"""Say of workloads that they run on a HyperPod cluster, and are judged with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import entries, items, string
from scanner.model import Gap, GapReason, Location
from scanner.resource_types import CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.kubernetes.manifest import Manifest
    from scanner.frontends.nodes import Node
    from scanner.frontends.writer import Place

_KINDS: Final = frozenset({"HyperPodPyTorchJob", "InferenceEndpointConfig", "JumpStartModel"})
"""Of the operators that run on HyperPod clusters only."""

_NODE_LABELS: Final = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
_HYPERPOD_LABEL: Final = "sagemaker.amazonaws.com/"
_FIELDS: Final = frozenset({"instanceType", "instanceTypes", *_NODE_LABELS})
_INSTANCE_TYPE: Final = re.compile(r"ml\.[a-z0-9-]{1,20}\.[a-z0-9-]{1,20}")


def workload_gaps(manifest: Manifest, place: Place) -> Iterator[Gap]:
    """Yield a gap if an object names nodes of a HyperPod cluster to run on.

    What it runs on is the cluster's: the API has no resource for it, and its endpoints are not billed as such.
    """
    nodes = list(_nodes(manifest))
    if not nodes and manifest.kind not in _KINDS:
        return
    types = sorted({string(node) for node in nodes if _INSTANCE_TYPE.fullmatch(string(node))})
    where = f"{', '.join(types)} of a HyperPod cluster" if types else "a HyperPod cluster"
    yield Gap(
        reason=GapReason.NOT_IN_CODE,
        message=f"{place.address} runs on {where}, and is judged with the cluster",
        needs="the code of the cluster, or a scan of the account",
        scope=place.root,
        type=CLUSTER,
        location=Location(place.file, nodes[0].span if nodes else place.header),
    )


def _nodes(manifest: Manifest) -> Iterator[Node]:
    """Yield what names instance types of SageMaker, or labels that HyperPod gives to nodes."""
    waiting = [("", manifest.node)]
    while waiting:
        name, node = waiting.pop()
        fields = entries(node)
        key = string(fields.get("key"))
        named = name in _FIELDS and _INSTANCE_TYPE.fullmatch(string(node))
        if named or name.startswith(_HYPERPOD_LABEL) or key.startswith(_HYPERPOD_LABEL):
            yield node
        children = [(key if key in _NODE_LABELS else inner, child) for inner, child in fields.items()]
        waiting += reversed(children)
        waiting += [(name, item) for item in reversed(items(node))]
