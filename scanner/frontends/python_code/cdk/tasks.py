"""Read what CDK apps have AWS do: requests of state machines' tasks and of custom resources, and the tasks for jobs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS, Call
from scanner.frontends.nodes import Node, entries, string
from scanner.frontends.python_code.cdk.constructs import entitle
from scanner.frontends.python_code.cdk.structures import (
    GIBIBYTES,
    SECONDS,
    amount,
    image,
    inner,
    instance_type,
    or_default,
)
from scanner.frontends.python_code.sdk.arguments import arguments_of, made_of
from scanner.frontends.python_code.sdk.requests import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scanner.frontends.python_code.addresses import Addresses
    from scanner.frontends.python_code.sdk.arguments import Arguments
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Item, Made

_SERVICE: Final = ("aws_cdk.aws_stepfunctions_tasks.CallAwsService()", "aws_cdk.custom_resources.AwsSdkCall()")
_STATE: Final = "aws_cdk.aws_stepfunctions.CustomState()"
_TASK: Final = re.compile(r"aws_cdk\.(?:\w+\.)*SageMakerCreate(\w+)\(\)")
"""The tasks of SageMaker; code that imports all names of several modules does not say of which they are."""
_RESOURCE: Final = re.compile(r"arn:[^:]*:states:::(?:aws-sdk:)?sagemaker:(create\w+?)(?:\.\w+)?$")
_BY_NAME: Final = {operation.lower(): operation for operation in OPERATIONS}
_FIELDS: Final = {
    "training_job_name": "TrainingJobName",
    "role": "RoleArn",
    "hyperparameters": "HyperParameters",
    "environment": "Environment",
    "enable_network_isolation": "EnableNetworkIsolation",
}


def task_calls(calls: Sequence[Made], trees: Trees, addresses: Addresses) -> Iterator[Call]:
    """Yield the requests that an app has made later."""
    for made in calls:
        if made.path in _SERVICE:
            yield from _service(made, trees, addresses)
        elif made.path == _STATE:
            yield from _state(made, trees, addresses)
        elif (task := _TASK.fullmatch(made.path)) and (request := _REQUESTS.get(task[1])):
            entitle(made)
            yield Call(f"Create{task[1]}", request(made, trees), addresses.place(made))


def _service(made: Made, trees: Trees, addresses: Addresses) -> Iterator[Call]:
    given = arguments_of(made, ("scope", "id") if made.path == _SERVICE[0] else ())
    service, action = (string(trees.node(given.item(name))).lower() for name in ("service", "action"))
    operation = _BY_NAME.get(action)
    if operation and service in ("sagemaker", "applicationautoscaling", "application-autoscaling"):
        entitle(made)
        yield Call(operation, _request(trees, made, given.item("parameters")), addresses.place(made))


def _state(made: Made, trees: Trees, addresses: Addresses) -> Iterator[Call]:
    state = trees.node(made.keywords["state_json"]) if "state_json" in made.keywords else None
    found = _RESOURCE.search(string(entries(state).get("Resource")))
    operation = _BY_NAME.get(found[1].lower()) if found else None
    if state and operation:
        entitle(made)
        request = entries(state).get("Parameters") or entries(state).get("Arguments") or Node({}, state.span)
        yield Call(operation, request, addresses.place(made))


def _request(trees: Trees, made: Made, item: Item) -> Node:
    node = trees.node(item)
    span = trees.source.callee(made.where)
    return replace(node, span=span) if node.value is not None else Node({}, span)


def _training(made: Made, trees: Trees) -> Node:
    """Make the request of the task that trains; it has no words for spot and checkpoints."""
    given = arguments_of(made, ("scope", "id"))
    request = Request(trees.source.callee(made.where), rest=given.rest)
    _put(request, given, trees, **_FIELDS)
    algorithm = inner(given, "algorithm_specification")
    if algorithm.has("algorithm_name"):
        request.put("AlgorithmSpecification.AlgorithmName", trees.node(algorithm.item("algorithm_name")))
    if algorithm.has("training_image"):
        request.put("AlgorithmSpecification.TrainingImage", image(trees, algorithm.item("training_image")))
    resources = inner(given, "resource_config")
    request.put("ResourceConfig.InstanceType", instance_type(trees, resources.item("instance_type")))
    count = trees.node(resources.item("instance_count"))
    request.put("ResourceConfig.InstanceCount", or_default(count, "instance_count", 1))
    volume = amount(trees, resources.item("volume_size"), GIBIBYTES)
    request.put("ResourceConfig.VolumeSizeInGB", or_default(volume, "volume_size", 10))
    longest = amount(trees, inner(given, "stopping_condition").item("max_runtime"), SECONDS)
    request.put("StoppingCondition.MaxRuntimeInSeconds", or_default(longest, "max_runtime", 3600))
    if given.has("vpc_config"):
        request.put("VpcConfig", trees.node(given.item("vpc_config")))
    return request.node()


def _model(made: Made, trees: Trees) -> Node:
    given = arguments_of(made, ("scope", "id"))
    request = Request(trees.source.callee(made.where), rest=given.rest)
    _put(request, given, trees, model_name="ModelName", role="ExecutionRoleArn")
    if given.has("primary_container"):
        request.put("PrimaryContainer", _container(given.item("primary_container"), trees))
    if given.has("containers"):
        request.put("Containers", _each(given.item("containers"), trees, _container))
    return request.node()


def _container(item: Item, trees: Trees) -> Node:
    made = made_of(item)
    if made is None:
        return trees.node(item)
    given = arguments_of(made, ())
    request = Request(trees.source.callee(made.where), rest=given.rest)
    if given.has("image"):
        request.put("Image", image(trees, given.item("image")))
    return request.node()


def _endpoint_config(made: Made, trees: Trees) -> Node:
    given = arguments_of(made, ("scope", "id"))
    request = Request(trees.source.callee(made.where), rest=given.rest)
    _put(request, given, trees, endpoint_config_name="EndpointConfigName")
    if given.has("production_variants"):
        request.put("ProductionVariants", _each(given.item("production_variants"), trees, _variant))
    return request.node()


def _variant(item: Item, trees: Trees) -> Node:
    made = made_of(item)
    if made is None:
        return trees.node(item)
    given = arguments_of(made, ())
    request = Request(trees.source.callee(made.where), rest=given.rest)
    _put(request, given, trees, model_name="ModelName", variant_name="VariantName")
    _put(request, given, trees, initial_variant_weight="InitialVariantWeight")
    request.put("InstanceType", instance_type(trees, given.item("instance_type")))
    count = trees.node(given.item("initial_instance_count"))
    request.put("InitialInstanceCount", or_default(count, "initial_instance_count", 1))
    return request.node()


def _endpoint(made: Made, trees: Trees) -> Node:
    given = arguments_of(made, ("scope", "id"))
    request = Request(trees.source.callee(made.where), rest=given.rest)
    _put(request, given, trees, endpoint_name="EndpointName", endpoint_config_name="EndpointConfigName")
    return request.node()


def _put(request: Request, given: Arguments, trees: Trees, **fields: str) -> None:
    for name, key in fields.items():
        if given.has(name):
            request.put(key, trees.node(given.item(name)))


def _each(item: Item, trees: Trees, read: Callable[[Item, Trees], Node]) -> Node:
    if not isinstance(item.value, tuple):
        return trees.node(item)
    return replace(trees.node(item), value=tuple(read(part, trees) for part in item.value))


_REQUESTS: Final[Mapping[str, Callable[[Made, Trees], Node]]] = {
    "TrainingJob": _training,
    "Model": _model,
    "EndpointConfig": _endpoint_config,
    "Endpoint": _endpoint,
}
