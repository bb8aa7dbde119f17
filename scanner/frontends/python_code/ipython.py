"""Make plain Python of what IPython takes: magics and shell lines become nothing, and all else stays where it is."""

from __future__ import annotations

import re
from typing import Final

from scanner.frontends.python_code.source import parse_python
from scanner.frontends.text.positions import TextError

_CELL_MAGIC: Final = re.compile(r"(\s*)%%(\w+).*")
KEPT: Final = frozenset({"time", "timeit", "capture", "local", "prun", "python", "python3"})
"""Magics of whole cells that run the cell's Python; all others make something else of it."""

_SPECIAL: Final = re.compile(r"(?m)^[ \t]*[%!?]|=[ \t]*[!%]|\?[ \t]*$")
_LINE: Final = re.compile(r"([ \t]*+)(?:[%!?].*|[^#'\"=?]*+\?{1,2}[ \t]*+)$")
_ASSIGNED: Final = re.compile(r"([ \t]*+[\w.,\[\] ]++=[ \t]*+)[!%].*$")
_TIMED: Final = re.compile(r"([ \t]*)%(?:time|timeit|prun)[ \t]+(?:-\w+[ \t]*\d*[ \t]+)*(?=\S)")
_ASSIGNED_TIMED: Final = re.compile(r"([ \t]*+[\w.,\[\] ]++=[ \t]*+)%(?:time|timeit|prun)[ \t]+(?=\S)")
_FROM_SHELL: Final = "get_ipython()"
"""What a shell or a magic gives is not known."""
_SHELL: Final = re.compile(r"(pip3?|conda|cd|ls|pwd|cat|mkdir|rm|cp|mv|aws|git|docker|wget|curl)\b(?![ \t]*[=(.,)\[])")


def plain_python(text: str) -> str:
    """Give a cell's Python, line by line where it was; nothing of a cell in another language."""
    if magic := _CELL_MAGIC.match(text):
        if magic[2] not in KEPT:
            return "\n" * text.count("\n")
        text = magic[1] + text[magic.end() :]
    special = any(mark in text for mark in "%!?") and _SPECIAL.search(text)
    if not special and not _SHELL.match(text.lstrip()):
        return text
    return text if _parses(text) else _without_magics(text)


def _parses(text: str) -> bool:
    try:
        parse_python(text)
    except TextError:
        return False
    return True


def _without_magics(text: str) -> str:
    lines = []
    goes_on = False
    for line in text.split("\n"):
        if goes_on:
            goes_on = line.rstrip().endswith("\\")
            lines.append("")
            continue
        changed = _plain_line(line)
        goes_on = changed != line and line.rstrip().endswith("\\")
        lines.append(changed)
    return "\n".join(lines)


def _plain_line(line: str) -> str:
    if timed := _TIMED.match(line):
        width = timed.end() - len(timed[1])
        return f"{timed[1]}0{' ' * (width - 2)};{line[timed.end() :]}"
    if timed := _ASSIGNED_TIMED.match(line):
        return f"{timed[1]}{' ' * (timed.end() - len(timed[1]))}{line[timed.end() :]}"
    if assigned := _ASSIGNED.match(line):
        return f"{assigned[1]}{_FROM_SHELL}"
    if found := _LINE.match(line):
        return f"{found[1]}pass"
    if _SHELL.match(line):
        return "pass"
    return line
