"""Make resources of the calls of AWS operations that code makes: what it asks for, in the shape of the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from scanner import resource_types as types
from scanner.frontends.nodes import Node, Unknown, entries
from scanner.frontends.resource import read_resource
from scanner.model import Gap, GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.frontends.dialect import Dialect
    from scanner.frontends.writer import Place
    from scanner.model import Resource


_NAMED_OTHERWISE: Final = {
    "CreateAutoMLJobV2": types.AUTOML_JOB,
    "RegisterScalableTarget": types.SCALABLE_TARGET,
    "PutScalingPolicy": types.SCALING_POLICY,
    "PutScheduledAction": types.SCHEDULED_ACTION,
    "CreateSubnet": types.SUBNET,
    "CreateSecurityGroup": types.SECURITY_GROUP,
}

_NOT_MADE: Final = frozenset({types.AUTOML_JOB, types.CLUSTER_NODE, types.PIPELINE_EXECUTION})

OPERATIONS: Final[Mapping[str, str]] = _NAMED_OTHERWISE | {
    f"Create{kind.name.rsplit('::', 1)[-1]}": kind.name
    for kind in types.CODE_TYPES.values()
    if kind.service == "sagemaker" and kind.name not in _NOT_MADE
}
"""The type that each operation of SageMaker, Application Auto Scaling and EC2 makes."""


@record(frozen=True, slots=True)
class Call:
    """One call of an operation, with what it asks for under the API's names, and where it stands."""

    operation: str
    request: Node
    place: Place


def read_call(call: Call, dialect: Dialect) -> Iterator[Resource | Gap]:
    """Yield the resource that a call makes, and the gaps in it; nothing for an operation that makes none."""
    kind = OPERATIONS.get(call.operation)
    if kind and _serves_sagemaker(kind, call.request, dialect):
        yield from read_resource(dialect, call.place, kind, call.request, partial(_own_name, call.place))


def _own_name(place: Place) -> Node:
    """Stand for a name that is made up when the call is made: one text, so that others can refer to it."""
    return Node(Unknown(f"${{{place.address}}}", GapReason.DEPLOY, (f"the name of {place.address}",)), place.header)


def _serves_sagemaker(kind: str, request: Node, dialect: Dialect) -> bool:
    """Tell scaling of other services apart, where the code says so."""
    if kind not in _SCALING:
        return True
    namespace = next((node for name, node in entries(request).items() if name.lower() == "servicenamespace"), None)
    value = dialect.resolve(namespace) if namespace else None
    return not isinstance(value, str) or value == "sagemaker"


_SCALING: Final = (types.SCALABLE_TARGET, types.SCALING_POLICY, types.SCHEDULED_ACTION)
_WHOLE: Final = frozenset({"terraform", "cloudformation"})


def scaled_elsewhere(resources: Iterable[Resource]) -> Iterator[Gap]:
    """Say of roots that are no whole deployment, and scale nothing, that their endpoints may be scaled elsewhere."""
    needs = "the code that registers them with Application Auto Scaling, or a scan of the account"
    for root in unscaled(resource for resource in resources if resource.learned not in _WHOLE):
        yield from may_be_scaled(root, needs)


def unscaled(resources: Iterable[Resource]) -> Iterator[str]:
    """Name the roots that have endpoints and scale nothing."""
    hosting: dict[str, bool] = {}
    for resource in resources:
        if resource.type in (types.ENDPOINT, types.ENDPOINT_CONFIG, *_SCALING):
            hosting[resource.scope] = hosting.get(resource.scope, False) or resource.type in _SCALING
    return (root for root, scales in hosting.items() if not scales)


def may_be_scaled(root: str, needs: str) -> Iterator[Gap]:
    """Say that something that is not to be seen may scale the endpoints of a root."""
    for kind in _SCALING:
        message = f"{root} does not say whether something else scales its endpoints"
        yield Gap(GapReason.NOT_IN_CODE, message, needs, root, kind)
