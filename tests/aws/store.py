"""What each account has in each region: seeded documents and tags."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.aws.documents import SeedError, check, complete, wire
from tests.aws.kinds import ElementKind, Kind, element_kinds, kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(slots=True)
class Entry:
    """One described thing; `hidden` ones are those that Search has not indexed yet."""

    document: dict
    arn: str
    identity: tuple
    hidden: bool = False


@dataclass(slots=True)
class AccountRegion:
    """One region of one account."""

    account: str
    region: str
    entries: dict[str, dict[tuple, Entry]] = field(default_factory=dict)
    elements: dict[str, list[dict]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)

    def seed(self, kind: str, document: Mapping, *, tags: Mapping[str, str] | None = None, hidden: bool = False) -> str:
        """Add what Describe answers, `TrainingJob` or an element such as `Subnet`; give its ARN or an empty text.

        Fields that AWS always gives are filled in: the ARN, times, states. Raises SeedError for what is not AWS's.
        """
        if kind in element_kinds():
            self._add_element(element_kinds()[kind], dict(document))
            return ""
        return self._add(_kind(kind), dict(document), dict(tags or {}), hidden=hidden, checked=True)

    def seed_many(self, kind: str, documents: Iterable[Mapping], *, tags: Mapping[str, str] | None = None) -> list[str]:
        """Add many documents of one make, of which only the first is checked."""
        found = _kind(kind)
        return [
            self._add(found, dict(document), dict(tags or {}), hidden=False, checked=index == 0)
            for index, document in enumerate(documents)
        ]

    def delete(self, kind: str, name: str) -> None:
        """Remove one document by its name, as if it were deleted while a scan runs."""
        found = _kind(kind)
        entry = self.find(found, {found.identity[0]: name})
        if entry is None:
            raise SeedError(f"there is no {kind} {name}")
        del self.entries[kind][entry.identity]

    def tag(self, arn: str, tags: Mapping[str, str]) -> None:
        """Set the tags of anything that has an ARN."""
        self.tags[arn] = dict(tags)

    def arn(self, kind: str, name: str) -> str:
        """Give the ARN that a document of this name gets."""
        place = f"arn:{_partition(self.region)}:sagemaker:{self.region}:{self.account}"
        return f"{place}:{_kind(kind).arn_type}/{name.lower()}"

    def all(self, kind: str) -> list[Entry]:
        """All documents of a kind."""
        return list(self.entries.get(kind, {}).values())

    def find(self, kind: Kind, params: Mapping) -> Entry | None:
        """Find what a Describe asks for, by its name or its ARN."""
        identity = tuple(params.get(key) for key in kind.identity)
        entries = self.entries.get(kind.name, {})
        found = entries.get(identity)
        if found is None and str(identity[0]).startswith("arn:"):
            found = next((entry for entry in list(entries.values()) if entry.arn == identity[0]), None)
        return found

    def _add(self, kind: Kind, document: dict, tags: dict[str, str], *, hidden: bool, checked: bool) -> str:
        missing = [key for key in kind.identity if key not in document]
        if missing and missing != [kind.arn_key]:
            raise SeedError(f"{kind.name}: {', '.join(missing)} must be given")
        if kind.arn_key:
            document.setdefault(kind.arn_key, self.arn(kind.name, str(document.get(kind.name_key, ""))))
        document = complete(kind.shape, document)
        if checked:
            check(kind.name, kind.shape, document)
        identity = tuple(document[key] for key in kind.identity)
        arn = document.get(kind.arn_key, "")
        self.entries.setdefault(kind.name, {})[identity] = Entry(wire(kind.shape, document), arn, identity, hidden)
        if tags:
            self.tags[arn] = tags
        return arn

    def _add_element(self, kind: ElementKind, document: dict) -> None:
        if kind.service == "application-autoscaling":
            document.setdefault("ServiceNamespace", "sagemaker")
            if "ScalableDimension" in kind.shape.members:
                document.setdefault("ScalableDimension", "sagemaker:variant:DesiredInstanceCount")
        document = complete(kind.shape, document)
        check(kind.name, kind.shape, document)
        self.elements.setdefault(kind.name, []).append(wire(kind.shape, document))


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

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._regions.clear()


def _kind(name: str) -> Kind:
    if name not in kinds():
        raise SeedError(f"there is no kind {name}; there are {', '.join(sorted([*kinds(), *element_kinds()]))}")
    return kinds()[name]


def _partition(region: str) -> str:
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
