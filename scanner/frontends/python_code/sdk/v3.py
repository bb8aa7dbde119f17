"""Read version 3 of the SDK: trainers and their tuners."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import Call
from scanner.frontends.nodes import ELSEWHERE, Node, Open, Unknown, entries
from scanner.frontends.python_code.sdk.arguments import Arguments, arguments_of, made_of
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.python_code.sdk.requests import Request, default, fill, run_name
from scanner.frontends.python_code.sdk.sheets import TRAINER, TUNING
from scanner.frontends.python_code.values import Item, unknown
from scanner.model import GapReason
from scanner.resource_types import TRAINING_JOB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.frontends.nodes import Scalar
    from scanner.frontends.python_code.sdk.classes import SdkClass
    from scanner.frontends.python_code.sdk.reader import Sdk
    from scanner.frontends.python_code.values import Made
    from scanner.model import Span

_VERSION: Final = 3
_LONGER: Final = (".from_recipe()", ".from_jumpstart_config()")
_COMPUTE: Final = {
    "instance_type": "InstanceType",
    "instance_count": "InstanceCount",
    "volume_size_in_gb": "VolumeSizeInGB",
    "volume_kms_key_id": "VolumeKmsKeyId",
    "keep_alive_period_in_seconds": "KeepAlivePeriodInSeconds",
    "instance_groups": "InstanceGroups",
    "training_plan_arn": "TrainingPlanArn",
    "instance_placement_config": "InstancePlacementConfig",
    "instance_preferences": "InstancePreferences",
}
_DEFAULTS: Final[Mapping[str, Scalar]] = {"instance_type": "ml.m5.xlarge", "instance_count": 1, "volume_size_in_gb": 30}
_MANY: Final = ("instance_groups", "instance_preferences")


def trainer_calls(sdk: Sdk) -> Iterator[Call]:
    """Yield the jobs of trainers."""
    for made in sdk.calls:
        known = trainer_of(made)
        if known and known.family == "trainer":
            yield from _trained(sdk, made, known)
        elif known and known.family == "tuner" and known.version == _VERSION:
            yield from _tuned(sdk, made, known)


def trainer_of(made: Made) -> SdkClass | None:
    """Find the class that a call makes a trainer of, also by one of its longer ways."""
    for ending in _LONGER:
        if made.path.endswith(ending):
            return class_of(made.path.removesuffix(ending))
    return class_of(made.path)


def _trained(sdk: Sdk, made: Made, known: SdkClass) -> Iterator[Call]:
    tuned = any((other := class_of(user.path)) and other.family == "tuner" for user in sdk.users(made))
    if tuned and not any(then.name == "train" for then in chained(made)):
        return
    node = _request(sdk, made, known)
    if node:
        yield Call("CreateTrainingJob", sdk.completed(TRAINING_JOB, node), sdk.addresses.place(made))


def chained(made: Made) -> Iterator[Made]:
    """Yield the calls of an object's methods, past those that give the object itself."""
    for then in made.then:
        yield then
        if then.name.startswith("with_"):
            yield from chained(then)


def _request(sdk: Sdk, made: Made, known: SdkClass) -> Node | None:
    """Make the request of a trainer; None for one that trains on a cluster or where the code runs."""
    arguments = arguments_of(made, known.args)
    compute = made_of(arguments.item("compute"))
    mode = getattr(arguments.item("training_mode").value, "path", "")
    if (compute and compute.name == "HyperPodCompute") or mode.endswith("LOCAL_CONTAINER"):
        return None
    request = Request(sdk.trees.source.callee(made.where))
    fill(request, TRAINER, arguments, sdk.trees, _VERSION)
    serverless = known.name != "ModelTrainer" and not arguments.has("compute")
    if serverless:
        request.put("ServerlessJobConfig", Node({}, request.span))
    else:
        _compute(sdk, request, arguments.item("compute"), from_hub=made.path.endswith(_LONGER))
    _networking(sdk, request, arguments)
    _objects(sdk, request, made, arguments)
    if not serverless and not request.rest:
        _defaults(request)
    run_name(request, arguments, sdk.trees)
    return request.node()


def _compute(sdk: Sdk, request: Request, item: Item, *, from_hub: bool) -> None:
    """Put the instances, and whether they are spot, where the API has them."""
    made = made_of(item)
    if item.value is not None and made is None:
        request.put("ResourceConfig", sdk.trees.node(item))
        request.put("EnableManagedSpotTraining", sdk.trees.node(item))
        return
    given = arguments_of(made, ()) if made else Arguments({})
    span = sdk.trees.source.callee(made.where) if made else request.span
    inner = Request(span, rest=given.rest)
    for name, key in _COMPUTE.items():
        if given.has(name):
            inner.put(key, sdk.trees.node(given.item(name)))
        elif name in _DEFAULTS and not given.rest and not any(map(given.has, _MANY)):
            inner.put(key, _hub(span) if from_hub else default(name, _DEFAULTS[name], _VERSION))
    request.put("ResourceConfig", replace(inner.node(), key=sdk.trees.source.span(item.key)))
    spot = given.item("enable_managed_spot_training")
    request.put("EnableManagedSpotTraining", sdk.trees.node(spot))


def _hub(span: Span) -> Node:
    why = ("the recipe's or the JumpStart hub's defaults",)
    return Node(Unknown("${default}", GapReason.NOT_IN_CODE, why), span)


def _networking(sdk: Sdk, request: Request, arguments: Arguments) -> None:
    item = arguments.item("networking")
    made = made_of(item)
    if made is None:
        if item.value is not None:
            for key in ("VpcConfig", "EnableNetworkIsolation", "EnableInterContainerTrafficEncryption"):
                request.put(key, sdk.trees.node(item))
        return
    given = arguments_of(made, ())
    for name in ("enable_network_isolation", "enable_inter_container_traffic_encryption"):
        request.put("".join(word.capitalize() for word in name.split("_")), sdk.trees.node(given.item(name)))
    for name, key in (("subnets", "Subnets"), ("security_group_ids", "SecurityGroupIds")):
        request.put(f"VpcConfig.{key}", sdk.trees.node(given.item(name)))


def _objects(sdk: Sdk, request: Request, made: Made, arguments: Arguments) -> None:
    """Put what is given as whole objects, with the constructor or by a method later."""
    given = {name: arguments.item(name) for name in _OBJECTS}
    for then in chained(made):
        name = then.name.removeprefix("with_")
        if then.name.startswith("with_") and name in _OBJECTS:
            item = then.args[0] if then.args else then.keywords.get(name, given[name])
            given[name] = Item(_perhaps(then), item.at) if made.may_be_without(then) else item
    for name, key in _OBJECTS.items():
        request.put(key, sdk.trees.node(given[name]))
    if arguments.has("source_code"):
        script = Node((Node("/bin/bash", request.span),), sdk.trees.node(arguments.item("source_code")).span)
        request.put("AlgorithmSpecification.ContainerEntrypoint", script)


def _perhaps(then: Made) -> Unknown:
    return unknown(f"whether {then.name}() is called", GapReason.UNSUPPORTED, present=False)


_OBJECTS: Final = {
    "stopping_condition": "StoppingCondition",
    "checkpoint_config": "CheckpointConfig",
    "output_data_config": "OutputDataConfig",
    "retry_strategy": "RetryStrategy",
    "remote_debug_config": "RemoteDebugConfig",
}


def _defaults(request: Request) -> None:
    """Add what the SDK puts into objects that do not say it, or that are not given."""
    runtime = default("max_runtime_in_seconds", 3600, _VERSION)
    _add(request, request.nodes.get("StoppingCondition", Node({}, request.span)), "StoppingCondition", runtime)
    if "CheckpointConfig" in request.nodes:
        clause = "s3_uri is not given: the SageMaker Python SDK v3 takes a place in its default bucket"
        place = Node("s3://${default_bucket}", ELSEWHERE, default=clause)
        _add(request, request.nodes["CheckpointConfig"], "CheckpointConfig", place)


def _add(request: Request, whole: Node, key: str, value: Node) -> None:
    name = _DEFAULTED[key]
    if isinstance(whole.value, dict) and whole.value.get(name, _NO_NODE).value is None:
        request.nodes[key] = replace(whole, value={**whole.value, name: value})


_DEFAULTED: Final = {"StoppingCondition": "max_runtime_in_seconds", "CheckpointConfig": "s3_uri"}
_NO_NODE: Final = Node(None, ELSEWHERE)


def _tuned(sdk: Sdk, made: Made, known: SdkClass) -> Iterator[Call]:
    arguments = arguments_of(made, known.args)
    request = fill(Request(sdk.trees.source.callee(made.where)), TUNING, arguments, sdk.trees, _VERSION)
    trainer = made_of(arguments.item("model_trainer"))
    while trainer and trainer.name.startswith("with_"):
        trainer = trainer.owner
    own = trainer_of(trainer) if trainer else None
    node = _request(sdk, trainer, own) if trainer and own and own.family == "trainer" else None
    if node and trainer:
        value = node.value.known if isinstance(node.value, Open) else entries(node)
        definition = {key: inner for key, inner in value.items() if key not in ("HyperParameters", "TrainingJobName")}
        if "HyperParameters" in value:
            definition["StaticHyperParameters"] = value["HyperParameters"]
        request.put("TrainingJobDefinition", Node(definition, node.span))
    elif arguments.has("model_trainer"):
        request.put("TrainingJobDefinition", sdk.trees.node(arguments.item("model_trainer")))
    yield Call("CreateHyperParameterTuningJob", request.node(), sdk.addresses.place(made))
