"""Read what CDK apps have AWS do: requests of state machines' tasks and of custom resources, and the tasks for jobs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS, Call
from scanner.frontends.nodes import ELSEWHERE, Node, entries, string
from scanner.frontends.python_code.cdk.constructs import entitle
from scanner.frontends.python_code.sdk.arguments import Arguments, arguments_of, made_of
from scanner.frontends.python_code.sdk.requests import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.frontends.nodes import Scalar
    from scanner.frontends.python_code.addresses import Addresses
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Item, Made

_SERVICE: Final = ("aws_cdk.aws_stepfunctions_tasks.CallAwsService()", "aws_cdk.custom_resources.AwsSdkCall()")
_STATE: Final = "aws_cdk.aws_stepfunctions.CustomState()"
_TRAIN: Final = "aws_cdk.aws_stepfunctions_tasks.SageMakerCreateTrainingJob()"
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
        elif made.path == _TRAIN:
            entitle(made)
            place = addresses.place(made)
            yield Call("CreateTrainingJob", _training(made, trees), place)


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
    for name, key in _FIELDS.items():
        if given.has(name):
            request.put(key, trees.node(given.item(name)))
    algorithm = _inner(given, "algorithm_specification")
    if algorithm.has("algorithm_name"):
        request.put("AlgorithmSpecification.AlgorithmName", trees.node(algorithm.item("algorithm_name")))
    if algorithm.has("training_image"):
        request.put("AlgorithmSpecification.TrainingImage", _image(trees, algorithm.item("training_image")))
    resources = _inner(given, "resource_config")
    request.put("ResourceConfig.InstanceType", _instance_type(trees, resources.item("instance_type")))
    count = trees.node(resources.item("instance_count"))
    request.put("ResourceConfig.InstanceCount", _or_default(count, "instance_count", 1))
    volume = _amount(trees, resources.item("volume_size"), _GIBIBYTES)
    request.put("ResourceConfig.VolumeSizeInGB", _or_default(volume, "volume_size", 10))
    longest = _amount(trees, _inner(given, "stopping_condition").item("max_runtime"), _SECONDS)
    request.put("StoppingCondition.MaxRuntimeInSeconds", _or_default(longest, "max_runtime", 3600))
    if given.has("vpc_config"):
        request.put("VpcConfig", trees.node(given.item("vpc_config")))
    return request.node()


def _inner(given: Arguments, name: str) -> Arguments:
    made = made_of(given.item(name))
    return arguments_of(made, ()) if made else Arguments({}, given.rest)


def _image(trees: Trees, item: Item) -> Node:
    made = made_of(item)
    if made and made.path.endswith("DockerImage.from_registry()") and made.args:
        return trees.node(made.args[0])
    return trees.node(item)


_SIZES: Final = re.compile(r"(X*?)(LARGE)(\d*)$")


def _instance_type(trees: Trees, item: Item) -> Node:
    """Name an instance type: it is given without `ml.`, or by its class and size."""
    made = made_of(item)
    span = trees.source.span(item.at) or ELSEWHERE
    if made and made.path == "aws_cdk.aws_ec2.InstanceType()" and made.args:
        node = trees.node(made.args[0])
        return replace(node, value=f"ml.{string(node).removeprefix('ml.')}") if string(node) else node
    if made and made.path == "aws_cdk.aws_ec2.InstanceType.of()" and len(made.args) == 2:  # noqa: PLR2004 - class and size
        family, size = (getattr(arg.value, "path", "").rpartition(".")[2] for arg in made.args)
        if family and (found := _SIZES.match(size)):
            return Node(f"ml.{family.lower()}.{found[3]}{found[1].lower()}large", span)
    if item.value is None:
        return _or_default(trees.node(item), "instance_type", "ml.m4.xlarge")
    return trees.node(item)


_SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
_GIBIBYTES: Final = {"gibibytes": 1, "tebibytes": 1024}


def _amount(trees: Trees, item: Item, units: dict[str, int]) -> Node:
    """Count a duration or a size in the API's unit."""
    made = made_of(item)
    if made and made.name in units and made.args:
        node = trees.node(made.args[0])
        return replace(node, value=node.value * units[made.name]) if isinstance(node.value, int) else node
    return trees.node(item)


def _or_default(node: Node, name: str, value: Scalar) -> Node:
    if node.value is not None:
        return node
    shown = f"{value:,}" if isinstance(value, int) else value
    return Node(value, ELSEWHERE, default=f"{name} is not given: the AWS CDK takes {shown}")
