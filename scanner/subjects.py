"""Turn resources into subjects: join each with what it needs, once, in one place."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from scanner.facts import TAGS
from scanner.joins import Join
from scanner.model import Cases, Environment, Gap, Location, Span, SubjectName
from scanner.paths import starts_with
from scanner.records import record
from scanner.relations import RELATIONS
from scanner.resource_types import ENDPOINT, ENDPOINT_CONFIG, ENDPOINT_VARIANT
from scanner.run_names import name_stem
from scanner.variants import Place, Principal, derive_variants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.environment import EnvironmentRules
    from scanner.facts import Facts
    from scanner.model import Combination, Origin, Policy, Resource
    from scanner.paths import Document, Json, Path
    from scanner.relations import Relation

_ALL: Final = slice(None)


@record(frozen=True, slots=True)
class Ground:
    """What in code a statement on a value rests on.

    `location` is the value's text; of one that is not there, the first line of what would hold it. `declared` is where
    a program declares the subject that wrote the code. `texts` are all of the subject's, and of what holds the value;
    `through` are those elsewhere that make these be there.
    """

    location: Location | None
    declared: Location | None
    texts: tuple[Location, ...]
    through: tuple[Location, ...]


@record(frozen=True, slots=True)
class Subject:
    """What a policy judges: the input that it sees, what is not known of it, and where each part is from.

    `own` are the resources that it is made of, without those that were joined. `cases` are there where conditions that
    nothing decides make several of one: those in which it is so.
    """

    name: SubjectName
    input: Document
    gaps: tuple[Gap, ...]
    places: tuple[Place, ...]
    location: Location | None = None
    own: tuple[Resource, ...] = ()
    cases: Cases | None = None
    _grounds: dict[Path, Ground] = field(default_factory=dict, init=False, repr=False, compare=False)

    def ground(self, path: Path) -> Ground:
        """Say what a statement on a value rests on; worked out once, as most policies ask for the same."""
        if path not in self._grounds:
            self._grounds[path] = self._ground(path)
        return self._grounds[path]

    def _ground(self, path: Path) -> Ground:
        first = next((place.resource.origin for place in self.places if place.resource.origin), None)
        if first is None:
            return Ground(self.location, None, (), ())
        holding = (place.resource for place in self.places if place.prefix and starts_with(path, place.prefix))
        origins = [one.origin for one in (*self.own, *holding) if one.origin is not None]
        return Ground(
            self._locate(path, first),
            first.declared,
            _together([origin.texts for origin in origins]),
            _together([origin.through for origin in origins if origin.through]),
        )

    def _locate(self, path: Path, first: Origin) -> Location:
        if path[:1] == ("tags",):
            path = ("resource", TAGS, *path[1:])
        for place in sorted(self.places, key=lambda place: -len(place.prefix)):
            if (origin := place.resource.origin) is None or not starts_with(path, place.prefix):
                continue
            inside = (*place.base, *path[len(place.prefix) :])
            for length in range(len(inside), 0, -1):
                if span := origin.spans.get(inside[:length]):
                    return Location(origin.file, span if length == len(inside) else _first_line(span), origin.address)
            return Location(origin.file, origin.span, origin.address)
        return Location(first.file, first.span, first.address)

    def defaults(self) -> Iterator[tuple[Path, str]]:
        """Give the values that no code writes, and a clause on what gives each."""
        for place in self.places:
            for path, clause in place.resource.origin.defaults.items() if place.resource.origin else ():
                if starts_with(path, place.base):
                    yield (*place.prefix, *path[len(place.base) :]), clause


def build_subjects(
    facts: Facts, policies: Sequence[Policy], rules: EnvironmentRules, part: slice = _ALL
) -> Iterator[Subject]:
    """Yield the subjects that the policies judge, region by region and root by root; or those of a part of these."""
    for kind in sorted({subject for policy in policies for subject in policy.subjects}):
        for scope in facts.scopes(kind)[part]:
            yield from _of_type(facts, scope, kind, rules)
            yield from _in_combinations(facts, scope, kind, rules)


def _in_combinations(facts: Facts, root: str, kind: str, rules: EnvironmentRules) -> Iterator[Subject]:
    """Yield the subjects of each combination of conditions, one after the other; those that are alike only once."""
    combinations = facts.combinations(root)
    alike: dict[str, list[tuple[Subject, list[Combination]]]] = {}
    for scope, combination in combinations.items():
        for subject in _of_type(facts, scope, kind, rules):
            known = alike.setdefault(subject.name.id, [])
            same = next((held for other, held in known if other == subject), None)
            if same is None:
                known.append((subject, [combination]))
            else:
                same.append(combination)
    every = frozenset(combinations.values())
    for subject, held in (pair for pairs in alike.values() for pair in pairs):
        yield replace(subject, cases=Cases(frozenset(held), every))


def _of_type(facts: Facts, scope: str, kind: str, rules: EnvironmentRules) -> Iterator[Subject]:
    principals = list(_principals(facts, scope, kind))
    relations = RELATIONS.get(kind, ()) if principals else ()
    joins = [(relation, Join(facts, scope, relation)) for relation in relations]
    for principal, _ in principals:
        for relation, join in joins:
            if not relation.reference:
                join.claim({"resource": principal.document, "related": _made_of(principal)})
    for principal, runs in principals:
        yield _join(facts, principal, runs, joins, rules)
    yield from _unnamed(facts, scope, kind)


def _unnamed(facts: Facts, scope: str, kind: str) -> Iterator[Subject]:
    """Yield what stands for subjects that may exist and could not even be listed."""
    if facts.live:
        base = ENDPOINT if kind == ENDPOINT_VARIANT else kind
        if gaps := facts.family_gaps(scope, base):
            yield _placeholder(facts, scope, kind, gaps)
        return
    for base in (ENDPOINT, ENDPOINT_CONFIG) if kind == ENDPOINT_VARIANT else (kind,):
        for gap in facts.by_family.get((scope, base), ()):
            if not gap.path and gap.location:  # one that no line of this code stands for is judged where its code is
                yield _placeholder(facts, scope, kind, (gap,))


def _principals(
    facts: Facts,
    scope: str,
    kind: str,
) -> Iterator[tuple[Principal, tuple[Document, int] | None]]:
    if kind == ENDPOINT_VARIANT:
        yield from ((variant, None) for variant in derive_variants(facts, scope))
        return
    for resource in facts.of_type(scope, kind):
        yield _principal(facts, resource, resource.identity, resource.name), None
    for group in facts.runs_of(scope, kind):
        stem = name_stem(group.newest.name) if group.count > 1 else group.newest.name
        identity = group.newest.id.replace(group.newest.name, stem)
        yield _principal(facts, group.newest, identity, stem), (group.describe(), group.count)


def _principal(facts: Facts, resource: Resource, identity: str, name: str) -> Principal:
    return Principal(
        type=resource.type,
        id=identity,
        name=name,
        head=resource,
        document=resource.document,
        places=(Place(("resource",), resource),),
        gaps=tuple(facts.gaps_within(resource, (), ("resource",))),
    )


def _made_of(principal: Principal) -> dict[str, Json]:
    """Give the roles that a subject is made of, before any is joined."""
    roles = ("endpoint", "endpoint_config") if principal.type == ENDPOINT_VARIANT else ()
    related: dict[str, Json] = {role: [] for role in roles}
    return related | {role: [resource.document] for role, resource in principal.related}


def _join(
    facts: Facts,
    principal: Principal,
    runs: tuple[Document, int] | None,
    joins: Sequence[tuple[Relation, Join]],
    rules: EnvironmentRules,
) -> Subject:
    related = _made_of(principal)
    view: Document = {"resource": principal.document, "related": related}
    gaps, places = list(principal.gaps), list(principal.places)
    tagged = [resource for _, resource in principal.related] or [principal.head]
    for relation, join in joins:
        role = join.resolve(view, gaps)
        gaps += role.gaps
        if role.resources is None:
            continue
        related[relation.role] = [resource.document for resource in role.resources]
        for index, resource in enumerate(role.resources):
            prefix = ("related", relation.role, index)
            places.append(Place(prefix, resource))
            gaps += facts.gaps_within(resource, (), prefix)
        if relation.role == "models":
            tagged += role.resources
    tags = {key: value for resource in reversed(tagged) for key, value in resource.tags.items()}
    tag_gaps = list(facts.tag_gaps(tagged))
    environment = rules.decide(tags, principal.head.account, [principal.name])
    if environment is Environment.UNKNOWN:
        tag_gaps += [gap.at(("environment",)) for gap in tag_gaps]
    name = _name(principal, environment, tags, runs[1] if runs else 1)
    extra: dict[str, Json] = {"runs": runs[0]} if runs else {}
    whole: Document = {**view, **extra, **_context(facts, tags, environment)}
    own = tuple(place.resource for place in principal.places)
    return Subject(name, whole, tuple(dict.fromkeys((*gaps, *tag_gaps))), tuple(places), own=own)


def _name(principal: Principal, environment: Environment, tags: dict[str, str], runs: int) -> SubjectName:
    head = principal.head
    return SubjectName(
        principal.type,
        principal.id,
        principal.name,
        head.account,
        head.region,
        environment,
        tags,
        runs,
        scope=head.scope,
        file=head.origin.file if head.origin else "",
    )


def _context(facts: Facts, tags: dict[str, str], environment: Environment) -> dict[str, Json]:
    return {
        "tags": tags,
        "environment": environment.value,
        "now": facts.taken,
        "source": facts.source.value,
    }


def _placeholder(facts: Facts, scope: str, kind: str, gaps: Sequence[Gap]) -> Subject:
    """Stand for the subjects of a family that could not be listed."""
    account, _, region = scope.partition("/") if facts.live else ("", "", "")
    name = SubjectName(kind, f"{scope}/{kind}/*{gaps[0].needs}", "*", account, region, Environment.UNKNOWN, scope=scope)
    document: Document = {"resource": {}, "related": {}, **_context(facts, {}, Environment.UNKNOWN)}
    whole = tuple(gap.at((), present=False) for gap in gaps)  # covers all that any policy reads
    location = next((gap.location for gap in whole if gap.location), None)
    return Subject(name, document, whole, (), location)


def _together(texts: Sequence[tuple[Location, ...]]) -> tuple[Location, ...]:
    """Leave out what is there twice; one tuple is kept where all are the same."""
    if len(texts) < 2:  # noqa: PLR2004 - one is different from all others
        return texts[0] if texts else ()
    different = list(dict.fromkeys(texts))
    return different[0] if len(different) == 1 else tuple(dict.fromkeys(text for some in different for text in some))


def _first_line(span: Span) -> Span:
    if span.end_line == span.start_line:
        return span
    return Span(span.start_line, span.start_column, span.start_line, span.start_column + 1)
