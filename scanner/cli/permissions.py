"""`tipstaff permissions`: the IAM policy that a scan needs, and no more."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from scanner.cli import options
from scanner.cli.collecting import types_of
from scanner.cli.guard import Command, say
from scanner.cli.session import Session
from scanner.cli.standard_streams import write_line
from scanner.errors import ConfigError
from scanner.scan import Limits, wanted_by

_Format = Annotated[
    Literal["json", "terraform", "cloudformation"],
    typer.Option("-o", "--output", help="How to write the policy."),
]
_WithoutFallbacks = Annotated[
    bool,
    typer.Option("--without-fallbacks", help="Leave out what is asked only where another answer is not enough."),
]
_Regions = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", metavar="REGION", help="With `all`, allow to list the account's regions too."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(permissions)


def permissions(
    ctx: typer.Context,
    output: _Format = "json",
    policies: options.PolicyNames = None,
    exclude_policies: options.ExcludedNames = None,
    policy_dirs: options.PolicyDirs = None,
    family: options.Families = None,
    management: options.Management = None,
    regions: _Regions = None,
    config: options.Config = None,
    *,
    without_fallbacks: _WithoutFallbacks = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Print the least IAM policy for a scan with the selected policies. Asks AWS nothing."""
    from scanner.collectors.enabled_regions import LIST_REGIONS  # noqa: PLC0415  # likewise
    from scanner.collectors.failures import action_of  # noqa: PLC0415  # botocore takes long to import
    from scanner.collectors.iam_policy import LARGEST, WRITERS, policy_document, size_of  # noqa: PLC0415  # likewise
    from scanner.collectors.permissions import actions_of, needs_of  # noqa: PLC0415  # likewise

    session = Session.open(ctx, quiet=True)
    settings = session.settings
    limits = Limits(besides=types_of(family or ()), management=settings.management)
    needs = needs_of(wanted_by(session.policies, limits))
    actions = actions_of(needs, fallbacks=not without_fallbacks)
    alone = (action_of(LIST_REGIONS),) if "all" in settings.regions else ()
    document = policy_document(actions, *alone)
    if (size := size_of(document)) > LARGEST:
        message = f"the policy has {size:,} characters, and IAM allows a managed policy {LARGEST:,}"
        raise ConfigError(message, "select policies with --policy, and attach a policy for each selection")
    write_line(WRITERS[output](document))
    if not quiet:
        say(f"{len(actions) + len(alone)} actions, {size:,} of the {LARGEST:,} characters that IAM allows")
