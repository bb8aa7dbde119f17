"""Read the SDK's models and endpoints, versions 1 and 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner import resource_types as types
from scanner.frontends.calls import Call
from scanner.frontends.nodes import Node, Unknown, entries
from scanner.frontends.python_code.sdk.arguments import arguments_of, made_of
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.python_code.sdk.frameworks import framework_image
from scanner.frontends.python_code.sdk.jobs import LOCAL, training_request
from scanner.frontends.python_code.sdk.requests import Request, fill
from scanner.frontends.python_code.sdk.sheets import ENDPOINT_CONFIG, MODEL, VARIANT
from scanner.frontends.python_code.values import NOTHING, Item
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.python_code.sdk.arguments import Arguments
    from scanner.frontends.python_code.sdk.classes import SdkClass
    from scanner.frontends.python_code.sdk.reader import Sdk
    from scanner.frontends.python_code.values import Made

_DEPLOY: Final = ("initial_instance_count", "instance_type")
_TELLING: Final = frozenset({"initial_instance_count", "serverless_inference_config"})
_DEPLOYS: Final = _TELLING | {"instance_type"}
_VARIANT: Final = "AllTraffic"
_COMPONENTS: Final = "INFERENCE_COMPONENT_BASED"
_CPU: Final = Item("ml.m5.xlarge")


def hosting_calls(sdk: Sdk) -> Iterator[Call]:
    """Yield the models that a file makes, and the endpoints that serve them."""
    for made in sdk.calls:
        known = class_of(made.path)
        if known and known.family == "model":
            node = model_request(sdk, made, known, _deployed_with(made))
            yield Call("CreateModel", sdk.completed(types.MODEL, node), sdk.addresses.place(made))
        elif made.name == "deploy" and _deploys(made) and not _is_built(made):
            yield from _deployed(sdk, made)
        elif made.name == "transformer" and (owner := sdk.maker(made)):
            yield from _own_model(sdk, owner, made, arguments_of(made, ("instance_count", "instance_type")))


def _deploys(made: Made) -> bool:
    """Tell by the arguments whether a method makes an endpoint, where it is not known what it is a method of."""
    ours = made.path.startswith("sagemaker.")
    return bool((ours and made.args) or (_DEPLOYS if ours else _TELLING) & set(made.keywords))


def _is_built(made: Made) -> bool:
    """Tell what a model builder deploys, which is read with it."""
    owner = made.owner.owner if made.owner and made.owner.name == "build" else made.owner
    known = class_of(owner.path) if owner else None
    return bool(known and known.family == "builder")


def _deployed_with(made: Made) -> Item:
    """Give the instance type that a model is first deployed to; without instances, the builds for CPUs run."""
    for then in made.then:
        if then.name in ("deploy", "transformer"):
            order = _DEPLOY if then.name == "deploy" else ("instance_count", "instance_type")
            arguments = arguments_of(then, order)
            return _CPU if arguments.has("serverless_inference_config") else arguments.item("instance_type")
    return NOTHING


def model_request(sdk: Sdk, made: Made, known: SdkClass, instance_type: Item) -> Node:
    """Make the request of a model."""
    arguments = arguments_of(made, known.args)
    request = fill(Request(sdk.trees.source.callee(made.where)), MODEL, arguments, sdk.trees)
    if known.name == "PipelineModel":
        _containers(sdk, request, arguments, instance_type)
    elif known.name == "MultiDataModel":
        _multi_model(sdk, request, arguments, instance_type)
    elif image := framework_image(known.name, arguments, instance_type, "inference", request.span):
        request.put("PrimaryContainer.Image", image)
    return request.node()


def _containers(sdk: Sdk, request: Request, arguments: Arguments, instance_type: Item) -> None:
    models = arguments.item("models")
    if not isinstance(models.value, tuple):
        request.put("Containers", sdk.trees.node(models))
        return
    containers = []
    for item in models.value:
        made = made_of(item)
        known = class_of(made.path) if made else None
        inner = model_request(sdk, made, known, instance_type) if made and known else sdk.trees.node(item)
        containers.append(entries(inner).get("PrimaryContainer", inner))
    request.put("Containers", Node(tuple(containers), sdk.trees.node(models).span))


def _multi_model(sdk: Sdk, request: Request, arguments: Arguments, instance_type: Item) -> None:
    request.put("PrimaryContainer.Mode", Node("MultiModel", request.span))
    if arguments.has("model_data_prefix"):
        request.put("PrimaryContainer.ModelDataUrl", sdk.trees.node(arguments.item("model_data_prefix")))
    made = arguments.made("model")
    if made and (known := class_of(made.path)):
        inner = entries(entries(model_request(sdk, made, known, instance_type)).get("PrimaryContainer"))
        request.put("PrimaryContainer.Image", inner.get("Image", Node(None, request.span)))


def _deployed(sdk: Sdk, made: Made) -> Iterator[Call]:
    """Yield an endpoint, its configuration, and the model where deploying makes it."""
    arguments = arguments_of(made, _DEPLOY)
    if arguments.item("instance_type").value in LOCAL:
        return
    owner = sdk.maker(made)
    if owner:
        yield from _own_model(sdk, owner, made, arguments)
    named = arguments.item("endpoint_name")
    place = sdk.addresses.place(made, named=named)
    config = sdk.addresses.place(made, "endpoint_config", named=named)
    span = sdk.trees.source.callee(made.where)
    variant = fill(Request(span), VARIANT, arguments, sdk.trees)
    variant.rest = None
    variant.put("VariantName", Node(_VARIANT, span))
    on_components = getattr(arguments.item("endpoint_type").value, "path", "").endswith(_COMPONENTS)
    if not on_components:
        variant.put("ModelName", sdk.model_name(owner, made))
    request = fill(Request(span), ENDPOINT_CONFIG, arguments, sdk.trees)
    name = Node(Unknown(f"${{{place.address}}}", GapReason.DEPLOY, (f"the name of {place.address}",)), span)
    request.put("EndpointConfigName", name)
    request.put("ProductionVariants", Node((variant.node(),), span))
    yield Call("CreateEndpointConfig", sdk.completed(types.ENDPOINT_CONFIG, request.node()), config)
    endpoint = Request(span)
    endpoint.put("EndpointName", request.nodes["EndpointConfigName"])
    endpoint.put("EndpointConfigName", request.nodes["EndpointConfigName"])
    if "Tags" in request.nodes:
        endpoint.put("Tags", request.nodes["Tags"])
    yield Call("CreateEndpoint", endpoint.node(), place)


def _own_model(sdk: Sdk, owner: Made, made: Made, arguments: Arguments) -> Iterator[Call]:
    """Yield the model that deploying an estimator makes."""
    known = class_of(owner.path)
    if known is None or known.family != "estimator":
        return
    given = arguments_of(owner, known.args)
    training = entries(training_request(sdk, owner, known))
    request = Request(sdk.trees.source.callee(made.where))
    if arguments.has("model_name"):
        request.put("ModelName", sdk.trees.node(arguments.item("model_name")))
    image = framework_image(known.name, given, arguments.item("instance_type"), "inference", request.span)
    own = entries(training.get("AlgorithmSpecification")).get("TrainingImage")
    if given.has("image_uri") or image is None:
        image = own
    request.put("PrimaryContainer.Image", image or Node(None, request.span))
    request.put("PrimaryContainer.ModelDataUrl", Node(_artifacts(owner), request.span))
    for key in ("VpcConfig", "EnableNetworkIsolation"):
        if key in training:
            request.put(key, training[key])
    yield Call("CreateModel", request.node(), sdk.addresses.place(made, "model"))


def _artifacts(owner: Made) -> Unknown:
    name = f"{owner.variable or owner.name}.model_data"
    return Unknown(f"${{{name}}}", GapReason.DEPLOY, (name,))
