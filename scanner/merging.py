"""Merge what was concluded of one subject in several combinations of conditions that nothing decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from scanner.model import Cases, Finding, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORST_FIRST: Final = (Status.FAILED, Status.UNKNOWN, Status.EXEMPT, Status.PASSED)


def merge(judged: Iterable[tuple[Cases, Finding]]) -> Iterator[Finding]:
    """Yield what is wrong in any combination, and under which; what is right in all of them once."""
    by_policy: defaultdict[str, list[tuple[Cases, Finding]]] = defaultdict(list)
    for cases, finding in judged:
        by_policy[finding.policy].append((cases, finding))
    for found in by_policy.values():
        told = [(cases, finding) for cases, finding in found if finding.status is not Status.PASSED]
        by_print: defaultdict[str, list[tuple[Cases, Finding]]] = defaultdict(list)
        for cases, finding in told or found[:1]:
            by_print[finding.fingerprint].append((cases, finding))
        for alike in by_print.values():
            yield from _worst(alike)


def _worst(alike: Sequence[tuple[Cases, Finding]]) -> Iterator[Finding]:
    """Yield the findings of the worst status; the first keeps the fingerprint of all."""
    worst = min((finding.status for _, finding in alike), key=_WORST_FIRST.index)
    kinds: dict[object, tuple[Cases, Finding]] = {}
    for cases, finding in alike:
        if finding.status is worst:
            kind = (finding.message, finding.location, finding.reasons)
            before, same = kinds.get(kind, (Cases(frozenset(), cases.among), finding))
            kinds[kind] = (replace(before, these=before.these | cases.these), same)
    for at, (cases, finding) in enumerate(sorted(kinds.values(), key=lambda item: min(item[0].these))):
        print_ = finding.fingerprint
        yield replace(
            finding,
            message=finding.message if cases.always or worst is Status.PASSED else f"{finding.message} (when {cases})",
            fingerprint=print_ if at == 0 else sha256(f"{print_}\0{cases}".encode()).hexdigest(),
        )
