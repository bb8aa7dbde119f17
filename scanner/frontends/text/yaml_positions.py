"""Read YAML, and say where every key and value stands; CloudFormation's short tags become their long form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from scanner.frontends.nodes import Node, Scalar
from scanner.frontends.text.positions import (
    DEEPEST_NESTING,
    LONGEST_NUMBER,
    MOST_VALUES,
    Text,
    named,
)
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.model import Span

_STANDARD: Final = "tag:yaml.org,2002:"
_MERGE_KEY: Final = "<<"
_PLAIN_NAMES: Final = frozenset({"Ref", "Condition"})


def parse_yaml(text: Text) -> tuple[Node, ...]:
    """Read all documents of a stream. Raises TextError."""
    return tuple(yaml_documents(text))


def yaml_documents(text: Text) -> Iterator[Node]:
    """Read the documents of a stream one by one. Raises TextError after those that end before the fault.

    The tree is built from events, without recursion, so that neither nesting nor aliases can exhaust anything.
    """
    builder = _Builder(text)
    try:
        for event in _events(text):
            builder.take(event)
            while builder.documents:
                yield builder.documents.pop()
    except yaml.MarkedYAMLError as error:
        message = str(error.problem or error.context)
        raise text.error(message, _offset(error.problem_mark or error.context_mark)) from error
    except yaml.reader.ReaderError as error:
        raise text.error("there is a character that YAML does not allow", error.position) from error


def _events(text: Text) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text.content, Loader=yaml.CSafeLoader)
    return events


def _offset(mark: yaml.error.Mark | yaml._yaml.Mark | None) -> int:
    return mark.index if mark else 0


@record(frozen=True, slots=True)
class _Child:
    """A node: where it ends, how many values it stands for, and its text if it may be a key."""

    node: Node
    start: int
    end: int
    size: int = 1
    key: str | None = None


@record(frozen=True, slots=True)
class _Open:
    """A collection that is not ended yet; in a mapping the children are key, value, key, value."""

    event: yaml.CollectionStartEvent
    children: list[_Child] = field(default_factory=list)


@dataclass(slots=True)
class _Builder:
    text: Text
    documents: list[Node] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Child] = field(default_factory=dict)
    values: int = 0
    resolver: yaml.resolver.Resolver = field(default_factory=yaml.resolver.Resolver)

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.anchors = {}
            case yaml.AliasEvent():
                self.add(self.alias(event), None)
            case yaml.ScalarEvent():
                self.add(self.scalar(event), event.anchor)
            case yaml.CollectionStartEvent():
                if len(self.stack) > DEEPEST_NESTING:
                    message = f"values are nested more than {DEEPEST_NESTING} deep"
                    raise self.text.error(message, _offset(event.start_mark))
                self.stack.append(_Open(event))
            case yaml.CollectionEndEvent():
                opened = self.stack.pop()
                self.add(self.collection(opened, _offset(event.end_mark)), opened.event.anchor)

    def add(self, child: _Child, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = child
        if self.stack:
            self.stack[-1].children.append(child)
        else:
            self.documents.append(child.node)

    def count(self, values: int, at: int) -> None:
        self.values += values
        if self.values > MOST_VALUES:
            raise self.text.error(f"there are more than {MOST_VALUES:,} values, counting what aliases repeat", at)

    def alias(self, event: yaml.AliasEvent) -> _Child:
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        anchor = str(event.anchor)
        child = self.anchors.get(anchor)
        if child is None:
            raise self.text.error(f"the alias {named(anchor)} has no anchor before it", start)
        self.count(child.size, start)
        return replace(child, node=replace(child.node, span=self.text.span(start, end)), start=start, end=end)

    def scalar(self, event: yaml.ScalarEvent) -> _Child:
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        self.count(1, start)
        if event.style in ("|", ">"):
            end = start + len(self.text.content[start:end].rstrip())
        span = self.text.span(start, end)
        tag, value = event.tag, event.value
        if not tag:
            tag = str(self.resolver.resolve(yaml.ScalarNode, value, (event.implicit[0], False)))  # type: ignore[no-untyped-call]  # the stubs leave it so
        if tag.startswith(_STANDARD):
            return _Child(Node(_read(tag.removeprefix(_STANDARD), value), span), start, end, key=value)
        return _Child(_long_form(tag, Node(value, span)), start, end, key=None if len(tag) > 1 else value)

    def collection(self, opened: _Open, end: int) -> _Child:
        start, children = _offset(opened.event.start_mark), opened.children
        self.count(1, start)
        if not opened.event.flow_style:  # libyaml ends a block where the next thing begins
            end = max((child.end for child in children), default=start)
        span = self.text.span(start, end)
        if isinstance(opened.event, yaml.MappingStartEvent):
            node = self.mapping(children, span)
        else:
            node = Node(tuple(child.node for child in children), span)
        size = 1 + sum(child.size for child in children)
        return _Child(_long_form(opened.event.tag or "", node), start, end, size)

    def mapping(self, children: list[_Child], span: Span) -> Node:
        values: dict[str, Node] = {}
        merged: list[Node] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if key.key is None:
                raise self.text.error("a key is not a text", key.start)
            values.pop(key.key, None)  # what is written last counts, as for AWS
            if key.key == _MERGE_KEY:
                merged.extend(self.merged(value))
            else:
                values[key.key] = Node(value.node.value, value.node.span, key.node.span)
        for other in merged:
            if isinstance(other.value, Mapping):
                values = {**other.value, **values}
        return Node(values, span)

    def merged(self, child: _Child) -> tuple[Node, ...]:
        nodes = child.node.value if isinstance(child.node.value, tuple) else (child.node,)
        if not all(isinstance(node.value, Mapping) for node in nodes):
            raise self.text.error("only mappings can be merged with <<", child.start)
        return nodes


def _read(kind: str, value: str) -> Scalar:
    """Read a scalar as YAML 1.1 does; a date stays the text that it is."""
    if kind not in _READERS or len(value) > LONGEST_NUMBER:
        return value
    try:
        return _READERS[kind](_Constructor(), yaml.ScalarNode(_STANDARD + kind, value))
    except ValueError:
        return value


_Constructor: TypeAlias = yaml.constructor.SafeConstructor
_READERS: Final[Mapping[str, Callable[[_Constructor, yaml.ScalarNode], Scalar]]] = {
    "null": _Constructor.construct_yaml_null,
    "bool": _Constructor.construct_yaml_bool,
    "int": _Constructor.construct_yaml_int,
    "float": _Constructor.construct_yaml_float,
}


def _long_form(tag: str, node: Node) -> Node:
    """Write `!Ref X` as `{"Ref": X}` and `!Sub X` as `{"Fn::Sub": X}`, in the place of the whole."""
    if not tag.startswith("!") or tag == "!":
        return node
    name = tag[1:] if tag[1:] in _PLAIN_NAMES else f"Fn::{tag[1:]}"
    if name == "Fn::GetAtt" and isinstance(node.value, str):
        node = Node(tuple(Node(part, node.span) for part in node.value.split(".", 1)), node.span)
    return Node({name: node}, node.span)
