"""Read the end of a waiver from its reason: `no quota until 2027-01-31`."""

from __future__ import annotations

import re
from typing import Final, Self

from scanner.records import record

_END: Final = re.compile(r" ?\(?(?<![a-z])until[ :=]*(\d[^ ,;)]*)\)?[.,;]?", re.IGNORECASE)
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|may(?=\W+\d))\b"
)
_DATE: Final = (
    r"(?:(?:19|20)\d\d(?:\d{4})?(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d+/\d|\d+(?:st|nd|rd|th)\b|q[1-4]\b"
    rf"|{_MONTH})"
)
_UNREAD: Final = re.compile(rf"(?<![a-z])until(?![a-z])[\W_]*(?:\d|(?:[a-z]+[ :=,.()]+){{0,4}}{_DATE})", re.IGNORECASE)
"""An end that is meant: what follows `until`, within a few words, is about days. `until AWS grants it` is a reason."""


@record(frozen=True, slots=True)
class Ending:
    """A reason without the end in it, the end as it is written, and what is wrong with another one."""

    reason: str
    until: str = ""
    fault: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """Take a reason apart; nothing that looks like an end is passed over, or it would hold for ever."""
        reason = " ".join(text.split())
        end = _END.search(reason)
        if end is not None:
            reason = f"{reason[: end.start()]} {reason[end.end() :].lstrip()}"
        fault = "what it says behind `until` is no date like 2027-01-31" if _UNREAD.search(reason) else ""
        return cls(reason, end[1].rstrip(".") if end else "", fault)
