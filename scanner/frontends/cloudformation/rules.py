"""Tell what a template's `Rules` say of its parameters: with values that they refuse nothing is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.nodes import entries, items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.frontends.cloudformation.evaluator import Evaluator
    from scanner.frontends.nodes import Node


def allowed(scope: Evaluator) -> bool:
    """Tell whether no rule refuses the values of parameters; one of which nobody knows how it turns out does not."""
    return not any(_refuses(scope, entries(rule)) for rule in scope.template.rules.values())


def _refuses(scope: Evaluator, rule: Mapping[str, Node]) -> bool:
    if "RuleCondition" in rule and scope.truth(rule["RuleCondition"]) is not True:
        return False
    asserted = (entries(item).get("Assert") for item in items(rule.get("Assertions")))
    return any(node is not None and scope.truth(node) is False for node in asserted)
