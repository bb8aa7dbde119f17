"""Work out from the selected policies which resource types to collect, and which of their fields matter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.facts import TAGS
from scanner.model import Read
from scanner.relations import RELATIONS
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, ENDPOINT_VARIANT, MODEL, RUN_TYPES
from scanner.shapes import omitted_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.model import MetricNeed, Policy

_VARIANT_ROLES = {"endpoint": ENDPOINT, "endpoint_config": ENDPOINT_CONFIG}
_TAG_ROOTS = frozenset({"tags", "environment"})


def needed_fields(policies: Iterable[Policy]) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Give, for every type to collect, the index-free document paths that some policy or some join reads."""
    needed: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for policy in policies:
        for subject in policy.subjects:
            for base in _bases(subject):
                needed[base].update(())
            paths = {read.path for read in policy.reads}
            for path in _with_joins(subject, paths):
                for kind, inside in _targets(subject, path):
                    needed[kind].add(inside)
    if (TAGS,) in needed.get(ENDPOINT, ()) and MODEL in needed:
        needed[MODEL].add((TAGS,))  # a variant has the tags of its models as well
    return {kind: frozenset(paths) for kind, paths in needed.items()}


def run_reads(policies: Iterable[Policy]) -> Mapping[str, tuple[Read, ...]]:
    """Give, for every type whose runs are grouped, what tells its runs apart: what policies read, and joins build on.

    What Search leaves out is described for the newest run only, so it cannot tell runs apart.
    """
    reads: defaultdict[str, set[Read]] = defaultdict(set)
    for policy in policies:
        for subject in RUN_TYPES.intersection(policy.subjects):
            own = {read.path for read in policy.reads}
            joined = {Read(path) for path in _with_joins(subject, own) - own}
            reads[subject] |= {
                replace(read, path=read.path[1:])
                for read in (*policy.reads, *joined)
                if read.path[0] == "resource" and read.path[1:2] not in _omitted_by_search(subject)
            }
    return {kind: tuple(sorted(paths, key=lambda read: (read.path, read.presence))) for kind, paths in reads.items()}


def _omitted_by_search(kind: str) -> set[tuple[str, ...]]:
    return {(key,) for key in omitted_by(kind, "sagemaker:Search")}


def needed_metrics(policies: Iterable[Policy]) -> tuple[MetricNeed, ...]:
    """Give the metric series that policies ask for."""
    return tuple(dict.fromkeys(need for policy in policies for need in policy.metrics))


def _bases(subject: str) -> tuple[str, ...]:
    return tuple(_VARIANT_ROLES.values()) if subject == ENDPOINT_VARIANT else (subject,)


def _with_joins(subject: str, paths: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Add what has to be read to find the roles that are read; later roles build on earlier ones, so backwards."""
    whole = set(paths)
    for relation in reversed(RELATIONS.get(subject, ())):
        if any(path[:2] in {("related",), ("related", relation.role)} for path in whole):
            whole.add(("related", relation.role))
            whole.update(tuple(path.split(".")) for path in relation.here_reads)
    return whole


def _targets(subject: str, path: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Say in which documents a path of the input lies."""
    if path[0] in _TAG_ROOTS:
        return [(base, (TAGS,)) for base in _bases(subject)]
    if path[0] == "resource":
        if subject == ENDPOINT_VARIANT:
            return [(base, ("ProductionVariants", *path[1:])) for base in _bases(subject)]
        return [(subject, path[1:])]
    if path[0] != "related" or len(path) == 1:
        return []
    roles = {relation.role: relation.type for relation in RELATIONS.get(subject, ())} | _VARIANT_ROLES
    return [(roles[path[1]], path[2:])] if path[1] in roles else []  # another subject of the policy may have it
