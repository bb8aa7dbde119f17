"""What the functions and conditions of CloudFormation need of the scope that they are evaluated in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from scanner.frontends.cloudformation.template import Template
    from scanner.frontends.nodes import Node, Unknown, Value


class Evaluator(Protocol):
    """One template, with what its names mean; `scope.Scope` is the one there is."""

    @property
    def template(self) -> Template:
        """The template."""
        ...

    def resolve(self, node: Node) -> Value:
        """Evaluate an expression."""
        ...

    def ref(self, name: str) -> Value:
        """Say what `Ref` gives for a name."""
        ...

    def attribute(self, name: str, attribute: str) -> Value:
        """Say what `Fn::GetAtt` gives."""
        ...

    def condition(self, name: str) -> bool | Unknown:
        """Evaluate a named condition."""
        ...

    def truth(self, node: Node) -> bool | Unknown:
        """Evaluate a condition's expression."""
        ...
