"""Where an OPA server is, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.records import record

if TYPE_CHECKING:
    from scanner.paths import Json


@record(frozen=True, slots=True)
class OpaAddress:
    """Where an OPA server is, and how it is reached."""

    url: str
    token: str | None = None
    ca_file: str | None = None
    verify: bool = True
    timeout: float = 30.0


@record(frozen=True, slots=True)
class Complaints:
    """What OPA said is wrong with a module or an evaluation."""

    messages: tuple[str, ...]


@record(frozen=True, slots=True)
class Answer:
    """What a rule evaluated to; `undefined` when there is no value at all."""

    value: Json
    undefined: bool = False
