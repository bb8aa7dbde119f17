"""Read the SDK's jobs, versions 1 and 2: training, tuning, processing, transform, and functions that run remotely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import Call
from scanner.frontends.nodes import Node, Unknown, entries
from scanner.frontends.python_code.sdk.arguments import arguments_of
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.python_code.sdk.frameworks import framework_image
from scanner.frontends.python_code.sdk.requests import Request, fill, run_name
from scanner.frontends.python_code.sdk.sheets import PROCESSING, REMOTE, TRAINING, TRANSFORM, TUNING
from scanner.frontends.python_code.values import NOTHING
from scanner.model import GapReason
from scanner.resource_types import PROCESSING_JOB, TRAINING_JOB, TRANSFORM_JOB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.python_code.sdk.arguments import Arguments
    from scanner.frontends.python_code.sdk.classes import SdkClass
    from scanner.frontends.python_code.sdk.reader import Sdk
    from scanner.frontends.python_code.values import Made

LOCAL: Final = ("local", "local_gpu")
"""Instance types of jobs that run where the code does."""

_REMOTE: Final = (
    "sagemaker.remote_function.remote()",
    "sagemaker.remote_function.RemoteExecutor()",
    "sagemaker.workflow.function_step.step()",
    "sagemaker.core.remote_function.remote()",
    "sagemaker.core.remote_function.RemoteExecutor()",
    "sagemaker.mlops.workflow.function_step.step()",
)
_VERSION_3: Final = 3
_MODEL_ID: Final = "sagemaker-sdk:jumpstart-model-id"


def job_calls(sdk: Sdk) -> Iterator[Call]:
    """Yield the jobs that a file starts."""
    for made in sdk.calls:
        known = class_of(made.path)
        if made.path in _REMOTE:
            yield from _remote(sdk, made)
        elif made.name == "transformer" and (owner := sdk.maker(made)):
            yield from _transform(sdk, made, arguments_of(made, ("instance_count", "instance_type")), owner)
        elif known and known.family == "transformer":
            yield from _transform(sdk, made, arguments_of(made, known.args), None)
        elif known and known.family == "estimator":
            yield from _training(sdk, made, known)
        elif known and known.family == "processor":
            yield from _processing(sdk, made, known)
        elif known and known.family == "tuner" and known.version < _VERSION_3:
            yield from _tuning(sdk, made, known)


def _training(sdk: Sdk, made: Made, known: SdkClass) -> Iterator[Call]:
    """Yield an estimator's job: one that is made to be tuned starts none of its own."""
    tuned = any(_tunes(other) for other in sdk.users(made))
    if tuned and not any(then.name == "fit" for then in made.then):
        return
    place = sdk.addresses.place(made)
    node = training_request(sdk, made, known)
    if not runs_here(node, ("ResourceConfig",)):
        yield Call("CreateTrainingJob", sdk.completed(TRAINING_JOB, node), place)


def _tunes(made: Made) -> bool:
    known = class_of(made.path)
    return bool(known and known.family == "tuner")


def training_request(sdk: Sdk, made: Made, known: SdkClass) -> Node:
    """Give the request of an estimator, which what deploys it asks for again."""
    if id(made) not in sdk.requests:
        sdk.requests[id(made)] = _request(sdk, made, known)
    return sdk.requests[id(made)]


def _request(sdk: Sdk, made: Made, known: SdkClass) -> Node:
    arguments = arguments_of(made, known.args)
    request = Request(sdk.trees.source.callee(made.where))
    if known.name == "JumpStartEstimator":
        _jump_start(sdk, request, arguments)
    fill(request, TRAINING, arguments, sdk.trees)
    kind = arguments.item("instance_type", "train_instance_type")
    if image := framework_image(known.name, arguments, kind, "training", request.span):
        request.put("AlgorithmSpecification.TrainingImage", image)
    _hyperparameters(sdk, request, made, arguments)
    for then in made.then:
        if then.name == "fit" and (name := then.keywords.get("job_name")):
            request.put("TrainingJobName", sdk.trees.node(name))
    run_name(request, arguments, sdk.trees)
    return request.node()


def _hyperparameters(sdk: Sdk, request: Request, made: Made, arguments: Arguments) -> None:
    """Add the parameters that are set later, and the script that the SDK passes as one of them."""
    values = dict(entries(request.nodes.get("HyperParameters")))
    for then in made.then:
        if then.name == "set_hyperparameters":
            values |= {name: sdk.trees.node(item) for name, item in then.keywords.items()}
    if arguments.has("entry_point"):
        values.setdefault("sagemaker_program", sdk.trees.node(arguments.item("entry_point")))
    if values and not isinstance(request.nodes.get("HyperParameters", Node(None, request.span)).value, Unknown):
        span = request.nodes["HyperParameters"].span if "HyperParameters" in request.nodes else request.span
        request.nodes["HyperParameters"] = Node(values, span)


def _jump_start(sdk: Sdk, request: Request, arguments: Arguments) -> None:
    """Say what only the hub knows of a JumpStart model."""
    why = Unknown("${instance_type}", GapReason.NOT_IN_CODE, ("the JumpStart hub's defaults of the model",))
    if not arguments.has("instance_type"):
        request.put("ResourceConfig.InstanceType", Node(why, request.span))
    if arguments.has("model_id"):
        pair = {"Key": Node(_MODEL_ID, request.span), "Value": sdk.trees.node(arguments.item("model_id"))}
        request.put("Tags", Node((Node(pair, request.span),), request.span))


def runs_here(node: Node, path: tuple[str, ...]) -> bool:
    """Tell whether a job runs where the code does, in local mode."""
    for key in path:
        node = entries(node).get(key, Node(None, node.span))
    kind = entries(node).get("InstanceType")
    return kind is not None and kind.value in LOCAL


def _remote(sdk: Sdk, made: Made) -> Iterator[Call]:
    """Yield the job of a function that runs remotely."""
    arguments = arguments_of(made, ())
    if not arguments.named and not arguments.rest:
        return
    request = fill(Request(sdk.trees.source.callee(made.where)), REMOTE, arguments, sdk.trees)
    if not runs_here(request.node(), ("ResourceConfig",)):
        yield Call("CreateTrainingJob", request.node(), sdk.addresses.place(made))


def _processing(sdk: Sdk, made: Made, known: SdkClass) -> Iterator[Call]:
    arguments = arguments_of(made, known.args)
    request = Request(sdk.trees.source.callee(made.where))
    fill(request, PROCESSING, arguments, sdk.trees, known.version)
    if image := framework_image(known.name, arguments, arguments.item("instance_type"), "training", request.span):
        request.put("AppSpecification.ImageUri", image)
    node = request.node()
    if not runs_here(node, ("ProcessingResources", "ClusterConfig")):
        place = sdk.addresses.place(made)
        yield Call("CreateProcessingJob", sdk.completed(PROCESSING_JOB, node), place)


def _transform(sdk: Sdk, made: Made, arguments: Arguments, owner: Made | None) -> Iterator[Call]:
    request = fill(Request(sdk.trees.source.callee(made.where)), TRANSFORM, arguments, sdk.trees)
    if owner:
        request.put("ModelName", sdk.model_name(owner, made))
    node = request.node()
    if not runs_here(node, ("TransformResources",)):
        place = sdk.addresses.place(made)
        yield Call("CreateTransformJob", sdk.completed(TRANSFORM_JOB, node), place)


def _tuning(sdk: Sdk, made: Made, known: SdkClass) -> Iterator[Call]:
    """Yield a tuner's job, with the definition of its training jobs from the estimator."""
    arguments = arguments_of(made, known.args)
    request = fill(Request(sdk.trees.source.callee(made.where)), TUNING, arguments, sdk.trees)
    estimator = arguments.made("estimator")
    own = class_of(estimator.path) if estimator else None
    if estimator and own and own.family == "estimator":
        definition = dict(entries(training_request(sdk, estimator, own)))
        definition["StaticHyperParameters"] = definition.pop("HyperParameters", Node(None, request.span))
        request.put("TrainingJobDefinition", Node(definition, sdk.trees.source.callee(estimator.where)))
    elif arguments.item("estimator") is not NOTHING:
        request.put("TrainingJobDefinition", sdk.trees.node(arguments.item("estimator")))
    yield Call("CreateHyperParameterTuningJob", request.node(), sdk.addresses.place(made))
