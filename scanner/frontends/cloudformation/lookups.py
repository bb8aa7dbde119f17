"""Evaluate the functions that look something up: a value in a map, blocks in a range of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_network
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.frontends.nodes import (
    ELSEWHERE,
    Node,
    Unknown,
    Value,
    entries,
    inner_text,
    made,
    text_of,
    unsupported,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.frontends.cloudformation.evaluator import Evaluator

_HOST_BITS: Final = 8  # that are left to a block where nobody says
_MOST_BLOCKS: Final = 256


def cidr(scope: Evaluator, argument: Node) -> Value:
    """Divide a range of addresses into blocks."""
    values = [scope.resolve(part) for part in argument.value] if isinstance(argument.value, tuple) else []
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    if unknown:
        return replace(unknown, text=f"${{Cidr of {inner_text(unknown)}}}", present=True, name=None)
    try:
        block, count, *bits = values
        network = ip_network(text_of(block))
        length = network.max_prefixlen - (whole(bits[0]) if bits else _HOST_BITS)
        subnets = list(islice(network.subnets(new_prefix=length), min(whole(count), _MOST_BLOCKS)))
    except ValueError:
        return unsupported("Fn::Cidr takes a block of addresses and a number", "Cidr")
    return tuple(made(str(subnet)) for subnet in subnets)


def find_in_map(scope: Evaluator, argument: Node) -> Value:
    """Find a value in a map, or what it may be."""
    keys = argument.value if isinstance(argument.value, tuple) else ()
    resolved = [scope.resolve(key) for key in keys[:3]]
    if len(resolved) != 3:  # noqa: PLR2004 - a map, and the two keys in it
        return unsupported("Fn::FindInMap takes a map and two keys", "FindInMap")
    default = entries(keys[3]).get("DefaultValue") if len(keys) > 3 else None  # noqa: PLR2004 - the one after them
    unknown = next((key for key in resolved if isinstance(key, Unknown)), None)
    if unknown:
        missing = replace(unknown, text=f"${{{'.'.join(map(inner_text, resolved))}}}", present=True, name=None)
        _bound(scope, missing, resolved, default)
        return missing
    node: Node | None = scope.template.mappings.get(text_of(resolved[0]))
    for key in resolved[1:]:
        node = entries(node).get(text_of(key))
    if node is None:
        node = default
    if node is None:
        return unsupported("Fn::FindInMap finds nothing", ".".join(map(text_of, resolved)))
    value = scope.resolve(node)
    return tuple(Node(item.value, ELSEWHERE) for item in value) if isinstance(value, tuple) else value


def _bound(scope: Evaluator, missing: Unknown, keys: Sequence[Value], default: Node | None) -> None:
    """Note all that a map may give for keys of which some are not known."""
    nodes = [default] if default else []
    level = [made(scope.template.mappings)]
    for key in keys:
        inside = [entries(node) for node in level]
        level = [
            node
            for fields in inside
            for name, node in fields.items()
            if isinstance(key, Unknown) or name == text_of(key)
        ]
    nodes += level
    if not any(isinstance(node.value, tuple | Mapping) for node in nodes):
        scope.work.domains[missing.text] = frozenset(text_of(node.value) for node in nodes)
