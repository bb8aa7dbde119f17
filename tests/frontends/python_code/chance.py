"""Write programs by chance: what changes lists, sets, dictionaries and objects, and jobs that are made on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

GRAMMAR = {
    part: text.splitlines()
    for part, text in re.findall(
        r"^### (.*)\n((?:(?!### ).*\n)*)", Path(__file__).with_name("grammar.txt").read_text(), re.MULTILINE
    )
}
BLOCKS = (
    ("if {condition}:",),
    ("if {condition}:",),
    ("if {condition}:", "else:"),
    ("if {condition}:", "elif {condition}:", "else:"),
    ("for v in list(l):",),
    ("for v in [{texts}]:",),
    ("for v in sorted(s):", "else:"),
    ("for i, v in enumerate(list(l)):",),
    ("for v, x in zip(list(l), [{texts}]):",),
    ("try:", "except ValueError:"),
    ("try:", "except ValueError:", "finally:"),
    ("with contextlib.suppress(Exception):",),
    ("match {value}:", '    case "a":', '    case "s3://x" | None:'),
    ("match X:", '    case "a":', "    case _:"),
)
_DEEPEST = 3


def program(chance: Random) -> str:
    """Write one; it ends, whatever it does."""
    write = _writer(chance)
    lines = [line for _ in range(chance.randint(2, 5)) for line in _statement(chance, write, 0)]
    return "\n".join((*GRAMMAR["start"], *lines, write("PyTorch(**A, checkpoint_s3_uri={value})"), ""))


def _writer(chance: Random) -> Callable[[str], str]:
    def write(template: str) -> str:
        return template.format(
            text=chance.choice(GRAMMAR["texts"]),
            texts=", ".join(chance.choice(GRAMMAR["texts"]) for _ in range(chance.randint(1, 3))),
            value=chance.choice(GRAMMAR["values"]),
            condition=chance.choice(GRAMMAR["conditions"]),
        )

    return write


def _statement(chance: Random, write: Callable[[str], str], depth: int) -> Iterator[str]:
    if depth == _DEEPEST or chance.random() > 0.3:
        yield write(chance.choice(GRAMMAR["statements"]))
        return
    for head in chance.choice(BLOCKS):
        yield write(head)
        if head.startswith("match"):
            continue
        indent = " " * (len(head) - len(head.lstrip()) + 4)
        for _ in range(chance.randint(1, 3)):
            yield from (indent + line for line in _statement(chance, write, depth + 1))
        if head == "try:":
            yield f"{indent}sm.describe()"
