"""`tipstaff scan` and `tipstaff collect`: a live account."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner import __version__
from scanner.cli import options
from scanner.cli.collecting import Collection
from scanner.cli.gate import Gate
from scanner.cli.guard import Command, say
from scanner.cli.outputs import check_writable, whole_file
from scanner.cli.session import Session
from scanner.errors import ExitCode
from scanner.model import Source
from scanner.scan import Collected, gather, now
from scanner.snapshot import SnapshotWriter


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=Command)(scan)
    app.command(cls=Command)(collect)


def scan(
    ctx: typer.Context,
    regions: options.Regions = None,
    profile: options.Profile = None,
    role_arn: options.RoleArn = None,
    external_id: options.ExternalId = None,
    role_session_name: options.RoleSessionName = None,
    endpoint_url: options.EndpointUrl = None,
    since: options.Since = None,
    management: options.Management = None,
    max_metric_cost: options.MetricCost = None,
    max_calls_per_second: options.CallRate = None,
    family_timeout: options.FamilyTimeout = None,
    cache_dir: options.CacheDir = None,
    cache: options.UseCache = None,
    output: options.Outputs = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    fail_on: options.FailOn = None,
    strict: options.Strict = None,
    baseline: options.Baseline = None,
    fail_on_new: options.FailOnNew = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Scan a live account and judge it."""
    session = Session.open(ctx, output)
    gate = Gate.open(session.settings)
    gathering, taken = gather(Source.LIVE, session.policies), now()
    collected = Collection(session).run(gathering.add, grouped=True)
    facts = gathering.facts(taken, collected.roots, collected.types)
    session.finish(facts, gate, interrupted=collected.interrupted)


def collect(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The snapshot, e.g. account.jsonl.zst.")
    ],
    regions: options.Regions = None,
    profile: options.Profile = None,
    role_arn: options.RoleArn = None,
    external_id: options.ExternalId = None,
    role_session_name: options.RoleSessionName = None,
    endpoint_url: options.EndpointUrl = None,
    family: options.Families = None,
    since: options.Since = None,
    management: options.Management = None,
    max_metric_cost: options.MetricCost = None,
    max_calls_per_second: options.CallRate = None,
    family_timeout: options.FamilyTimeout = None,
    cache_dir: options.CacheDir = None,
    cache: options.UseCache = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Snapshot a live account, to judge it later with `tipstaff evaluate`."""
    session = Session.open(ctx)
    collection = Collection(session, family or ())
    check_writable(output)
    with whole_file(output) as file:
        writer = SnapshotWriter(file, Source.LIVE, now(), __version__)
        collected = collection.run(writer.add)
        writer.close(collected.roots, collected.types)
    if not quiet:
        say(f"{output}: {collected.resources:,} resources, {collected.gaps:,} gaps")
    _end(collected)


def _end(collected: Collected) -> None:
    """Exit as the collection came out."""
    if collected.interrupted:
        say("tipstaff: interrupted; what was collected until then is kept")
        raise typer.Exit(ExitCode.INTERRUPTED)
    if collected.incomplete:
        raise typer.Exit(ExitCode.INCOMPLETE)
