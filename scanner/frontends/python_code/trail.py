"""Keep what can change, and a trail of what was there before, by which it is taken back and laid side by side."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.frontends.nodes import Unknown
from scanner.frontends.python_code.agreement import Agreement
from scanner.frontends.python_code.values import NOTHING, REST, Box, Item, Key, Kind, is_plain, maybe, unknown
from scanner.model import GapReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_ONE_OF: Final = unknown("which of several is changed")


class Birth(Enum):
    """The key under which changes keep that a box was made."""

    BIRTH = "birth"


Place: TypeAlias = "tuple[int, Key | Birth]"
Change: TypeAlias = "tuple[Box, Item | None]"
Changes: TypeAlias = "dict[Place, Change]"


class Trail:
    """Boxes, and what was in them before. `step` counts work, `clock` the boxes that were made."""

    def __init__(self, step: Callable[[int], None]) -> None:
        self.clock = 0
        self.step = step
        self.trail: list[tuple[Box, Key | Birth, Item | None]] = []

    def box(self, kind: Kind, entries: Mapping[Key, Item] | None = None) -> Box:
        """Make a box."""
        self.clock += 1
        box = Box(kind, dict(entries or {}), self.clock)
        self.trail.append((box, Birth.BIRTH, None))
        return box

    def list(self, items: Iterable[Item]) -> Box:
        """Make a list."""
        return self.box(Kind.LIST, dict(enumerate(items)))

    def set(self, items: Iterable[Item]) -> Box:
        """Make a set; with what is not plain there may be less in it than is seen, as some of it may be equal."""
        found = list(items)
        plain = {item.value: item for item in found if is_plain(item.value)}
        others = [item for item in found if not is_plain(item.value)]
        entries: dict[Key, Item] = dict(enumerate([*plain.values(), *others]))
        if not all(isinstance(item.value, Unknown) for item in others):
            entries[REST] = Item(unknown("a set", GapReason.UNSUPPORTED, present=False))
        return self.box(Kind.SET, entries)

    def put(self, box: Box, key: Key, item: Item) -> None:
        """Set an entry."""
        self._set(box, key, item)
        self._doubt_others(box, key, item)

    def drop(self, box: Box, key: Key) -> None:
        """Take an entry out, if it is there."""
        self._set(box, key, None)
        self._doubt_others(box, key, NOTHING)

    def append(self, box: Box, item: Item) -> None:
        """Add an element to a list."""
        self.put(box, len(box.entries) - (REST in box.entries), item)

    def one_of(self, items: Sequence[Item], doubt: Unknown) -> Item:
        """Give what all of some values agree on."""
        return Agreement(self.box, self.step, doubt).of(items)

    @property
    def mark(self) -> int:
        """Where the trail is."""
        return len(self.trail)

    def _set(self, box: Box, key: Key, item: Item | None) -> None:
        self.trail.append((box, key, box.entries.get(key)))
        if item is None:
            box.entries.pop(key, None)
        else:
            box.entries[key] = item

    def _doubt_others(self, box: Box, key: Key, item: Item) -> None:
        """Say of the boxes that a box stands for, or that stand for it, that they may have been changed too."""
        doubt = Item(maybe(_ONE_OF, present=False), item.at, item.key)
        for others in ("parts", "wholes"):
            waiting = [*getattr(box, others)]
            while waiting:
                self.step(1)
                other = waiting.pop()
                self._set(other, key, doubt)
                waiting += getattr(other, others)

    def keep(self, outcomes: Sequence[Changes], doubt: Unknown, clock: int) -> None:
        """Keep what the outcomes of blocks that began at a time agree on."""
        places = {place: change[0] for changes in outcomes for place, change in changes.items()}
        born = [(box, key) for (_, key), box in places.items() if box.born > clock]
        older = [(box, key) for (_, key), box in places.items() if box.born <= clock]
        older.sort(key=lambda place: place[0].kind is Kind.SCOPE)
        begun = self.clock
        for box, key in (*born, *older):  # what refers to boxes is settled when all is in them
            if isinstance(key, Birth):
                self.trail.append((box, key, None))
                continue
            self._settle(box, key, [changes for changes in outcomes if _knows(changes, box, clock)], doubt)
            if any(whole.born > begun for whole in box.wholes):  # that was before it was settled
                self._doubt_others(box, key, box.entries.get(key, NOTHING))

    def _settle(self, box: Box, key: Key, outcomes: Sequence[Changes], doubt: Unknown) -> None:
        self.step(len(outcomes))
        unchanged = (box, box.entries.get(key))
        items = [changes.get((id(box), key), unchanged)[1] for changes in outcomes]
        there = [item for item in items if item]
        settled = there[0] if len(there) == 1 else self.one_of(there, doubt) if there else None
        if settled and len(there) < len(items) and box.kind is not Kind.SCOPE:
            settled = Item(maybe(doubt, present=False), settled.at, settled.key)
        self._set(box, key, settled)  # a name that is not there after some branches is not used after those

    def since(self, mark: int) -> Changes:
        """Give what has become of what was changed since a mark."""
        self.step(len(self.trail) - mark)
        return {
            (id(box), key): (box, None if isinstance(key, Birth) else box.entries.get(key))
            for box, key, _ in self.trail[mark:]
        }

    def undone(self, mark: int) -> Changes:
        """Take back what was changed since a mark, and give what it had become."""
        changes: Changes = {}
        while len(self.trail) > mark:
            box, key, before = self.trail.pop()
            if isinstance(key, Birth):
                changes[id(box), key] = (box, None)
                continue
            changes.setdefault((id(box), key), (box, box.entries.get(key)))
            if before is None:
                box.entries.pop(key, None)
            else:
                box.entries[key] = before
        return dict(reversed(changes.items()))  # in the order of the code: lists keep theirs


def _knows(changes: Changes, box: Box, clock: int) -> bool:
    """Tell whether a box was there where something ended: an older one, or one that was made on the way there."""
    return box.born <= clock or (id(box), Birth.BIRTH) in changes
