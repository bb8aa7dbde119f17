"""Say what names mean in one template: its parameters, conditions and resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.conditions import CONDITIONS
from scanner.frontends.cloudformation.dynamic import filled_later
from scanner.frontends.cloudformation.expressions import NO_VALUE_NAME, expression
from scanner.frontends.cloudformation.intrinsics import FUNCTIONS
from scanner.frontends.cloudformation.loops import LOOP, Loops
from scanner.frontends.cloudformation.parameters import nested_parameters, parameter, pseudo_parameter
from scanner.frontends.cloudformation.stacks import STACKS
from scanner.frontends.cloudformation.template import declared_in
from scanner.frontends.cloudformation.type_table import ARN, CLOUDFORMATION_TYPES
from scanner.frontends.cloudformation.work import Work
from scanner.frontends.nodes import (
    ELSEWHERE,
    NO_VALUE,
    Node,
    NoValue,
    Unknown,
    Value,
    certain,
    concatenate,
    entries,
    made,
    string,
    text_of,
    unsupported,
)
from scanner.model import GapReason, Location

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.frontends.cloudformation.stacks import Library
    from scanner.frontends.cloudformation.template import Declared, Template
    from scanner.model import Span

_PSEUDO: Final = "AWS::"
_OUTPUTS: Final = "Outputs."
_DEEPEST_STACK: Final = 10


@dataclass(slots=True)
class Scope:
    """One template with the values of its parameters; remembers what it worked out.

    In a stack that is nested in others, `prefix` is what its names and texts begin with, `around` are their files, and
    `through` the texts that nest it.
    """

    template: Template
    given: Mapping[str, Value]
    library: Library
    work: Work = field(default_factory=Work)
    prefix: str = ""
    around: tuple[Path, ...] = ()
    through: tuple[Location, ...] = ()
    resources: Mapping[str, Declared] = field(init=False)
    conditions: Mapping[str, Node] = field(init=False)
    outputs: Mapping[str, Node] = field(init=False)
    loops: Mapping[str, tuple[Node, Unknown]] = field(init=False)
    repeated: Mapping[str, tuple[Span, ...]] = field(init=False)
    identities: dict[str, Value] = field(default_factory=dict)
    truths: dict[str, bool | Unknown] = field(default_factory=dict)
    stacks: dict[str, Scope | Unknown] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write out the loops of the template. Raises TooMuchWork."""
        whole = self.template
        self.resources, self.conditions, self.outputs, self.loops = whole.resources, whole.conditions, whole.outputs, {}
        self.repeated = {}
        if whole.looped:
            loops = Loops(self.resolve, self.work.tick)
            written, self.conditions, self.outputs = map(
                loops.written_out, (whole.entries, whole.conditions, whole.outputs)
            )
            self.loops = {key: (node, loops.left[key]) for key, node in written.items() if key.startswith(LOOP)}
            self.resources, self.repeated = declared_in(written), loops.through

    def made_by(self, declared: Declared) -> tuple[Location, ...]:
        """Give the texts elsewhere that make a resource be there: what nests it, repeats it, and its condition."""
        condition = self.conditions.get(declared.condition)
        spans = (*self.repeated.get(declared.address, ()), *([condition.span] if condition else []))
        return (*self.through, *(Location(self.template.file, span) for span in spans))

    def resolve(self, node: Node) -> Value:
        """Evaluate an expression: a scalar, or a list or an object of further expressions. Raises TooMuchWork."""
        self.work.tick()
        match node.value:
            case str():
                return filled_later(node.value)
            case Mapping() if len(node.value) == 1:
                ((name, argument),) = node.value.items()
                if name == "Ref" or name.startswith("Fn::"):
                    return filled_later(self._call(name, argument))
        return node.value

    def _call(self, name: str, argument: Node) -> Value:
        function = FUNCTIONS.get(name)
        if function is None:
            return unsupported(f"{name} is not followed", name)
        if self.work.deep():
            return unsupported("the expression is nested too deep", name)
        with self.work.opened(name):
            return function(self, argument)

    def ref(self, name: str) -> Value:
        """Say what `Ref` gives for a name."""
        if name == NO_VALUE_NAME:
            return NO_VALUE
        if name.startswith(_PSEUDO):
            return pseudo_parameter(self, name)
        if name in self.template.parameters:
            return parameter(self, name)
        declared = self.resources.get(name)
        text = f"{self.prefix}{name}"
        if declared is None:
            return Unknown(f"${{{text}}}", GapReason.NOT_IN_CODE, (text,))
        kind = CLOUDFORMATION_TYPES.get(declared.type)
        if kind is None:
            return Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,))
        values = [self.attribute(name, attribute) for attribute in kind.ref]
        return values[0] if len(values) == 1 else concatenate(values, "|")

    def attribute(self, name: str, attribute: str) -> Value:
        """Say what `Fn::GetAtt` gives: a resource's identity, a property as declared, or what stands for it."""
        declared = self.resources.get(name)
        text = f"{self.prefix}{name}.{attribute}"
        if declared is None:
            return Unknown(f"${{{text}}}", GapReason.NOT_IN_CODE, (text,))
        kind = CLOUDFORMATION_TYPES.get(declared.type)
        if kind and attribute == kind.identity:
            return self.identity(name)
        if kind and kind.is_arn(attribute):
            text = f"{self.prefix}{name}.{ARN}"
            own = expression("Fn::GetAtt", made(name), made(kind.identity))
            return Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,), name=own)
        if declared.type in STACKS and attribute.startswith(_OUTPUTS):
            stack = self.stack(name)
            if isinstance(stack, Scope):
                return stack.output(attribute.removeprefix(_OUTPUTS))
        value = self._property(name, attribute)
        return Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,)) if isinstance(value, NoValue) else certain(value)

    def identity(self, name: str) -> Value:
        """Give the name or id by which others refer to a resource, or the one text that stands for it everywhere."""
        if name not in self.identities:
            kind = CLOUDFORMATION_TYPES[self.resources[name].type]
            text = f"{self.prefix}{name}.{kind.identity}"
            value = self._property(name, kind.identity)
            match value:
                case str() | int():
                    self.identities[name] = value
                case Unknown(present=True):
                    # An ARN given as a name stands for itself: following it might lead back here.
                    self.identities[name] = replace(value, name=None)
                case _:
                    self.identities[name] = Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,))
        value = self.identities[name]
        return value if isinstance(value, Unknown) else text_of(value)

    def stack(self, name: str) -> Scope | Unknown:
        """Give the template of a nested stack, or why it is not read."""
        if name not in self.stacks:
            mark = f"stack {self.prefix}{name}"
            if self.work.deep(mark):
                return unsupported(f"the stack {name} depends on itself or is nested too deep", name)
            with self.work.opened(mark):
                self.stacks[name] = self._nested(self.resources[name])
        return self.stacks[name]

    def _nested(self, declared: Declared) -> Scope | Unknown:
        """Read the template of a nested stack with what it is given, or say why not."""
        template = self.library.template(self.template.root, declared)
        if isinstance(template, Unknown):
            return template
        around = (*self.around, self.template.root.path)
        if template.root.path in around or len(around) > _DEEPEST_STACK:
            return unsupported("its template is nested in itself, or too deep")
        given = nested_parameters(self, declared.properties.get("Parameters"))
        prefix = f"{self.prefix}{declared.address}."
        through = (*self.made_by(declared), Location(self.template.file, declared.extent or declared.header))
        inner = replace(self, template=template, given=given, identities={}, truths={}, stacks={})
        inner.prefix, inner.around, inner.through = prefix, around, through
        return inner

    def output(self, name: str) -> Value:
        """Give an output, as another template can use it."""
        node = entries(self.outputs.get(name)).get("Value")
        text = f"{self.prefix}{_OUTPUTS}{name}"
        if node is None:
            return Unknown(f"${{{text}}}", GapReason.NOT_IN_CODE, (text,))
        if self.work.deep(text):
            return unsupported(f"{text} depends on itself or is nested too deep", text)
        with self.work.opened(text):
            return certain(self.settled(node))

    def settled(self, node: Node) -> Value:
        """Evaluate what leaves this template: no name in it is left to be looked up."""
        match self.resolve(node):
            case Unknown(name=Node() as name) as arn:
                return replace(arn, name=Node(self.resolve(name), ELSEWHERE))
            case tuple() as items:
                return tuple(Node(self.settled(item), ELSEWHERE) for item in items)
            case Mapping() as fields:
                return {key: Node(self.settled(item), ELSEWHERE) for key, item in fields.items()}
            case value:
                return value

    def condition(self, name: str) -> bool | Unknown:
        """Say whether a condition holds that resources and their properties depend on."""
        truth = self._named(name)
        self.work.named[f"{self.prefix}{name}"] = truth
        return truth

    def _named(self, name: str) -> bool | Unknown:
        text = f"{self.prefix}{name}"
        if text in self.work.suppositions.conditions:
            return self.work.suppositions.conditions[text]
        if name not in self.truths:
            node = self.conditions.get(name)
            if node is None:
                return Unknown(f"${{{text}}}", GapReason.NOT_IN_CODE, (f"condition {text}",))
            mark = f"condition {text}"
            if self.work.deep(mark):
                return unsupported(f"condition {text} depends on itself or is nested too deep", text)
            with self.work.opened(mark):
                self.truths[name] = self.truth(node)
        return self.truths[name]

    def truth(self, node: Node) -> bool | Unknown:
        """Evaluate a condition's expression."""
        self.work.tick()
        for name, argument in entries(node).items():
            if name == "Condition":
                return self._named(string(argument))
            if name in CONDITIONS and not self.work.deep():
                with self.work.opened(name):
                    return CONDITIONS[name](self, argument)
        return unsupported("a condition is not of a kind that is followed, or nested too deep", "condition")

    def _property(self, name: str, key: str) -> Value:
        """Evaluate a property of a resource, given or not."""
        node = self.resources[name].properties.get(key)
        mark = f"{self.prefix}{name}.{key}"
        if node is None:
            return NO_VALUE
        if self.work.deep(mark):
            return unsupported(f"{mark} depends on itself or is nested too deep", mark)
        with self.work.opened(mark):
            return self.resolve(node)
