"""What of a result counts: a baseline of known findings, and the commit since which changes are looked at."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.baseline import Entry, compare
from scanner.baseline_file import read_baseline
from scanner.buffer_changes import with_buffers
from scanner.errors import ConfigError
from scanner.frontends.files import show
from scanner.git_changes import Base, find_base, read_changes
from scanner.narrowing import files_of, narrow
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.config import Settings
    from scanner.model import ScanResult


@record(frozen=True, slots=True)
class Gate:
    """What to compare a result with; all of it is read before any work is done."""

    baseline: str = ""
    entries: tuple[Entry, ...] = ()
    base: Base | None = None
    looked_at: tuple[str, ...] = ()
    buffers: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        settings: Settings,
        paths: Sequence[Path] = (),
        changed_since: str | None = None,
        given: Mapping[Path, bytes] | None = None,
    ) -> Gate:
        """Read the baseline, and find the commit; `given` are contents that stand for those of files.

        Raises BaselineError, ChangesError, and ConfigError.
        """
        if settings.fail_on_new and not settings.baseline and changed_since is None:
            raise ConfigError("--fail-on-new does not know what is new", "give --baseline or --changed-since as well")
        entries = read_baseline(Path(settings.baseline)) if settings.baseline else ()
        base = None if changed_since is None else find_base(changed_since)
        buffers = {name: text for path, text in (given or {}).items() for name in looked_at([path])}
        return cls(settings.baseline, entries, base, (*buffers, *looked_at(paths)), buffers)

    def sift(self, result: ScanResult) -> ScanResult:
        """Say of every finding whether it is known, and leave out those that no change touches."""
        if self.baseline:
            result = compare(result, self.baseline, self.entries, self.looked_at)
        if self.base is not None:
            changes = read_changes(self.base, files_of(result))
            result = narrow(result, with_buffers(changes, self.buffers))
        return result


WIDE_OPEN: Final = Gate()


def looked_at(paths: Sequence[Path]) -> tuple[str, ...]:
    """Name paths as findings name files: those of a directory lie where it really is."""
    return tuple(dict.fromkeys(show(place) for path in paths for place in (path, path.resolve())))
