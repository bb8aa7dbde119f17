"""Read what Checkov answers: a JSON document for each run, with a report for each framework."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from scanner.model import Gap, GapReason, Location, Span
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.checkov.program import Ended

_LONGEST: Final = 300
_ERROR: Final = "[ERROR]"
_FAILED_CHECK: Final = "Failed to run check "
_NEEDS: Final = "an answer of Checkov"


class Outcome(msgspec.Struct, frozen=True):
    """`PASSED`, `FAILED` or `SKIPPED`, the reason for the last, and what the check looked at."""

    result: str
    suppress_comment: str | None = None
    evaluated_keys: list[str] = []


class Record(msgspec.Struct, frozen=True):
    """What one check said of one block; lines are 0 or absent where Checkov does not know them."""

    check_id: str
    check_result: Outcome
    file_abs_path: str
    resource: str
    file_line_range: list[int | None]

    @property
    def line(self) -> int:
        """The first line of the block."""
        return max(1, (self.file_line_range or [1])[0] or 1)

    @property
    def last_line(self) -> int:
        """The last line of the block."""
        return max(self.line, (self.file_line_range or [1])[-1] or 1)

    @property
    def address(self) -> str:
        """The address in Terraform, or the logical id in CloudFormation."""
        kind, dot, name = self.resource.partition(".")
        return name if dot and "::" in kind else self.resource


class _Results(msgspec.Struct, frozen=True):
    passed_checks: list[Record] = []
    failed_checks: list[Record] = []
    skipped_checks: list[Record] = []
    parsing_errors: list[str] = []


class _Summary(msgspec.Struct, frozen=True):
    checkov_version: str = ""


class _Report(msgspec.Struct, frozen=True):
    """The report of a framework; of nothing at all Checkov gives a bare summary."""

    results: _Results = _Results()
    summary: _Summary = _Summary()
    checkov_version: str = ""


@record(frozen=True, slots=True)
class Answer:
    """All that Checkov said: records, what failed first, the files that it could not parse, and its troubles."""

    version: str = ""
    records: tuple[Record, ...] = ()
    unparsed: tuple[Path, ...] = ()
    troubles: tuple[Gap, ...] = ()


def read_answer(runs: Iterable[Ended]) -> Answer:
    """Read the answers of all runs together. What cannot be read is a gap, never an error."""
    reports: list[_Report] = []
    troubles: list[Gap] = []
    for ended in runs:
        if (trouble := _trouble(ended)) is not None:
            troubles.append(trouble)
            continue
        try:
            reports += _reports(ended.out)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            troubles.append(_gap(f"Checkov's answer cannot be read: {error}"))
        troubles += _crashes(ended.err.decode(errors="replace"))
    results = [report.results for report in reports]
    versions = [report.summary.checkov_version or report.checkov_version for report in reports]
    return Answer(
        next(filter(None, versions), ""),
        tuple(
            record
            for kind in ("failed_checks", "skipped_checks", "passed_checks")
            for result in results
            for record in getattr(result, kind)
        ),
        tuple(dict.fromkeys(Path(file) for result in results for file in result.parsing_errors)),
        tuple(dict.fromkeys(troubles)),
    )


def _trouble(ended: Ended) -> Gap | None:
    match ended.code:
        case 0:
            return None
        case None:
            return _gap("Checkov was ended: its time was over", "a longer checkov_timeout")
        case code:
            said = ended.err.decode(errors="replace").strip().rpartition("\n")[2].strip()
            return _gap(f"Checkov ended with code {code}: {said}".rstrip(": "))


def _crashes(told: str) -> Iterator[Gap]:
    """Find the checks that crashed: Checkov leaves what they were to say out of its answer, and only logs it."""
    for line in told.splitlines():
        _, error, message = line.partition(_ERROR)
        if error and message.strip().startswith(_FAILED_CHECK):
            yield _gap(f"Checkov: {message.strip()}")


def _gap(message: str, needs: str = _NEEDS) -> Gap:
    return Gap(GapReason.TOOL_ERROR, message[:_LONGEST], needs)


def _reports(text: bytes) -> list[_Report]:
    """Read the reports of a run; of one framework there is no list. Raises MsgspecError."""
    document = msgspec.json.decode(text)
    return msgspec.convert(document if isinstance(document, list) else [document], list[_Report])


def unparsed_gap(file: str) -> Gap:
    """Say that Checkov could not parse a file."""
    whole = Location(file, Span(1, 1, 1, 1))
    return Gap(GapReason.UNREADABLE, f"{file}: Checkov cannot parse it", file, location=whole)
