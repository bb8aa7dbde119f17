"""Say which resources a template declares under its parameters, each with all of its properties in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner import resource_types
from scanner.frontends.cloudformation.expressions import NO_VALUE_NAME, expression, under
from scanner.frontends.cloudformation.stacks import (
    MODULE,
    STACK_SET,
    STACKS,
    UNREAD,
    UNREAD_SET,
    is_about_sagemaker,
)
from scanner.frontends.cloudformation.template import Declared
from scanner.frontends.cloudformation.type_table import CLOUDFORMATION_TYPES, RULE_TYPES, SCALING_KEYS
from scanner.frontends.nodes import Node, Unknown, entries, made, string, text_of, unsupported
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.cloudformation.scope import Scope
    from scanner.model import Span

_ACTIONS: Final = "ScheduledActions"
_TARGET: Final = "ScalingTargetId"
_BODY: Final = "TemplateBody"


@record(frozen=True, slots=True)
class Family:
    """Resources of a type of which it is not known whether they are there, or `what` else is not known of them."""

    type: str
    address: str
    header: Span
    missing: Unknown
    what: str = ""


def declarations(scope: Scope) -> Iterator[tuple[Scope, Declared | Family]]:
    """Yield what is declared, and what may be, in a template and in the stacks nested in it."""
    for declared in scope.resources.values():
        if declared.type in STACKS:
            yield from _nested(scope, declared)
        elif declared.type == STACK_SET or declared.type.endswith(MODULE):
            yield from ((scope, family) for family in _unread(scope, declared) if _there(scope, declared))
        elif declared.type in CLOUDFORMATION_TYPES:
            there = _there(scope, declared)
            for part in _parts(scope, declared) if there else ():
                yield scope, _family(part, declared, there) if isinstance(there, Unknown) else part
    for name, (loop, missing) in scope.loops.items():
        yield from ((scope, family) for family in _looped(name, loop, missing))


def _looped(name: str, loop: Node, missing: Unknown) -> Iterator[Family]:
    """Say what a loop may make that is not followed."""
    header = loop.key or loop.span
    for kind in sorted(types_in(loop)):
        if kind in CLOUDFORMATION_TYPES:
            yield Family(kind, name, header, missing)
        elif kind in STACKS or kind.endswith(MODULE):
            yield Family(UNREAD, name, header, missing, f"what the stacks of {name} have")
        elif kind == STACK_SET:
            yield Family(UNREAD_SET, name, header, missing, f"what the stack sets of {name} deploy")


def _unread(scope: Scope, declared: Declared) -> Iterator[Family]:
    """Name a template that is not read: of a module, or of a stack set that does not have it in a file of the tree."""
    name, header = declared.address, declared.header
    if declared.type != STACK_SET:
        module = unsupported("modules of CloudFormation are not read")
        yield Family(UNREAD, name, header, module, f"what the module {name} has")
    elif missing := _why_unread(scope, declared):
        yield Family(UNREAD_SET, name, header, missing, f"what the stack set {name} deploys")


def _why_unread(scope: Scope, declared: Declared) -> Unknown | None:
    if _BODY not in declared.properties:
        template = scope.library.template(scope.template.root, declared)
        return template if isinstance(template, Unknown) else None
    body = scope.resolve(declared.properties[_BODY])
    if isinstance(body, Unknown):
        return body
    return unsupported("a template in a text is not read") if is_about_sagemaker(text_of(body)) else None


def scopes(scope: Scope, doubt: Unknown | None = None) -> Iterator[tuple[Scope, Unknown | None]]:
    """Yield a template and those nested in it, each with why it is not known whether it is there."""
    yield scope, doubt
    for declared in scope.resources.values():
        if declared.type in STACKS and (there := _there(scope, declared)):
            stack = scope.stack(declared.address)
            if not isinstance(stack, Unknown):
                yield from scopes(stack, doubt or (there if isinstance(there, Unknown) else None))


def _there(scope: Scope, declared: Declared) -> bool | Unknown:
    there = scope.condition(declared.condition) if declared.condition else True
    return replace(there, needs=under(declared.condition, there)) if isinstance(there, Unknown) else there


def _family(part: Declared | Family, declared: Declared, missing: Unknown) -> Family:
    return Family(part.type, declared.address, declared.header, missing)


def _nested(scope: Scope, declared: Declared) -> Iterator[tuple[Scope, Declared | Family]]:
    there = _there(scope, declared)
    stack = scope.stack(declared.address) if there else None
    if isinstance(stack, Unknown):
        yield scope, Family(UNREAD, declared.address, declared.header, stack, f"what the stack {declared.address} has")
    elif stack:
        scope.library.files.add(stack.template.root.path)
        for inner, part in declarations(stack):
            if isinstance(there, Unknown) and part.type != UNREAD:
                yield scope, Family(part.type, declared.address, declared.header, there)
            else:
                yield inner, part


def _parts(scope: Scope, declared: Declared) -> Iterator[Declared | Family]:
    match declared.type:
        case resource_types.SCALABLE_TARGET:
            yield declared
            yield from _actions(scope, declared)
        case resource_types.SCALING_POLICY:
            yield replace(declared, properties=_with_target(scope, declared.properties))
        case resource_types.SECURITY_GROUP:
            yield replace(declared, properties=_with_rules(scope, declared))
        case _:
            yield declared


def _with_target(scope: Scope, properties: Mapping[str, Node]) -> Mapping[str, Node]:
    """Say what a scaling policy scales in the API's own keys."""
    if _TARGET not in properties or "ResourceId" in properties:
        return properties
    node = properties[_TARGET]
    target = _target(node)
    declared = scope.resources.get(target)
    if declared and declared.type == resource_types.SCALABLE_TARGET:
        parts = [expression("Fn::GetAtt", made(target), made(key), span=node.span) for key in SCALING_KEYS]
    else:
        split = expression("Fn::Split", made("|"), node)
        parts = [expression("Fn::Select", made(at), split, span=node.span) for at in range(len(SCALING_KEYS))]
    return dict(zip(SCALING_KEYS, parts, strict=True)) | dict(properties)


def _target(node: Node) -> str:
    """Name the target that `Ref` or its `Id` stands for."""
    match entries(node).get("Ref") or entries(node).get("Fn::GetAtt"):
        case Node(str() as name) | Node((Node(str() as name), Node("Id"))):
            return name
        case _:
            return ""


def _actions(scope: Scope, target: Declared) -> Iterator[Declared | Family]:
    """Take the scheduled actions out of a scalable target."""
    if _ACTIONS not in target.properties:
        return
    node = target.properties[_ACTIONS]
    header = node.key or node.span
    listed = scope.resolve(node)
    if isinstance(listed, Unknown):
        yield Family(resource_types.SCHEDULED_ACTION, f"{target.address}.{_ACTIONS}", header, listed)
    shared = {key: target.properties[key] for key in SCALING_KEYS if key in target.properties}
    for at, item in enumerate(listed if isinstance(listed, tuple) else ()):
        address = f"{target.address}.{_ACTIONS}[{at}]"
        action = scope.resolve(item)
        place = scope.template.text.first_line(item.span)
        if isinstance(action, Unknown):
            yield Family(resource_types.SCHEDULED_ACTION, address, place, action)
        elif isinstance(action, Mapping):
            yield Declared(address, resource_types.SCHEDULED_ACTION, shared | dict(action), place, extent=item.span)


def _with_rules(scope: Scope, group: Declared) -> Mapping[str, Node]:
    """Add to a security group the rules that stand apart."""
    properties = dict(group.properties)
    for rule in scope.resources.values():
        if rule.type in RULE_TYPES and "GroupId" in rule.properties and _belongs(scope, rule, group):
            key = RULE_TYPES[rule.type]
            before = properties.get(key)
            listed = scope.resolve(before) if before else ()
            known = listed if isinstance(listed, tuple) else (before,) if before else ()
            properties[key] = Node((*known, _conditional(rule)), before.span if before else rule.header)
    return properties


def _belongs(scope: Scope, rule: Declared, group: Declared) -> bool:
    own, asked = scope.identity(group.address), scope.resolve(rule.properties["GroupId"])
    return (
        group.type == resource_types.SECURITY_GROUP
        and not isinstance(asked, tuple | Mapping)
        and text_of(own) == text_of(asked)
    )


def _conditional(rule: Declared) -> Node:
    body = Node(rule.properties, rule.header)
    if not rule.condition:
        return body
    nothing = made({"Ref": made(NO_VALUE_NAME)})
    return expression("Fn::If", made(rule.condition), body, nothing, span=rule.header)


def types_in(node: Node) -> frozenset[str]:
    """Find the types of the resources that a loop may make."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        value = waiting.pop().value
        if isinstance(value, Mapping):
            found.add(string(value.get("Type")))
            waiting.extend(value.values())
        elif isinstance(value, tuple):
            waiting.extend(value)
    return frozenset(found)
