"""What each account has in each region: seeded documents and tags."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.aws.arns import arn_of, default_arn
from tests.aws.documents import SeedError, check, complete, wire, with_policy_texts
from tests.aws.element_kinds import ElementKind, element_kinds
from tests.aws.kinds import Kind, kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


@dataclass(slots=True)
class Entry:
    """One described thing."""

    document: dict
    arn: str
    identity: tuple
    hidden: bool = False
    """Whether Search has not indexed it yet."""
    trial_component: bool = True
    """Whether SageMaker made a trial component of it, where it is a job."""


@dataclass(slots=True)
class AccountRegion:
    """One region of one account."""

    account: str
    region: str
    entries: dict[str, dict[tuple, Entry]] = field(default_factory=dict)
    elements: dict[str, list[dict]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    _arns: dict[tuple[str, str], tuple] = field(default_factory=dict)
    _views: dict[object, Sequence] = field(default_factory=dict)
    _version: int = 0
    _viewed: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def seed(
        self,
        kind: str,
        document: Mapping,
        *,
        tags: Mapping[str, str] | None = None,
        hidden: bool = False,
        trial_component: bool = True,
    ) -> str:
        """Add what Describe answers, `TrainingJob` or an element such as `Subnet`; give its ARN or an empty text.

        Fields that AWS always gives are filled in: the ARN, times, states. Raises SeedError for what is not AWS's.
        `hidden` keeps it from Search, `trial_component=False` a job from the trial components.
        """
        if kind in element_kinds():
            self._add_element(element_kinds()[kind], dict(document))
            return ""
        found = _kind(kind)
        return self._add(found, dict(document), tags, hidden=hidden, trial_component=trial_component, checked=True)

    def seed_many(
        self,
        kind: str,
        documents: Iterable[Mapping],
        *,
        tags: Mapping[str, str] | None = None,
        trial_component: bool = True,
    ) -> list[str]:
        """Add many documents of one make, of which only the first is checked."""
        found = _kind(kind)
        with _uncollected():
            return [
                self._add(
                    found, dict(document), tags, hidden=False, trial_component=trial_component, checked=index == 0
                )
                for index, document in enumerate(documents)
            ]

    def delete(self, kind: str, name: str) -> None:
        """Remove one document by its name, as if it were deleted while a scan runs."""
        found = _kind(kind)
        entry = self.find(found, dict.fromkeys(found.asked[:1], name))
        if entry is None:
            raise SeedError(f"there is no {kind} {name}")
        del self.entries[kind][entry.identity]
        self._arns.pop((kind, entry.arn), None)
        self._version += 1

    def tag(self, arn: str, tags: Mapping[str, str]) -> None:
        """Set the tags of anything that has an ARN."""
        self.tags[arn] = dict(tags)
        self._version += 1

    def arn(self, kind: str, name: str) -> str:
        """Give the ARN that a document of this name gets."""
        return arn_of(self.account, self.region, _kind(kind), name)

    def all(self, kind: str) -> list[Entry]:
        """All documents of a kind."""
        return list(self.entries.get(kind, {}).values())

    def find(self, kind: Kind, params: Mapping) -> Entry | None:
        """Find what a Describe asks for, by its name or its ARN."""
        asked = tuple(params.get(key, "") for key in kind.asked)
        entries = self.entries.get(kind.name, {})
        if (found := entries.get(asked)) is not None:
            return found
        name = str(asked[0])
        arn = name if name.startswith("arn:") else self.arn(kind.name, name)
        if len(asked) == 1 and (kind.name, arn) in self._arns:
            return entries.get(self._arns[kind.name, arn])
        return None

    def view(self, question: object, make: Callable[[], Sequence]) -> Sequence:
        """Give what `make` makes, kept for the same question until something is seeded, deleted or tagged."""
        with self._lock:
            if self._viewed != self._version:
                self._views.clear()
                self._viewed = self._version
            if question not in self._views:
                self._views[question] = make()
            return self._views[question]

    def _add(self, kind: Kind, document: dict, tags: Mapping[str, str] | None, *, checked: bool, **flags: bool) -> str:
        missing = [key for key in kind.identity if key not in document and key not in kind.optional]
        if missing and missing != [kind.arn_key]:
            raise SeedError(f"{kind.name}: {', '.join(missing)} must be given")
        entries = self.entries.setdefault(kind.name, {})
        if kind.arn_key and kind.arn_key not in document:
            document[kind.arn_key] = default_arn(self.account, self.region, kind, document, len(entries))
        document = complete(kind.shape, document)
        identity = tuple(document.get(key, "") for key in kind.identity)
        for key in kind.beside:
            del document[key]
        if checked:
            check(kind.name, kind.shape, document)
        arn = document.get(kind.arn_key, "")
        entries[identity] = Entry(wire(kind.shape, document), arn, identity, **flags)
        if arn:
            self._arns[kind.name, arn] = identity
        if tags:
            self.tags[arn] = dict(tags)
        self._version += 1
        return arn

    def _add_element(self, kind: ElementKind, document: dict) -> None:
        if kind.service == "application-autoscaling":
            document.setdefault("ServiceNamespace", "sagemaker")
            if "ScalableDimension" in kind.shape.members:
                document.setdefault("ScalableDimension", "sagemaker:variant:DesiredInstanceCount")
        document = complete(kind.shape, with_policy_texts(kind.shape, document))
        check(kind.name, kind.shape, document)
        self.elements.setdefault(kind.name, []).append(wire(kind.shape, document))
        self._version += 1


class Store:
    """All accounts."""

    def __init__(self) -> None:
        self._regions: dict[tuple[str, str], AccountRegion] = {}
        self._lock = threading.Lock()

    def region(self, account: str, region: str) -> AccountRegion:
        """Give one region of an account, empty when nothing was seeded."""
        with self._lock:
            key = (account, region)
            if key not in self._regions:
                self._regions[key] = AccountRegion(account, region)
            return self._regions[key]

    def of(self, account: str) -> list[AccountRegion]:
        """Give all regions of an account that were asked about or seeded."""
        with self._lock:
            return [place for (owner, _), place in self._regions.items() if owner == account]

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._regions.clear()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking over all that is seeded, again and again, while it is seeded."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _kind(name: str) -> Kind:
    if name not in kinds():
        raise SeedError(f"there is no kind {name}; there are {', '.join(sorted([*kinds(), *element_kinds()]))}")
    return kinds()[name]
