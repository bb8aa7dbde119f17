"""Read a template once for each combination of conditions that nothing decides, and keep what differs apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from scanner.frontends.cloudformation.suppositions import Suppositions, shared
from scanner.frontends.cloudformation.work import TooMuchWork, Work
from scanner.model import Cases, Gap, Resource
from scanner.model.combinations import within
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scanner.model import Combination

MOST_COMBINATIONS: Final = 64
MOST_FOUND: Final = 100_000
"""Resources and gaps in all combinations together."""


@record(frozen=True, slots=True)
class Outcome:
    """What a reading under suppositions came to."""

    found: tuple[Resource | Gap, ...]
    work: Work

    @property
    def settled(self) -> dict[str, bool]:
        """The conditions that resources depend on, as far as they are decided."""
        return {name: truth for name, truth in self.work.named.items() if isinstance(truth, bool)}


def read_combinations(
    read: Callable[[Work], Iterable[Resource | Gap]], allowed: Callable[[Work], bool]
) -> list[Resource | Gap] | None:
    """Read under every combination that can be; None where there are too many. Raises TooMuchWork.

    A reading notes the first comparison that nothing decides, and is begun again with the comparison supposed to hold
    and not to hold, until nothing is asked any more. So only conditions that matter are combined. `allowed` tells
    whether what is supposed can be deployed at all; where it would leave nothing, it does not count.
    """
    first = _outcome(read, Work())
    if first.work.asked is None:
        return list(first.found)
    try:
        outcomes = _explore(read, first, allowed)
        if outcomes == []:
            outcomes = _explore(read, first, lambda _: True)
        return None if outcomes is None else _merged(_by_conditions(read, outcomes))
    except TooMuchWork:
        return None


def _outcome(read: Callable[[Work], Iterable[Resource | Gap]], work: Work) -> Outcome:
    """Read to the end, or to the first question."""
    found = tuple(takewhile(lambda _: work.asked is None, read(work)))
    return Outcome(found, work)


def _explore(
    read: Callable[[Work], Iterable[Resource | Gap]], first: Outcome, allowed: Callable[[Work], bool]
) -> list[Outcome] | None:
    """Suppose until nothing is left to ask."""
    done: list[Outcome] = []
    waiting = [first]
    steps = first.work.steps
    while waiting:
        outcome = waiting.pop()
        asked = outcome.work.asked
        if asked is None:
            done.append(outcome)
            continue
        for suppositions in outcome.work.suppositions.branches(asked):
            supposed = Work(suppositions, steps)
            possible = allowed(supposed)
            steps = supposed.steps
            if possible:
                waiting.append(_outcome(read, Work(suppositions, steps)))
                steps = waiting[-1].work.steps
        found = sum(len(outcome.found) for outcome in (*waiting, *done))
        if len(waiting) + len(done) > MOST_COMBINATIONS or found > MOST_FOUND:
            return None
    return done


def _by_conditions(
    read: Callable[[Work], Iterable[Resource | Gap]], outcomes: Sequence[Outcome]
) -> dict[Combination, Outcome]:
    """Put together the outcomes that only values tell apart: those that conditions do not."""
    turns: defaultdict[str, set[bool]] = defaultdict(set)
    for outcome in outcomes:
        for name, truth in outcome.settled.items():
            turns[name].add(truth)
    alike: defaultdict[Combination, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        varying = sorted((name, truth) for name, truth in outcome.settled.items() if len(turns[name]) > 1)
        alike[tuple(varying)].append(outcome)
    return {combination: _one_of(read, alike[combination]) for combination in sorted(alike)}


def _one_of(read: Callable[[Work], Iterable[Resource | Gap]], outcomes: Sequence[Outcome]) -> Outcome:
    if len(outcomes) == 1:
        return outcomes[0]
    common: Suppositions = shared([outcome.work.suppositions for outcome in outcomes], outcomes[0].settled)
    return _outcome(read, Work(common))


def _merged(outcomes: dict[Combination, Outcome]) -> list[Resource | Gap]:
    """Give what is the same in all combinations once, and the rest with those in which it is so."""
    among = frozenset(outcomes)
    kinds: dict[str, list[tuple[Resource, tuple[Gap, ...], list[Combination]]]] = {}
    others: dict[Gap, list[Combination]] = {}
    for combination, outcome in outcomes.items():
        gaps = defaultdict(list)
        for item in outcome.found:
            if isinstance(item, Gap) and item.resource:
                gaps[item.resource].append(item)
            elif isinstance(item, Gap):
                others.setdefault(item, []).append(combination)
        for item in outcome.found:
            if isinstance(item, Resource):
                _add(kinds.setdefault(item.id, []), item, tuple(gaps[item.id]), combination)
    found = [kind for alike in kinds.values() for kind in alike]
    if all(len(held) == len(among) for *_, held in found) and all(len(held) == len(among) for held in others.values()):
        among = frozenset()
    items: list[Resource | Gap] = []
    for resource, own, held in found:
        items.extend(_told(resource, own, Cases(among.intersection(held), among)))
    for gap, held in others.items():
        items.extend(_placed(gap, Cases(among.intersection(held), among)))
    return items


def _add(
    kinds: list[tuple[Resource, tuple[Gap, ...], list[Combination]]],
    resource: Resource,
    gaps: tuple[Gap, ...],
    combination: Combination,
) -> None:
    for known, own, held in kinds:
        if known == resource and own == gaps:
            held.append(combination)
            return
    kinds.append((resource, gaps, [combination]))


def _told(resource: Resource, gaps: Iterable[Gap], cases: Cases) -> Iterator[Resource | Gap]:
    """Say in which combinations a resource is so; its id tells it from what it is in others."""
    name = resource.id if cases.always else f"{resource.id} ({cases})"
    origin = replace(resource.origin, cases=cases if cases.among else None) if resource.origin else None
    yield replace(resource, id=name, origin=origin)
    yield from (replace(gap, resource=name) for gap in gaps)


def _placed(gap: Gap, cases: Cases) -> Iterator[Gap]:
    """Leave what is not known of a whole template as it is, or put it into each combination it is of."""
    if cases.always:
        yield gap
    else:
        yield from (replace(gap, scope=within(gap.scope, combination)) for combination in sorted(cases.these))
