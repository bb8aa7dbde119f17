"""Keep what can change, so that branches can be run one after the other and then laid side by side."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from scanner.frontends.python_code.values import REST, Box, Item, Key, Kind, either, maybe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scanner.frontends.nodes import Unknown


class Flow(Enum):
    """How a block ends."""

    NEXT = "next"
    LEAVE = "leave"
    RETURN = "return"


Changes: TypeAlias = "dict[tuple[int, Key], tuple[Box, Item | None]]"


class Store:
    """Boxes, and a trail of what was in them before."""

    def __init__(self) -> None:
        self._trail: list[tuple[Box, Key, Item | None]] = []
        self._clock = 0

    def box(self, kind: Kind, entries: Mapping[Key, Item] | None = None) -> Box:
        """Make a box."""
        self._clock += 1
        return Box(kind, dict(entries or {}), self._clock)

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
        outcomes = [(run(), self._undone(mark)) for run in branches]
        going = [changes for flow, changes in outcomes if flow is Flow.NEXT]
        kept = going or [changes for _, changes in outcomes]
        for place in dict.fromkeys(place for changes in kept for place in changes):
            self._settle(place[1], [changes.get(place) for changes in kept], doubt, clock)
        return Flow.NEXT if going else min((flow for flow, _ in outcomes), key=list(Flow).index)

    def aside(self, run: Callable[[], Flow]) -> None:
        """Run a block for what it calls, and take back what it changes."""
        mark = len(self._trail)
        run()
        self._undone(mark)

    def _settle(self, key: Key, found: Sequence[tuple[Box, Item | None] | None], doubt: Unknown, clock: int) -> None:
        box = next(change[0] for change in found if change)
        before = box.entries.get(key)
        if box.born > clock:  # made in one of the branches: the others know nothing of it
            settled = next(change[1] for change in found if change)
        else:
            items = [change[1] if change else before for change in found]
            settled = _agreed(items, doubt, names=box.kind is Kind.SCOPE)
        if settled is None:
            self.drop(box, key)
        else:
            self.put(box, key, settled)

    def _undone(self, mark: int) -> Changes:
        """Take back what was changed since a mark, and give what it had become."""
        changes: Changes = {}
        while len(self._trail) > mark:
            box, key, before = self._trail.pop()
            changes.setdefault((id(box), key), (box, box.entries.get(key)))
            if before is None:
                box.entries.pop(key, None)
            else:
                box.entries[key] = before
        return changes


def _agreed(items: Sequence[Item | None], doubt: Unknown, *, names: bool) -> Item | None:
    """Give what branches agree on; a name that is not there in some of them is not used after those."""
    there = [item for item in items if item]
    if not there:
        return None
    agreed = there[0]
    for item in there[1:]:
        agreed = either(agreed, item, doubt)
    if len(there) == len(items) or names:
        return agreed
    return Item(maybe(doubt, present=False), agreed.at, agreed.key)
