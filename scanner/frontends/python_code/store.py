"""Keep what can change, so that branches can be run one after the other and then laid side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from scanner.frontends.python_code.agreement import one_of
from scanner.frontends.python_code.values import REST, Box, Item, Key, Kind, Symbol, maybe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scanner.frontends.nodes import Unknown

_Result = TypeVar("_Result")


class Flow(Enum):
    """How a block ends."""

    NEXT = "next"
    LEAVE = "leave"
    RETURN = "return"
    RAISE = "raise"


class Birth(Enum):
    """The key under which changes keep that a box was made."""

    BIRTH = "birth"


_Place: TypeAlias = "tuple[int, Key | Birth]"
Changes: TypeAlias = "dict[_Place, tuple[Box, Item | None]]"


@dataclass(slots=True)
class Enclosure:
    """A loop or a function that is followed, and what had become of everything where blocks in it left it early."""

    mark: int
    depth: int
    ends: list[Changes] = field(default_factory=list)
    at_last: bool = False


class Store:
    """Boxes, and a trail of what was in them before. `step` counts work.

    `within` are the branches that are followed just now.
    """

    def __init__(self, step: Callable[[int], None]) -> None:
        self.within: tuple[int, ...] = ()
        self._step = step
        self._trail: list[tuple[Box, Key | Birth, Item | None]] = []
        self._clock = 0
        self._branches = 0
        self._depth = 0
        self._enclosures: dict[Flow, list[Enclosure]] = {Flow.LEAVE: [], Flow.RETURN: []}

    def box(self, kind: Kind, entries: Mapping[Key, Item] | None = None) -> Box:
        """Make a box."""
        self._clock += 1
        box = Box(kind, dict(entries or {}), self._clock)
        self._trail.append((box, Birth.BIRTH, None))
        return box

    def list(self, items: Iterable[Item]) -> Box:
        """Make a list."""
        return self.box(Kind.LIST, dict(enumerate(items)))

    def put(self, box: Box, key: Key, item: Item) -> None:
        """Set an entry."""
        self._trail.append((box, key, box.entries.get(key)))
        box.entries[key] = item

    def drop(self, box: Box, key: Key) -> None:
        """Take an entry out, if it is there."""
        if key in box.entries:
            self._trail.append((box, key, box.entries.pop(key)))

    def append(self, box: Box, item: Item) -> None:
        """Add an element to a list."""
        self.put(box, len(box.entries) - (REST in box.entries), item)

    def branch(self, doubt: Unknown, branches: Sequence[Callable[[], Flow]]) -> Flow:
        """Run blocks of which only one will run, and keep what those that go on agree on."""
        mark, clock = len(self._trail), self._clock
        outcomes = [(self._one_branch(run), self._undone(mark)) for run in branches]
        going = [changes for flow, changes in outcomes if flow is Flow.NEXT]
        self._keep(going, doubt, clock)
        return Flow.NEXT if going else min((flow for flow, _ in outcomes), key=list(Flow).index)

    def aside(self, run: Callable[[], object]) -> None:
        """Run a block for what it calls, and take back what it changes."""
        mark = len(self._trail)
        self._deeper(run)
        self._undone(mark)

    def perhaps(self, run: Callable[[], object], doubt: Unknown) -> None:
        """Run a block of which nobody knows whether it runs before others: what it changes may have been so before.

        What it sets first is what others find, who could do nothing without.
        """
        mark, clock = len(self._trail), self._clock
        self._deeper(run)
        changes = self._undone(mark)
        first = {place: change for place, change in changes.items() if _sets_first(place[1], *change)}
        self._keep([changes, first], doubt, clock)

    def enclose(self, kind: Flow, run: Callable[[], Flow], doubt: Callable[[], Unknown]) -> tuple[Flow, bool]:
        """Follow a loop or a function, and keep what all the ways to its end agree on.

        Gives how the block itself ended, and whether some others in it left it early.
        """
        enclosure = Enclosure(len(self._trail), self._depth + 1)
        clock = self._clock
        self._enclosures[kind].append(enclosure)
        try:
            flow = self._deeper(run)
        finally:
            self._enclosures[kind].pop()
        if enclosure.ends:
            last = self._undone(enclosure.mark)
            self._keep([*enclosure.ends, *([last] if flow is Flow.NEXT or enclosure.at_last else [])], doubt(), clock)
        return flow, bool(enclosure.ends) or enclosure.at_last

    def leave(self, kind: Flow) -> Flow:
        """Leave the loop or the function here: what has become of everything until now is how it may end."""
        if enclosures := self._enclosures[kind]:
            enclosure = enclosures[-1]
            if self._depth == enclosure.depth:
                enclosure.at_last = True
            else:
                enclosure.ends.append(self._since(enclosure.mark))
        return kind

    def _one_branch(self, run: Callable[[], Flow]) -> Flow:
        outside, self._branches = self.within, self._branches + 1
        self.within = (*outside, self._branches)
        try:
            return self._deeper(run)
        finally:
            self.within = outside

    def _deeper(self, run: Callable[[], _Result]) -> _Result:
        self._depth += 1
        try:
            return run()
        finally:
            self._depth -= 1

    def _keep(self, outcomes: Sequence[Changes], doubt: Unknown, clock: int) -> None:
        places = {place: change[0] for changes in outcomes for place, change in changes.items()}
        for (_, key), box in places.items():
            if isinstance(key, Birth):
                self._trail.append((box, key, None))
            else:
                self._settle(box, key, [changes for changes in outcomes if _knows(changes, box, clock)], doubt)

    def _settle(self, box: Box, key: Key, outcomes: Sequence[Changes], doubt: Unknown) -> None:
        self._step(len(outcomes))
        unchanged = (box, box.entries.get(key))
        items = [changes.get((id(box), key), unchanged)[1] for changes in outcomes]
        settled = _agreed(items, doubt, names=box.kind is Kind.SCOPE)
        if settled is None:
            self.drop(box, key)
        else:
            self.put(box, key, settled)

    def _since(self, mark: int) -> Changes:
        """Give what has become of what was changed since a mark."""
        self._step(len(self._trail) - mark)
        return {
            (id(box), key): (box, None if isinstance(key, Birth) else box.entries.get(key))
            for box, key, _ in self._trail[mark:]
        }

    def _undone(self, mark: int) -> Changes:
        """Take back what was changed since a mark, and give what it had become."""
        changes: Changes = {}
        while len(self._trail) > mark:
            box, key, before = self._trail.pop()
            if isinstance(key, Birth):
                changes[id(box), key] = (box, None)
                continue
            changes.setdefault((id(box), key), (box, box.entries.get(key)))
            if before is None:
                box.entries.pop(key, None)
            else:
                box.entries[key] = before
        return dict(reversed(changes.items()))  # in the order of the code: lists keep theirs


def _sets_first(key: Key | Birth, box: Box, item: Item | None) -> bool:
    """Tell whether there was nothing before, or None in place of something that is used by its methods."""
    if isinstance(key, Birth) or box.kind not in (Kind.SCOPE, Kind.OBJECT):
        return False
    before = box.entries.get(key)
    return before is None or (before.value is None and item is not None and isinstance(item.value, Symbol))


def _knows(changes: Changes, box: Box, clock: int) -> bool:
    """Tell whether a box was there where something ended: an older one, or one that was made on the way there."""
    return box.born <= clock or (id(box), Birth.BIRTH) in changes


def _agreed(items: Sequence[Item | None], doubt: Unknown, *, names: bool) -> Item | None:
    """Give what branches agree on; a name that is not there in some of them is not used after those."""
    there = [item for item in items if item]
    if not there:
        return None
    agreed = one_of(there, doubt)
    if len(there) == len(items) or names:
        return agreed
    return Item(maybe(doubt, present=False), agreed.at, agreed.key)
