"""Keep what can change, so that branches can be run one after the other and then laid side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from scanner.frontends.python_code.agreement import Agreement
from scanner.frontends.python_code.values import NOTHING, REST, Box, Item, Key, Kind, Symbol, maybe, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scanner.frontends.nodes import Unknown

_Result = TypeVar("_Result")
_MOST_WAYS: Final = 8
_ONE_OF: Final = unknown("which of several is changed")


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
_Values: TypeAlias = "list[tuple[Box, Item | None]]"
Changes: TypeAlias = "dict[_Place, tuple[Box, Item | None]]"


@dataclass(slots=True)
class Enclosure:
    """A loop or a function that is followed, and what had become of everything where blocks in it left it early.

    `nested` is what only looks at how it is left.
    """

    mark: int
    depth: int
    nested: bool = False
    ends: list[Changes] = field(default_factory=list)
    at_last: bool = False


class Store:
    """Boxes, and a trail of what was in them before. `step` counts work.

    `within` are the branches that are followed just now, `only` those beside which no other goes on; `clock`
    counts the boxes that were made.
    """

    def __init__(self, step: Callable[[int], None]) -> None:
        self.within: tuple[int, ...] = ()
        self.only: set[int] = set()
        self._step = step
        self._trail: list[tuple[Box, Key | Birth, Item | None]] = []
        self.clock = 0
        self._branches = 0
        self._depth = 0
        self._enclosures: dict[Flow, list[Enclosure]] = {Flow.LEAVE: [], Flow.RETURN: []}

    def box(self, kind: Kind, entries: Mapping[Key, Item] | None = None) -> Box:
        """Make a box."""
        self.clock += 1
        box = Box(kind, dict(entries or {}), self.clock)
        self._trail.append((box, Birth.BIRTH, None))
        return box

    def list(self, items: Iterable[Item]) -> Box:
        """Make a list."""
        return self.box(Kind.LIST, dict(enumerate(items)))

    def put(self, box: Box, key: Key, item: Item) -> None:
        """Set an entry."""
        self._set(box, key, item)
        self._doubt_others(box, key, item)

    def drop(self, box: Box, key: Key) -> None:
        """Take an entry out, if it is there."""
        self._set(box, key, None)
        self._doubt_others(box, key, NOTHING)

    def _set(self, box: Box, key: Key, item: Item | None) -> None:
        self._trail.append((box, key, box.entries.get(key)))
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
                self._step(1)
                other = waiting.pop()
                self._set(other, key, doubt)
                waiting += getattr(other, others)

    def one_of(self, items: Sequence[Item], doubt: Unknown) -> Item:
        """Give what all of some values agree on."""
        return Agreement(self.box, self._step, doubt).of(items)

    def append(self, box: Box, item: Item) -> None:
        """Add an element to a list."""
        self.put(box, len(box.entries) - (REST in box.entries), item)

    def branch(self, doubt: Unknown, branches: Sequence[Callable[[], Flow]]) -> Flow:
        """Run blocks of which only one will run, and keep what those that go on agree on."""
        mark, clock = len(self._trail), self.clock
        outcomes = [(*self._one_branch(run), self._undone(mark)) for run in branches]
        going = [changes for _, flow, changes in outcomes if flow is Flow.NEXT]
        self.only |= {number for number, flow, _ in outcomes if flow is Flow.NEXT and len(going) == 1}
        self._keep(going, doubt, clock)
        return Flow.NEXT if going else min((flow for _, flow, _ in outcomes), key=list(Flow).index)

    def either_way(self, doubt: Unknown, evaluate: Callable[[], Item]) -> Item:
        """Evaluate what may not be evaluated: what it changes may be so or not."""
        found: list[Item] = []

        def run() -> Flow:
            found.append(evaluate())
            return Flow.NEXT

        self.branch(doubt, [run, lambda: Flow.NEXT])
        return found[0]

    def aside(self, run: Callable[[], object]) -> None:
        """Run a block for what it calls, and take back what it changes."""
        mark = len(self._trail)
        self._deeper(run)
        self._undone(mark)

    def perhaps(self, run: Callable[[], object], doubt: Unknown) -> None:
        """Run a block of which nobody knows whether it runs before others: what it changes may have been so before.

        What it sets first is what others find, who could do nothing without.
        """
        mark, clock = len(self._trail), self.clock
        self._deeper(run)
        changes = self._undone(mark)
        first = {place: change for place, change in changes.items() if _sets_first(place[1], *change)}
        self._keep([changes, first], doubt, clock)

    def outcome(self, run: Callable[[], Flow]) -> tuple[Flow, Changes, Mapping[Flow, Sequence[Changes]]]:
        """Run a block, take back what it changes, and give that: at its end, and where it was left early, by how."""
        mark, depth = len(self._trail), self._depth + 1
        early = {kind: Enclosure(mark, depth, nested=True) for kind in self._enclosures}
        for kind, enclosure in early.items():
            self._enclosures[kind].append(enclosure)
        try:
            flow = self._deeper(run)
        finally:
            for enclosures in self._enclosures.values():
                enclosures.pop()
        return flow, self._undone(mark), {kind: enclosure.ends for kind, enclosure in early.items()}

    def replay(self, outcomes: Sequence[Changes], doubt: Unknown, since: int) -> None:
        """Go on from where blocks have ended that began at a time: with what they agree on."""
        self._keep(outcomes, doubt, since)

    def rehearse(self, run: Callable[[], object]) -> dict[tuple[Box, Key], Item | None]:
        """Run a block, take back what it changes, and give what that had become of what was there before."""
        mark, clock = len(self._trail), self.clock
        self._deeper(run)
        changes = self._undone(mark).items()
        older = ((box, key, item) for (_, key), (box, item) in changes if box.born <= clock)
        return {(box, key): item for box, key, item in older if not isinstance(key, Birth)}

    def ways(self, mark: int, since: int) -> Sequence[Changes]:
        """Give what all that was there may have been since a mark and a time, and what it is now."""
        now = self._since(mark)
        values: defaultdict[_Place, _Values] = defaultdict(list)
        for box, key, before in self._trail[mark:]:
            if box.born <= since:
                values[id(box), key].append((box, before))
        longest = min(max(map(len, values.values()), default=0), _MOST_WAYS)
        columns = ({place: found[min(at, len(found) - 1)] for place, found in values.items()} for at in range(longest))
        return [*columns, now]

    def doubt_since(self, mark: int, since: int, doubt: Unknown) -> None:
        """Say of all that was there, and was changed since a mark and a time, that nobody knows when."""
        for (_, key), (box, item) in self._since(mark).items():
            if box.born <= since and not isinstance(key, Birth):
                known = item or NOTHING
                self.put(box, key, Item(maybe(doubt, present=False), known.at, known.key))

    @property
    def mark(self) -> int:
        """Where the trail is."""
        return len(self._trail)

    def enclose(self, kind: Flow, run: Callable[[], Flow], doubt: Callable[[], Unknown]) -> tuple[Flow, bool]:
        """Follow a loop or a function, and keep what all the ways to its end agree on.

        Gives how the block itself ended, and whether some others in it left it early.
        """
        enclosure = Enclosure(len(self._trail), self._depth + 1)
        clock = self.clock
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
            if self._depth == enclosure.depth and not enclosure.nested:
                enclosure.at_last = True
            else:
                enclosure.ends.append(self._since(enclosure.mark))
        return kind

    def _one_branch(self, run: Callable[[], Flow]) -> tuple[int, Flow]:
        outside, self._branches = self.within, self._branches + 1
        number = self._branches
        self.within = (*outside, number)
        try:
            return number, self._deeper(run)
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
        born = [(box, key) for (_, key), box in places.items() if box.born > clock]
        older = [(box, key) for (_, key), box in places.items() if box.born <= clock]
        for box, key in (*born, *older):  # what refers to new boxes is settled when all is in them
            if isinstance(key, Birth):
                self._trail.append((box, key, None))
            else:
                self._settle(box, key, [changes for changes in outcomes if _knows(changes, box, clock)], doubt)

    def _settle(self, box: Box, key: Key, outcomes: Sequence[Changes], doubt: Unknown) -> None:
        self._step(len(outcomes))
        unchanged = (box, box.entries.get(key))
        items = [changes.get((id(box), key), unchanged)[1] for changes in outcomes]
        there = [item for item in items if item]
        settled = there[0] if len(there) == 1 else self.one_of(there, doubt) if there else None
        if settled and len(there) < len(items) and box.kind is not Kind.SCOPE:
            settled = Item(maybe(doubt, present=False), settled.at, settled.key)
        self._set(box, key, settled)  # a name that is not there after some branches is not used after those

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
    if isinstance(key, Birth) or not (box.kind is Kind.SCOPE or box.of):
        return False
    before = box.entries.get(key)
    return before is None or (before.value is None and item is not None and isinstance(item.value, Symbol))


def _knows(changes: Changes, box: Box, clock: int) -> bool:
    """Tell whether a box was there where something ended: an older one, or one that was made on the way there."""
    return box.born <= clock or (id(box), Birth.BIRTH) in changes
