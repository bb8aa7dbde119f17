"""`tipstaff doctor`: whether a scan from here would be complete, and what to do where it would not."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import typer

from scanner.cli import options
from scanner.cli.guard import Command
from scanner.cli.session import Session
from scanner.cli.standard_streams import write_line
from scanner.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.cli.checks import Line

_ENDS: Final = {
    ExitCode.CREDENTIALS: "A scan cannot start: AWS does not accept the credentials.",
    ExitCode.USAGE: "A scan cannot start as it is set up.",
    ExitCode.INCOMPLETE: "A scan would be incomplete.",
    ExitCode.OK: "A scan would be complete.",
}
"""What to say at the end; the first code that any line has is the command's own."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(doctor)


def doctor(
    ctx: typer.Context,
    regions: options.Regions = None,
    profile: options.Profile = None,
    role_arn: options.RoleArn = None,
    external_id: options.ExternalId = None,
    role_session_name: options.RoleSessionName = None,
    endpoint_url: options.EndpointUrl = None,
    management: options.Management = None,
    cache_dir: options.CacheDir = None,
    cache: options.UseCache = None,
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    engine: options.EngineOption = None,
    opa_url: options.OpaUrl = None,
    config: options.Config = None,
    *,
    verbose: options.Verbose = False,
) -> None:
    """Check credentials, clock, regions, permissions, engine and cache before a scan. Changes nothing in AWS."""
    from scanner.cli.account_checks import check_account  # noqa: PLC0415  # botocore takes long to import
    from scanner.cli.checks import check_cache, check_engine, check_versions, told  # noqa: PLC0415  # likewise

    session = Session.open(ctx, quiet=True)
    code = _print(
        chain(
            told("region", check_account(session)),
            told("engine", check_engine(session)),
            told("cache", check_cache(session.settings)),
            check_versions(),
        )
    )
    write_line(_ENDS[code])
    raise typer.Exit(code)


def _print(lines: Iterable[Line]) -> ExitCode:
    codes = set()
    for line in lines:
        write_line(f"{line.mark.value:<8} {line.about:<12} {line.text}")
        codes.add(line.code)
    return next(code for code in _ENDS if code in codes)
