"""Read the plan that `terraform show -json` writes, with places in the code beside it where there is any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import directory_of, read_bytes
from scanner.frontends.nodes import ELSEWHERE, NO_VALUE, Node, Unknown, entries, items, string
from scanner.frontends.parsing import Document, parse_documents
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.resource import TAGS, read_resource
from scanner.frontends.terraform.definitions import holds_definition, planned_definition
from scanner.frontends.terraform.dialect import dialect_of
from scanner.frontends.terraform.plan_places import placed, places_beside, without_indexes
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES
from scanner.frontends.text.positions import TextError
from scanner.frontends.writer import Place
from scanner.model import Gap, GapReason, Location
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.files import Root
    from scanner.frontends.reading import CodeOptions
    from scanner.frontends.terraform.plan_places import Places
    from scanner.model import Resource

_SENSITIVE: Final = Unknown("(sensitive)", GapReason.DEPLOY, ("a value that the plan marks as sensitive",))
_NOTHING: Final = Node(None, ELSEWHERE)
_TORN: Final = {"errored": True, "complete": False}

BESIDE: Final = "plan"
"""The type of gaps on plans in place of which code is read: they cover no family."""


def read(document: Document, options: CodeOptions) -> Reading:
    """Read one plan, a root of its own; of the code beside it only the places are taken."""
    places = places_beside(document.root, options)
    plan = _Plan(document, places, _changes(document.node), dict(_expressions(document.node)))
    torn = _torn(document, document.file, "and what it leaves out is not known")
    return reading_of(document.file, [*plan.resources(), *torn], [document.root.path, *places.files])


def read_beside(root: Root, options: CodeOptions) -> Reading:
    """Read the file that looks like a plan, in place of the code beside it; there is no root where that is read.

    One that cannot be parsed is reported where it is read by itself.
    """
    try:
        document = next(parse_documents(root, read_bytes(root)), None)
    except TextError:
        document = None
    if document is None:
        return Reading()
    instead = tuple(_torn(document, directory_of(root), "so the code beside it is read", BESIDE))
    return Reading(gaps=instead, files=frozenset({root.path})) if instead else read(document, options)


def _torn(document: Document, scope: str, outcome: str, kind: str = "") -> Iterator[Gap]:
    """Say that a plan is not the whole one: Terraform stopped on the way, or was asked for a part."""
    for key, sign in _TORN.items():
        node = _at(document.node, key)
        if node is not None and node.value is sign:
            message = f"{document.file} is not a whole plan ({key} is {str(sign).lower()}), {outcome}"
            location = Location(document.file, node.span)
            yield Gap(GapReason.NOT_IN_CODE, message, "a whole plan", scope, kind, location=location)
            return


@record(frozen=True, slots=True)
class _Plan:
    """One plan: what is not known by address, and what the code says for it by address without indexes."""

    document: Document
    places: Places
    unknown: Mapping[str, Node]
    expressions: Mapping[str, Node]

    def resources(self) -> Iterator[Resource | Gap]:
        """Yield what there is when the plan has been carried out."""
        waiting = [_at(self.document.node, "planned_values", "root_module")]
        while waiting:
            module = entries(waiting.pop())
            for node in items(module.get("resources")):
                yield from self.resource(entries(node))
            waiting.extend(reversed(items(module.get("child_modules"))))

    def resource(self, about: Mapping[str, Node]) -> Iterator[Resource | Gap]:
        address, name = string(about.get("address")), string(about.get("type"))
        kind, holds = TERRAFORM_TYPES.get(name), holds_definition(name)
        if not (kind or holds) or string(about.get("mode")) != "managed" or not _serves_sagemaker(about):
            return
        where, file, first_line = about["address"].span, self.document.file, self.document.text.first_line
        values = self.values(address, about)
        block = self.places.of(address)
        if block:
            where, file, first_line = block.span, block.source.file, block.source.first_line
            values = placed(values, block.body)
        place = Place(self.document.file, file, address, where)
        if holds:
            content = block.source.data.decode() if block else self.document.text.content
            yield from planned_definition(name, values, content, place)
        if kind is None:
            return
        body = dict(entries(values))
        body[TAGS] = body.get("tags_all", body.get("tags", _NOTHING))
        own_text = f"{address}.{kind.identity}"
        own_name = Node(Unknown(f"${{{own_text}}}", GapReason.DEPLOY, (own_text,)), where)
        dialect = dialect_of(kind, first_line, lambda: own_name)
        yield from read_resource(dialect, place, kind.type, Node(body, where), lambda: own_name)

    def values(self, address: str, about: Mapping[str, Node]) -> Node:
        """Give the values of a resource, with unknowns for what only the deployment decides."""
        scope = without_indexes(address)
        module = scope.rpartition(".")[0].rpartition(".")[0]
        known, sensitive = about.get("values", _NOTHING), about.get("sensitive_values", _NOTHING)
        parts = _Parts(known, self.unknown.get(address, _NOTHING), sensitive, self.expressions.get(scope, _NOTHING))
        return _value(parts, f"{module}." if module else "", address)


@record(frozen=True, slots=True)
class _Parts:
    """What a plan says of one value in four places."""

    known: Node
    unknown: Node
    sensitive: Node
    expression: Node

    def member(self, name: str) -> _Parts:
        """Give what is said of a member of an object."""
        nodes = (self.known, self.unknown, self.sensitive, self.expression)
        return _Parts(*(entries(node).get(name, _NOTHING) for node in nodes))

    def element(self, at: int) -> _Parts:
        """Give what is said of an element of a list."""
        nodes = (self.known, self.unknown, self.sensitive, self.expression)
        return _Parts(*(items(node)[at] if at < len(items(node)) else _NOTHING for node in nodes))


def _value(parts: _Parts, module: str, address: str) -> Node:
    """Put together what is said of a value; references in the code of a module begin with its address."""
    known = parts.known
    if parts.unknown.value is True:
        return Node(_unknown(parts.expression, module, address), known.span)
    if parts.sensitive.value is True and known.value is not None:
        return Node(_SENSITIVE, known.span)
    names = dict.fromkeys([*entries(known), *entries(parts.unknown)])
    length = max(len(items(known)), len(items(parts.unknown)))
    if isinstance(known.value, Mapping) or names:
        members = {name: _value(parts.member(name), module, f"{address}.{name}") for name in names}
        return Node(members, known.span)
    if isinstance(known.value, tuple) or length:
        elements = (_value(parts.element(at), module, f"{address}[{at}]") for at in range(length))
        return Node(tuple(elements), known.span)
    return Node(NO_VALUE, known.span) if known.value is None else known


def _unknown(expression: Node, module: str, address: str) -> Unknown:
    """Name what decides a value: what the code refers to, or the value itself."""
    references = [string(item) for item in items(entries(expression).get("references"))]
    text = f"{module}{references[0]}" if references else address
    return Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,))


def _at(node: Node | None, *names: str) -> Node | None:
    for name in names:
        node = entries(node).get(name)
    return node


def _changes(plan: Node) -> dict[str, Node]:
    """Give what is known only after the deployment, by address; what is only cleared away has the same address."""
    changes = (item for item in items(_at(plan, "resource_changes")) if "deposed" not in entries(item))
    return {string(_at(item, "address")): _at(item, "change", "after_unknown") or _NOTHING for item in changes}


def _expressions(plan: Node) -> Iterator[tuple[str, Node]]:
    """Yield what the code says for each resource, by address without indexes."""
    waiting = [("", _at(plan, "configuration", "root_module"))]
    while waiting:
        module, node = waiting.pop()
        for item in items(_at(node, "resources")):
            yield module + string(_at(item, "address")), _at(item, "expressions") or _NOTHING
        for name, call in entries(_at(node, "module_calls")).items():
            waiting.append((f"{module}module.{name}.", _at(call, "module")))


def _serves_sagemaker(about: Mapping[str, Node]) -> bool:
    """Tell scaling of other services apart."""
    namespace = _at(about.get("values"), "service_namespace")
    return namespace is None or not isinstance(namespace.value, str) or namespace.value == "sagemaker"
