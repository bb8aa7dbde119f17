"""Say what names mean in one template: its parameters, conditions and resources."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.conditions import CONDITIONS
from scanner.frontends.cloudformation.dynamic import read_text
from scanner.frontends.cloudformation.expressions import NO_VALUE_NAME, expression
from scanner.frontends.cloudformation.intrinsics import FUNCTIONS
from scanner.frontends.cloudformation.type_table import ARN, CLOUDFORMATION_TYPES
from scanner.frontends.nodes import (
    NO_VALUE,
    NoValue,
    Unknown,
    Value,
    certain,
    entries,
    made,
    string,
    text_of,
    unsupported,
)
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.frontends.cloudformation.template import Template
    from scanner.frontends.nodes import Node

MOST_STEPS: Final = 500_000
DEEPEST_EXPRESSION: Final = 100
_PSEUDO: Final = "AWS::"
_LISTS: Final = ("CommaDelimitedList", "List<")
_STORED: Final = "AWS::SSM::Parameter::"


class TooMuchWork(Exception):  # noqa: N818 - it says what is wrong with the code, and never reaches a user
    """A template that would take for ever to evaluate."""


@dataclass(slots=True)
class Scope:
    """One template with the parameters that the user gives; remembers what it worked out."""

    template: Template
    given: Mapping[str, str]
    steps: int = 0
    open: list[str] = field(default_factory=list)
    identities: dict[str, Value] = field(default_factory=dict)
    conditions: dict[str, bool | Unknown] = field(default_factory=dict)

    def resolve(self, node: Node) -> Value:
        """Evaluate an expression: a scalar, or a list or an object of further expressions. Raises TooMuchWork."""
        self._tick()
        match node.value:
            case str():
                return read_text(node.value)
            case Mapping() if len(node.value) == 1:
                ((name, argument),) = node.value.items()
                if name == "Ref" or name.startswith("Fn::"):
                    return self._call(name, argument)
        return node.value

    def _call(self, name: str, argument: Node) -> Value:
        function = FUNCTIONS.get(name)
        if function is None:
            return unsupported(f"{name} is not followed", name)
        if len(self.open) >= DEEPEST_EXPRESSION:
            return unsupported("the expression is nested too deep", name)
        with self._opened(name):
            return function(self, argument)

    def ref(self, name: str) -> Value:
        """Say what `Ref` gives for a name."""
        if name == NO_VALUE_NAME:
            return NO_VALUE
        if name.startswith(_PSEUDO):
            return self.given.get(name, Unknown(f"${{{name}}}", GapReason.DEPLOY, (name,)))
        if name in self.template.parameters:
            return self._parameter(name)
        declared = self.template.resources.get(name)
        if declared is None:
            return Unknown(f"${{{name}}}", GapReason.NOT_IN_CODE, (name,))
        kind = CLOUDFORMATION_TYPES.get(declared.type)
        if kind is None:
            return Unknown(f"${{{name}}}", GapReason.DEPLOY, (name,))
        return self.attribute(name, kind.ref)

    def attribute(self, name: str, attribute: str) -> Value:
        """Say what `Fn::GetAtt` gives: a resource's identity, a property as declared, or what stands for it."""
        declared = self.template.resources.get(name)
        text = f"{name}.{attribute}"
        if declared is None:
            return Unknown(f"${{{text}}}", GapReason.NOT_IN_CODE, (text,))
        kind = CLOUDFORMATION_TYPES.get(declared.type)
        if kind and attribute == kind.identity:
            return self.identity(name)
        if kind and attribute == ARN:
            own = expression("Fn::GetAtt", made(name), made(kind.identity))
            return Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,), name=own)
        value = self._property(name, attribute)
        return Unknown(f"${{{text}}}", GapReason.DEPLOY, (text,)) if isinstance(value, NoValue) else certain(value)

    def identity(self, name: str) -> Value:
        """Give the name or id by which others refer to a resource, or the one text that stands for it everywhere."""
        if name not in self.identities:
            kind = CLOUDFORMATION_TYPES[self.template.resources[name].type]
            text = f"{name}.{kind.identity}"
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

    def condition(self, name: str) -> bool | Unknown:
        """Evaluate a named condition, as far as the parameters decide it."""
        if name not in self.conditions:
            node = self.template.conditions.get(name)
            if node is None:
                return Unknown(f"${{{name}}}", GapReason.NOT_IN_CODE, (f"condition {name}",))
            mark = f"condition {name}"
            if mark in self.open or len(self.open) >= DEEPEST_EXPRESSION:
                return unsupported(f"condition {name} depends on itself or is nested too deep", name)
            with self._opened(mark):
                self.conditions[name] = self.truth(node)
        return self.conditions[name]

    def truth(self, node: Node) -> bool | Unknown:
        """Evaluate a condition's expression."""
        self._tick()
        for name, argument in entries(node).items():
            if name == "Condition":
                return self.condition(string(argument))
            if name in CONDITIONS and len(self.open) < DEEPEST_EXPRESSION:
                with self._opened(name):
                    return CONDITIONS[name](self, argument)
        return unsupported("a condition is not of a kind that is followed, or nested too deep", "condition")

    def _property(self, name: str, key: str) -> Value:
        """Evaluate a property of a resource, given or not."""
        node = self.template.resources[name].properties.get(key)
        mark = f"{name}.{key}"
        if node is None:
            return NO_VALUE
        if mark in self.open or len(self.open) >= DEEPEST_EXPRESSION:
            return unsupported(f"{mark} depends on itself or is nested too deep", mark)
        with self._opened(mark):
            return self.resolve(node)

    def _parameter(self, name: str) -> Value:
        fields = entries(self.template.parameters[name])
        kind, needs = string(fields.get("Type")), (f"parameter {name}",)
        hidden = "NoEcho" in fields and text_of(self.resolve(fields["NoEcho"])).lower() == "true"
        default = fields.get("Default")
        value = self.given.get(name, default.value if default else None)
        if value is None or isinstance(value, tuple | Mapping):
            return Unknown(f"${{{name}}}", GapReason.VARIABLE, needs)
        if hidden or kind.startswith(_STORED):
            return Unknown(f"${{{name}}}", GapReason.DEPLOY, needs)
        if kind.startswith(_LISTS):
            return tuple(made(item.strip()) for item in text_of(value).split(",") if item.strip())
        return value

    def _tick(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooMuchWork

    @contextmanager
    def _opened(self, mark: str) -> Iterator[None]:
        self.open.append(mark)
        try:
            yield
        finally:
            self.open.pop()
