"""What every judging command does: settle the settings, judge, write the reports, choose the exit code."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.catalog import Catalog, load_catalog
from scanner.cli.guard import say
from scanner.cli.outputs import Output, parse_outputs, write_reports
from scanner.config import Settings, load_settings
from scanner.engines.opa_answers import OpaAddress
from scanner.environment import EnvironmentRules
from scanner.errors import ExitCode
from scanner.model import Severity, Status
from scanner.scan import engine_for, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.model import Policy, ScanResult, Snapshot


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a judging command."""

    settings: Settings
    catalog: Catalog
    policies: tuple[Policy, ...]
    outputs: tuple[Output, ...]
    quiet: bool

    @classmethod
    def open(
        cls,
        flags: Mapping[str, object],
        outputs: Sequence[str] | None,
        config: Path | None,
        *,
        quiet: bool,
    ) -> Session:
        """Put flags over the settings file, and choose the policies. A flag that is None was not given."""
        settings = load_settings(Path.cwd(), config).under(flags)
        catalog = load_catalog([Path(directory) for directory in settings.policy_dirs])
        policies = catalog.select(settings.policies, settings.exclude_policies)
        return cls(settings, catalog, policies, parse_outputs(outputs or (), quiet=quiet), quiet)

    def progress(self, message: str) -> None:
        """Say on stderr how far the run is."""
        if not self.quiet:
            say(message)

    def finish(self, snapshot: Snapshot, *, interrupted: bool = False) -> None:
        """Judge, write every report, and exit."""
        engine = engine_for(self._opa(), self.catalog, self.policies, self.settings.params)
        result = judge(snapshot, self.policies, engine, EnvironmentRules().extended(self.settings.environment))
        write_reports(result, self.outputs)
        raise typer.Exit(ExitCode.INTERRUPTED if interrupted else self.exit_code(result))

    def _opa(self) -> OpaAddress | None:
        if self.settings.engine != "opa":
            return None
        token = os.environ.get("TIPSTAFF_OPA_TOKEN")
        return OpaAddress(self.settings.opa_url, token, self.settings.opa_ca_file or None)

    def exit_code(self, result: ScanResult) -> ExitCode:
        """Choose the exit code: findings at or above the bar come before an incomplete scan."""
        bar = self.settings.fail_on
        if bar != "none" and any(
            finding.status is Status.FAILED and finding.severity >= Severity.parse(bar) for finding in result.findings
        ):
            return ExitCode.FINDINGS
        if result.incomplete or (self.settings.strict and result.count(Status.UNKNOWN)):
            return ExitCode.INCOMPLETE
        return ExitCode.OK
