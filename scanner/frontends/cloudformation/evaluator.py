"""What the functions and conditions of CloudFormation need of the scope that they are evaluated in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.cloudformation.template import Template
    from scanner.frontends.cloudformation.work import Work
    from scanner.frontends.nodes import Node, Unknown, Value


class Evaluator(Protocol):
    """One template, with what its names mean; `scope.Scope` is the one there is."""

    @property
    def template(self) -> Template:
        """The template."""
        ...

    @property
    def given(self) -> Mapping[str, Value]:
        """The values of parameters that somebody gives."""
        ...

    @property
    def prefix(self) -> str:
        """What the names of a nested stack begin with."""
        ...

    @property
    def work(self) -> Work:
        """What this reading has come to."""
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

    def settled(self, node: Node) -> Value:
        """Evaluate what leaves this template."""
        ...

    def condition(self, name: str) -> bool | Unknown:
        """Evaluate a named condition."""
        ...

    def truth(self, node: Node) -> bool | Unknown:
        """Evaluate a condition's expression."""
        ...
