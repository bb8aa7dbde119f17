"""Read the waivers in a resource's metadata: `Metadata: {tipstaff: {ignore: [{policy: …, reason: …, until: …}]}}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.template import written_in
from scanner.frontends.nodes import Node, entries, string
from scanner.frontends.waiver_ends import Ending
from scanner.model import InlineWaiver, Location

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scanner.frontends.cloudformation.template import Declared, Template
    from scanner.model import Span

_TOOL: Final = "tipstaff"
_KEYS: Final = frozenset({"policy", "reason", "until"})
_HOW: Final = 'write {"ignore": [{"policy": "TRN001", "reason": "…", "until": "2027-01-31"}]}'


def waivers_of(template: Template, unread: Collection[Span]) -> Iterator[InlineWaiver]:
    """Yield the waivers of all resources of a template, but for those in loops that are not read, at some places."""
    for declared in written_in(template.entries, unread):
        if _TOOL in declared.metadata:
            yield from _of_resource(template.file, declared, declared.metadata[_TOOL])


def _of_resource(file: str, declared: Declared, section: Node) -> Iterator[InlineWaiver]:
    ignored = entries(section).get("ignore")
    if ignored is None or entries(section).keys() != {"ignore"}:
        place = Location(file, section.key or section.span)
        yield InlineWaiver(place, fault=f"the metadata of {declared.address} cannot be read; {_HOW}")
        return
    for item in ignored.value if isinstance(ignored.value, tuple) else (ignored,):
        yield _read(file, declared, item)


def _read(file: str, declared: Declared, item: Node) -> InlineWaiver:
    fields = entries(item)
    policy = fields.get("policy")
    names = policy.value if policy and isinstance(policy.value, tuple) else (policy,)
    policies = tuple(name for node in names if (name := string(node)))
    fault = f"the metadata of {declared.address} cannot be read; {_HOW}"
    reason, until = string(fields.get("reason")), fields.get("until")
    ending = Ending.of(reason) if until is None else Ending(reason, string(until))
    broken = not _KEYS.issuperset(fields) or not policies or any(map(_computed, fields.values()))
    broken = broken or (until is not None and not ending.until)
    return InlineWaiver(
        location=Location(file, policy.span if policy else item.span),
        policies=policies,
        reason=" ".join(ending.reason.split()),
        until=ending.until,
        span=declared.extent,
        resource=declared.address,
        fault=fault if broken else ending.fault,
    )


def _computed(node: Node) -> bool:
    """Tell whether a value is not simply written: a waiver that depends on something is none."""
    return isinstance(node.value, Mapping) or node.value is None or isinstance(node.value, bool | int | float)
