"""Find the resources that a subject's roles name, and say which roles cannot be known."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import jmespath
from jmespath.exceptions import JMESPathTypeError

from scanner.model import Gap, GapReason
from scanner.paths import ABSENT, lookup, overlaps, spread, without_indexes
from scanner.records import record
from scanner.resource_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scanner.facts import Facts
    from scanner.model import Resource
    from scanner.paths import Document, Json, Path
    from scanner.relations import Relation


@record(frozen=True, slots=True)
class Role:
    """The resources found for one role, and what is not known of it; None when code cannot say."""

    resources: tuple[Resource, ...] | None
    gaps: tuple[Gap, ...] = ()


class Join:
    """One relation within one scope: an index of the other side by the keys it answers to."""

    def __init__(self, facts: Facts, scope: str, relation: Relation) -> None:
        self._facts = facts
        self._scope = scope
        self._relation = relation
        self._declared = facts.of_type(scope, relation.type)
        self._index = _index(self._declared, relation.there) if self._declared else {}
        self._family = facts.family_gaps(scope, relation.type)
        self._claimed: set[str] = set()

    def claim(self, document: Document) -> None:
        """Note the keys that a subject asks for, before any role is resolved, so that strays can be told."""
        if self._index:
            self._claimed.update(keys(self._relation.here, document))

    def resolve(self, document: Document, subject_gaps: Sequence[Gap]) -> Role:
        """Find the role of a subject whose input so far is `document`."""
        relation = self._relation
        if not self._facts.live and not TYPES[relation.type].in_code:
            return Role(None, () if relation.optional_in_code else (self._not_in_code(),))
        wanted = self._wanted(document) if relation.reference or self._index else ()
        found = {resource.id: resource for key in wanted for resource in self._index.get(key, ())}
        missing = [key for key in wanted if key not in self._index]
        unsure = [(gap, lookup(document, gap.path)) for gap in _unsure(relation, subject_gaps)]
        gaps = [*self._family, *(gap for gap, value in unsure if not gap.present or value is ABSENT)]
        if relation.reference:
            gaps += [gap for gap, value in unsure if gap.present and value in missing]
            explained = [value for _, value in unsure]
            gaps += [self._missing(key) for key in missing if key not in explained and not self._family]
        elif self._declared:
            gaps += self._strays
            gaps += self._nameless if any(gap.present and value is not ABSENT for gap, value in unsure) else ()
        whole = [gap.at(("related", relation.role), present=False) for gap in gaps]
        return Role(tuple(found.values()), tuple(dict.fromkeys(whole)) if whole else ())

    def _wanted(self, document: Document) -> tuple[str, ...]:
        """Give the keys to look for; mostly there is nothing that they could be made of, which is soon seen."""
        reads = (read.split(".") for read in self._relation.here_reads)
        there_is = any(next(spread(document, read), None) for read in reads)
        return keys(self._relation.here, document) if there_is else ()

    @cached_property
    def _strays(self) -> tuple[Gap, ...]:
        """Gaps of resources that no subject claims and that may, for all that is known, be anybody's."""
        reads = self._relation.there_reads
        unclaimed = chain.from_iterable(map(self._facts.gaps_of, self._unclaimed))
        return tuple(gap for gap in unclaimed if _touches(gap.path, reads))

    @cached_property
    def _nameless(self) -> tuple[Gap, ...]:
        """Gaps for a subject whose own name is not known yet: what nobody claims may be its own."""
        return tuple(
            Gap(GapReason.DEPLOY, f"{resource.name} may belong to it once its name is known", resource.name)
            for resource in self._unclaimed
        )

    @cached_property
    def _unclaimed(self) -> tuple[Resource, ...]:
        there = self._relation.there
        return tuple(one for one in self._declared if self._claimed.isdisjoint(keys(there, one.document)))

    def _missing(self, key: str) -> Gap:
        kind = self._relation.type.rsplit("::", 1)[-1]
        if self._facts.live:
            return Gap(GapReason.DELETED, f"{kind} {key} does not exist any more", f"{kind} {key}", scope=self._scope)
        return Gap(
            GapReason.NOT_IN_CODE, f"{kind} {key} is not declared in this code", f"{kind} {key}", scope=self._scope
        )

    def _not_in_code(self) -> Gap:
        role = self._relation.role
        message = f"code does not say which {role.replace('_', ' ')} there are"
        return Gap(GapReason.NOT_IN_CODE, message, "a scan of the account", path=("related", role))


def _index(resources: Iterable[Resource], there: str) -> Mapping[str, Sequence[Resource]]:
    index: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        for key in keys(there, resource.document):
            index[key].append(resource)
    return index


def keys(expression: str, document: Document) -> tuple[str, ...]:
    """Evaluate a JMESPath expression to the keys it gives; none when a part of a key is missing."""
    try:
        found = jmespath.search(expression, document)
    except JMESPathTypeError:
        return ()  # join() over a field that is not there
    return tuple(dict.fromkeys(_texts(found)))


def _texts(value: Json) -> Iterable[str]:
    match value:
        case str() if value:
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case _:
            return


def _unsure(relation: Relation, subject_gaps: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in subject_gaps if _touches(gap.path, relation.here_reads)]


@lru_cache(10_000)
def _touches(path: Path, reads: tuple[str, ...]) -> bool:
    """Tell whether a path is in the way of any of the paths that an expression reads."""
    at = without_indexes(path)
    return any(overlaps(at, tuple(read.split("."))) for read in reads)
