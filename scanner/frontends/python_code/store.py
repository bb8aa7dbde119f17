"""Run branches one after the other, and lay what they have made of everything side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from scanner.frontends.python_code.trail import Birth, Trail
from scanner.frontends.python_code.values import NOTHING, Box, Item, Key, Kind, Symbol, maybe, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scanner.frontends.nodes import Unknown
    from scanner.frontends.python_code.trail import Change, Changes, Place

_Result = TypeVar("_Result")
_MOST_WAYS: Final = 8
_ANYTHING: Final = Item(unknown("what is changed over and over", present=False))


class Flow(Enum):
    """How a block ends."""

    NEXT = "next"
    LEAVE = "leave"
    RETURN = "return"
    RAISE = "raise"


def go_on() -> Flow:
    """Do nothing, and end."""
    return Flow.NEXT


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


class Store(Trail):
    """Boxes, and how blocks change them. `step` counts work.

    `within` are the branches that are followed just now, `only` those beside which no other goes on.
    """

    def __init__(self, step: Callable[[int], None]) -> None:
        super().__init__(step)
        self.within: tuple[int, ...] = ()
        self.only: set[int] = set()
        self._branches = 0
        self._depth = 0
        self._enclosures: dict[Flow, list[Enclosure]] = {Flow.LEAVE: [], Flow.RETURN: []}

    def branch(self, doubt: Unknown, branches: Sequence[Callable[[], Flow]]) -> Flow:
        """Run blocks of which only one will run, and keep what those that go on agree on."""
        mark, clock = len(self.trail), self.clock
        outcomes = [(*self._one_branch(run), self.undone(mark)) for run in branches]
        going = [changes for _, flow, changes in outcomes if flow is Flow.NEXT]
        self.only |= {number for number, flow, _ in outcomes if flow is Flow.NEXT and len(going) == 1}
        self.keep(going, doubt, clock)
        return Flow.NEXT if going else min((flow for _, flow, _ in outcomes), key=list(Flow).index)

    def either_way(self, doubt: Unknown, evaluate: Callable[[], Item]) -> Item:
        """Evaluate what may not be evaluated: what it changes may be so or not."""
        found: list[Item] = []

        def run() -> Flow:
            found.append(evaluate())
            return Flow.NEXT

        self.branch(doubt, [run, go_on])
        return found[0]

    def aside(self, run: Callable[[], object]) -> None:
        """Run a block for what it calls, and take back what it changes."""
        mark = len(self.trail)
        self._deeper(run)
        self.undone(mark)

    def perhaps(self, run: Callable[[], object], doubt: Unknown) -> None:
        """Run a block of which nobody knows whether it runs before others: what it changes may have been so before.

        What it sets first is what others find, who could do nothing without.
        """
        mark, clock = len(self.trail), self.clock
        self._deeper(run)
        changes = self.undone(mark)
        first = {place: change for place, change in changes.items() if _sets_first(place[1], *change)}
        self.keep([changes, first], doubt, clock)

    def outcome(self, run: Callable[[], Flow]) -> tuple[Flow, Changes, Mapping[Flow, Sequence[Changes]]]:
        """Run a block, take back what it changes, and give that: at its end, and where it was left early, by how."""
        mark, depth = len(self.trail), self._depth + 1
        early = {kind: Enclosure(mark, depth, nested=True) for kind in self._enclosures}
        for kind, enclosure in early.items():
            self._enclosures[kind].append(enclosure)
        try:
            flow = self._deeper(run)
        finally:
            for enclosures in self._enclosures.values():
                enclosures.pop()
        return flow, self.undone(mark), {kind: enclosure.ends for kind, enclosure in early.items()}

    def rehearse(self, run: Callable[[], object]) -> dict[tuple[Box, Key], Item | None]:
        """Run a block, take back what it changes, and give what that had become of what was there before."""
        mark, clock = len(self.trail), self.clock
        self._deeper(run)
        changes = self.undone(mark).items()
        older = ((box, key, item) for (_, key), (box, item) in changes if box.born <= clock)
        return {(box, key): item for box, key, item in older if not isinstance(key, Birth)}

    def ways(self, mark: int, since: int) -> Sequence[Changes]:
        """Give what all that was there may have been since a mark and a time, and what it is now.

        What was changed more often than is told apart may have been anything.
        """
        now = self.since(mark)
        values: defaultdict[Place, list[Change]] = defaultdict(list)
        for box, key, before in self.trail[mark:]:
            if box.born <= since and len(found := values[id(box), key]) <= _MOST_WAYS:
                found.append((box, before if len(found) < _MOST_WAYS else _ANYTHING))
        longest = max(map(len, values.values()), default=0)
        columns = ({place: found[min(at, len(found) - 1)] for place, found in values.items()} for at in range(longest))
        return [*columns, now]

    def doubt_since(self, mark: int, since: int, doubt: Unknown) -> None:
        """Say of all that was there, and was changed since a mark and a time, that nobody knows when."""
        for (_, key), (box, item) in self.since(mark).items():
            if box.born <= since and not isinstance(key, Birth):
                known = item or NOTHING
                self.put(box, key, Item(maybe(doubt, present=False), known.at, known.key))

    def enclose(self, kind: Flow, run: Callable[[], Flow], doubt: Callable[[], Unknown]) -> tuple[Flow, bool]:
        """Follow a loop or a function, and keep what all the ways to its end agree on.

        Gives how the block itself ended, and whether some others in it left it early.
        """
        enclosure = Enclosure(len(self.trail), self._depth + 1)
        clock = self.clock
        self._enclosures[kind].append(enclosure)
        try:
            flow = self._deeper(run)
        finally:
            self._enclosures[kind].pop()
        if enclosure.ends:
            last = self.undone(enclosure.mark)
            self.keep([*enclosure.ends, *([last] if flow is Flow.NEXT or enclosure.at_last else [])], doubt(), clock)
        return flow, bool(enclosure.ends) or enclosure.at_last

    def leave(self, kind: Flow) -> Flow:
        """Leave the loop or the function here: what has become of everything until now is how it may end."""
        if enclosures := self._enclosures[kind]:
            enclosure = enclosures[-1]
            if self._depth == enclosure.depth and not enclosure.nested:
                enclosure.at_last = True
            else:
                enclosure.ends.append(self.since(enclosure.mark))
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


def _sets_first(key: Key | Birth, box: Box, item: Item | None) -> bool:
    """Tell whether there was nothing before, or None in place of something that is used by its methods."""
    if isinstance(key, Birth) or not (box.kind is Kind.SCOPE or box.of):
        return False
    before = box.entries.get(key)
    return before is None or (before.value is None and item is not None and isinstance(item.value, Symbol))
