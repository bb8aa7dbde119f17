"""Read constructs that are CloudFormation's own resources, in Python's names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS, Call
from scanner.frontends.nodes import ELSEWHERE, Node, Unknown, entries
from scanner.frontends.python_code.sdk.arguments import made_of
from scanner.frontends.python_code.sdk.core import structure
from scanner.frontends.python_code.values import NOTHING, Symbol
from scanner.model import GapReason
from scanner.resource_types import CODE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.frontends.python_code.addresses import Addresses
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Item, Made

PACKAGE: Final = "aws_cdk."
_SAGEMAKER: Final = "aws_cdk.aws_sagemaker.Cfn"
_OTHERS: Final = {
    "aws_cdk.aws_applicationautoscaling.CfnScalableTarget()": "RegisterScalableTarget",
    "aws_cdk.aws_applicationautoscaling.CfnScalingPolicy()": "PutScalingPolicy",
    "aws_cdk.aws_applicationautoscaling.ScalableTarget()": "RegisterScalableTarget",
    "aws_cdk.aws_ec2.CfnSubnet()": "CreateSubnet",
    "aws_cdk.aws_ec2.CfnSecurityGroup()": "CreateSecurityGroup",
}
_ID: Final = 1
_ADDS_TAGS: Final = "aws_cdk.Tags.of().add()"
_ACTIONS: Final = "scheduled_actions"
_TARGET: Final = ("resource_id", "scalable_dimension", "service_namespace")


def construct_calls(calls: Sequence[Made], trees: Trees, addresses: Addresses) -> Iterator[Call]:
    """Yield what constructs declare."""
    for made in calls:
        if operation := operation_of(made):
            entitle(made)
            place = addresses.place(made)
            body = structure(trees, made)
            known = _overridden(_with_tags(dict(entries(body)), calls, trees, made), trees, made)
            if operation == "PutScalingPolicy":
                known = _of_target(known, trees, made)
            yield Call(operation, trees.object(known, place.header, made.rest), place)
            for at, action in enumerate(_scheduled(known, operation)):
                yield Call("PutScheduledAction", action, addresses.place(made, f"{_ACTIONS}[{at}]"))


def operation_of(made: Made) -> str:
    """Name the operation that makes what a construct declares."""
    if made.path in _OTHERS:
        return _OTHERS[made.path]
    kind = made.path.removesuffix("()").removeprefix(_SAGEMAKER)
    operation = f"Create{kind}" if made.path.startswith(_SAGEMAKER) and "." not in kind else ""
    return operation if operation in OPERATIONS else ""


def entitle(made: Made) -> None:
    """Name a construct by its id where no variable holds it."""
    given = made.args[_ID] if len(made.args) > _ID else made.keywords.get("id", NOTHING)
    if not made.variable and isinstance(given.value, str):
        made.variable = given.value


def cdk_meaning(addresses: Addresses, trees: Trees, item: Item) -> Node | None:
    """Give what constructs' attributes and small objects stand for: the name of a resource, a structure."""
    symbol = item.value
    if not isinstance(symbol, Symbol) or not symbol.path.startswith(PACKAGE):
        return None
    if symbol.path.endswith("ServiceNamespace.SAGEMAKER"):
        return Node("sagemaker", trees.source.span(item.at) or ELSEWHERE)
    made = symbol.call
    if made and symbol.path == made.path and (made.name.endswith("Property") or made.name in ("CfnTag", "AwsSdkCall")):
        return replace(structure(trees, made), span=trees.source.span(item.at) or trees.source.callee(made.where))
    if symbol.owner and operation_of(symbol.owner):
        return _reference(addresses, trees, symbol, item)
    return None


def _reference(addresses: Addresses, trees: Trees, symbol: Symbol, item: Item) -> Node | None:
    """Name what an attribute of a construct refers to: by its name, or by the address that stands for it."""
    owner = symbol.owner
    attribute = symbol.path.rpartition(".")[2]
    if owner is None or not (attribute == "ref" or attribute.startswith("attr_")):
        return None
    key = CODE_TYPES[OPERATIONS[operation_of(owner)]].name_key
    span = trees.source.span(item.at) or trees.source.callee(owner.where)
    own = owner.given.get(_snake(key))
    if own and own.value is not None:
        return replace(trees.node(own), span=span)
    entitle(owner)
    address = addresses.place(owner).address
    return Node(Unknown(f"${{{address}}}", GapReason.DEPLOY, (f"the name of {address}",)), span)


def _with_tags(known: dict[str, Node], calls: Sequence[Made], trees: Trees, made: Made) -> dict[str, Node]:
    """Add the tags that are put on a construct, or on all that it is in."""
    added: list[Node] = []
    for other in calls:
        if other.path != _ADDS_TAGS or other.owner is None or len(other.args) < 2:  # noqa: PLR2004 - a key and a value
            continue
        target = made_of(other.owner.args[0]) if other.owner.args else None
        if target is made or target is None or not operation_of(target):
            key, value = map(trees.node, other.args[:2])
            added.append(Node({"Key": key, "Value": value}, key.span))
    before = known.get("Tags", Node((), trees.source.callee(made.where)))
    if added and isinstance(before.value, tuple):
        known["Tags"] = replace(before, value=(*before.value, *added))
    return known


def _overridden(known: dict[str, Node], trees: Trees, made: Made) -> dict[str, Node]:
    """Give up on the properties that are overridden by their names in CloudFormation."""
    for then in made.then:
        if then.name not in _OVERRIDES:
            continue
        path = then.args[0].value if then.args else None
        parts = path.removeprefix("Properties.").split(".") if isinstance(path, str) else [""]
        doubt = Unknown(f"${{{then.name}()}}", GapReason.UNSUPPORTED, (f"{then.name}()",), present=False)
        node = Node(doubt, trees.source.callee(then.where))
        known |= {name: node for name in known if not parts[0]} | ({_snake(parts[0]): node} if parts[0] else {})
    return known


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")


_OVERRIDES: Final = frozenset(
    {"add_override", "add_property_override", "add_deletion_override", "add_property_deletion_override"}
)


def _of_target(known: dict[str, Node], trees: Trees, made: Made) -> dict[str, Node]:
    """Give a policy the target that it refers to."""
    target = made.keywords.get("scaling_target_id", NOTHING).value
    if isinstance(target, Symbol) and target.owner:
        for name in _TARGET:
            if name in target.owner.keywords:
                known.setdefault(name, trees.node(target.owner.keywords[name]))
    return known


def _scheduled(known: dict[str, Node], operation: str) -> Iterator[Node]:
    """Take the scheduled actions out of a scalable target."""
    actions = known.get(_ACTIONS)
    if operation != "RegisterScalableTarget" or actions is None or not isinstance(actions.value, tuple):
        return
    shared = {name: known[name] for name in _TARGET if name in known}
    for action in actions.value:
        yield replace(action, value=shared | dict(entries(action)))
