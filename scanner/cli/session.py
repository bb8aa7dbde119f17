"""What every judging command does: settle the settings, judge, write the reports, choose the exit code."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.catalog import Catalog, load_catalog
from scanner.cli.gate import WIDE_OPEN, Gate
from scanner.cli.outputs import Output, parse_outputs, write_reports
from scanner.config import Settings, load_settings
from scanner.engines.opa_answers import OpaAddress
from scanner.environment import EnvironmentRules
from scanner.errors import ExitCode
from scanner.model import BaselineState, Severity, Source, Status
from scanner.records import record
from scanner.scan import engine_for, gather, judge, waivers_of
from scanner.snapshot import stream_snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.beside import Checkov
    from scanner.facts import Facts
    from scanner.model import Finding, Policy, ScanResult


@record(frozen=True, slots=True)
class Session:
    """One run of a judging command."""

    settings: Settings
    catalog: Catalog
    policies: tuple[Policy, ...]
    outputs: tuple[Output, ...]
    quiet: bool

    @classmethod
    def open(
        cls, ctx: typer.Context, outputs: Sequence[str] | None = (), *, quiet: bool | None = None, **more: object
    ) -> Session:
        """Put a command's flags over the settings file, and choose the policies.

        Its parameters that are named like settings are flags, and `more` are others; one that is None was not given.
        """
        params = ctx.params
        flags = {setting.name: params.get(setting.name) for setting in fields(Settings)} | more
        settings = load_settings(Path.cwd(), Path(config) if (config := params.get("config")) else None).under(flags)
        catalog = load_catalog([Path(directory) for directory in settings.policy_dirs])
        policies = catalog.select(settings.policies, settings.exclude_policies)
        silent = bool(params.get("quiet")) if quiet is None else quiet
        return cls(settings, catalog, policies, parse_outputs(outputs or (), quiet=silent), silent)

    def read(self, snapshot: Path) -> Facts:
        """Read a snapshot file for the policies to judge."""
        gathering = gather(Source.LIVE, self.policies)
        about = stream_snapshot(snapshot, gathering.add)
        return gathering.facts(about.taken, about.roots, about.types)

    def judge(self, facts: Facts, checkov: Checkov | None = None) -> ScanResult:
        """Judge what is known, and put beside it what Checkov says of the same code."""
        engine = engine_for(self.opa(), self.catalog, self.policies, self.settings.params)
        rules = EnvironmentRules().extended(self.settings.environment)
        waivers = waivers_of(facts, self.catalog, inline=self.settings.inline_waivers)
        result = judge(facts, self.policies, engine, rules, waivers)
        return result if checkov is None else checkov.add(result, facts, rules)

    def finish(
        self, facts: Facts, gate: Gate = WIDE_OPEN, checkov: Checkov | None = None, *, interrupted: bool = False
    ) -> None:
        """Judge, let the gate sift the findings, write every report, and exit."""
        result = gate.sift(self.judge(facts, checkov))
        write_reports(result, self.outputs)
        raise typer.Exit(ExitCode.INTERRUPTED if interrupted else self.exit_code(result))

    def opa(self) -> OpaAddress | None:
        """Say where the OPA server is, if one is to judge."""
        if self.settings.engine != "opa":
            return None
        token = os.environ.get("TIPSTAFF_OPA_TOKEN")
        return OpaAddress(self.settings.opa_url, token, self.settings.opa_ca_file or None)

    def exit_code(self, result: ScanResult) -> ExitCode:
        """Choose the exit code: findings at or above the bar come before an incomplete scan."""
        bar = self.settings.fail_on
        if bar != "none" and any(
            finding.status is Status.FAILED and finding.severity >= Severity.parse(bar) and self.counts(finding)
            for finding in result.findings
        ):
            return ExitCode.FINDINGS
        doubtful = result.count(Status.UNKNOWN) or any(gap.hiding for gap in result.gaps)
        if result.incomplete or (self.settings.strict and doubtful):
            return ExitCode.INCOMPLETE
        return ExitCode.OK

    def counts(self, finding: Finding) -> bool:
        """Tell whether a failed finding may fail the run: one that the baseline knows may not where new ones matter."""
        return not (self.settings.fail_on_new and finding.baseline is BaselineState.KNOWN)
