"""Text with a few characters lost, doubled or put in: what an editor or a merge leaves of a file."""

from __future__ import annotations

import random

_CHARACTERS = '{}[]()"$%=,.:?!*&|<>-+/~ \n0a_é'


def torn(text: str, seed: int, most: int = 6) -> str:
    """Tear `text` in 1 to `most` places; the same seed tears the same way."""
    chance = random.Random(seed)
    characters = list(text)
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(characters))
        match chance.randrange(3):
            case 0:
                del characters[at]
            case 1:
                characters.insert(at, chance.choice(_CHARACTERS))
            case _:
                characters[at] = chance.choice(characters)
    return "".join(characters)
