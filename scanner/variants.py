"""Derive one principal per variant of an endpoint: what its configuration declares and what the endpoint says of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scanner.model import Gap, GapReason
from scanner.records import record
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, ENDPOINT_VARIANT
from scanner.shapes import variant_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.facts import Facts
    from scanner.model import Resource
    from scanner.paths import Document, Json, Path

_LISTS = ("ProductionVariants", "ShadowProductionVariants")
_UNNAMED = "*"


@record(frozen=True, slots=True)
class Place:
    """Where a part of a subject's input comes from: what is at `prefix` there lies at `base` in the resource."""

    prefix: Path
    resource: Resource
    base: Path = ()


@record(frozen=True, slots=True)
class Principal:
    """What a subject is about before its roles are joined; `head` is the resource that it is named and placed by."""

    type: str
    id: str
    name: str
    head: Resource
    document: Document
    places: tuple[Place, ...]
    gaps: tuple[Gap, ...] = ()
    related: tuple[tuple[str, Resource], ...] = ()


def derive_variants(facts: Facts, scope: str) -> Iterator[Principal]:
    """Yield the variants of every endpoint in a scope, and in code those of configurations without one."""
    configs: defaultdict[Json, list[Resource]] = defaultdict(list)
    for declared in facts.of_type(scope, ENDPOINT_CONFIG):
        configs[declared.document.get("EndpointConfigName")].append(declared)
    used: set[str] = set()
    for endpoint in facts.of_type(scope, ENDPOINT):
        config = _nearest(configs.get(endpoint.document.get("EndpointConfigName"), ()), endpoint)
        used.add(config.id if config else "")
        gaps = () if config else _missing_config(facts, scope, endpoint)
        yield from _variants(facts, endpoint, config, gaps)
    if facts.live:
        return
    for declared in facts.of_type(scope, ENDPOINT_CONFIG):
        if declared.id not in used:
            message = f"no endpoint in this code uses {declared.name}"
            gap = Gap(GapReason.NOT_IN_CODE, message, "the endpoint", scope=scope, path=("related", "endpoint"))
            yield from _variants(facts, None, declared, (gap,))


def _nearest(configs: Sequence[Resource], endpoint: Resource) -> Resource | None:
    """Choose the configuration that an endpoint names; of several with one name in code, the one in its own file."""
    own = endpoint.origin.file if endpoint.origin else ""
    beside = (config for config in configs if config.origin and config.origin.file == own)
    return next(beside, configs[0] if configs else None)


def _variants(
    facts: Facts,
    endpoint: Resource | None,
    config: Resource | None,
    gaps: tuple[Gap, ...],
) -> Iterator[Principal]:
    declared = _by_name(config)
    running = _by_name(endpoint)
    head = endpoint or config
    if head is None:
        return
    related = tuple((role, item) for role, item in (("endpoint", endpoint), ("endpoint_config", config)) if item)
    role_gaps = [gap for role, item in related for gap in facts.gaps_within(item, (), ("related", role, 0))]
    for name in dict.fromkeys((*declared, *running)) or (_UNNAMED,):
        places: list[Place] = []
        document: dict[str, Json] = {}
        own: list[Gap] = []
        for item, variants in ((config, declared), (endpoint, running)):
            if item is not None and name in variants:
                base, variant = variants[name]
                places.append(Place(("resource",), item, base))
                document |= variant
                own += facts.gaps_within(item, base, ("resource",))
        if config is None or name not in declared:
            own += _undeclared(gaps or role_gaps, document)
        yield Principal(
            type=ENDPOINT_VARIANT,
            id=f"{head.identity}/variant/{name}",
            name=f"{head.name}/{name}",
            head=head,
            document=document,
            places=(*places, *(Place(("related", role, 0), item) for role, item in related)),
            gaps=(*own, *role_gaps, *gaps),
            related=related,
        )


def _by_name(resource: Resource | None) -> dict[str, tuple[Path, Document]]:
    found: dict[str, tuple[Path, Document]] = {}
    for key in _LISTS if resource else ():
        variants = resource.document.get(key) if resource else None
        for index, variant in enumerate(variants if isinstance(variants, list | tuple) else ()):
            if isinstance(variant, dict):
                found[str(variant.get("VariantName", index))] = ((key, index), variant)
    return found


def _missing_config(facts: Facts, scope: str, endpoint: Resource) -> tuple[Gap, ...]:
    """Say why the configuration of an endpoint is not known."""
    path = ("related", "endpoint_config")
    known = [*facts.gaps_of(endpoint), *facts.family_gaps(scope, ENDPOINT_CONFIG)]
    whole = tuple(gap.at(path, present=False) for gap in known if gap.path in {(), ("EndpointConfigName",)})
    if whole:
        return whole
    name = endpoint.document.get("EndpointConfigName", "")
    reason, fate = (
        (GapReason.DELETED, "does not exist any more")
        if facts.live
        else (GapReason.NOT_IN_CODE, "is not declared in this code")
    )
    return (Gap(reason, f"EndpointConfig {name} {fate}", f"EndpointConfig {name}", scope=scope, path=path),)


def _undeclared(gaps: list[Gap] | tuple[Gap, ...], document: Document) -> list[Gap]:
    """Say of every field that only the configuration gives that it is not known."""
    fields = [key for key in variant_fields() if key not in document]
    return [gap.at(("resource", key)) for gap in gaps for key in fields]
