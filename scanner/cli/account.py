"""`tipstaff scan` and `tipstaff collect`: a live account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import options
from scanner.cli.guard import Command, say
from scanner.cli.outputs import check_writable, whole_file
from scanner.cli.session import Session
from scanner.errors import ExitCode
from scanner.scan import collect_account
from scanner.snapshot import write_snapshot

if TYPE_CHECKING:
    from scanner.collectors import Target


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=Command)(scan)
    app.command(cls=Command)(collect)


def scan(
    region: options.Regions = None,
    profile: options.Profile = None,
    endpoint_url: options.EndpointUrl = None,
    output: options.Outputs = None,
    policy: options.PolicyNames = None,
    exclude_policy: options.ExcludedNames = None,
    policy_dir: options.PolicyDirs = None,
    fail_on: options.FailOn = None,
    strict: options.Strict = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,  # noqa: ARG001  # read by guard.Command
) -> None:
    """Scan a live account and judge it."""
    flags = {
        "regions": region,
        "profile": profile,
        "endpoint_url": endpoint_url,
        "policies": policy,
        "exclude_policies": exclude_policy,
        "policy_dirs": policy_dir,
        "fail_on": fail_on,
        "strict": strict,
        "engine": engine,
        "opa_url": opa_url,
    }
    session = Session.open(flags, output, config, quiet=quiet)
    collected = collect_account(_target(session), session.policies, session.progress)
    session.finish(collected.snapshot, interrupted=collected.interrupted)


def collect(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The snapshot, e.g. account.jsonl.zst.")
    ],
    region: options.Regions = None,
    profile: options.Profile = None,
    endpoint_url: options.EndpointUrl = None,
    policy: options.PolicyNames = None,
    exclude_policy: options.ExcludedNames = None,
    policy_dir: options.PolicyDirs = None,
    config: options.Config = None,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,  # noqa: ARG001  # read by guard.Command
) -> None:
    """Snapshot a live account, to judge it later with `tipstaff evaluate`."""
    flags = {
        "regions": region,
        "profile": profile,
        "endpoint_url": endpoint_url,
        "policies": policy,
        "exclude_policies": exclude_policy,
        "policy_dirs": policy_dir,
    }
    session = Session.open(flags, (), config, quiet=quiet)
    check_writable(output)
    collected = collect_account(_target(session), session.policies, session.progress)
    with whole_file(output) as file:
        write_snapshot(collected.snapshot, file)
    found = len(collected.snapshot.resources)
    session.progress(f"{output}: {found} resources, {len(collected.snapshot.gaps)} gaps")
    if collected.interrupted:
        say("tipstaff: interrupted; what was collected until then is kept")
        raise typer.Exit(ExitCode.INTERRUPTED)
    if any(gap.blocking for gap in collected.snapshot.gaps):
        raise typer.Exit(ExitCode.INCOMPLETE)


def _target(session: Session) -> Target:
    from scanner.collectors import Target  # noqa: PLC0415  # boto3 takes long to import

    settings = session.settings
    return Target(settings.profile or None, tuple(settings.regions), settings.endpoint_url or None)
