"""Read what a file makes with the SDK."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from scanner.frontends.nodes import ELSEWHERE, Node, Unknown
from scanner.frontends.python_code.sdk.arguments import arguments_of, objects_in
from scanner.frontends.python_code.sdk.classes import class_of
from scanner.frontends.sdk_config.filling import filled
from scanner.model import GapReason
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.frontends.python_code.addresses import Addresses
    from scanner.frontends.python_code.trees import Trees
    from scanner.frontends.python_code.values import Made

Configured: TypeAlias = "Callable[[str], Node | None]"
"""Gives what the SDK's own configuration file has for a type of resource, under the API's names."""


def nothing_configured(kind: str) -> Node | None:  # noqa: ARG001 - others look at it
    """Give nothing: there is no configuration file."""
    return None


@record(frozen=True, slots=True)
class Sdk:
    """The calls of one file, and what they are read with; `requests` of calls, by identity, that were made already."""

    calls: Sequence[Made]
    trees: Trees
    addresses: Addresses
    configured: Configured = nothing_configured
    requests: dict[int, Node] = field(default_factory=dict)
    _users: dict[int, list[Made]] = field(default_factory=dict)

    def completed(self, kind: str, request: Node) -> Node:
        """Add to a request what a configuration file gives in place of what the code leaves out."""
        defaults = self.configured(kind)
        return filled(request, defaults, ELSEWHERE) if defaults else request

    def users(self, made: Made) -> Sequence[Made]:
        """Give the calls that an object is an argument of."""
        if not self._users:
            self._users[0] = []
            for other in self.calls:
                for used in objects_in(other):
                    self._users.setdefault(id(used), []).append(other)
        return self._users.get(id(made), ())

    def maker(self, made: Made) -> Made | None:
        """Give the call that made the object that a method is of, where it is of the SDK's classes."""
        owner = made.owner
        return owner if owner and class_of(owner.path) else None

    def model_name(self, owner: Made | None, made: Made) -> Node:
        """Name the model that is deployed: as it is named, or by the address of what makes it."""
        span = self.trees.source.callee(made.where)
        known = class_of(owner.path) if owner else None
        if owner is None or known is None:
            why = (f"the model of {made.variable or made.name}",)
            return Node(Unknown(f"${{model@{made.node.lineno}}}", GapReason.DEPLOY, why), span)
        arguments, given = arguments_of(owner, known.args), arguments_of(made, ())
        if known.family == "model" and arguments.has("name"):
            return self.trees.node(arguments.item("name"))
        if known.family != "model" and given.has("model_name"):
            return self.trees.node(given.item("model_name"))
        place = self.addresses.place(owner) if known.family == "model" else self.addresses.place(made, "model")
        return Node(Unknown(f"${{{place.address}}}", GapReason.DEPLOY, (f"the name of {place.address}",)), span)
