"""Read version 3 of the SDK: models that are built, and the endpoints that they are deployed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import Call
from scanner.frontends.nodes import Node, Unknown
from scanner.frontends.python_code.sdk.arguments import Arguments, arguments_of, made_of
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.python_code.sdk.requests import Request, default, fill
from scanner.frontends.python_code.sdk.sheets import BUILT, ENDPOINT_CONFIG, VARIANT
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.python_code.sdk.reader import Sdk
    from scanner.frontends.python_code.values import Item, Made
    from scanner.model import Span

_VERSION: Final = 3
_LOCAL: Final = ("LOCAL_CONTAINER", "IN_PROCESS")
_DEPLOY: Final = ("endpoint_name", "initial_instance_count", "instance_type")
_DEPLOY_V2: Final = ("initial_instance_count", "instance_type")


def builder_calls(sdk: Sdk) -> Iterator[Call]:
    """Yield the models and endpoints of model builders."""
    for made in sdk.calls:
        known = class_of(made.path)
        if known and known.family == "builder":
            given = arguments_of(made, known.args)
            if not getattr(given.item("mode").value, "path", "").endswith(_LOCAL):
                yield from _built(sdk, made, given)


def _built(sdk: Sdk, made: Made, given: Arguments) -> Iterator[Call]:
    steps = [*made.then, *(then for build in made.then if build.name == "build" for then in build.then)]
    request = fill(Request(sdk.trees.source.callee(made.where)), BUILT, given, sdk.trees, _VERSION)
    for step in steps:
        if step.name == "build" and "model_name" in step.keywords:
            request.put("ModelName", sdk.trees.node(step.keywords["model_name"]))
    place = sdk.addresses.place(made)
    request.put("ModelName", _name(place.address, request.span))
    request.put("PrimaryContainer.Image", _chosen("image", request.span))
    yield Call("CreateModel", request.node(), place)
    for step in steps:
        if step.name == "deploy":
            order = _DEPLOY if step in made.then else _DEPLOY_V2
            yield from _deployed(sdk, step, arguments_of(step, order), given, request.nodes["ModelName"])


def _deployed(sdk: Sdk, made: Made, given: Arguments, builder: Arguments, model: Node) -> Iterator[Call]:
    span = sdk.trees.source.callee(made.where)
    given = Arguments(_with_inference_config(given), given.rest)
    variant = fill(Request(span), VARIANT, given, sdk.trees, _VERSION)
    variant.put("VariantName", Node("AllTraffic", span))
    variant.put("ModelName", model)
    if not given.has("serverless_inference_config"):
        _instances(sdk, variant, builder)
    request = fill(Request(span), ENDPOINT_CONFIG, given, sdk.trees, _VERSION)
    named = given.item("endpoint_name")
    place = sdk.addresses.place(made, named=named)
    request.put("EndpointConfigName", _name(place.address, span))
    request.put("ProductionVariants", Node((variant.node(),), span))
    yield Call("CreateEndpointConfig", request.node(), sdk.addresses.place(made, "endpoint_config", named=named))
    endpoint = Request(span)
    for key in ("EndpointName", "EndpointConfigName"):
        endpoint.put(key, request.nodes["EndpointConfigName"])
    if "Tags" in request.nodes:
        endpoint.put("Tags", request.nodes["Tags"])
    yield Call("CreateEndpoint", endpoint.node(), place)


def _with_inference_config(given: Arguments) -> dict[str, Item]:
    """Tell what kind of inference is configured by the class of its configuration."""
    named = dict(given.named)
    made = made_of(given.item("inference_config"))
    if made and made.name in ("ServerlessInferenceConfig", "AsyncInferenceConfig"):
        kind = made.name.removesuffix("InferenceConfig").lower()
        named[f"{kind}_inference_config"] = given.item("inference_config")
    return named


def _instances(sdk: Sdk, variant: Request, builder: Arguments) -> None:
    """Take the instances that the builder has, where deploying names none."""
    compute = made_of(builder.item("compute"))
    inner = arguments_of(compute, ("instance_type", "instance_count")) if compute else Arguments({})
    for source in (builder, inner):
        if source.has("instance_type"):
            variant.put("InstanceType", sdk.trees.node(source.item("instance_type")))
    if inner.has("instance_count"):
        variant.put("InitialInstanceCount", sdk.trees.node(inner.item("instance_count")))
    variant.put("InitialInstanceCount", default("initial_instance_count", 1, _VERSION))
    variant.put("InstanceType", _chosen("instance_type", variant.span))


def _chosen(name: str, span: Span) -> Node:
    why = (f"the {name.replace('_', ' ')} that ModelBuilder chooses",)
    return Node(Unknown(f"${{{name}}}", GapReason.DEPLOY, why), span)


def _name(address: str, span: Span) -> Node:
    return Node(Unknown(f"${{{address}}}", GapReason.DEPLOY, (f"the name of {address}",)), span)
