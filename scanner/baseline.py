"""Know findings again: which of a scan a baseline has, which are new, and which of the baseline's are gone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.model import BaselineState, Comparison, Finding, Severity, Source, Status
from scanner.paths import format_path
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from scanner.model import ScanResult, SubjectName

_Subject: TypeAlias = tuple[str, str, str, str]

_CELL: Final = re.compile(r"^cell\[\d+\]\.")
"""How the address of what stands in a notebook begins."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One accepted finding: what tells it from every other, and for people how severe it was.

    `scope` is a root of the code, or a region of an account; `file` is empty for what is live. `ordinal` counts the
    findings that agree in all before it.
    """

    policy: str
    type: str
    scope: str
    file: str
    address: str
    path: str
    ordinal: int
    severity: Severity
    fingerprint: str

    @property
    def key(self) -> tuple[str | int, ...]:
        """All that identifies it."""
        return (self.policy, self.type, self.scope, self.file, self.address, self.path, self.ordinal)

    @property
    def lasting_key(self) -> tuple[str | int, ...]:
        """What stays when its file gets another name or directory, or a notebook more cells."""
        return (self.policy, self.type, _CELL.sub("", self.address), self.path, self.ordinal)

    @property
    def subject(self) -> _Subject:
        """What it is about."""
        return (self.type, self.scope, self.file, self.address)


class Fate(Enum):
    """What became of an entry."""

    KNOWN = "known"
    FIXED = "fixed"
    UNJUDGED = "unjudged"


@record(frozen=True, slots=True)
class Matching:
    """What a baseline says of a scan: a state for each failed finding, and what became of each entry."""

    states: Mapping[Entry, BaselineState]
    fates: Mapping[Entry, Fate]


def entries_of(result: ScanResult) -> tuple[Entry, ...]:
    """Give the failed findings of a scan as entries, in order."""
    return tuple(sorted(entry for entry, finding in _numbered(result) if entry and finding.status is Status.FAILED))


def match(entries: Sequence[Entry], result: ScanResult, looked_at: Sequence[str]) -> Matching:
    """Match a scan's failed findings with a baseline, one to one.

    `looked_at` are the files and directories that were judged: what lies outside of them may be there still. A finding
    that is waived now keeps its entry from standing for another one.
    """
    current = [entry for entry, _ in _numbered(result) if entry]
    by_key = {entry.key: entry for entry in entries}
    partners = {found: by_key[found.key] for found in current if found.key in by_key}
    judged = _Judged(result, looked_at)
    gone = (entry for entry in set(entries).difference(partners.values()) if judged.is_gone(entry))
    partners |= _moved([entry for entry in current if entry not in partners], gone)
    taken = set(partners.values())
    return Matching(
        {entry: BaselineState.KNOWN if entry in partners else BaselineState.NEW for entry in entries_of(result)},
        {entry: Fate.KNOWN if entry in taken else judged.fate(entry) for entry in entries},
    )


def compare(result: ScanResult, file: str, entries: Sequence[Entry], looked_at: Sequence[str]) -> ScanResult:
    """Mark every failed finding as new or known, and count what became of the baseline's entries."""
    matching = match(entries, result, looked_at)
    states, fates = Counter(matching.states.values()), Counter(matching.fates.values())
    return replace(
        result,
        findings=tuple(
            replace(finding, baseline=matching.states.get(entry)) if entry else finding
            for entry, finding in _numbered(result)
        ),
        comparison=Comparison(
            file, states[BaselineState.KNOWN], states[BaselineState.NEW], fates[Fate.FIXED], fates[Fate.UNJUDGED]
        ),
    )


def updated(matching: Matching) -> tuple[Entry, ...]:
    """Add what is new, drop what is fixed, and keep what the scan cannot tell."""
    return _kept(matching, (BaselineState.KNOWN, BaselineState.NEW))


def pruned(matching: Matching) -> tuple[Entry, ...]:
    """Drop what is fixed, and add nothing; what has moved is written as it is now."""
    return _kept(matching, (BaselineState.KNOWN,))


def _kept(matching: Matching, wanted: Iterable[BaselineState]) -> tuple[Entry, ...]:
    kept = {entry.key: entry for entry, fate in matching.fates.items() if fate is Fate.UNJUDGED}
    kept |= {entry.key: entry for entry, state in matching.states.items() if state in wanted}
    return tuple(sorted(kept.values()))


def _numbered(result: ScanResult) -> Iterator[tuple[Entry | None, Finding]]:
    """Give every finding with the entry that it would be; none for those that no person has to accept."""
    seen: Counter[Hashable] = Counter()
    for finding in result.findings:
        if finding.status not in (Status.FAILED, Status.WAIVED):
            yield None, finding
            continue
        subject, path = finding.subject, format_path(finding.path)
        alike = (finding.policy, _subject(subject), path)
        yield (
            Entry(finding.policy, *_subject(subject), path, seen[alike], finding.severity, finding.fingerprint),
            finding,
        )
        seen[alike] += 1


def _subject(subject: SubjectName) -> _Subject:
    return (subject.type, subject.scope, subject.file, subject.address)


_NEAREST_FIRST: Final[Sequence[Callable[[Entry], Hashable]]] = (
    lambda entry: (entry.lasting_key, entry.scope),
    lambda entry: (entry.lasting_key, PurePosixPath(entry.file).name),
    lambda entry: entry.lasting_key,
)
"""How a file moves: within its root, under its own name to another one, or both at once."""


def _moved(found: Sequence[Entry], gone: Iterable[Entry]) -> dict[Entry, Entry]:
    """Pair findings with entries of what is gone, one to one, where nothing but the file or the root differs."""
    partners: dict[Entry, Entry] = {}
    left = sorted(entry for entry in gone if entry.file)
    for likeness in _NEAREST_FIRST:
        waiting: defaultdict[Hashable, deque[Entry]] = defaultdict(deque)
        for entry in left:
            waiting[likeness(entry)].append(entry)
        for entry in sorted(set(found).difference(partners)):
            if entry.file and (candidates := waiting.get(likeness(entry))):
                partners[entry] = candidates.popleft()
        left = [entry for entries in waiting.values() for entry in entries]
    return partners


class _Judged:
    """What a scan can tell of an entry whose finding it does not have."""

    def __init__(self, result: ScanResult, looked_at: Sequence[str]) -> None:
        self._result = result
        self._looked_at = looked_at
        self._policies = {policy.id for policy in result.policies}
        self._there = {_subject(finding.subject) for finding in result.findings}
        self._unknown = {
            (finding.policy, _subject(finding.subject))
            for finding in result.findings
            if finding.status is Status.UNKNOWN
        }

    def is_gone(self, entry: Entry) -> bool:
        """Tell whether the subject of an entry is certainly not there any more: what nobody looked at may be."""
        return (
            entry.policy in self._policies
            and entry.subject not in self._there
            and not self._result.incomplete
            and self._covers(entry)
        )

    def fate(self, entry: Entry) -> Fate:
        """Say that an entry is fixed only where that is certain."""
        judged = (
            entry.policy in self._policies
            and entry.subject in self._there
            and (entry.policy, entry.subject) not in self._unknown
        )
        return Fate.FIXED if judged or self.is_gone(entry) else Fate.UNJUDGED

    def _covers(self, entry: Entry) -> bool:
        if self._result.source is Source.LIVE:
            return entry.scope in self._result.roots
        return any(place in (".", entry.file) or entry.file.startswith(f"{place}/") for place in self._looked_at)
