"""Tell which functions and classes of a file matter: those that can make something, and those that these ask for."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scanner.frontends.python_code.outline import Block, Outline

_STAR: Final = re.compile(r"import\s*\*")


def irrelevant(outline: Outline, telling: frozenset[str]) -> tuple[Block, ...]:
    """Give the blocks that can make nothing, and that neither what can nor the code between them mentions.

    `telling` are words that tell: packages, methods, and names for what is of them.
    """
    blocks = outline.blocks
    if _STAR.search(outline.text):  # any word may be a name of that package
        return ()
    named: defaultdict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        named[block.name].append(block)
    names = frozenset(named)
    mentioned = {block: block.words & names for block in blocks}
    users: defaultdict[str, list[Block]] = defaultdict(list)
    for block, others in mentioned.items():
        for name in others:
            users[name].append(block)
    makers = _reached((block for block in blocks if not telling.isdisjoint(block.words)), lambda one: users[one.name])
    asked = chain.from_iterable(named[name] for name in outline.between & names)
    kept = _reached((*makers, *asked), lambda one: chain.from_iterable(named[name] for name in mentioned[one]))
    return tuple(block for block in blocks if block not in kept)


def _reached(start: Iterable[Block], following: Callable[[Block], Iterable[Block]]) -> set[Block]:
    """Follow from blocks to others as long as there are new ones."""
    found = set(start)
    waiting = list(found)
    while waiting:
        more = set(following(waiting.pop())) - found
        found |= more
        waiting += more
    return found
