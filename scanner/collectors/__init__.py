"""Read a live account: the fewest calls that give the facts, and a gap for each fact that AWS does not give."""

from scanner.collectors.account import collect
from scanner.collectors.contract import Patience, Progress, Root, Silent, State, Tally, Target, Wanted
from scanner.collectors.families import FAMILIES, Family

__all__ = [
    "FAMILIES",
    "Family",
    "Patience",
    "Progress",
    "Root",
    "Silent",
    "State",
    "Tally",
    "Target",
    "Wanted",
    "collect",
]
